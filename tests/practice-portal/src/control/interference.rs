//! `POST /_practice/writers`: somebody else who changes a client's keys.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::ControlError;
use crate::{
    Portal,
    keys::read,
    writers::{Action, Writer},
};

pub(super) async fn wait(
    State(portal): State<Arc<Portal>>,
    Json(writer): Json<Writer>,
) -> Result<Response, ControlError> {
    let mut state = portal.state();
    match &writer.action {
        Action::Add(jwk) => {
            read::read_one(jwk, &state.settings.algorithms)
                .map_err(|error| ControlError::Key(format!("{error:?}")))?;
        }
        Action::PutBack(false) => return Err(ControlError::Action),
        Action::Drop(_) | Action::PutBack(true) => {}
    }
    let waiting = state.writers.wait(writer);
    Ok((StatusCode::CREATED, Json(json!({ "waiting": waiting }))).into_response())
}
