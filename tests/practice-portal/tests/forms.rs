//! The forms, walked as a person without script walks them.

mod common;

use common::{
    Practice,
    browser::Browser,
    changed, claims,
    keys::{Signer, private_pem, public_pem, signer_of_pem},
};
use serde_json::{Value, json};

const SCOPE: &str = "altinn:instances.read";

/// Logged in, with a client that has no key.
async fn with_client(practice: &Practice) -> (Browser<'_>, String) {
    let mut browser = Browser::logged_in(practice, "number").await;
    let client_id = browser.make_client("Prøveklient", &[SCOPE]).await;
    (browser, client_id)
}

/// The one sentence a refused key is answered with, and the page.
async fn refused_key(text: &str) -> String {
    let practice = Practice::new();
    let (mut browser, client_id) = with_client(&practice).await;
    let page = browser.add_key(&client_id, text).await;
    assert_eq!(page.status, 422, "{text}");
    assert!(page.has(r#"role="alert""#) && page.has(r#"aria-invalid="true""#));
    let list = browser.get(&format!("/portal/clients/{client_id}/keys")).await;
    assert!(list.has("Klienten har ingen nøkler ennå."), "nothing was saved");
    page.html
}

fn jwk(changes: Value) -> String {
    changed(Signer::rsa("RS256").jwk(), changes).to_string()
}

#[tokio::test]
async fn the_seven_steps_with_a_jwk_and_then_a_token() {
    let practice = Practice::new();
    let mut browser = Browser::new(&practice);

    // 1 and 2: log in; the organisation stands in the top menu.
    let page = browser.get("/portal/").await;
    assert_eq!(page.path, "/portal/login");
    assert!(page.has("Med organisasjonsnummer") && page.has("Med syntetisk organisasjon"));
    let page = browser.post("/portal/login", &[("choice", "number")]).await;
    assert!(page.has("ØVELSE KOMMUNE") && page.has("312770016"));

    // 3 and 4.
    assert!(page.has(">Opprett klient</button>"));
    let page = browser.get("/portal/clients/new").await;
    assert!(page.has("<h1>Legg til klient</h1>") && page.has(">Maskinporten</a>"));

    // 5.
    let page = browser.get("/portal/clients/new/maskinporten").await;
    assert!(page.has("<h1>Legg til Maskinporten klient</h1>"));
    assert!(page.has(">Visningsnavn</label>") && page.has(">Beskrivelse</label>"));
    assert!(page.has(">Opprett</button>"));
    let fields = [("name", "Prøve"), ("description", "Til øvelse")];
    let page = browser.post("/portal/clients/new/maskinporten", &fields).await;
    assert!(page.has("Klienten er opprettet.") && page.has("Til øvelse"));
    let path = page.path.replace("?created", "");
    let client_id = path.replace("/portal/clients/", "");
    assert!(page.has(&format!("<code>{client_id}</code>")));

    // 6.
    let page = browser.get(&format!("{path}/keys")).await;
    assert!(page.has(">Legg til</button>"));
    let page = browser.get(&format!("{path}/keys/add")).await;
    assert!(page.has(r#"<label for="key">JWK eller PEM format</label>"#));
    assert!(page.has(">Lagre</button>"));
    let signer = Signer::rsa("RS256");
    let page = browser.add_key(&client_id, &signer.jwk().to_string()).await;
    assert!(page.has("Nøkkelen er lagret") && page.has(&signer.kid));
    assert!(page.has("RS256") && page.has("RSA 2048"));

    // 7.
    let page = browser.get(&format!("{path}/scopes/add")).await;
    assert!(page.has(">Send inn</button>") && page.has(SCOPE));
    assert!(!page.has("altinn:serviceowner"), "not available");
    let page = browser.post(&format!("{path}/scopes/add"), &[("scope", SCOPE)]).await;
    assert!(page.has("Scopes er lagt til.") && page.has(SCOPE));

    let (status, body) = practice.token(&signer.grant(&claims(&client_id, SCOPE))).await;
    assert_eq!(status, 200, "{body}");
}

#[tokio::test]
async fn a_pem_gets_a_kid_of_its_own() {
    let practice = Practice::new();
    let (mut browser, client_id) = with_client(&practice).await;
    let private = private_pem(2048);
    let page = browser.add_key(&client_id, &public_pem(&private)).await;
    assert_eq!(page.status, 200, "{}", page.html);
    let (_, kid) = page.path.split_once("?pem=").expect("a kid");
    assert_eq!(kid.len(), 36, "a UUID");
    assert!(page.has("En PEM har ingen kid"));
    assert!(page.has(&format!("<code>{kid}</code>")));

    let own = signer_of_pem(&private, "my-own-kid");
    let text = practice.refusal(&own.grant(&claims(&client_id, SCOPE))).await;
    assert!(text.contains("Unknown key identifier"), "{text}");
    let brought_back = signer_of_pem(&private, kid);
    let (status, body) = practice.token(&brought_back.grant(&claims(&client_id, SCOPE))).await;
    assert_eq!(status, 200, "{body}");
}

#[tokio::test]
async fn an_array_or_a_set_of_one_is_a_key() {
    for text in [
        format!("[{}]", jwk(json!({}))),
        format!(r#"{{"keys":[{}]}}"#, jwk(json!({}))),
        format!("\n  {}\r\n", jwk(json!({}))),
    ] {
        let practice = Practice::new();
        let (mut browser, client_id) = with_client(&practice).await;
        let page = browser.add_key(&client_id, &text).await;
        assert!(page.has("Nøkkelen er lagret"), "{text} {}", page.html);
    }
}

#[tokio::test]
async fn the_rules_for_a_key() {
    let small = private_pem(1024);
    let two = format!("[{0},{0}]", jwk(json!({})));
    for (text, sentence) in [
        (String::new(), "Lim inn en offentlig nøkkel."),
        ("hei".to_owned(), "hverken en JWK eller en PEM"),
        (two, "én nøkkel om gangen"),
        (jwk(json!({ "kty": null })), "mangler «kty»"),
        (jwk(json!({ "alg": null })), "mangler «alg»"),
        (jwk(json!({ "use": null })), "mangler «use»"),
        (jwk(json!({ "kid": null })), "mangler «kid»"),
        (jwk(json!({ "e": null })), "mangler «e»"),
        (jwk(json!({ "n": null })), "mangler «n»"),
        (jwk(json!({ "use": "enc" })), "«use»: «sig»"),
        (jwk(json!({ "kid": "min nøkkel" })), "bokstaver (a–z)"),
        (jwk(json!({ "kid": "a/b" })), "bokstaver (a–z)"),
        (jwk(json!({ "alg": "RS1" })), "«alg»"),
        (jwk(json!({ "alg": "ES256" })), "«alg»"),
        (jwk(json!({ "alg": "PS256" })), "«alg»"),
        (jwk(json!({ "n": "AQAB" })), "2048"),
        (jwk(json!({ "n": "AAAB" })), "gyldig base64url"),
        (jwk(json!({ "e": "AQAB=" })), "gyldig base64url"),
        (jwk(json!({ "e": "AQ" })), "oddetall"),
        (jwk(json!({ "x5c": "MIIB" })), "«x5c»"),
        (jwk(json!({})).replacen('{', r#"{"kid":"x","#, 1), "hverken en JWK"),
        (Signer::p256().jwk().to_string(), "«alg»"),
        (public_pem(&small), "2048"),
        (
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----".to_owned(),
            "PEM-en kan ikke leses",
        ),
        (
            "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----".to_owned(),
            "PEM-en kan ikke leses",
        ),
    ] {
        let html = refused_key(&text).await;
        assert!(html.contains(sentence), "{text}: no «{sentence}»");
    }
}

#[tokio::test]
async fn what_was_typed_stays_and_is_escaped() {
    let html = refused_key(r#"</textarea><script>alert(1)</script>"#).await;
    assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;"));
    assert!(!html.contains("<script"));

    let practice = Practice::new();
    let mut browser = Browser::logged_in(&practice, "number").await;
    let client_id = browser.make_client("<b>fet</b>", &[]).await;
    let page = browser.get(&format!("/portal/clients/{client_id}")).await;
    assert!(page.has("&lt;b&gt;fet") && !page.has("<b>"));
}

#[tokio::test]
async fn private_keys_are_refused_and_never_shown() {
    let pem = private_pem(2048);
    let body = pem.lines().nth(1).expect("a line").to_owned();
    let private_jwk = jwk(json!({ "d": "c2VjcmV0c2VjcmV0" }));
    let base64 = {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        STANDARD.encode(&private_jwk)
    };
    for (text, secret) in [
        (pem.clone(), body.clone()),
        (private_jwk.clone(), "c2VjcmV0c2VjcmV0".to_owned()),
        (jwk(json!({ "d": 7 })), "not text".to_owned()),
        (base64.clone(), base64),
        (format!("noise {pem}"), body),
    ] {
        let practice = Practice::new();
        let (mut browser, client_id) = with_client(&practice).await;
        let page = browser.add_key(&client_id, &text).await;
        assert_eq!(page.status, 422);
        assert!(page.has("Dette er en privat nøkkel. Den ble ikke lagret."));
        assert!(!page.has(&secret), "never echoed");
        let keys = browser.get(&format!("/portal/clients/{client_id}/keys")).await;
        assert!(keys.has("Klienten har ingen nøkler ennå."));
    }
}

#[tokio::test]
async fn at_most_five_keys_and_room_after_removing_one() {
    let practice = Practice::new();
    let (mut browser, client_id) = with_client(&practice).await;
    for number in 1..=5 {
        let page = browser.add_key(&client_id, &jwk(json!({ "kid": format!("k{number}") }))).await;
        assert!(page.has("Nøkkelen er lagret"), "{number}");
    }
    let page = browser.add_key(&client_id, &jwk(json!({ "kid": "k6" }))).await;
    assert!(page.has("Klienten har fem nøkler"));
    let path = format!("/portal/clients/{client_id}/keys/remove");
    let page = browser.post(&path, &[("kid", "k1")]).await;
    assert!(page.has("Nøkkelen er fjernet.") && !page.has("k1"));
    let page = browser.add_key(&client_id, &jwk(json!({ "kid": "k6" }))).await;
    assert!(page.has("Nøkkelen er lagret"));
}

#[tokio::test]
async fn the_same_key_again_is_renewed_and_another_with_its_kid_is_refused() {
    let practice = Practice::new();
    let (mut browser, client_id) = with_client(&practice).await;
    browser.add_key(&client_id, &jwk(json!({}))).await;
    let year = |html: &str| html.matches("UTC").count();
    practice.control(json!({ "clockSkewSeconds": 400 * 86_400 })).await;
    let keys = format!("/portal/clients/{client_id}/keys");
    assert!(browser.get(&keys).await.has("Utløpt"));
    let page = browser.add_key(&client_id, &jwk(json!({}))).await;
    assert!(page.has("varer ett år til") && !page.has("Utløpt"));
    assert_eq!(year(&page.html), 2, "still one key: created and expires");

    let other = changed(Signer::other_rsa("RS256").jwk(), json!({}));
    let page = browser.add_key(&client_id, &other.to_string()).await;
    assert!(page.has("annen nøkkel med denne «kid»"));
}

#[tokio::test]
async fn a_new_key_says_that_it_is_not_in_use_yet() {
    let practice = Practice::new();
    practice.control(json!({ "keyDelaySeconds": 60 })).await;
    let (mut browser, client_id) = with_client(&practice).await;
    let page = browser.add_key(&client_id, &jwk(json!({}))).await;
    assert!(page.has("Tas i bruk om litt"));
    practice.control(json!({ "keyDelaySeconds": 0 })).await;
    let page = browser.get(&format!("/portal/clients/{client_id}/keys")).await;
    assert!(!page.has("Tas i bruk om litt"));
}

#[tokio::test]
async fn an_attached_scope_without_access_shows_it() {
    let practice = Practice::new();
    let (mut browser, client_id) = with_client(&practice).await;
    let path = format!("/portal/clients/{client_id}/scopes");
    assert!(!browser.get(&path).await.has("Tilgang mangler"));
    let add = format!("{path}/add");
    let page = browser.post(&add, &[("other-scopes", "altinn:serviceowner\nfylke:test")]).await;
    assert_eq!(page.html.matches("Tilgang mangler").count(), 2);
    let page = browser.post(&add, &[("other-scopes", "to ord \"her\"")]).await;
    assert_eq!(page.status, 422);
    assert!(page.has("to ord &quot;her&quot;"), "what was typed stays");
    let page = browser.post(&add, &[]).await;
    assert!(page.has("Velg minst ett scope."));
    let page = browser.post(&format!("{path}/remove"), &[("scope", "fylke:test")]).await;
    assert!(page.has("Scopet er fjernet.") && !page.has("fylke:test"));
}

#[tokio::test]
async fn a_client_needs_a_name() {
    let practice = Practice::new();
    let mut browser = Browser::logged_in(&practice, "number").await;
    let fields = [("name", "  "), ("description", "beholdes"), ("scope", SCOPE)];
    let page = browser.post("/portal/clients/new/maskinporten", &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.has("Gi klienten et visningsnavn.") && page.has("beholdes"));
    assert!(page.has(r##"href="#name""##) && page.has(r#"aria-describedby="name-problem""#));
    assert!(page.has("checked"), "the scope stays ticked");
}

#[tokio::test]
async fn synthetic_organisations_can_be_changed_and_own_their_clients() {
    let practice = Practice::new();
    let mut browser = Browser::logged_in(&practice, "synthetic").await;
    let client_id = browser.make_client("Elgens", &[]).await;
    let other = [("organisation", "312770032")];
    let page = browser.post("/portal/organisation", &other).await;
    assert!(!page.has("Elgens"));
    assert!(page.has(r#"<option value="312770032" selected>"#));
    let page = browser.get(&format!("/portal/clients/{client_id}")).await;
    assert_eq!(page.status, 404);
    for path in ["keys/add", "keys/remove", "scopes/add", "scopes/remove"] {
        let path = format!("/portal/clients/{client_id}/{path}");
        assert_eq!(browser.post(&path, &[]).await.status, 404, "{path}");
    }
    let page = browser.post("/portal/organisation", &[("organisation", "312770016")]).await;
    assert_eq!(page.status, 400, "not synthetic");

    let mut owner = Browser::logged_in(&practice, "number").await;
    let page = owner.get("/portal/").await;
    assert!(!page.has("<select"), "no drop-down");
}

#[tokio::test]
async fn every_page_says_that_it_is_practice_in_both_languages() {
    let practice = Practice::new();
    let (mut browser, client_id) = with_client(&practice).await;
    let client = format!("/portal/clients/{client_id}");
    let pages = [
        "/portal/login".to_owned(),
        "/portal/".to_owned(),
        "/portal/clients/new".to_owned(),
        "/portal/clients/new/maskinporten".to_owned(),
        client.clone(),
        format!("{client}/keys"),
        format!("{client}/keys/add"),
        format!("{client}/scopes"),
        format!("{client}/scopes/add"),
        "/portal/clients/none".to_owned(),
    ];
    for path in &pages {
        let page = browser.get(&format!("{path}?lang=nb")).await;
        assert!(page.has("<html lang=\"nb\">") && page.has("Øvelse"), "{path}");
        assert!(page.has("ikke Digdirs portal") && page.has("gjettet"), "{path}");
        assert!(!page.has("<script") && !page.has(" style="), "{path}");
    }
    browser.get("/portal/?lang=en").await;
    for path in &pages {
        let page = browser.get(path).await;
        assert!(page.has("<html lang=\"en\">"), "{path}");
        assert!(page.has("not Digdir’s portal") && page.has("guessed"), "{path}");
    }
    let page = browser.get(&format!("{client}/keys/add")).await;
    assert!(page.has(">JWK or PEM format</label>") && page.has(">Save</button>"));
}

#[tokio::test]
async fn the_language_of_a_link_outlasts_the_way_to_the_log_in_page() {
    let practice = Practice::new();
    let page = Browser::new(&practice).get("/portal/?lang=en").await;
    assert_eq!(page.path, "/portal/login");
    assert!(page.has("<html lang=\"en\">") && page.has(">With organisation number</button>"));
}

#[tokio::test]
async fn log_out_and_reset() {
    let practice = Practice::new();
    let (mut browser, client_id) = with_client(&practice).await;
    let page = browser.post("/portal/reset", &[]).await;
    assert!(page.has("ingen klienter ennå"));
    let page = browser.get(&format!("/portal/clients/{client_id}")).await;
    assert_eq!(page.status, 404);
    let page = browser.post("/portal/logout", &[]).await;
    assert_eq!(page.path, "/portal/login");
    assert_eq!(browser.get("/portal/").await.path, "/portal/login");
}
