//! Every way the API says no, in the one shape it has for errors.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::answer::{self, CORRELATION_ID};
use crate::{clock, random, reception::AnswerCode};

/// An error answer.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    error: &'static str,
    description: String,
    errors: Vec<FieldError>,
    retry_after: Option<u64>,
}

/// What is wrong with one field of what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    error_message: String,
    is_field_error: bool,
    object_name: &'static str,
    field_identifier: String,
}

impl FieldError {
    /// `object` is `client` or `jwks`; `field` its member, as `keys[0].use`.
    pub fn new(object: &'static str, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            error_message: message.into(),
            is_field_error: true,
            object_name: object,
            field_identifier: field.into(),
        }
    }
}

/// The body, member by member as documented.
#[derive(Serialize)]
struct Body {
    status: u16,
    timestamp: String,
    correlation_id: String,
    errors: Vec<FieldError>,
    error: &'static str,
    error_description: String,
}

impl Problem {
    fn new(status: StatusCode, error: &'static str, description: &str) -> Self {
        let description = description.to_owned();
        Self { status, error, description, errors: Vec::new(), retry_after: None }
    }

    /// 400: the body or the query cannot be read at all.
    pub fn malformed(description: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", description)
    }

    /// 400 with what is wrong with each field.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        let problem = Self::new(StatusCode::BAD_REQUEST, "bad_request", "Validation failed");
        Self { errors, ..problem }
    }

    /// 400: the request carried a private key; nothing of it is kept.
    pub fn private_key() -> Self {
        let message = "This is a private key. Nothing of it was kept";
        let problem = Self::fields(vec![FieldError::new("jwks", "keys", message)]);
        Self { error: "private-material", ..problem }
    }

    /// 401: no token, or one that has expired or that nobody knows.
    pub fn token(description: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "invalid_token", description)
    }

    /// 403: the token has none of these scopes.
    pub fn scope(wanted: &[&str]) -> Self {
        let description = format!("Insufficient scope, needed: {}", wanted.join(" or "));
        Self::new(StatusCode::FORBIDDEN, "insufficient_scope", &description)
    }

    /// 404.
    pub fn not_found(description: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", description)
    }

    /// 405.
    pub fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Method not allowed")
    }

    /// 409: the client was deactivated.
    pub fn inactive() -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", "The client is not active")
    }

    /// 415: not JSON.
    pub fn media_type() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            "Content-Type must be application/json",
        )
    }

    /// 429, with the seconds to wait.
    pub fn too_many_requests(retry_after: u64) -> Self {
        Self { retry_after: Some(retry_after), ..Self::failure(StatusCode::TOO_MANY_REQUESTS) }
    }

    /// A failure that a test asked for.
    pub fn failure(status: StatusCode) -> Self {
        let error = match status {
            StatusCode::TOO_MANY_REQUESTS => "too_many_requests",
            StatusCode::CONFLICT => "conflict",
            status if status.is_server_error() => "server_error",
            _ => "bad_request",
        };
        Self::new(status, error, "Practice failure")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let correlation_id = random::uuid();
        let body = Body {
            status: self.status.as_u16(),
            // By the machine's clock: no state is needed to say no.
            timestamp: clock::rfc3339(clock::machine_now().as_secs()),
            correlation_id: correlation_id.clone(),
            errors: self.errors,
            error: self.error,
            error_description: self.description,
        };
        let mut response = (self.status, Json(body)).into_response();
        answer::set_correlation_id(&mut response, &correlation_id);
        let headers = response.headers_mut();
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        debug_assert!(headers.contains_key(CORRELATION_ID));
        response.extensions_mut().insert(AnswerCode(self.error.to_owned()));
        response
    }
}
