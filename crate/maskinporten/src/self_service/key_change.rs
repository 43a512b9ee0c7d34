//! Changing the keys of a client without losing any. The set is one resource
//! and there is no `If-Match`: it is read, changed, written and read again, and
//! what vanished in between comes back. What remains is a window between the
//! reading and the writing: a key that somebody adds in it, and that was never
//! read here, is overwritten.

use super::call::ApiCall;
use super::key_set::{KeyName, MAXIMUM_KEYS, RegisteredKey, RegisteredKeys};
use super::outcome::{ApiErrorCode, ApiOutcome};
use serde::{Deserialize, Serialize};

/// A set that is written so often and still does not stay is somebody else's too.
const MAXIMUM_WRITES: u32 = 6;
/// So many answers in a row may be missing or tell of trouble.
const MAXIMUM_TROUBLES: u32 = 6;
const FIRST_WAIT_MS: u32 = 1_000;
const LONGEST_WAIT_MS: u32 = 30_000;
/// A server that asks for more patience than this is left alone.
const LONGEST_ASKED_SECONDS: u32 = 15 * 60;

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
}

/// A change under way: plain data, nothing in it is private.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct KeyChange {
    request: KeyChangeRequest,
    /// Every key that was read, as it was read last.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>[]"))]
    known: Vec<RegisteredKey>,
    /// As the set was at first.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>[] | null"))]
    before: Option<Vec<RegisteredKey>>,
    phase: Phase,
    writes: u32,
    /// A write was acknowledged: what was to be renewed is.
    acknowledged: bool,
    troubles: u32,
    restored: Vec<KeyName>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
enum Phase {
    Reading,
    /// The set was not found: is the client there?
    LookingForClient,
    Writing,
    Waiting,
    WaitingForToken,
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
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum KeyChangeProblem {
    /// There would be more keys than a client may have.
    TooMany {
        /// Those it has.
        keys: Vec<KeyName>,
    },
    /// Another key has this `kid`.
    KidTaken {
        /// The `kid`.
        name: KeyName,
    },
    /// The key to be renewed is not there.
    Missing {
        /// Its name.
        name: KeyName,
    },
    /// Somebody else changes the set again and again.
    Contested {
        /// Keys that were read and are not there now.
        missing: Vec<KeyName>,
    },
    /// The server said no, or nothing.
    Answer {
        /// What it said.
        outcome: ApiOutcome,
    },
}

impl KeyChange {
    /// A change that has not begun. `known`: keys that an earlier change of the same
    /// set read a moment ago, and that are not to be lost either.
    pub fn new(request: KeyChangeRequest, known: Vec<RegisteredKey>) -> Self {
        Self {
            request,
            known,
            before: None,
            phase: Phase::Reading,
            writes: 0,
            acknowledged: false,
            troubles: 0,
            restored: Vec::new(),
        }
    }

    /// Every key that was read and is to stay.
    pub fn known(&self) -> &[RegisteredKey] {
        &self.known
    }

    /// What is to be done.
    pub fn request(&self) -> &KeyChangeRequest {
        &self.request
    }

    /// What was read so long ago that others may have removed it since is not put back.
    pub fn forget(&mut self) {
        self.known.clear();
    }

