//! Grants signed with a business certificate (`x5c`), made by openssl at each run.

mod common;

use std::process::Command;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use common::{
    Practice, changed, claims, keys,
    keys::{Signer, openssl, signer_of_pem},
    now,
};
use serde_json::{Value, json};

const SCOPE: &str = "idporten:dcr.read";

/// A certificate and the key that signs with it.
struct Business {
    signer: Signer,
    /// Standard base64 of the DER.
    leaf: String,
}

impl Business {
    fn new(subject: &str, options: &[&str]) -> Self {
        let key = keys::private_pem(2048);
        let file = TemporaryFile::new(&key);
        let mut arguments =
            vec!["req", "-new", "-x509", "-sha256", "-utf8", "-subj", subject, "-key", &file.0];
        arguments.extend(options);
        Self { signer: signer_of_pem(&key, "unused"), leaf: base64_of(&openssl(&arguments, "")) }
    }

    fn grant(&self, claims: &Value) -> String {
        self.grant_with(json!([self.leaf]), claims)
    }

    fn grant_with(&self, x5c: Value, claims: &Value) -> String {
        self.signer.grant_with(&json!({ "alg": "RS256", "x5c": x5c }), claims)
    }
}

fn base64_of(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

/// A throw-away key, taken away again: openssl reads it from a file only.
struct TemporaryFile(String);

impl TemporaryFile {
    fn new(text: &str) -> Self {
        let name = format!("practice-{}.pem", practice_portal::random::uuid());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, text).expect("writes");
        Self(path.to_str().expect("text").to_owned())
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).ok();
    }
}

/// A client of the first organisation that uses a certificate.
async fn client(practice: &Practice) -> String {
    let body = json!({ "name": "administration", "scopes": [SCOPE], "certificate": true });
    practice.client_of(body).await
}

#[tokio::test]
async fn a_certificate_of_the_organisation_gets_a_token() {
    let practice = Practice::new();
    let id = client(&practice).await;
    for subject in [
        "/C=NO/O=ØVELSE KOMMUNE/CN=ØVELSE KOMMUNE/serialNumber=312770016",
        "/C=NO/O=ØVELSE KOMMUNE/organizationIdentifier=NTRNO-312770016",
        "/organizationIdentifier=312770016",
    ] {
        let business = Business::new(subject, &[]);
        let (status, body) = practice.token(&business.grant(&claims(&id, SCOPE))).await;
        assert_eq!(status, 200, "{subject} {body}");
        let token = body["access_token"].as_str().expect("a token");
        let part = token.split('.').nth(1).expect("claims");
        let part = practice_portal::base64url::decode(part).expect("base64url");
        let token: Value = serde_json::from_slice(&part).expect("JSON");
        assert_eq!(token["client_amr"], "virksomhetssertifikat");
        let api = common::api::Api {
            practice: &practice,
            token: body["access_token"].as_str().expect("a token").to_owned(),
            client_id: id.clone(),
        };
        assert_eq!(api.get("/clients").await[0]["client_id"], id);
    }
    assert_eq!(practice.log().await["privateMaterial"], 0);
}

#[tokio::test]
async fn mp_122_another_organisations_certificate() {
    let practice = Practice::new();
    let id = client(&practice).await;
    for subject in
        ["/CN=x/serialNumber=312770024", "/CN=312770016", "/serialNumber=NTRSE-312770016"]
    {
        let business = Business::new(subject, &[]);
        let text = practice.refusal(&business.grant(&claims(&id, SCOPE))).await;
        assert!(text.starts_with("MP-122: "), "{subject} {text}");
    }
}

