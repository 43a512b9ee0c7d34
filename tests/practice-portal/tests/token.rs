//! Every answer of the token endpoint, from grants that are really signed.

mod common;

use axum::body::Body;
use common::{
    ISSUER, Practice, changed, claims, form, grant_form, json_of, keys::Signer, now, request,
    token_request,
};
use practice_portal::base64url;
use serde_json::{Value, json};

const SCOPE: &str = "altinn:instances.read";

/// A portal, a key, and a client that has it.
async fn ready() -> (Practice, Signer, String) {
    let practice = Practice::new();
    let signer = Signer::rsa("RS256");
    let client_id = practice.client(&signer, &[SCOPE]).await;
    (practice, signer, client_id)
}

/// What is said to a good grant after these changes to its claims.
async fn refusal_of(changes: Value) -> String {
    let (practice, signer, client_id) = ready().await;
    let claims = changed(claims(&client_id, SCOPE), changes);
    practice.refusal(&signer.grant(&claims)).await
}

/// What is said to a good grant with another header.
async fn refusal_of_header(changes: Value) -> String {
    let (practice, signer, client_id) = ready().await;
    let header = changed(json!({ "alg": signer.alg, "kid": signer.kid }), changes);
    practice.refusal(&signer.grant_with(&header, &claims(&client_id, SCOPE))).await
}

fn payload(token: &Value) -> Value {
    let token = token["access_token"].as_str().expect("a token");
    let part = token.split('.').nth(1).expect("claims");
    serde_json::from_slice(&base64url::decode(part).expect("base64url")).expect("JSON")
}

#[tokio::test]
async fn a_good_grant_gets_a_token() {
    for alg in ["RS256", "RS384", "RS512"] {
        let practice = Practice::new();
        let signer = Signer::rsa(alg);
        let client_id = practice.client(&signer, &[SCOPE]).await;
        let (status, body) = practice.token(&signer.grant(&claims(&client_id, SCOPE))).await;
        assert_eq!(status, 200, "{alg} {body}");
        assert_eq!(body["token_type"], "Bearer");
        assert_eq!(body["expires_in"], 119);
        assert_eq!(body["scope"], SCOPE);
        let token = payload(&body);
        assert_eq!(token["iss"], ISSUER);
        assert_eq!(token["client_id"], client_id);
        assert_eq!(token["client_amr"], "private_key_jwt");
        assert_eq!(token["consumer"]["ID"], "0192:312770016");
    }
}

#[tokio::test]
async fn the_access_token_is_signed_by_the_announced_key() {
    let (practice, signer, client_id) = ready().await;
    let (_, body) = practice.token(&signer.grant(&claims(&client_id, SCOPE))).await;
    let token = body["access_token"].as_str().expect("a token");
    let (signed, signature) = token.rsplit_once('.').expect("three parts");
    let jwks = json_of(practice.get("/jwk").await).await;
    let coordinate = |name: &str| {
        base64url::decode(jwks["keys"][0][name].as_str().expect("text")).expect("base64url")
    };
    let point = [vec![4], coordinate("x"), coordinate("y")].concat();
    let key =
        ring::signature::UnparsedPublicKey::new(&ring::signature::ECDSA_P256_SHA256_FIXED, point);
    let signature = base64url::decode(signature).expect("base64url");
    assert!(key.verify(signed.as_bytes(), &signature).is_ok());
}

