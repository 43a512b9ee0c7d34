//! Failures by lot: the same seed gives the same failures to the same requests.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body::Frame;
use serde::{Deserialize, Serialize};

use crate::{
    reception::AnswerCode,
    self_service::{self, problem::Problem},
};

/// Which requests fail, how often and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Faults {
    /// Paths that begin so; empty for all but `/_practice/`.
    #[serde(default)]
    pub path: String,
    /// 0 to 1.
    pub rate: f64,
    /// Two runs with one seed draw alike.
    #[serde(default)]
    pub seed: u64,
    /// One of these, each as likely.
    pub kinds: Vec<Kind>,
    /// How long `slow` is.
    #[serde(default = "default_slow_ms")]
    pub slow_ms: u64,
    /// `Retry-After` of 429 and 503.
    #[serde(default = "default_retry_after")]
    pub retry_after_seconds: u64,
}

fn default_slow_ms() -> u64 {
    1_000
}

fn default_retry_after() -> u64 {
    1
}

/// How a request fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Kind {
    /// An HTTP status, `400` to `599`; nothing else is done.
    Status(u16),
    /// The connection is closed before anything is done.
    Cut,
    /// All is done, and the connection is closed without an answer.
    CutAfter,
    /// The answer is late.
    Slow,
}

impl TryFrom<String> for Kind {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        match name.as_str() {
            "cut" => Ok(Self::Cut),
            "cut-after" => Ok(Self::CutAfter),
            "slow" => Ok(Self::Slow),
            status => match status.parse() {
                Ok(status @ 400..=599) => Ok(Self::Status(status)),
                _ => Err("a kind is cut, cut-after, slow or a status from 400 to 599"),
            },
        }
    }
}

impl From<Kind> for String {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Status(status) => status.to_string(),
            Kind::Cut => "cut".to_owned(),
            Kind::CutAfter => "cut-after".to_owned(),
            Kind::Slow => "slow".to_owned(),
        }
    }
}

/// The state of the draw: SplitMix64, of which nothing but spread is asked.
#[derive(Debug, Default)]
pub struct Lot(u64);

impl Lot {
    /// Begins again from a seed.
    pub fn seed(&mut self, seed: u64) {
        self.0 = seed;
    }

    /// Draws for a request.
    pub fn draw(&mut self, faults: &Faults, path: &str) -> Option<Kind> {
        if !path.starts_with(&faults.path) || path.starts_with("/_practice/") {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let chance = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let pick = self.next();
        if chance >= faults.rate {
            return None;
        }
        let count = u64::try_from(faults.kinds.len()).ok().filter(|count| *count > 0)?;
        faults.kinds.get(usize::try_from(pick % count).ok()?).copied()
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// Answers a request that the lot fell on.
pub async fn answer(kind: Kind, faults: &Faults, request: Request, next: Next) -> Response {
    match kind {
        Kind::Status(status) => failed(status, faults.retry_after_seconds, request.uri().path()),
        Kind::Cut => cut("fault-cut"),
        Kind::CutAfter => {
            next.run(request).await;
            cut("fault-cut-after")
        }
        Kind::Slow => {
            tokio::time::sleep(Duration::from_millis(faults.slow_ms)).await;
            next.run(request).await
        }
    }
}

fn failed(status: u16, retry_after: u64, path: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let mut response = if self_service::is_path(path) {
        Problem::failure(status).into_response()
    } else {
        (status, "Practice failure\n").into_response()
    };
    if matches!(status.as_u16(), 429 | 503) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
    }
    response.extensions_mut().insert(AnswerCode(format!("fault-{}", status.as_u16())));
    response
}

/// A response whose body fails at once: the connection is closed before its
/// head is sent. Its status is only for the log.
fn cut(code: &str) -> Response {
    let mut response = Response::new(Body::new(Broken));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.extensions_mut().insert(AnswerCode(code.to_owned()));
    response
}

struct Broken;

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        Poll::Ready(Some(Err("cut off")))
    }
}
