//! Every request comes through here: searched for private keys, delayed or
//! failed when a test wants that, and recorded.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    Portal, altinn, clock, faults, hosts, metadata, private_material,
    request_log::Entry,
    self_service::{self, problem::Problem},
    settings::{Failure, Settings},
    token,
};

/// A request larger than this is refused unread.
const LARGEST_BODY: usize = 256 * 1024;

/// The answer's own code, for the log (`MP-124`, `unknown-kid` …).
#[derive(Debug, Clone)]
pub struct AnswerCode(pub String);

/// Present on a request that carries a private key and is let through, so that
/// the form can say so in plain words.
#[derive(Debug, Clone, Copy)]
pub struct PrivateMaterial;

/// Receives one request and records its answer.
pub async fn receive(State(portal): State<Arc<Portal>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let private_material = carries_private_material(&parts, &body);
    if private_material {
        parts.extensions.insert(PrivateMaterial);
    }
    let entry = entry_of(&parts, private_material);

    let mut response = if private_material && !is_form(&entry.path) {
        refusal(parts.uri.path())
    } else {
        answer(&portal, Request::from_parts(parts, Body::from(body)), next).await
    };
    add_headers(&portal, &entry.path, &mut response);
    record(&portal, entry, &response);
    response
}

/// The answer, or a failure that a test asked for in its place. A preflight
/// always gets its answer.
async fn answer(portal: &Portal, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if request.method() == Method::OPTIONS {
        return next.run(request).await;
    }
    if let Some(failure) = portal.state().settings.take_failure(&path) {
        return failed(failure);
    }
    if let Err(problem) = keep_pace(portal, &path, request.headers()) {
        return problem.into_response();
    }
    let fault = {
        let state = &mut *portal.state();
        let faults = state.settings.faults.clone();
        faults.and_then(|faults| Some((state.lot.draw(&faults, &path)?, faults)))
    };
    wait(portal, &path).await;
    match fault {
        Some((kind, faults)) => faults::answer(kind, &faults, request, next).await,
        None => next.run(request).await,
    }
}

/// 429 to a token that asks too often.
fn keep_pace(portal: &Portal, path: &str, headers: &HeaderMap) -> Result<(), Problem> {
    let state = &mut *portal.state();
    match (state.settings.rate_limit, self_service::bearer(headers)) {
        (Some(limit), Some(token)) if self_service::is_path(path) => {
            state.pace.pass(token, limit, clock::machine_now()).map_err(Problem::too_many_requests)
        }
        _ => Ok(()),
    }
}

/// The request line, the headers and the body.
fn carries_private_material(parts: &Parts, body: &Bytes) -> bool {
    private_material::is_in(parts.uri.to_string().as_bytes())
        || parts.headers.values().any(|value| private_material::is_in(value.as_bytes()))
        || private_material::is_in(body)
}

/// The portal's forms answer a private key with a page of their own.
fn is_form(path: &str) -> bool {
    path.starts_with("/portal/")
}

fn refusal(path: &str) -> Response {
    if self_service::is_path(path) {
        return Problem::private_key().into_response();
    }
    let mut response = (
        StatusCode::BAD_REQUEST,
        "This request carried a private key. It was refused; nothing of it was kept.\n",
    )
        .into_response();
    response.extensions_mut().insert(AnswerCode("private-material".to_owned()));
    response
}

fn failed(failure: Failure) -> Response {
    let status = StatusCode::from_u16(failure.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let media_type = failure
        .content_type
        .and_then(|text| HeaderValue::from_str(&text).ok())
        .unwrap_or(HeaderValue::from_static("text/plain; charset=utf-8"));
    let body = failure.body.unwrap_or("Practice failure\n".to_owned());
    (status, [(header::CONTENT_TYPE, media_type)], body).into_response()
}

async fn wait(portal: &Portal, path: &str) {
    let slow_ms = portal.state().settings.slow_ms;
    if slow_ms > 0 && is_open_to_pages(path) {
        tokio::time::sleep(Duration::from_millis(slow_ms)).await;
    }
}

/// `Date` by the portal's clock, no caching, and CORS where Maskinporten may have it.
fn add_headers(portal: &Portal, path: &str, response: &mut Response) {
    let state = portal.state();
    let date = clock::http_date(clock::now(&state.settings));
    let headers = response.headers_mut();
    if let Ok(date) = HeaderValue::from_str(&date) {
        headers.insert(header::DATE, date);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if state.settings.cors && is_open_to_pages(path) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        for (name, value) in what_pages_may(path, &state.settings) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

/// What a page of another origin may send and read.
fn what_pages_may(path: &str, settings: &Settings) -> Vec<(HeaderName, &'static str)> {
    if !self_service::is_path(path) {
        return vec![
            (header::ACCESS_CONTROL_EXPOSE_HEADERS, "date, x-correlation-id"),
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS"),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        ];
    }
    let mut headers = vec![
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
    ];
    if settings.expose_headers {
        let exposed = "date, retry-after, x-correlation-id";
        headers.push((header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed));
    }
    headers
}

/// What a page of another origin may read while CORS is on.
fn is_open_to_pages(path: &str) -> bool {
    [token::PATH, metadata::PATH, metadata::KEYS_PATH, altinn::PATH].contains(&path)
        || self_service::is_path(path)
}

fn entry_of(parts: &Parts, private_material: bool) -> Entry {
    let text = |name: header::HeaderName| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        Some(value.to_owned())
    };
    Entry {
        number: 0,
        at: u64::try_from(clock::machine_now().as_millis()).unwrap_or_default(),
        method: parts.method.to_string(),
        host: hosts::of_request(&parts.headers, &parts.uri).unwrap_or_default().to_owned(),
        // A path is worth as little as a body when it holds a key.
        path: if private_material && private_material::is_in(parts.uri.path().as_bytes()) {
            "[secret]".to_owned()
        } else {
            parts.uri.path().to_owned()
        },
        origin: text(header::ORIGIN).filter(|_| !private_material),
        status: 0,
        code: None,
        private_material,
    }
}

fn record(portal: &Portal, mut entry: Entry, response: &Response) {
    if entry.path.starts_with("/_practice/") && !entry.private_material {
        return;
    }
    entry.status = response.status().as_u16();
    entry.code = response.extensions().get::<AnswerCode>().map(|code| code.0.clone());
    if !portal.configuration.quiet {
        let code = entry.code.as_deref().unwrap_or("");
        eprintln!("{} {} {} {code}", entry.method, entry.path, entry.status);
    }
    if entry.private_material {
        eprintln!("PRIVATE KEY RECEIVED: {} {}", entry.method, entry.path);
    }
    portal.state().log.record(entry);
}

/// The answer to a preflight: nothing but its headers, which [`receive`] adds.
pub async fn preflight() -> StatusCode {
    StatusCode::NO_CONTENT
}
