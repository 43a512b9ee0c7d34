//! `/clients/{client_id}/jwks`: one resource. POST and PUT replace all of it.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Value, json};

use super::{
    answer,
    caller::{Caller, READ, WRITE},
    clients::{object, own, own_active},
    key_rules,
    problem::{FieldError, Problem},
};
use crate::{
    Portal, clock,
    keys::{KeySet, PostedAt},
    settings::Settings,
    writers::When,
};

/// `GET …/jwks`: the keys with their `exp`; of a client without keys, an empty set.
pub async fn show(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path(client_id): Path<String>,
) -> Result<Response, Problem> {
    caller.needs(&[READ])?;
    let state = &mut *portal.state();
    let client = own(&mut state.clients, &caller, &client_id)?;
    let answer = answer::ok(shown(&client.keys, client.created));
    let at = posted_at(&state.settings);
    state.writers.write(When::AfterRead, client, &state.settings.algorithms, at);
    Ok(answer)
}

/// `POST …/jwks`
pub async fn post(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path(client_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let set = replace(&portal, &caller, &client_id, &headers, &body)?;
    Ok(answer::created(set, &portal.state().settings))
}

/// `PUT …/jwks`
pub async fn put(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path(client_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    Ok(answer::ok(replace(&portal, &caller, &client_id, &headers, &body)?))
}

/// `DELETE …/jwks`: the way to take the last key away.
pub async fn delete(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path(client_id): Path<String>,
) -> Result<Response, Problem> {
    caller.needs(&[WRITE])?;
    let state = &mut *portal.state();
    let (at, accepted) = (posted_at(&state.settings), &state.settings.algorithms);
    let client = own_active(&mut state.clients, &caller, &client_id)?;
    state.writers.write(When::BeforeWrite, client, accepted, at);
    state.writers.remember(client);
    client.keys.clear();
    state.writers.write(When::AfterWrite, client, accepted, at);
    Ok(answer::gone(&state.settings))
}

/// Replaces the set and shows the new one, as it was before anybody else wrote again.
fn replace(
    portal: &Portal,
    caller: &Caller,
    client_id: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Value, Problem> {
    caller.needs(&[WRITE])?;
    let state = &mut *portal.state();
    let (at, accepted) = (posted_at(&state.settings), &state.settings.algorithms);
    let client = own_active(&mut state.clients, caller, client_id)?;
    state.writers.write(When::BeforeWrite, client, accepted, at);
    let set = key_rules::read_set(&object(headers, body)?, &client.keys, accepted, at.now)?;
    state.writers.remember(client);
    client.keys.replace(set, at).map_err(|error| {
        Problem::fields(vec![FieldError::new("jwks", "keys", format!("{error:?}"))])
    })?;
    let answer = shown(&client.keys, client.created);
    state.writers.write(When::AfterWrite, client, accepted, at);
    Ok(answer)
}

/// A set that was never written is as old as its client.
fn shown(keys: &KeySet, client_created: u64) -> Value {
    let written = keys.written();
    let created = written.map_or(client_created, |written| written.created);
    let last_updated = written.map_or(client_created, |written| written.last_updated);
    json!({
        "keys": keys.iter().map(crate::keys::RegisteredKey::shown).collect::<Vec<_>>(),
        "created": clock::rfc3339(created),
        "last_updated": clock::rfc3339(last_updated),
    })
}

fn posted_at(settings: &Settings) -> PostedAt {
    PostedAt { now: clock::now(settings), machine_now: clock::machine_now() }
}
