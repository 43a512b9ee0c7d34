//! Who calls: the organisation and the scopes of an access token that this
//! process gave (RFC 6750 §2.1).

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use serde_json::Value;

use super::problem::Problem;
use crate::{
    Portal, clock, hosts,
    organisations::{self, Organisation},
};

/// Reads.
pub const READ: &str = "idporten:dcr.read";
/// Changes a client, not its keys.
pub const MODIFY: &str = "idporten:dcr.modify";
/// Makes, changes and deactivates clients, and writes keys. Reads nothing.
pub const WRITE: &str = "idporten:dcr.write";
/// Makes clients for customers, together with [`WRITE`].
pub const SUPPLIER: &str = "idporten:dcr.supplier";

/// The holder of a good token.
#[derive(Debug)]
pub struct Caller {
    /// The organisation.
    pub organisation: &'static Organisation,
    scopes: Vec<String>,
}

impl Caller {
    /// The token has one of these scopes.
    ///
    /// # Errors
    /// 403 when it has none.
    pub fn needs(&self, wanted: &[&str]) -> Result<(), Problem> {
        if wanted.iter().any(|one| self.scopes.iter().any(|scope| scope == one)) {
            Ok(())
        } else {
            Err(Problem::scope(wanted))
        }
    }
}

impl FromRequestParts<Arc<Portal>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Problem> {
        let token = bearer(&parts.headers).ok_or(Problem::token("No access token"))?;
        let state = portal.state();
        let claims = portal
            .signer
            .verify(token, clock::now(&state.settings))
            .ok_or(Problem::token("Unknown or expired access token"))?;
        let claim = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();

        let host = hosts::of_request(&parts.headers, &parts.uri).unwrap_or_default();
        if !hosts::is_same_environment(claim("iss"), host) {
            return Err(Problem::token("The access token is of another environment"));
        }
        let is_active = |id| state.clients.find(id).is_some_and(|client| client.active);
        if !is_active(claim("client_id")) {
            return Err(Problem::token("The client of the access token is gone"));
        }
        let organisation = claims
            .pointer("/consumer/ID")
            .and_then(Value::as_str)
            .and_then(|id| id.strip_prefix("0192:"))
            .and_then(organisations::find)
            .ok_or(Problem::token("The organisation of the access token is unknown"))?;
        let scopes = claim("scope").split(' ').map(str::to_owned).collect();
        Ok(Self { organisation, scopes })
    }
}

/// The token of `Authorization: Bearer …`; the scheme's case does not count.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}
