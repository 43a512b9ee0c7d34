//! `/scopes/access/all` and `/scopes/all`.

use std::sync::Arc;

use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use serde_json::{Value, json};

use super::{
    answer,
    caller::{Caller, READ},
    problem::{FieldError, Problem},
};
use crate::{
    Portal, clock,
    organisations::DELEGATED_SCOPE,
    scopes::{Access, OWNER, SCOPES, Scope},
};

/// How long ago the owner gave its answers.
const ANSWERED_DAYS_AGO: u64 = 100;

/// `GET /scopes/access/all`: what the organisation asked for, and got or not.
pub async fn access(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
) -> Result<Response, Problem> {
    caller.needs(&[READ])?;
    let now = clock::now(&portal.state().settings);
    let answered = clock::rfc3339(now.saturating_sub(ANSWERED_DAYS_AGO * clock::DAY));
    let rows: Vec<Value> = SCOPES
        .iter()
        .filter_map(|scope| {
            let state = state(scope.access)?;
            Some(json!({
                "scope": scope.name,
                "state": state,
                "owner_orgno": OWNER,
                "consumer_orgno": caller.organisation.number,
                "created": answered,
                "last_updated": answered,
            }))
        })
        .collect();
    Ok(answer::ok(rows))
}

fn state(access: Access) -> Option<&'static str> {
    match access {
        Access::Approved => Some("APPROVED"),
        Access::Requested => Some("REQUESTED"),
        Access::Denied => Some("DENIED"),
        Access::Open => None,
    }
}

/// `GET /scopes/all?accessible_for_all=true`: no token needed.
pub async fn open(RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let is_asked = form_urlencoded::parse(query.as_bytes())
        .any(|(name, value)| name == "accessible_for_all" && value == "true");
    if !is_asked {
        let message = "Only accessible_for_all=true is part of the practice";
        return Err(Problem::fields(vec![FieldError::new(
            "scopes",
            "accessible_for_all",
            message,
        )]));
    }
    let open = SCOPES.iter().filter(|one| one.access == Access::Open);
    Ok(answer::ok(open.map(description).collect::<Vec<_>>()))
}

fn description(scope: &Scope) -> Value {
    let (prefix, subscope) = scope.parts();
    let is_delegated = scope.name == DELEGATED_SCOPE;
    json!({
        "name": scope.name,
        "description": format!("Øvelse: {subscope}"),
        "prefix": prefix,
        "subscope": subscope,
        "active": true,
        "visibility": "PUBLIC",
        "accessible_for_all": true,
        "allowed_integration_types": scope.integration_types(),
        "at_max_age": 120,
        "delegation_source": is_delegated.then_some("https://www.altinn.no/"),
        "owner_orgno": OWNER,
    })
}