#[tokio::test]
async fn mp_120_a_certificate_out_of_its_time_of_an_unknown_issuer_or_unreadable() {
    let practice = Practice::new();
    let id = client(&practice).await;
    let business = Business::new("/serialNumber=312770016", &["-days", "2"]);
    let later = now() + 3 * 86_400;
    let grant = changed(claims(&id, SCOPE), json!({ "iat": later, "exp": later + 100 }));
    practice.control(json!({ "clockSkewSeconds": 3 * 86_400 })).await;
    assert!(practice.refusal(&business.grant(&grant)).await.starts_with("MP-120: "));
    practice.control(json!({ "clockSkewSeconds": -86_400 })).await;
    let earlier = now() - 86_400;
    let grant = changed(claims(&id, SCOPE), json!({ "iat": earlier, "exp": earlier + 100 }));
    assert!(practice.refusal(&business.grant(&grant)).await.starts_with("MP-120: "));

    practice.control(json!({ "clockSkewSeconds": 0 })).await;
    assert_eq!(practice.token(&business.grant(&claims(&id, SCOPE))).await.0, 200);
    let mut der = STANDARD.decode(&business.leaf).expect("base64");
    der.pop();
    let cut = STANDARD.encode(&der);
    let wrapped = business.leaf.replacen('M', "M\n", 1);
    let pem = format!("-----BEGIN CERTIFICATE-----{}", business.leaf);
    for leaf in ["MIIB", "", "*", &cut, &wrapped, &pem] {
        let text = practice.refusal(&business.grant_with(json!([leaf]), &claims(&id, SCOPE))).await;
        assert!(text.starts_with("MP-120: "), "{text}");
    }
}

#[tokio::test]
async fn an_issuer_is_the_practice_authority_or_nobody() {
    let practice = Practice::new();
    let id = client(&practice).await;
    for (issuer, status) in [("Practice CA", 200), ("Some CA", 400)] {
        let authority = keys::private_pem(2048);
        let authority_key = TemporaryFile::new(&authority);
        let subject = format!("/C=NO/CN={issuer}");
        let arguments = ["req", "-new", "-x509", "-subj", &subject, "-key", &authority_key.0];
        let authority = TemporaryFile::new(&openssl(&arguments, ""));
        let key = keys::private_pem(2048);
        let key_file = TemporaryFile::new(&key);
        let subject = "/C=NO/serialNumber=312770016";
        let request = openssl(&["req", "-new", "-subj", subject, "-key", &key_file.0], "");
        let issued = Command::new("openssl")
            .args(["x509", "-req", "-in", &TemporaryFile::new(&request).0, "-days", "9"])
            .args(["-CA", &authority.0, "-CAkey", &authority_key.0, "-set_serial", "7"])
            .output()
            .expect("openssl runs");
        let leaf = base64_of(&String::from_utf8(issued.stdout).expect("text"));
        let business = Business { signer: signer_of_pem(&key, "unused"), leaf };
        let root = base64_of(&std::fs::read_to_string(&authority.0).expect("reads"));
        let grant = business.grant_with(json!([business.leaf, root]), &claims(&id, SCOPE));
        assert_eq!(practice.token(&grant).await.0, status, "{issuer}");
    }
}

#[tokio::test]
async fn mp_124_another_key_than_the_certificates() {
    let practice = Practice::new();
    let id = client(&practice).await;
    let business = Business::new("/serialNumber=312770016", &[]);
    let other = Business::new("/serialNumber=312770016", &[]);
    let grant = business.grant_with(json!([other.leaf]), &claims(&id, SCOPE));
    assert!(practice.refusal(&grant).await.starts_with("MP-124: "));
}

#[tokio::test]
async fn a_client_with_registered_keys_needs_a_kid() {
    let practice = Practice::new();
    let signer = Signer::rsa("RS256");
    let id = practice.client(&signer, &[SCOPE]).await;
    let business = Business::new("/serialNumber=312770016", &[]);
    let text = practice.refusal(&business.grant(&claims(&id, SCOPE))).await;
    assert!(text.contains("no key identifier"), "{text}");
    let both = json!({ "name": "x", "certificate": true, "jwk": signer.jwk() });
    assert_eq!(practice.post_json("/_practice/clients", both).await.status(), 422);
}