    /// One step. `now`: Unix seconds.
    pub fn step(&mut self, event: KeyChangeEvent, now: u64) -> KeyChangeEffect {
        match event {
            KeyChangeEvent::Begin => {
                self.troubles = 0;
                self.writes = 0;
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
            ApiOutcome::Done if phase == Phase::Writing => {
                self.acknowledged = true;
                self.read()
            }
            other => self.not_done(other),
        }
    }

    /// The set as it is now: is it as it should be?
    fn saw(&mut self, set: RegisteredKeys, now: u64) -> KeyChangeEffect {
        self.troubles = 0;
        let present = set.keys;
        let vanished = self.vanished(&present, now);
        self.remember(&present);
        let before = self.before.get_or_insert_with(|| present.clone());
        let wanted = match wanted(&self.request, before, &present, &vanished, self.acknowledged) {
            Ok(Some(wanted)) => wanted,
            Ok(None) => return self.done(present),
            Err(problem) => return self.failed(problem),
        };
        if self.writes >= MAXIMUM_WRITES {
            let missing = vanished.iter().map(RegisteredKey::name).collect();
            return self.failed(KeyChangeProblem::Contested { missing });
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
            let is_over = key.expires().is_some_and(|end| end <= now);
            !is_over && !self.removes(key) && !present.iter().any(|one| one.name() == key.name())
        };
        self.known.iter().filter(is_gone).cloned().collect()
    }

    fn remember(&mut self, present: &[RegisteredKey]) {
        for key in present {
            self.known.retain(|known| known.name() != key.name());
            self.known.push(key.clone());
        }
        let request = &self.request;
        self.known.retain(|key| !request.remove.contains(&key.name()));
    }

    fn removes(&self, key: &RegisteredKey) -> bool {
        self.request.remove.contains(&key.name())
    }

    /// A write whose answer is missing may have been done: only reading tells.
    fn not_done(&mut self, outcome: ApiOutcome) -> KeyChangeEffect {
        let (healable, asked) = match &outcome {
            ApiOutcome::Unreachable { .. } => (true, None),
            ApiOutcome::Refused { refusal } => {
                let again =
                    matches!(refusal.code, ApiErrorCode::Conflict | ApiErrorCode::Malformed);
                if refusal.code == ApiErrorCode::Token && self.phase != Phase::WaitingForToken {
                    self.troubles += 1;
                    if self.troubles < MAXIMUM_TROUBLES {
                        self.phase = Phase::WaitingForToken;
                        return KeyChangeEffect::NeedToken;
                    }
                }
                (refusal.retry || again, refusal.retry_after_seconds)
            }
            // An answer to something else.
            _ => (true, None),
        };
        self.troubles += 1;
        let too_long = asked.is_some_and(|seconds| seconds > LONGEST_ASKED_SECONDS);
        if !healable || too_long || self.troubles > MAXIMUM_TROUBLES {
            return self.failed(KeyChangeProblem::Answer { outcome });
        }
        self.phase = Phase::Waiting;
        let growing = FIRST_WAIT_MS.saturating_mul(2u32.saturating_pow(self.troubles - 1));
        let ms = match asked {
            Some(seconds) => seconds.saturating_mul(1000).max(FIRST_WAIT_MS),
            None => growing.min(LONGEST_WAIT_MS),
        };
        KeyChangeEffect::Wait { ms }
    }

    fn done(&mut self, after: Vec<RegisteredKey>) -> KeyChangeEffect {
        self.phase = Phase::Ended;
        let before = self.before.clone().unwrap_or_default();
        let report = KeyChangeReport { before, after, restored: self.restored.clone() };
        KeyChangeEffect::Done { report }
    }

    fn failed(&mut self, problem: KeyChangeProblem) -> KeyChangeEffect {
        self.phase = Phase::Ended;
        KeyChangeEffect::Failed { problem }
    }
}

impl KeyChangeProblem {
    /// For a log: its kind, or what the answer was.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooMany { .. } => "too-many",
            Self::KidTaken { .. } => "kid-taken",
            Self::Missing { .. } => "missing",
            Self::Contested { .. } => "contested",
            Self::Answer { .. } => "answer",
        }
    }
}

/// All keys that are to be written; `None` when the set is as it should be.
fn wanted(
    request: &KeyChangeRequest,
    before: &[RegisteredKey],
    present: &[RegisteredKey],
    vanished: &[RegisteredKey],
    acknowledged: bool,
) -> Result<Option<Vec<RegisteredKey>>, KeyChangeProblem> {
    let stays = |key: &&RegisteredKey| !request.remove.contains(&key.name());
    let mut wanted: Vec<RegisteredKey> =
        present.iter().chain(vanished).filter(stays).cloned().collect();
    let mut changes = wanted.len() != present.len() || !vanished.is_empty();
    for key in &request.add {
        let taken = wanted.iter().find(|one| one.name() == key.name());
        match taken {
            Some(one) if !one.is_same_key(key) => {
                return Err(KeyChangeProblem::KidTaken { name: key.name() });
            }
            Some(_) => {}
            None => {
                wanted.push(key.clone());
                changes = true;
            }
        }
    }
    for name in &request.renew {
        let missing = || KeyChangeProblem::Missing { name: name.clone() };
        let at = wanted.iter().position(|key| key.name() == *name).ok_or_else(missing)?;
        let first = before.iter().find(|key| key.name() == *name).and_then(RegisteredKey::expires);
        let renewed = acknowledged || wanted[at].expires() > first;
        if !renewed {
            wanted[at] = wanted[at].undated();
            changes = true;
        }
    }
    if changes && wanted.len() > MAXIMUM_KEYS {
        let keys = present.iter().map(RegisteredKey::name).collect();
        return Err(KeyChangeProblem::TooMany { keys });
    }
    Ok(changes.then_some(wanted))
}
