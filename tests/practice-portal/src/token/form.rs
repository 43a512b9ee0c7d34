//! The request's form (RFC 6749 Appendix B, RFC 7523 §2.1).

use axum::http::{HeaderMap, header};

use super::refusal::Refusal;

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// The assertion of a well-formed request.
///
/// # Errors
/// RFC 6749 §5.2: `invalid_request` for another media type and for a parameter
/// that is missing or repeats, `unsupported_grant_type` for another grant.
pub fn assertion(headers: &HeaderMap, body: &[u8]) -> Result<String, Refusal> {
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    if media_type != Some("application/x-www-form-urlencoded") {
        return Err(Refusal::Request("Content-Type"));
    }
    if parameter(body, "grant_type")? != GRANT_TYPE {
        return Err(Refusal::GrantType);
    }
    parameter(body, "assertion")
}

/// RFC 6749 §3.2: "Request and response parameters MUST NOT be included more than once."
fn parameter(body: &[u8], name: &'static str) -> Result<String, Refusal> {
    let mut values = form_urlencoded::parse(body).filter(|(key, _)| key == name);
    match (values.next(), values.next()) {
        (Some((_, value)), None) if !value.is_empty() => Ok(value.into_owned()),
        _ => Err(Refusal::Request(name)),
    }
}
