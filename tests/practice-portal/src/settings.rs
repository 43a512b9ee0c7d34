//! What a test can turn: clock, delays, CORS, announced algorithms, failures.

use serde::{Deserialize, Serialize};

use crate::{faults::Faults, keys::algorithm::Algorithm, pace::RateLimit};

/// The settings as `POST /_practice/control` answers them.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Seconds this portal's clock is ahead of (or, negative, behind) the machine's.
    pub clock_skew_seconds: i64,
    /// Seconds before a new key is known at the token endpoint.
    pub key_delay_seconds: u64,
    /// The token endpoint, the metadata and the self-service API let pages of
    /// other origins read them.
    pub cors: bool,
    /// The self-service API lets such pages read `date`, `retry-after` and
    /// `x-correlation-id` too.
    pub expose_headers: bool,
    /// Every success of the self-service API is 200, never 201 or 204.
    pub only_status200: bool,
    /// What the metadata announces and the token endpoint and forms accept.
    pub algorithms: Vec<Algorithm>,
    /// The next answers are failures.
    pub fail_next: Option<Failure>,
    /// Milliseconds to wait before the token endpoint, the metadata and the
    /// self-service API answer.
    pub slow_ms: u64,
    /// Some answers are failures, by lot.
    pub faults: Option<Faults>,
    /// So many requests to the self-service API for each token.
    pub rate_limit: Option<RateLimit>,
    /// How the portal's forms are built.
    pub build: Build,
}

/// How the portal's forms are built. All of them are guesses: nobody outside
/// has seen how Digdir builds its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Build {
    /// HTML without script.
    #[default]
    Plain,
    /// Fields that React controls: what is sent is what React heard of.
    React,
    /// Other labels, some in English, some missing.
    Relabelled,
    /// A policy that allows next to nothing, with Trusted Types.
    Strict,
}

/// Instead of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Failure {
    /// The HTTP status to answer with.
    pub status: u16,
    /// Which path fails; `/token` when not given.
    #[serde(default = "token_path")]
    pub path: String,
    /// How many requests fail; one when not given.
    #[serde(default = "once")]
    pub times: u32,
    /// The body, as it is; a plain sentence when not given.
    #[serde(default)]
    pub body: Option<String>,
    /// The body's media type; `text/plain` when not given.
    #[serde(default)]
    pub content_type: Option<String>,
}

impl Settings {
    /// As Maskinporten is today: three RSA algorithms, a clock that is right.
    pub fn new(key_delay_seconds: u64) -> Self {
        Self {
            clock_skew_seconds: 0,
            key_delay_seconds,
            cors: true,
            expose_headers: false,
            only_status200: false,
            algorithms: Algorithm::ANNOUNCED.to_vec(),
            fail_next: None,
            slow_ms: 0,
            faults: None,
            rate_limit: None,
            build: Build::Plain,
        }
    }

    /// Takes one failure if the next request to `path` is to fail.
    pub fn take_failure(&mut self, path: &str) -> Option<Failure> {
        let failure = self.fail_next.as_mut().filter(|next| next.path == path)?;
        failure.times = failure.times.saturating_sub(1);
        let taken = failure.clone();
        if taken.times == 0 {
            self.fail_next = None;
        }
        Some(taken)
    }
}

fn token_path() -> String {
    "/token".to_owned()
}

fn once() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::{Failure, Settings};

    #[test]
    fn a_failure_is_taken_as_often_as_asked() {
        let mut settings = Settings::new(0);
        settings.fail_next = Some(Failure {
            status: 503,
            path: "/token".to_owned(),
            times: 2,
            body: None,
            content_type: None,
        });
        assert!(settings.take_failure("/other").is_none());
        assert!(settings.take_failure("/token").is_some());
        assert!(settings.take_failure("/token").is_some());
        assert!(settings.take_failure("/token").is_none());
    }
}
