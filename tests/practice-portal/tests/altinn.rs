//! Altinn's exchange of tokens.

mod common;

use axum::{body::Body, http::Response};
use common::{Practice, api::Api, request, text_of};
use serde_json::Value;

const SCOPE: &str = "altinn:instances.read";

async fn exchange(practice: &Practice, authorization: &str) -> Response<Body> {
    let path = "/authentication/api/v1/exchange/maskinporten";
    let mut request = request("GET", path, "text/plain", Body::empty());
    let value = authorization.parse().expect("a header");
    request.headers_mut().insert("authorization", value);
    practice.send(request).await
}

#[tokio::test]
async fn a_token_gives_altinns_for_half_an_hour() {
    let practice = Practice::new();
    let api = Api::new(&practice, SCOPE).await;
    let response = exchange(&practice, &format!("Bearer {}", api.token)).await;
    assert_eq!(response.status(), 200);
    let token = text_of(response).await;
    let claims = token.split('.').nth(1).and_then(practice_portal::base64url::decode);
    let claims: Value = serde_json::from_slice(&claims.expect("claims")).expect("JSON");
    assert_eq!(claims["urn:altinn:orgNumber"], "312770016");
    assert_eq!(claims["scope"], SCOPE);
    let seconds = |name: &str| claims[name].as_u64().expect(name);
    assert_eq!(seconds("exp") - seconds("iat"), 1800);
}

#[tokio::test]
async fn any_other_token_is_refused() {
    let practice = Practice::new();
    let api = Api::new(&practice, SCOPE).await;
    let changed = format!("Bearer {}A", api.token);
    for authorization in ["", "Bearer", "Bearer e30.e30.AA", "Basic YTpi", &changed] {
        assert_eq!(exchange(&practice, authorization).await.status(), 401, "{authorization}");
    }
    practice.control(serde_json::json!({ "clockSkewSeconds": 600 })).await;
    let late = exchange(&practice, &format!("Bearer {}", api.token)).await;
    assert_eq!(late.status(), 401, "it has expired");
}
