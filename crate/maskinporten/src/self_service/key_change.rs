//! Changing the keys of a client without losing any. The set is one resource
//! and there is no `If-Match`: it is read, changed, written and read again, and
//! what vanished in between comes back. What remains is a window between the
//! reading and the writing: a key that somebody adds in it, and that was never
//! read here, is overwritten.

use super::call::ApiCall;
use super::key_set::{KeyName, MAXIMUM_KEYS, RegisteredKey, RegisteredKeys};
use super::outcome::{ApiErrorCode, ApiOutcome};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A set that is written so often and still does not stay is somebody else's too.
const MAXIMUM_WRITES: u32 = 6;
/// So many answers in a row may be missing or tell of trouble.
const MAXIMUM_TROUBLES: u32 = 6;
const FIRST_WAIT_MS: u32 = 1_000;
const LONGEST_WAIT_MS: u32 = 30_000;
/// A server that asks for more patience than this is left alone.
const LONGEST_ASKED_SECONDS: u32 = 15 * 60;
/// A key that was read so long ago may have been removed by others since: it is not
/// put back.
const KNOWN_FOR_SECONDS: u64 = 15 * 60;
const DAY: u64 = 24 * 3600;
/// What the server gives a key that is posted without a date.
const YEAR: u64 = 365 * DAY;

/// What is to be done to the keys of one client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct KeyChangeRequest {
    /// `client_id`
    pub client_id: String,
    /// Public keys to be there afterwards.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>[]"))]
    pub add: Vec<RegisteredKey>,
    /// Keys to be given a new year.
    pub renew: Vec<KeyName>,
    /// Keys to be gone afterwards.
    pub remove: Vec<KeyName>,
    /// Where a key works, one is to work afterwards: the last that has not expired is
    /// not removed.
    pub spare_last: bool,
}

/// A change under way: plain data, nothing in it is private.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct KeyChange {
    request: KeyChangeRequest,
    /// Every key that was read lately.
    #[serde(default)]
    seen: Vec<SeenKey>,
    /// As the set was at first.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>[] | null"))]
    before: Option<Vec<RegisteredKey>>,
    phase: Phase,
    writes: u32,
    /// A write was acknowledged.
    acknowledged: bool,
    /// Something was written, or may have been.
    #[serde(default)]
    written: bool,
    /// Since a write was last acknowledged.
    troubles: u32,
    /// What the last write met, when it was not acknowledged.
    #[serde(default)]
    refused: Option<ApiOutcome>,
    restored: Vec<KeyName>,
}

/// A key as it was read last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct SeenKey {
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>"))]
    key: RegisteredKey,
    /// When, Unix seconds.
    at: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
enum Phase {
    Reading,
    /// The set was not found: is the client there?
    LookingForClient,
    Writing,
    #[serde(alias = "waiting-for-token")]
    Waiting,
    Ended,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum KeyChangeEvent {
    /// Begin, or begin again after an interruption.
    Begin,
    /// The call was answered.
    Answer {
        /// How.
        outcome: ApiOutcome,
    },
    /// The wait is over, or there is a new token.
    Ready,
}

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum KeyChangeEffect {
    /// Send this.
    Call {
        /// The call.
        call: ApiCall,
    },
    /// Wait; the server asked for it or has trouble.
    Wait {
        /// Milliseconds.
        ms: u32,
    },
    /// The token is refused: get another.
    NeedToken,
    /// It is done.
    Done {
        /// What was done.
        report: KeyChangeReport,
    },
    /// It is not done.
    Failed {
        /// Why.
        problem: KeyChangeProblem,
    },
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct KeyChangeReport {
    /// As the set was before.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>[]"))]
    pub before: Vec<RegisteredKey>,
    /// As it is now.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>[]"))]
    pub after: Vec<RegisteredKey>,
    /// Keys that vanished meanwhile and were put back.
    pub restored: Vec<KeyName>,
}

/// Why the change is not done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum KeyChangeProblem {
    /// There would be more keys than a client may have.
    TooMany {
        /// Those it has.
        keys: Vec<KeyName>,
        /// Something was written before, or may have been.
        #[serde(default)]
        written: bool,
        /// Keys that were read here and are not there now.
        #[serde(default)]
        vanished: Vec<KeyName>,
    },
    /// Another key has this `kid`.
    KidTaken {
        /// The `kid`.
        name: KeyName,
        /// Something was written before, or may have been.
        #[serde(default)]
        written: bool,
        /// Keys that were read here and are not there now.
        #[serde(default)]
        vanished: Vec<KeyName>,
    },
    /// The key to be renewed is not there.
    Missing {
        /// Its name.
        name: KeyName,
    },
    /// Several keys have this name, and which of them is meant cannot be said.
    Ambiguous {
        /// Their name.
        name: KeyName,
    },
    /// No key would be left that has not expired.
    LastWorkingKey {
        /// Those that were to go and have not expired.
        keys: Vec<KeyName>,
    },
    /// Somebody else changes the set again and again.
    Contested {
        /// Keys that were read or added here and are not there now.
        missing: Vec<KeyName>,
        /// Keys whose old date came back.
        #[serde(default)]
        not_renewed: Vec<KeyName>,
    },
    /// The server said no, or nothing.
    Answer {
        /// What it said.
        outcome: ApiOutcome,
    },
}

impl KeyChange {
    /// A change that has not begun. `seen`: keys that an earlier change of the same
    /// set read, and that are not to be lost either.
    pub fn new(request: KeyChangeRequest, seen: Vec<SeenKey>) -> Self {
        Self {
            request,
            seen,
            before: None,
            phase: Phase::Reading,
            writes: 0,
            acknowledged: false,
            written: false,
            troubles: 0,
            refused: None,
            restored: Vec::new(),
        }
    }

