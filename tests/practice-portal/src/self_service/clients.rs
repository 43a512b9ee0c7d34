//! `/clients` and `/clients/{client_id}`.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Map, Value};

use super::{
    answer,
    caller::{Caller, MODIFY, READ, SUPPLIER, WRITE},
    client_object::ClientObject,
    posted_client::PostedClient,
    problem::{FieldError, Problem},
};
use crate::{
    Portal,
    clients::{Client, Clients},
    clock, strict_json,
};

/// `GET /clients`: all of the organisation's, those made for customers and
/// those deactivated included, oldest first.
pub async fn list(State(portal): State<Arc<Portal>>, caller: Caller) -> Result<Response, Problem> {
    caller.needs(&[READ])?;
    let state = portal.state();
    let clients: Vec<ClientObject<'_>> =
        state.clients.of(caller.organisation.number).map(ClientObject::from).collect();
    Ok(answer::ok(clients))
}

/// `GET /clients/{client_id}`
pub async fn show(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path(client_id): Path<String>,
) -> Result<Response, Problem> {
    caller.needs(&[READ])?;
    let mut state = portal.state();
    let client = own(&mut state.clients, &caller, &client_id)?;
    Ok(answer::ok(ClientObject::from(&*client)))
}

/// `POST /clients`
pub async fn create(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    caller.needs(&[WRITE])?;
    let posted = PostedClient::new(&object(&headers, &body)?)?;
    if let Some(customer) = &posted.customer {
        caller.needs(&[SUPPLIER])?;
        if customer == caller.organisation.number {
            let message = "client_orgno must be a customer, not your own organisation";
            return Err(Problem::fields(vec![FieldError::new("client", "client_orgno", message)]));
        }
    }
    let mut state = portal.state();
    let now = clock::now(&state.settings);
    let settings = state.settings.clone();
    let client = state.clients.create(
        caller.organisation.number,
        posted.name,
        posted.description,
        posted.scopes,
        now,
    );
    client.metadata = posted.metadata;
    client.customer = posted.customer;
    Ok(answer::created(ClientObject::from(&*client), &settings))
}

/// `PUT /clients/{client_id}`: the whole object, in the place of what was there.
pub async fn change(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path(client_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    caller.needs(&[MODIFY, WRITE])?;
    let mut state = portal.state();
    let now = clock::now(&state.settings);
    let client = own_active(&mut state.clients, &caller, &client_id)?;
    let posted = PostedClient::whole(&object(&headers, &body)?, client)?;
    client.name = posted.name;
    client.description = posted.description;
    client.scopes = posted.scopes;
    client.metadata = posted.metadata;
    client.last_updated = now;
    Ok(answer::ok(ClientObject::from(&*client)))
}

/// `DELETE /clients/{client_id}`: deactivates, also what is inactive already.
pub async fn deactivate(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path(client_id): Path<String>,
) -> Result<Response, Problem> {
    caller.needs(&[WRITE])?;
    let mut state = portal.state();
    let now = clock::now(&state.settings);
    let client = own(&mut state.clients, &caller, &client_id)?;
    if client.active {
        client.active = false;
        client.last_updated = now;
    }
    Ok(answer::gone(&state.settings))
}

/// One of the organisation's clients.
///
/// # Errors
/// 404, for another organisation's too.
pub fn own<'a>(
    clients: &'a mut Clients,
    caller: &Caller,
    client_id: &str,
) -> Result<&'a mut Client, Problem> {
    clients
        .find_own(caller.organisation.number, client_id)
        .ok_or(Problem::not_found("No such client"))
}

/// One that may still be changed.
///
/// # Errors
/// 404, and 409 when it was deactivated.
pub fn own_active<'a>(
    clients: &'a mut Clients,
    caller: &Caller,
    client_id: &str,
) -> Result<&'a mut Client, Problem> {
    let client = own(clients, caller, client_id)?;
    if client.active { Ok(client) } else { Err(Problem::inactive()) }
}

/// The JSON object of a body, no member twice.
///
/// # Errors
/// 415 for another media type, 400 for what is not such an object.
pub fn object(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, Problem> {
    let media_type = headers
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    if media_type != Some("application/json") {
        return Err(Problem::media_type());
    }
    match strict_json::parse(body) {
        Some(Value::Object(object)) => Ok(object),
        _ => Err(Problem::malformed("The body must be a JSON object without repeated members")),
    }
}
