use crate::{AnswerCode, Explanation, TokenOutcome};
use core::time::Duration;

/// When to try again, always with a new grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Between attempts with a key that the server does not know yet.
    pub unknown_key_wait: Duration,
    /// For how long such a key is tried: "0–2 minutes" is what is documented,
    /// up to 10 were seen.
    pub unknown_key_patience: Duration,
    /// After the first attempt that met trouble of the network or the server;
    /// twice as long after each one more.
    pub first_wait: Duration,
    /// No wait grows longer.
    pub longest_wait: Duration,
    /// How many attempts trouble is worth.
    pub attempts: u32,
}

/// What this project does.
pub const MASKINPORTEN: RetryPolicy = RetryPolicy {
    unknown_key_wait: Duration::from_secs(15),
    unknown_key_patience: Duration::from_secs(12 * 60),
    first_wait: Duration::from_secs(2),
    longest_wait: Duration::from_secs(60),
    attempts: 5,
};

impl Default for RetryPolicy {
    fn default() -> Self {
        MASKINPORTEN
    }
}

impl RetryPolicy {
    /// How long to wait after this many attempts, the last of which had this
    /// outcome; `None` to stop.
    pub fn next_wait(&self, attempts: u32, outcome: &TokenOutcome) -> Option<Duration> {
        match outcome {
            TokenOutcome::Token { .. } => None,
            TokenOutcome::Unreachable { .. } => self.growing(attempts),
            TokenOutcome::Refused { explanation } => self.after_refusal(attempts, explanation),
        }
    }

    fn after_refusal(&self, attempts: u32, explanation: &Explanation) -> Option<Duration> {
        if !explanation.retry {
            return None;
        }
        let wait = match explanation.code {
            AnswerCode::UnknownKid => self.patient(attempts)?,
            _ => self.growing(attempts)?,
        };
        let asked = explanation.retry_after_seconds.unwrap_or_default();
        let asked = Duration::from_secs(asked.into());
        // A server that asks for more than our patience is left alone.
        (asked <= self.unknown_key_patience).then(|| wait.max(asked))
    }

    fn patient(&self, attempts: u32) -> Option<Duration> {
        let waited = self.unknown_key_wait.saturating_mul(attempts);
        (waited <= self.unknown_key_patience).then_some(self.unknown_key_wait)
    }

    fn growing(&self, attempts: u32) -> Option<Duration> {
        let doubled = 2u32.saturating_pow(attempts.saturating_sub(1));
        let wait = self.first_wait.saturating_mul(doubled).min(self.longest_wait);
        (attempts < self.attempts).then_some(wait)
    }
}
