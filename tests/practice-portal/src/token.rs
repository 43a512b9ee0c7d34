//! `POST /token`: a JWT grant in, an access token out (RFC 7523 §2.1).

pub mod access_token;
pub mod authorization_details;
pub mod claims;
pub mod form;
pub mod grant;
pub mod judge;
pub mod proof;
pub mod refusal;
pub mod spent;

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::json;

use crate::{
    Portal, clock, hosts, random,
    reception::{AnswerCode, preflight},
};

use access_token::TokenSigner;
use refusal::Refusal;

/// Path of the token endpoint.
pub const PATH: &str = "/token";

/// The header that carries the trace id beside the body.
const CORRELATION_ID: &str = "x-correlation-id";

/// The token endpoint.
pub fn routes() -> Router<Arc<Portal>> {
    Router::new().route(PATH, post(token).options(preflight))
}

async fn token(
    State(portal): State<Arc<Portal>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let trace_id = random::uuid().replace('-', "");
    let answer = answer(&portal, &uri, &headers, &body)
        .unwrap_or_else(|refusal| refusal.into_answer(&trace_id));
    ([(CORRELATION_ID, trace_id)], answer).into_response()
}

/// From the request to the token, by way of every check.
fn answer(
    portal: &Portal,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, Refusal> {
    let host = hosts::of_request(headers, uri).ok_or(Refusal::Request("host"))?;
    let issuer = hosts::issuer(host, portal.configuration.tls);
    let assertion = form::assertion(headers, body)?;
    let grant = grant::Grant::read(&assertion)?;

    let mut state = portal.state();
    let granted = judge::judge(&mut state, &issuer, &grant)?;
    let now = clock::now(&state.settings);
    drop(state);

    let access_token = portal.signer.sign(&granted.claims(&issuer, now));
    let body = json!({
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": TokenSigner::LIFETIME_SECONDS,
        "scope": granted.claims.scope(),
    });
    let mut response = (StatusCode::OK, Json(body)).into_response();
    response.extensions_mut().insert(AnswerCode("token".to_owned()));
    Ok(response)
}
