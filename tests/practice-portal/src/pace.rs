//! A limit on how often one access token may ask.

use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use serde::{Deserialize, Serialize};

/// So many requests in so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RateLimit {
    /// Requests that are let through.
    pub requests: usize,
    /// Length of the window that slides.
    pub per_seconds: u64,
}

/// When each token's latest requests were let through, by the machine's clock.
#[derive(Debug, Default)]
pub struct Pace(HashMap<String, VecDeque<Duration>>);

impl Pace {
    /// Lets a request through.
    ///
    /// # Errors
    /// Seconds until the next one will be let through, for `Retry-After`.
    pub fn pass(&mut self, token: &str, limit: RateLimit, now: Duration) -> Result<(), u64> {
        let window = Duration::from_secs(limit.per_seconds);
        let times = self.0.entry(token.to_owned()).or_default();
        while times.front().is_some_and(|first| *first + window <= now) {
            times.pop_front();
        }
        if times.len() < limit.requests {
            times.push_back(now);
            return Ok(());
        }
        let free = times.front().map_or(window, |first| (*first + window).saturating_sub(now));
        Err(free.as_secs() + u64::from(free.subsec_nanos() > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Pace, RateLimit};

    #[test]
    fn a_window_slides_for_each_token() {
        let limit = RateLimit { requests: 2, per_seconds: 10 };
        let mut pace = Pace::default();
        let mut pass = |token, second| pace.pass(token, limit, Duration::from_secs(second));
        assert_eq!(pass("a", 100), Ok(()));
        assert_eq!(pass("a", 104), Ok(()));
        assert_eq!(pass("a", 105), Err(5));
        assert_eq!(pass("b", 105), Ok(()));
        assert_eq!(pass("a", 110), Ok(()));
        assert_eq!(pass("a", 111), Err(3));
    }
}