    /// Every key that was read lately.
    pub fn seen(&self) -> &[SeenKey] {
        &self.seen
    }

    /// What is to be done.
    pub fn request(&self) -> &KeyChangeRequest {
        &self.request
    }

    /// What was read so long ago that others may have removed it since is not put back.
    /// `now`: Unix seconds.
    pub fn forget(&mut self, now: u64) {
        self.seen.retain(|seen| now.abs_diff(seen.at) <= KNOWN_FOR_SECONDS);
    }

    /// What was removed on purpose by another way is not put back.
    pub fn forget_these(&mut self, names: &[KeyName]) {
        self.seen.retain(|seen| !names.contains(&seen.key.name()));
    }

    /// One step. `now`: Unix seconds.
    pub fn step(&mut self, event: KeyChangeEvent, now: u64) -> KeyChangeEffect {
        match event {
            KeyChangeEvent::Begin => {
                self.troubles = 0;
                self.writes = 0;
                self.refused = None;
                self.read()
            }
            KeyChangeEvent::Ready => self.read(),
            KeyChangeEvent::Answer { outcome } => self.answered(outcome, now),
        }
    }

    fn read(&mut self) -> KeyChangeEffect {
        self.phase = Phase::Reading;
        KeyChangeEffect::Call {
            call: ApiCall::ReadKeys { client_id: self.request.client_id.clone() },
        }
    }

    fn answered(&mut self, outcome: ApiOutcome, now: u64) -> KeyChangeEffect {
        let phase = self.phase;
        match outcome {
            ApiOutcome::Keys { keys } if phase == Phase::Reading => self.saw(keys, now),
            // A client without keys may have no set at all.
            ApiOutcome::Refused { refusal }
                if phase == Phase::Reading && refusal.code == ApiErrorCode::NotFound =>
            {
                self.phase = Phase::LookingForClient;
                let client_id = self.request.client_id.clone();
                KeyChangeEffect::Call { call: ApiCall::ReadClient { client_id } }
            }
            ApiOutcome::Client { .. } if phase == Phase::LookingForClient => {
                self.saw(RegisteredKeys::default(), now)
            }
            ApiOutcome::Done if phase == Phase::Writing => self.was_acknowledged(),
            other => self.not_done(other),
        }
    }

    /// Reading alone is no progress: a write that is always refused is to end.
    fn was_acknowledged(&mut self) -> KeyChangeEffect {
        self.acknowledged = true;
        self.written = true;
        self.troubles = 0;
        self.refused = None;
        self.read()
    }

