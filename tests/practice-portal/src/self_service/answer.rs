//! A success: its status, and the correlation id that every answer has.

use axum::{
    Json,
    http::{HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{random, settings::Settings};

/// The header that carries the correlation id beside the body.
pub const CORRELATION_ID: &str = "x-correlation-id";

/// 200 with what was asked for.
pub fn ok(body: impl Serialize) -> Response {
    with_id((StatusCode::OK, Json(body)).into_response())
}

/// 201 with what was made; 200 in a deployment that has no other.
pub fn created(body: impl Serialize, settings: &Settings) -> Response {
    let status = if settings.only_status200 { StatusCode::OK } else { StatusCode::CREATED };
    with_id((status, Json(body)).into_response())
}

/// 204; 200 in a deployment that has no other.
pub fn gone(settings: &Settings) -> Response {
    let status = if settings.only_status200 { StatusCode::OK } else { StatusCode::NO_CONTENT };
    with_id(status.into_response())
}

fn with_id(mut response: Response) -> Response {
    set_correlation_id(&mut response, &random::uuid());
    response
}

/// Sets the header.
pub fn set_correlation_id(response: &mut Response, id: &str) {
    if let Ok(id) = HeaderValue::from_str(id) {
        response.headers_mut().insert(CORRELATION_ID, id);
    }
}
