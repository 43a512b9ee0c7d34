//! The control endpoint, the log, CORS, and the refusal of private keys everywhere.

mod common;

use axum::body::Body;
use common::{
    Practice, claims, grant_form, json_of, keys, keys::Signer, request, text_of, token_request,
};
use serde_json::{Value, json};

const METADATA: &str = "/.well-known/oauth-authorization-server";
const SCOPE: &str = "altinn:instances.read";

#[tokio::test]
async fn metadata_announces_what_maskinporten_does() {
    let practice = Practice::new();
    let metadata = json_of(practice.get(METADATA).await).await;
    assert_eq!(metadata["issuer"], "http://127.0.0.1:8080/");
    assert_eq!(metadata["token_endpoint"], "http://127.0.0.1:8080/token");
    assert_eq!(
        metadata["token_endpoint_auth_signing_alg_values_supported"],
        json!(["RS256", "RS384", "RS512"])
    );
    assert_eq!(metadata["authorization_details_types_supported"], json!(["urn:altinn:systemuser"]));
}

#[tokio::test]
async fn cors_can_be_switched_off() {
    let practice = Practice::new();
    for (cors, value) in [(true, Some("*")), (false, None)] {
        practice.control(json!({ "cors": cors })).await;
        for (method, path) in [("GET", METADATA), ("OPTIONS", "/token"), ("POST", "/token")] {
            let response = practice.send(request(method, path, "", Body::empty())).await;
            let allowed = response.headers().get("access-control-allow-origin");
            assert_eq!(allowed.map(|one| one.to_str().expect("text")), value, "{path}");
        }
    }
    let portal = practice.get("/portal/login").await;
    assert!(!portal.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn the_next_answers_can_be_failures() {
    let practice = Practice::new();
    practice.control(json!({ "failNext": { "status": 503, "times": 2 } })).await;
    assert_eq!(practice.get(METADATA).await.status(), 200);
    for status in [503, 503, 400] {
        assert_eq!(practice.send(token_request("")).await.status(), status);
    }
    let failure = json!({ "status": 502, "path": METADATA, "body": "<h1>502</h1>",
        "contentType": "text/html" });
    practice.control(json!({ "failNext": failure })).await;
    let response = practice.get(METADATA).await;
    assert_eq!(response.status(), 502);
    assert_eq!(response.headers()["content-type"], "text/html");
    assert_eq!(text_of(response).await, "<h1>502</h1>");

    practice.control(json!({ "failNext": { "status": 503 } })).await;
    practice.control(json!({ "failNext": null })).await;
    assert_eq!(practice.send(token_request("")).await.status(), 400);
}

#[tokio::test]
async fn answers_can_be_slow() {
    let practice = Practice::new();
    practice.control(json!({ "slowMs": 150 })).await;
    let start = std::time::Instant::now();
    practice.get(METADATA).await;
    assert!(start.elapsed().as_millis() >= 150);
}

#[tokio::test]
async fn settings_that_do_not_exist_are_refused() {
    let practice = Practice::new();
    for body in [json!({ "slow": 1 }), json!({ "algorithms": ["ES512"] })] {
        let response = practice.post_json("/_practice/control", body).await;
        assert_eq!(response.status(), 422);
    }
    let body = Body::from(r#"{"cors":false}"#);
    let as_text = request("POST", "/_practice/control", "text/plain", body);
    assert_eq!(practice.send(as_text).await.status(), 415, "no preflight, no entry");
}

#[tokio::test]
async fn reset_forgets_everything() {
    let practice = Practice::new();
    let signer = Signer::rsa("RS256");
    let client_id = practice.client(&signer, &[SCOPE]).await;
    practice.get(METADATA).await;
    practice.control(json!({ "cors": false })).await;
    let settings = practice.control(json!({ "reset": true, "slowMs": 1 })).await;
    assert_eq!(settings["cors"], true);
    assert_eq!(settings["slowMs"], 1);
    assert_eq!(practice.log().await["requests"], json!([]));
    let text = practice.refusal(&signer.grant(&claims(&client_id, SCOPE))).await;
    assert!(text.starts_with("MP-100"), "{text}");
}

#[tokio::test]
async fn the_log_has_every_request_but_no_body_and_no_query() {
    let practice = Practice::new();
    let signer = Signer::rsa("RS256");
    let client_id = practice.client(&signer, &[SCOPE]).await;
    let grant = signer.grant(&claims(&client_id, SCOPE));
    practice.token(&grant).await;
    practice.token(&grant).await;
    practice.get("/portal/login?lang=en").await;
    practice.get("/nothing").await;

    let log = practice.log().await;
    let rows: Vec<Value> = log["requests"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|one| json!([one["number"], one["method"], one["path"], one["status"], one["code"]]))
        .collect();
    assert_eq!(
        json!(rows),
        json!([
            [1, "POST", "/token", 200, "token"],
            [2, "POST", "/token", 400, "MP-012"],
            [3, "GET", "/portal/login", 200, null],
            [4, "GET", "/nothing", 404, null],
        ])
    );
    let text = log.to_string();
    assert!(!text.contains(&grant) && !text.contains("lang"));
}

#[tokio::test]
async fn a_private_key_is_refused_at_every_door_and_counted() {
    let practice = Practice::new();
    let pem = keys::private_pem(2048);
    let jwk = common::changed(Signer::rsa("RS256").jwk(), json!({ "d": "c2VjcmV0" }));
    let good = grant_form("a.b.c");
    let mut in_header = token_request(&good);
    let base64 = practice_portal::base64url::encode(jwk.to_string().as_bytes());
    in_header.headers_mut().insert("x-note", base64.parse().expect("a header"));
    let requests = [
        token_request(&format!("{good}&key={}", common::form(&[("k", &pem)]))),
        request(
            "POST",
            "/_practice/clients",
            "application/json",
            Body::from(json!({ "name": "x", "jwk": jwk }).to_string()),
        ),
        request("GET", &format!("/?key={base64}"), "", Body::empty()),
        request("GET", &format!("/{base64}"), "", Body::empty()),
        request("POST", "/anything", "text/plain", Body::from(pem)),
        in_header,
    ];
    let count = requests.len();
    for request in requests {
        let path = request.uri().path().to_owned();
        let response = practice.send(request).await;
        assert_eq!(response.status(), 400, "{path}");
        assert!(text_of(response).await.contains("carried a private key"));
    }
    let log = practice.log().await;
    assert_eq!(log["privateMaterial"], count);
    let marked = log["requests"].as_array().expect("an array").iter();
    assert_eq!(marked.filter(|one| one["privateMaterial"] == true).count(), count);
    assert!(!log.to_string().contains(&base64));
}

#[tokio::test]
async fn the_forms_count_private_keys_too() {
    let practice = Practice::new();
    let mut browser = common::browser::Browser::logged_in(&practice, "number").await;
    let client_id = browser.make_client("x", &[]).await;
    assert_eq!(practice.log().await["privateMaterial"], 0);
    browser.add_key(&client_id, &keys::private_pem(2048)).await;
    assert_eq!(practice.log().await["privateMaterial"], 1);
}

#[tokio::test]
async fn public_keys_and_grants_are_not_taken_for_private() {
    let practice = Practice::new();
    let private = keys::private_pem(2048);
    for signer in [Signer::rsa("RS256"), Signer::rsa("RS512"), Signer::other_rsa("RS256")] {
        let client_id = practice.client(&signer, &[SCOPE]).await;
        practice.token(&signer.grant(&claims(&client_id, SCOPE))).await;
        let jwk = signer.jwk().to_string();
        practice.send(request("POST", "/x", "text/plain", Body::from(jwk.clone()))).await;
        let base64 = practice_portal::base64url::encode(jwk.as_bytes());
        practice.send(request("POST", "/x", "text/plain", Body::from(base64))).await;
    }
    let pem = keys::public_pem(&private);
    practice.send(request("POST", "/x", "text/plain", Body::from(pem))).await;
    assert_eq!(practice.log().await["privateMaterial"], 0);
}

#[tokio::test]
async fn a_client_made_here_keeps_the_rules_for_keys() {
    let practice = Practice::new();
    let jwk = common::changed(Signer::rsa("RS256").jwk(), json!({ "use": null }));
    let response =
        practice.post_json("/_practice/clients", json!({ "name": "x", "jwk": jwk })).await;
    assert_eq!(response.status(), 422);
}

#[tokio::test]
async fn too_large_a_body_is_refused() {
    let practice = Practice::new();
    let body = Body::from(vec![b'a'; 300 * 1024]);
    let response = practice.send(request("POST", "/token", "", body)).await;
    assert_eq!(response.status(), 413);
}

#[tokio::test]
async fn the_forms_are_built_in_four_ways_that_say_so() {
    let practice = Practice::new();
    for (build, explained, policy) in [
        ("plain", None, "default-src 'none'; style-src 'self'"),
        ("react", Some("«react»"), "require-trusted-types-for 'script'"),
        ("relabelled", Some("«relabelled»"), "default-src 'none'; style-src 'self'"),
        ("strict", Some("«strict»"), "require-trusted-types-for 'script'"),
    ] {
        practice.control(json!({ "build": build })).await;
        let response = practice.get("/portal/login").await;
        let header = response.headers().get("content-security-policy").cloned();
        assert!(header.expect("a policy").to_str().expect("text").contains(policy), "{build}");
        let page = text_of(response).await;
        assert!(page.contains(r#"<meta name="nokkelsmie" content="practice">"#));
        assert_eq!(page.contains("Utgaven «"), explained.is_some(), "{build}");
        assert!(explained.is_none_or(|name| page.contains(name)), "{build}");
        assert_eq!(page.contains("<script"), build == "react", "{build}");
    }
    // Without the option there is no script to give.
    assert_eq!(practice.get("/portal/react.js").await.status(), 404);
}