    /// The set as it is now: is it as it should be?
    fn saw(&mut self, set: RegisteredKeys, now: u64) -> KeyChangeEffect {
        let present = set.keys;
        self.forget(now);
        let vanished = self.vanished(&present, now);
        self.remember(&present, now);
        self.before.get_or_insert_with(|| present.clone());
        let wanted = match self.wanted(&present, &vanished, now) {
            Ok(Some(wanted)) => wanted,
            Ok(None) => return self.done(present),
            Err(problem) => return self.failed(problem),
        };
        if self.writes >= MAXIMUM_WRITES {
            let problem = self.never_stays(&present, &vanished, now);
            return self.failed(problem);
        }
        self.writes += 1;
        for key in &vanished {
            if !self.restored.contains(&key.name()) {
                self.restored.push(key.name());
            }
        }
        self.phase = Phase::Writing;
        let client_id = self.request.client_id.clone();
        let call = match wanted.is_empty() {
            true => ApiCall::DeleteKeys { client_id },
            false => ApiCall::WriteKeys { client_id, keys: wanted, first: present.is_empty() },
        };
        KeyChangeEffect::Call { call }
    }

    /// Keys that were there when they were read, and that nobody here removed.
    fn vanished(&self, present: &[RegisteredKey], now: u64) -> Vec<RegisteredKey> {
        let is_gone = |key: &&RegisteredKey| {
            key.works(now) && !self.removes(key) && !holds(present, &key.name())
        };
        self.seen.iter().map(|seen| &seen.key).filter(is_gone).cloned().collect()
    }

    fn remember(&mut self, present: &[RegisteredKey], now: u64) {
        self.seen.retain(|seen| !holds(present, &seen.key.name()));
        self.seen.extend(present.iter().map(|key| SeenKey { key: key.clone(), at: now }));
    }

    fn removes(&self, key: &RegisteredKey) -> bool {
        self.request.remove.contains(&key.name())
    }

    /// All keys that are to be written; `None` when the set is as it should be.
    fn wanted(
        &self,
        present: &[RegisteredKey],
        vanished: &[RegisteredKey],
        now: u64,
    ) -> Result<Option<Vec<RegisteredKey>>, KeyChangeProblem> {
        let KeyChangeRequest { add, renew, remove, spare_last, .. } = &self.request;
        let is_several =
            |name: &&KeyName| present.iter().filter(|key| key.name() == **name).count() > 1;
        if let Some(name) = remove.iter().chain(renew).find(is_several) {
            return Err(KeyChangeProblem::Ambiguous { name: name.clone() });
        }
        let stays = |key: &&RegisteredKey| !self.removes(key);
        let mut wanted: Vec<RegisteredKey> =
            present.iter().chain(vanished).filter(stays).cloned().collect();
        let mut changes = wanted.len() != present.len() || !vanished.is_empty();
        let (written, gone) = (self.written, || self.gone(present, vanished));
        for key in add {
            let taken = wanted.iter().find(|one| one.name() == key.name());
            match taken {
                Some(one) if !one.is_same_key(key) => {
                    let (name, vanished) = (key.name(), gone());
                    return Err(KeyChangeProblem::KidTaken { name, written, vanished });
                }
                Some(_) => {}
                None => {
                    wanted.push(key.clone());
                    changes = true;
                }
            }
        }
        for name in renew {
            let missing = || KeyChangeProblem::Missing { name: name.clone() };
            let at = wanted.iter().position(|key| key.name() == *name).ok_or_else(missing)?;
            if !self.is_renewed(&wanted[at], now) {
                wanted[at] = wanted[at].undated();
                changes = true;
            }
        }
        if changes && wanted.len() > MAXIMUM_KEYS {
            let (keys, vanished) = (names(present), gone());
            return Err(KeyChangeProblem::TooMany { keys, written, vanished });
        }
        let work = |keys: &[RegisteredKey]| keys.iter().any(|key| key.works(now));
        if *spare_last && work(present) && !work(&wanted) {
            let go = present.iter().filter(|key| key.works(now));
            let keys = go.map(RegisteredKey::name).collect();
            return Err(KeyChangeProblem::LastWorkingKey { keys });
        }
        Ok(changes.then_some(wanted))
    }

