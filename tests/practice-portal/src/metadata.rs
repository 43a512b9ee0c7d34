//! `GET /.well-known/oauth-authorization-server` (RFC 8414) and the tokens' keys.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    routing::get,
};
use serde_json::{Value, json};

use crate::{Portal, hosts, reception::preflight, token::authorization_details};

/// Path of the metadata.
pub const PATH: &str = "/.well-known/oauth-authorization-server";

/// Path of the keys that verify access tokens.
pub const KEYS_PATH: &str = "/jwk";

/// The metadata and the keys.
pub fn routes() -> Router<Arc<Portal>> {
    Router::new()
        .route(PATH, get(metadata).options(preflight))
        .route(KEYS_PATH, get(keys).options(preflight))
}

async fn metadata(
    State(portal): State<Arc<Portal>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<Value>, StatusCode> {
    let host = hosts::of_request(&headers, &uri).ok_or(StatusCode::BAD_REQUEST)?;
    let issuer = hosts::issuer(host, portal.configuration.tls);
    let algorithms = portal.state().settings.algorithms.clone();
    Ok(Json(json!({
        "issuer": issuer,
        "token_endpoint": format!("{issuer}token"),
        "jwks_uri": format!("{issuer}jwk"),
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "grant_types_supported": ["urn:ietf:params:oauth:grant-type:jwt-bearer"],
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "authorization_details_types_supported": [authorization_details::TYPE],
    })))
}

async fn keys(State(portal): State<Arc<Portal>>) -> Json<Value> {
    Json(portal.signer.jwks())
}
