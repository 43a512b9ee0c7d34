//! Altinn's exchange of a token of Maskinporten's for one of its own
//! (docs.altinn.studio "Exchange of JWT token"). What its token holds is known from
//! public code that reads such tokens; what it says to a bad one is a guess.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};

use crate::{
    Portal, clock, hosts,
    reception::{AnswerCode, preflight},
    self_service::bearer,
};

/// Path of the exchange.
pub const PATH: &str = "/authentication/api/v1/exchange/maskinporten";

/// Altinn's tokens live for half an hour.
const LIFETIME_SECONDS: u64 = 30 * 60;

/// The exchange.
pub fn routes() -> Router<Arc<Portal>> {
    Router::new().route(PATH, get(exchange).options(preflight))
}

async fn exchange(
    State(portal): State<Arc<Portal>>,
    uri: axum::http::Uri,
    headers: HeaderMap,
) -> Response {
    let host = hosts::of_request(&headers, &uri).unwrap_or_default();
    let now = clock::now(&portal.state().settings);
    let claims = bearer(&headers)
        .and_then(|token| portal.signer.verify(token, now))
        .filter(|claims| hosts::is_same_environment(issuer_of(claims), host));
    match claims {
        Some(claims) => {
            let issuer = hosts::issuer(host, portal.configuration.tls);
            let token = portal.signer.sign(&altinns(&claims, &issuer, now));
            let mut answer =
                ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], token).into_response();
            answer.extensions_mut().insert(AnswerCode("altinn-token".to_owned()));
            answer
        }
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}

fn issuer_of(claims: &Value) -> &str {
    claims.get("iss").and_then(Value::as_str).unwrap_or_default()
}

/// Everything of Maskinporten's token, and what Altinn calls the organisation.
fn altinns(claims: &Value, issuer: &str, now: u64) -> Value {
    let mut token = claims.clone();
    let organisation = claims
        .pointer("/consumer/ID")
        .and_then(Value::as_str)
        .and_then(|id| id.strip_prefix("0192:"))
        .unwrap_or_default();
    let own = json!({
        "iss": format!("{issuer}authentication/api/v1/openid/"),
        "actual_iss": "maskinporten",
        "urn:altinn:orgNumber": organisation,
        "urn:altinn:authenticatemethod": "maskinporten",
        "urn:altinn:authlevel": 3,
        "nbf": now,
        "iat": now,
        "exp": now + LIFETIME_SECONDS,
    });
    if let (Some(token), Some(own)) = (token.as_object_mut(), own.as_object()) {
        token.extend(own.clone());
    }
    token
}