    /// An acknowledged write is not enough where the dates can be seen: another writer
    /// may have put the old one back. A key that had its whole year gets no later date.
    fn is_renewed(&self, key: &RegisteredKey, now: u64) -> bool {
        let first = self.before.iter().flatten().find(|first| first.name() == key.name());
        match (first.and_then(RegisteredKey::expires), key.expires()) {
            (Some(first), Some(end)) => {
                let is_whole = end.saturating_add(DAY) >= now + YEAR;
                end > first || (self.acknowledged && is_whole)
            }
            _ => self.acknowledged,
        }
    }

    /// Written so often, and still it is not as it should be.
    fn never_stays(
        &mut self,
        present: &[RegisteredKey],
        vanished: &[RegisteredKey],
        now: u64,
    ) -> KeyChangeProblem {
        if let Some(outcome) = self.refused.take() {
            return KeyChangeProblem::Answer { outcome };
        }
        let missing = self.gone(present, vanished);
        let is_old = |key: &&RegisteredKey| {
            self.request.renew.contains(&key.name()) && !self.is_renewed(key, now)
        };
        let not_renewed = present.iter().filter(is_old).map(RegisteredKey::name).collect();
        KeyChangeProblem::Contested { missing, not_renewed }
    }

    /// Keys that were read or written here and are not there now.
    fn gone(&self, present: &[RegisteredKey], vanished: &[RegisteredKey]) -> Vec<KeyName> {
        let added = self.request.add.iter().filter(|_| self.written);
        let names = vanished.iter().chain(added).map(RegisteredKey::name);
        let gone: BTreeSet<KeyName> = names.filter(|name| !holds(present, name)).collect();
        gone.into_iter().collect()
    }

    /// A write whose answer is missing may have been done: only reading tells.
    fn not_done(&mut self, outcome: ApiOutcome) -> KeyChangeEffect {
        if self.phase == Phase::Writing {
            self.written |= may_be_done(&outcome);
            self.refused = Some(outcome.clone());
        }
        self.troubles += 1;
        let (healable, asked) = match &outcome {
            ApiOutcome::Refused { refusal } if refusal.code == ApiErrorCode::Token => {
                if self.troubles < MAXIMUM_TROUBLES {
                    self.phase = Phase::Waiting;
                    return KeyChangeEffect::NeedToken;
                }
                (false, None)
            }
            ApiOutcome::Refused { refusal } => {
                let again =
                    matches!(refusal.code, ApiErrorCode::Conflict | ApiErrorCode::Malformed);
                (refusal.retry || again, refusal.retry_after_seconds)
            }
            // None came, or one to something else.
            _ => (true, None),
        };
        let too_long = asked.is_some_and(|seconds| seconds > LONGEST_ASKED_SECONDS);
        if !healable || too_long || self.troubles > MAXIMUM_TROUBLES {
            return self.failed(KeyChangeProblem::Answer { outcome });
        }
        self.phase = Phase::Waiting;
        let growing = FIRST_WAIT_MS.saturating_mul(2u32.saturating_pow(self.troubles - 1));
        let asked = asked.unwrap_or_default().saturating_mul(1000);
        KeyChangeEffect::Wait { ms: growing.min(LONGEST_WAIT_MS).max(asked) }
    }

    fn done(&mut self, after: Vec<RegisteredKey>) -> KeyChangeEffect {
        self.phase = Phase::Ended;
        let remove = &self.request.remove;
        self.seen.retain(|seen| !remove.contains(&seen.key.name()));
        let before = self.before.take().unwrap_or_default();
        let report = KeyChangeReport { before, after, restored: self.restored.clone() };
        KeyChangeEffect::Done { report }
    }

    fn failed(&mut self, problem: KeyChangeProblem) -> KeyChangeEffect {
        self.phase = Phase::Ended;
        KeyChangeEffect::Failed { problem }
    }
}

fn holds(keys: &[RegisteredKey], name: &KeyName) -> bool {
    keys.iter().any(|key| key.name() == *name)
}

fn names(keys: &[RegisteredKey]) -> Vec<KeyName> {
    keys.iter().map(RegisteredKey::name).collect()
}

/// A refusal of the request itself says that nothing was done; silence and trouble of
/// the server say nothing.
fn may_be_done(outcome: &ApiOutcome) -> bool {
    !matches!(outcome, ApiOutcome::Refused { refusal } if (400..500).contains(&refusal.status))
}
