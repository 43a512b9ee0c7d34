//! The keys of a client, and the portal's rules for them.

pub mod algorithm;
pub mod der;
pub mod public_key;
pub mod read;

use std::time::Duration;

use crate::clock::DAY;

use algorithm::Algorithm;
use public_key::PublicKey;
use read::PostedKey;

/// Digdir: at most five keys on a client.
pub const MOST_KEYS: usize = 5;

/// Digdir: a key lives a year from when it was posted.
pub const LIFETIME_SECONDS: u64 = 365 * DAY;

/// A public key on a client.
#[derive(Debug, Clone)]
pub struct RegisteredKey {
    /// The owner's, or for a PEM the portal's own (a UUID).
    pub kid: String,
    /// What its grants must be signed with; a PEM does not say.
    pub algorithm: Option<Algorithm>,
    /// The key.
    pub key: PublicKey,
    /// Unix seconds by the portal's clock, of the last time it was posted.
    pub created: u64,
    /// Unix seconds by the portal's clock.
    pub expires: u64,
    /// By the machine's clock, of the first time it was posted.
    pub added: Duration,
}

impl RegisteredKey {
    /// The token endpoint has heard of it.
    pub fn is_known(&self, machine_now: Duration, key_delay_seconds: u64) -> bool {
        machine_now >= self.added + Duration::from_secs(key_delay_seconds)
    }

    /// It may not be used any more.
    pub fn is_expired(&self, now: u64) -> bool {
        now >= self.expires
    }
}

/// When a key is posted, by both clocks.
#[derive(Debug, Clone, Copy)]
pub struct PostedAt {
    /// Unix seconds by the portal's clock.
    pub now: u64,
    /// By the machine's clock.
    pub machine_now: Duration,
}

/// What became of a posted key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// It is new on the client.
    Added {
        /// Its `kid`.
        kid: String,
    },
    /// It was on the client already and lives another year.
    Renewed {
        /// Its `kid`.
        kid: String,
    },
}

/// Why the set refuses a key that is good in itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetError {
    /// Five keys already.
    TooMany,
    /// Another key of this client has that `kid`.
    KidTaken,
}

/// The keys of one client.
#[derive(Debug, Clone, Default)]
pub struct KeySet(Vec<RegisteredKey>);

impl KeySet {
    /// Adds a key, or renews it when it is here already.
    ///
    /// # Errors
    /// See [`SetError`].
    pub fn post(&mut self, posted: PostedKey, at: PostedAt) -> Result<Posted, SetError> {
        let expires = posted.expires.unwrap_or(u64::MAX).min(at.now + LIFETIME_SECONDS);
        // A PEM has no kid: the same key again is the same key.
        let here = self.0.iter_mut().find(|one| {
            one.key == posted.key && posted.kid.as_ref().is_none_or(|kid| *kid == one.kid)
        });
        if let Some(here) = here {
            here.created = at.now;
            here.expires = expires;
            return Ok(Posted::Renewed { kid: here.kid.clone() });
        }
        let kid = posted.kid.unwrap_or_else(crate::random::uuid);
        if self.find(&kid).is_some() {
            return Err(SetError::KidTaken);
        }
        if self.0.len() >= MOST_KEYS {
            return Err(SetError::TooMany);
        }
        self.0.push(RegisteredKey {
            kid: kid.clone(),
            algorithm: posted.algorithm,
            key: posted.key,
            created: at.now,
            expires,
            added: at.machine_now,
        });
        Ok(Posted::Added { kid })
    }

    /// Takes a key away; it was there.
    pub fn remove(&mut self, kid: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|one| one.kid != kid);
        self.0.len() < before
    }

    /// The key with this `kid`.
    pub fn find(&self, kid: &str) -> Option<&RegisteredKey> {
        self.0.iter().find(|one| one.kid == kid)
    }

    /// Lets the key with this `kid` expire at another time (control endpoint).
    pub fn set_expiry(&mut self, kid: &str, expires: u64) {
        if let Some(key) = self.0.iter_mut().find(|one| one.kid == kid) {
            key.expires = expires;
        }
    }

    /// The keys, oldest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &RegisteredKey> {
        self.0.iter()
    }
}