#[tokio::test]
async fn mp_011_malformed_grants() {
    let (practice, signer, client_id) = ready().await;
    let good = signer.grant(&claims(&client_id, SCOPE));
    let (head, tail) = good.split_at(40);
    let twice = format!(r#"{{"iss":"a","iss":"{client_id}"}}"#);
    for bad in [
        format!("{head}\n{tail}"),
        format!("{good}\n"),
        format!("{good}="),
        good.replace('.', ""),
        format!("{good}.x"),
        signer.sign(r#"{"alg":"RS256","kid":"test-2026-11-23"}"#, &twice),
        signer.sign(r#"{"alg":"RS256","kid":"test-2026-11-23"}"#, "[]"),
    ] {
        let text = practice.refusal(&bad).await;
        assert!(text.starts_with("MP-011: "), "{text}");
    }
    let (status, _) = practice.token(&good).await;
    assert_eq!(status, 200, "none of these spent the grant");
}

#[tokio::test]
async fn mp_011_claims() {
    for changes in [
        json!({ "colour": "blue" }),
        json!({ "iss": null }),
        json!({ "aud": null }),
        json!({ "scope": null }),
        json!({ "scope": "" }),
        json!({ "scope": "altinn:instances.read  altinn:broker.read" }),
        json!({ "scope": [SCOPE] }),
        json!({ "iat": null }),
        json!({ "exp": null }),
        json!({ "exp": "soon" }),
        json!({ "exp": now() - 1 }),
        json!({ "jti": "a\nb" }),
        json!({ "resource": "https://example.no" }),
        json!({ "pid": "123" }),
        json!({ "consumer_org": "123456789" }),
        json!({ "consumer_org": "312770059", "iss_onbehalfof": "x" }),
    ] {
        let text = refusal_of(changes.clone()).await;
        assert!(text.starts_with("MP-011: "), "{changes} {text}");
    }
    for header in [json!({ "jwk": {} }), json!({ "crit": ["exp"] })] {
        let text = refusal_of_header(header.clone()).await;
        assert!(text.starts_with("MP-011: "), "{header} {text}");
    }
}

#[tokio::test]
async fn mp_011_lifetime_over_120_seconds() {
    let text = refusal_of(json!({ "exp": now() + 121 })).await;
    assert!(text.starts_with("MP-011: ") && text.contains("120"), "{text}");
}

#[tokio::test]
async fn mp_012_replayed_jti() {
    let (practice, signer, client_id) = ready().await;
    let grant = claims(&client_id, SCOPE);
    assert_eq!(practice.token(&signer.grant(&grant)).await.0, 200);
    let again = changed(grant, json!({ "exp": now() + 50 }));
    let text = practice.refusal(&signer.grant(&again)).await;
    assert!(text.starts_with("MP-012: "), "{text}");
}

#[tokio::test]
async fn a_grant_refused_for_its_scope_is_spent() {
    let (practice, signer, client_id) = ready().await;
    let grant = signer.grant(&claims(&client_id, "altinn:broker.read"));
    assert!(practice.refusal(&grant).await.starts_with("MP-200"));
    assert!(practice.refusal(&grant).await.starts_with("MP-012"));
}

#[tokio::test]
async fn mp_100_unknown_client() {
    let text = refusal_of(json!({ "iss": "0e5f1c6a-0000-4000-8000-000000000000" })).await;
    assert!(text.starts_with("MP-100: "), "{text}");
}

#[tokio::test]
async fn mp_110_wrong_audience() {
    for aud in [
        json!("http://127.0.0.1:8080"),
        json!("https://127.0.0.1:8080/"),
        json!("https://test.maskinporten.no/"),
        json!("http://127.0.0.1:8080/token"),
        json!([ISSUER, "https://test.maskinporten.no/"]),
    ] {
        let text = refusal_of(json!({ "aud": aud.clone() })).await;
        assert!(text.starts_with("MP-110: "), "{aud} {text}");
    }
}

#[tokio::test]
async fn the_audience_follows_the_host() {
    let practice = Practice::with(practice_portal::Configuration {
        tls: true,
        quiet: true,
        ..Default::default()
    });
    let signer = Signer::rsa("RS256");
    let client_id = practice.client(&signer, &[SCOPE]).await;
    let grant =
        changed(claims(&client_id, SCOPE), json!({ "aud": "https://test.maskinporten.no/" }));
    let mut request = token_request(&grant_form(&signer.grant(&grant)));
    let host = "test.maskinporten.no".parse().expect("a header");
    request.headers_mut().insert("host", host);
    assert_eq!(practice.send(request).await.status(), 200);
}

#[tokio::test]
async fn mp_120_and_mp_123_certificates() {
    let text = refusal_of_header(json!({ "x5c": ["MIIB"], "kid": null })).await;
    assert!(text.starts_with("MP-120: "), "{text}");
    for x5c in [json!("MIIB"), json!([1]), json!([])] {
        let text = refusal_of_header(json!({ "x5c": x5c, "kid": null })).await;
        assert!(text.starts_with("MP-123: "), "{text}");
    }
}

#[tokio::test]
async fn mp_121_expired_key() {
    let practice = Practice::new();
    let signer = Signer::rsa("RS256");
    let body = json!({ "name": "old", "scopes": [SCOPE], "jwk": signer.jwk(),
        "keyExpiresInSeconds": -1 });
    let client_id = practice.client_of(body).await;
    let text = practice.refusal(&signer.grant(&claims(&client_id, SCOPE))).await;
    assert!(text.starts_with("MP-121: "), "{text}");
}

#[tokio::test]
async fn a_key_lives_one_year() {
    let (practice, signer, client_id) = ready().await;
    let day = 86_400;
    for (days, status) in [(364, 200), (366, 400)] {
        practice.control(json!({ "clockSkewSeconds": days * day })).await;
        let then = now() + days * day;
        let grant = changed(claims(&client_id, SCOPE), json!({ "iat": then, "exp": then + 100 }));
        assert_eq!(practice.token(&signer.grant(&grant)).await.0, status, "{days}");
    }
}

#[tokio::test]
async fn mp_124_wrong_key_and_changed_grant() {
    let (practice, signer, client_id) = ready().await;
    let other = Signer::other_rsa("RS256");
    let text = practice.refusal(&other.grant(&claims(&client_id, SCOPE))).await;
    assert!(text.starts_with("MP-124: "), "{text}");

    let good = signer.grant(&claims(&client_id, SCOPE));
    let parts: Vec<&str> = good.split('.').collect();
    let mut signature = base64url::decode(parts[2]).expect("base64url");
    signature[0] ^= 1;
    let bad = format!("{}.{}.{}", parts[0], parts[1], base64url::encode(&signature));
    assert!(practice.refusal(&bad).await.starts_with("MP-124: "));

    let claims = claims(&client_id, "altinn:broker.read").to_string();
    let bad = format!("{}.{}.{}", parts[0], base64url::encode(claims.as_bytes()), parts[2]);
    assert!(practice.refusal(&bad).await.starts_with("MP-124: "));
}

#[tokio::test]
async fn mp_130_expired_grant() {
    let text = refusal_of(json!({ "iat": now() - 100, "exp": now() - 1 })).await;
    assert!(text.starts_with("MP-130: "), "{text}");
}

#[tokio::test]
async fn issued_in_the_future_by_more_than_ten_seconds() {
    let text = refusal_of(json!({ "iat": now() + 15, "exp": now() + 100 })).await;
    assert!(text.contains("issued in the future"), "{text}");
    assert!(!text.starts_with("MP-"), "{text}");

    let (practice, signer, client_id) = ready().await;
    let grant = changed(claims(&client_id, SCOPE), json!({ "iat": now() + 8 }));
    assert_eq!(practice.token(&signer.grant(&grant)).await.0, 200);
}

#[tokio::test]
async fn a_skewed_clock_is_seen_in_the_date_header() {
    let (practice, signer, client_id) = ready().await;
    practice.control(json!({ "clockSkewSeconds": -60 })).await;
    let grant = signer.grant(&claims(&client_id, SCOPE));
    let response = practice.send(token_request(&grant_form(&grant))).await;
    let date = response.headers()["date"].to_str().expect("text").to_owned();
    let body = json_of(response).await;
    assert!(body["error_description"].as_str().expect("text").contains("issued in the future"));
    let date = httpdate::parse_http_date(&date).expect("a date");
    let date = date.duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    assert!((58..=62).contains(&(now() - date)), "{date}");
}

#[tokio::test]
async fn unknown_kid() {
    for kid in [json!("another"), Value::Null, json!(7)] {
        let text = refusal_of_header(json!({ "kid": kid })).await;
        assert!(text.contains("key identifier (kid)"), "{text}");
        assert!(!text.starts_with("MP-"), "{text}");
    }
}

#[tokio::test]
async fn a_new_key_is_known_after_the_delay() {
    let practice = Practice::new();
    practice.control(json!({ "keyDelaySeconds": 60 })).await;
    let signer = Signer::rsa("RS256");
    let body = json!({ "name": "new", "scopes": [SCOPE], "jwk": signer.jwk(), "keyDelay": true });
    let client_id = practice.client_of(body).await;
    let text = practice.refusal(&signer.grant(&claims(&client_id, SCOPE))).await;
    assert!(text.contains("Unknown key identifier (kid) for client"), "{text}");
    practice.control(json!({ "keyDelaySeconds": 0 })).await;
    let (status, _) = practice.token(&signer.grant(&claims(&client_id, SCOPE))).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn mp_200_201_250_scopes() {
    let practice = Practice::new();
    let signer = Signer::rsa("RS256");
    let scopes = [SCOPE, "altinn:serviceowner", "openid", "somebody:else"];
    let client_id = practice.client(&signer, &scopes).await;
    for (scope, code) in [
        ("altinn:broker.read", "MP-200: "),
        ("altinn:instances.read altinn:broker.read", "MP-200: "),
        ("openid", "MP-201: "),
        ("altinn:serviceowner", "MP-250: "),
        ("altinn:instances.read altinn:serviceowner", "MP-250: "),
        ("somebody:else", "MP-250: "),
    ] {
        let text = practice.refusal(&signer.grant(&claims(&client_id, scope))).await;
        assert!(text.starts_with(code), "{scope} {text}");
    }
}

#[tokio::test]
async fn mp_251_delegation() {
    let practice = Practice::new();
    let signer = Signer::rsa("RS256");
    let client_id = practice.client(&signer, &[SCOPE, "altinn:broker.read"]).await;
    let grant = |scope, customer| {
        signer.grant(&changed(claims(&client_id, scope), json!({ "consumer_org": customer })))
    };
    let (status, body) = practice.token(&grant(SCOPE, "312770059")).await;
    assert_eq!(status, 200, "{body}");
    let token = payload(&body);
    assert_eq!(token["consumer"]["ID"], "0192:312770059");
    assert_eq!(token["supplier"]["ID"], "0192:312770016");
    for (scope, customer) in [("altinn:broker.read", "312770059"), (SCOPE, "312770024")] {
        let text = practice.refusal(&grant(scope, customer)).await;
        assert!(text.starts_with("MP-251: "), "{text}");
    }
    let text = practice.refusal(&grant(SCOPE, "312770016")).await;
    assert!(text.contains("combination consumer_org"), "{text}");
}

fn system_user(number: &str) -> Value {
    json!({
        "type": "urn:altinn:systemuser",
        "systemuser_org": { "authority": "iso6523-actorid-upis", "ID": format!("0192:{number}") },
    })
}

#[tokio::test]
async fn a_system_user_gets_a_token() {
    let (practice, signer, client_id) = ready().await;
    for external_ref in [Value::Null, json!("ovelse-1")] {
        let detail = changed(system_user("312770059"), json!({ "externalRef": external_ref }));
        let details = json!({ "authorization_details": [detail] });
        let grant = signer.grant(&changed(claims(&client_id, SCOPE), details));
        let (status, body) = practice.token(&grant).await;
        assert_eq!(status, 200, "{body}");
        let token = payload(&body);
        assert!(token["authorization_details"][0]["systemuser_id"].is_array());
    }
}

#[tokio::test]
async fn mp_301_302_303_authorization_details() {
    let good = || system_user("312770059");
    for (detail, code) in [
        (changed(good(), json!({ "type": "urn:other" })), "MP-301: "),
        (changed(good(), json!({ "type": null })), "MP-301: "),
        (changed(good(), json!({ "colour": "blue" })), "MP-302: "),
        (changed(good(), json!({ "systemuser_org": null })), "MP-303: "),
        (changed(good(), json!({ "externalRef": 7 })), "MP-303: "),
        (changed(good(), json!({ "externalRef": "other" })), "MP-303: "),
        (system_user("312770024"), "MP-303: "),
        (system_user("123456789"), "MP-303: "),
    ] {
        let text = refusal_of(json!({ "authorization_details": [detail.clone()] })).await;
        assert!(text.starts_with(code), "{detail} {text}");
    }
    let text = refusal_of(json!({ "authorization_details": good() })).await;
    assert!(text.starts_with("MP-303: "), "{text}");
}

#[tokio::test]
async fn algorithms_that_are_not_announced() {
    for alg in ["none", "HS256", "ES256", "PS256", "EdDSA", "ES512"] {
        let text = refusal_of_header(json!({ "alg": alg })).await;
        assert!(text.contains("Unsupported signature algorithm"), "{alg} {text}");
    }
}

#[tokio::test]
async fn algorithms_that_a_test_switches_on() {
    let practice = Practice::new();
    let algorithms = json!(["RS256", "PS256", "ES256", "ES384", "EdDSA"]);
    practice.control(json!({ "algorithms": algorithms })).await;
    let metadata = json_of(practice.get("/.well-known/oauth-authorization-server").await).await;
    assert_eq!(metadata["token_endpoint_auth_signing_alg_values_supported"], algorithms);
    for signer in [Signer::rsa("PS256"), Signer::p256(), Signer::p384(), Signer::ed25519()] {
        let client_id = practice.client(&signer, &[SCOPE]).await;
        let (status, body) = practice.token(&signer.grant(&claims(&client_id, SCOPE))).await;
        assert_eq!(status, 200, "{} {body}", signer.alg);
    }
}

#[tokio::test]
async fn a_key_keeps_to_the_algorithm_it_was_registered_with() {
    let practice = Practice::new();
    let client_id = practice.client(&Signer::rsa("RS256"), &[SCOPE]).await;
    let signer = Signer::rsa("RS512");
    let text = practice.refusal(&signer.grant(&claims(&client_id, SCOPE))).await;
    assert!(text.contains("registered with alg RS256"), "{text}");
}

#[tokio::test]
async fn malformed_requests() {
    let (practice, signer, client_id) = ready().await;
    let grant = signer.grant(&claims(&client_id, SCOPE));
    let good = grant_form(&grant);
    for (form, error) in [
        (String::new(), "invalid_request"),
        (format!("{good}&assertion=x"), "invalid_request"),
        (form(&[("assertion", &grant)]), "invalid_request"),
        (
            form(&[("grant_type", "client_credentials"), ("assertion", &grant)]),
            "unsupported_grant_type",
        ),
    ] {
        let response = practice.send(token_request(&form)).await;
        assert_eq!(response.status(), 400);
        assert_eq!(json_of(response).await["error"], error);
    }
    let json = request("POST", "/token", "application/json", Body::from(good.clone()));
    assert_eq!(practice.send(json).await.status(), 400);
    let get = request("GET", "/token", "", Body::empty());
    assert_eq!(practice.send(get).await.status(), 405);
    assert_eq!(practice.send(token_request(&good)).await.status(), 200);
}

#[tokio::test]
async fn errors_have_the_shape_of_the_real_ones() {
    let (practice, signer, client_id) = ready().await;
    let bad = changed(claims(&client_id, SCOPE), json!({ "aud": "x" }));
    let response = practice.send(token_request(&grant_form(&signer.grant(&bad)))).await;
    assert_eq!(response.status(), 400);
    assert_eq!(response.headers()["content-type"], "application/json");
    let trace = response.headers()["x-correlation-id"].to_str().expect("text").to_owned();
    let body = json_of(response).await;
    assert_eq!(body["error"], "invalid_grant");
    assert_eq!(
        body["error_description"],
        format!(
            "MP-110: Invalid assertion. Client authentication failed. \
             Invalid JWT claim aud (trace_id: {trace})"
        )
    );
    assert!(body["error_uri"].is_string());
}
