//! The keys of a client, and the portal's rules for them.

pub mod algorithm;
pub mod certificate;
pub mod der;
pub mod public_key;
pub mod read;

use std::time::Duration;

use serde_json::{Map, Value};

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
    /// The members it was posted with, `exp` left out; of a PEM, what it would be.
    pub jwk: Map<String, Value>,
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

    /// The JWK as the self-service API shows it: what was posted, and `exp`.
    pub fn shown(&self) -> Map<String, Value> {
        let mut jwk = self.jwk.clone();
        jwk.insert("exp".to_owned(), self.expires.into());
        jwk
    }

    fn new(kid: String, posted: PostedKey, at: PostedAt) -> Self {
        Self {
            jwk: posted.jwk.unwrap_or_else(|| posted.key.jwk(&kid)),
            kid,
            algorithm: posted.algorithm,
            key: posted.key,
            created: at.now,
            expires: expiry(posted.expires, at),
            added: at.machine_now,
        }
    }
}

/// A year from now, or before that when the owner says so.
fn expiry(wanted: Option<u64>, at: PostedAt) -> u64 {
    wanted.unwrap_or(u64::MAX).min(at.now + LIFETIME_SECONDS)
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
pub struct KeySet {
    keys: Vec<RegisteredKey>,
    written: Option<Written>,
}

/// When a set was first and last written, Unix seconds by the portal's clock.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// The first time.
    pub created: u64,
    /// The last time.
    pub last_updated: u64,
}

impl KeySet {
    /// Adds a key, or renews it when it is here already.
    ///
    /// # Errors
    /// See [`SetError`].
    pub fn post(&mut self, posted: PostedKey, at: PostedAt) -> Result<Posted, SetError> {
        // A PEM has no kid: the same key again is the same key.
        let here = self.keys.iter_mut().find(|one| {
            one.key == posted.key && posted.kid.as_ref().is_none_or(|kid| *kid == one.kid)
        });
        if let Some(here) = here {
            here.created = at.now;
            here.expires = expiry(posted.expires, at);
            let kid = here.kid.clone();
            self.is_written(at.now);
            return Ok(Posted::Renewed { kid });
        }
        let kid = posted.kid.clone().unwrap_or_else(crate::random::uuid);
        if self.find(&kid).is_some() {
            return Err(SetError::KidTaken);
        }
        if self.keys.len() >= MOST_KEYS {
            return Err(SetError::TooMany);
        }
        self.keys.push(RegisteredKey::new(kid.clone(), posted, at));
        self.is_written(at.now);
        Ok(Posted::Added { kid })
    }

    /// Puts these keys in the place of all that were here. One that was here
    /// with the same `kid` stays known at the token endpoint.
    ///
    /// # Errors
    /// See [`SetError`]; then nothing has changed.
    pub fn replace(&mut self, posted: Vec<PostedKey>, at: PostedAt) -> Result<(), SetError> {
        if posted.len() > MOST_KEYS {
            return Err(SetError::TooMany);
        }
        let mut keys: Vec<RegisteredKey> = Vec::new();
        for one in posted {
            let kid = one.kid.clone().unwrap_or_else(crate::random::uuid);
            if keys.iter().any(|other| other.kid == kid) {
                return Err(SetError::KidTaken);
            }
            let mut key = RegisteredKey::new(kid, one, at);
            if let Some(before) = self.find(&key.kid).filter(|before| before.key == key.key) {
                key.added = before.added;
            }
            keys.push(key);
        }
        self.keys = keys;
        self.is_written(at.now);
        Ok(())
    }

    /// Takes a key away; it was there.
    pub fn remove(&mut self, kid: &str, now: u64) -> bool {
        let before = self.keys.len();
        self.keys.retain(|one| one.kid != kid);
        let is_removed = self.keys.len() < before;
        if is_removed {
            self.is_written(now);
        }
        is_removed
    }

    /// Takes all keys away.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The key with this `kid`.
    pub fn find(&self, kid: &str) -> Option<&RegisteredKey> {
        self.keys.iter().find(|one| one.kid == kid)
    }

    /// Lets the key with this `kid` expire at another time (control endpoint).
    pub fn set_expiry(&mut self, kid: &str, expires: u64) {
        if let Some(key) = self.keys.iter_mut().find(|one| one.kid == kid) {
            key.expires = expires;
        }
    }

    /// The keys, oldest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &RegisteredKey> {
        self.keys.iter()
    }

    /// When it was written; nothing for a set that never was, or was deleted.
    pub fn written(&self) -> Option<Written> {
        self.written
    }

    fn is_written(&mut self, now: u64) {
        let created = self.written.map_or(now, |before| before.created);
        self.written = Some(Written { created, last_updated: now });
    }
}
