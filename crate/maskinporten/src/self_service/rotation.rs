//! Giving a client a new key, as Altinn's own services do it: make it, add it
//! beside the old ones, prove it by a token, hand over the private part, and only
//! later remove the old. Nothing here does I/O: `step` takes what happened and
//! says what is to be done.

use super::call::ApiCall;
use super::client::is_client_id;
use super::key_change::{
    KeyChange, KeyChangeEffect, KeyChangeEvent, KeyChangeProblem, KeyChangeReport, KeyChangeRequest,
};
use super::key_set::{KeyName, RegisteredKey};
use super::outcome::ApiOutcome;
use super::problem_facts::ProblemFacts;
use crate::{AnswerCode, RetryPolicy, TokenOutcome};
use nokkelsmie_jose::PublicJwk;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A rotation: plain data that may be stored, nothing in it is private.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Rotation {
    /// `client_id`
    pub client_id: String,
    /// Whether a token can prove the key: only Maskinporten's clients ask for one so.
    pub provable: bool,
    /// Where it has come to.
    pub phase: RotationPhase,
    /// Where it stopped, and goes on from; null when it has not stopped.
    #[serde(default)]
    pub stopped_in: Option<RotationPhase>,
    /// The new key; null until it is made.
    pub new_key: Option<NewKey>,
    /// The keys that were there before, and may be removed in the end.
    pub old: Vec<KeyName>,
    /// Those of them that were removed in the end.
    #[serde(default)]
    pub removed: Vec<KeyName>,
    /// What stands in the way, or why it was rolled back.
    pub problem: Option<RotationProblem>,
    /// What was done, oldest first.
    pub log: Vec<LogLine>,
    change: Option<KeyChange>,
    attempts: u32,
    /// A new key is to be made after the roll-back.
    again: bool,
    /// Where the roll-back began.
    #[serde(default)]
    back_from: Option<RotationPhase>,
    /// Another key worked when the new one was added.
    #[serde(default = "unless_known")]
    had_working: bool,
}

/// What an older version did not keep is taken for the careful case.
const fn unless_known() -> bool {
    true
}

/// Where a rotation has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum RotationPhase {
    /// Not begun.
    Planned,
    /// The key is being made.
    Making,
    /// It is being added beside the old ones.
    Adding,
    /// It is being tried at the token endpoint.
    Proving,
    /// It works: its private part is to be handed over.
    HandingOver,
    /// Old and new are both there; the old ones may be removed later.
    Both,
    /// The old ones are being removed.
    RemovingOld,
    /// Only the new one is left of those that were to be replaced.
    Finished,
    /// The new key is being taken away again.
    RollingBack,
    /// The new key is not there: all is as it was.
    RolledBack,
    /// Something stands in the way; it can be continued or rolled back.
    Stopped,
}

/// Whether the new key can be taken away again, and how a person is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum RollBackOffer {
    /// It cannot: there is none, or the old ones are going or gone.
    None,
    /// It can; nobody uses it yet.
    Once,
    /// It can; it works and may be in use, so that a person is asked twice.
    Twice,
    /// No other key works: only with `evenIfLast`, and a person is asked twice.
    EvenIfLast,
}

/// The public part of the new key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct NewKey {
    /// `kid`
    pub kid: String,
    /// SHA-256 in base64url (RFC 7638): finds the private part in the vault.
    pub thumbprint: String,
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>"))]
    jwk: RegisteredKey,
    /// A write with it was begun, so that it may be on the client.
    posted: bool,
}

/// A line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct LogLine {
    /// Unix seconds.
    pub at: u64,
    /// What happened.
    pub code: LogCode,
    /// kids, thumbprints or codes that it is about.
    pub about: Vec<String>,
}

crate::listed::listed! {
    /// What a line of the report says; the texts are `rotation.log.<code>`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    #[cfg_attr(feature = "ts", derive(tsify::Tsify))]
    pub enum LogCode {
        /// The key was made.
        Made,
        /// It is on the client.
        Added,
        /// Keys that vanished meanwhile were put back.
        Restored,
        /// A token came.
        ProvedByToken,
        /// The token was refused for its scope alone, which proves the key.
        ProvedByRefusal,
        /// No token can prove it: the client is of another kind.
        NotProvable,
        /// The person has the private part.
        HandedOver,
        /// The old keys are gone.
        OldRemoved,
        /// Something stood in the way.
        Stopped,
        /// The private part is lost: another key is made.
        PrivateKeyLost,
        /// The new key is gone again.
        RolledBack,
    }
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum RotationProblem {
    /// The vault made no key.
    NotMade {
        /// The vault's code.
        code: String,
    },
    /// The keys of the client could not be changed.
    Change {
        /// Why.
        problem: KeyChangeProblem,
    },
    /// The new key gave no token.
    Proof {
        /// What came instead.
        outcome: TokenOutcome,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum RotationEvent {
    /// Begin, or go on after a stop or a reload.
    Continue {
        /// The vault holds the private part of the new key.
        private_key: bool,
    },
    /// The vault made this key.
    KeyMade {
        /// Its public JWK.
        #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>"))]
        jwk: Map<String, Value>,
    },
    /// The vault made none.
    KeyNotMade {
        /// Its code.
        code: String,
    },
    /// The call was answered.
    Answer {
        /// How.
        outcome: ApiOutcome,
    },
    /// A token was asked for with the new key.
    Proved {
        /// What came.
        outcome: TokenOutcome,
    },
    /// The wait is over, or there is a new access token.
    Ready,
    /// The person has the private part.
    HandedOver,
    /// The old keys are to go.
    RemoveOld {
        /// Which.
        keys: Vec<KeyName>,
    },
    /// The person removed these by another way: they are not to come back. It may come at
    /// any time, and nothing is to be done.
    RemovedElsewhere {
        /// Which.
        keys: Vec<KeyName>,
    },
    /// The new key is to go.
    RollBack {
        /// Even if no other key of the client works.
        #[serde(default)]
        even_if_last: bool,
    },
}

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum RotationEffect {
    /// Let the vault make a key.
    MakeKey,
    /// Send this call.
    Call {
        /// The call.
        call: ApiCall,
    },
    /// Ask for a token with the new key: a new grant each time.
    Prove {
        /// `kid`
        kid: String,
        /// Finds the key in the vault.
        thumbprint: String,
    },
    /// Wait.
    Wait {
        /// Milliseconds.
        ms: u32,
    },
    /// The access token is refused: get another.
    NeedToken,
    /// Nothing: it is the person's turn, or all is done.
    Rest,
}

impl Rotation {
    /// One that has not begun.
    pub fn new(client_id: &str, provable: bool) -> Self {
        Self {
            client_id: client_id.to_owned(),
            provable,
            phase: RotationPhase::Planned,
            stopped_in: None,
            new_key: None,
            old: Vec::new(),
            removed: Vec::new(),
            problem: None,
            log: Vec::new(),
            change: None,
            attempts: 0,
            again: false,
            back_from: None,
            had_working: false,
        }
    }

    /// A rotation that was stored as JSON; `None` when it is damaged, or of a version
    /// that cannot be gone on with.
    pub fn from_stored(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let mut rotation: Self = serde_json::from_value(value).ok()?;
        rotation.stopped_in = (rotation.phase == RotationPhase::Stopped)
            .then(|| rotation.stopped_in.unwrap_or_else(|| rotation.seems_stopped_in()));
        let has_what_it_needs = match rotation.standing() {
            RotationPhase::Stopped => false,
            RotationPhase::Planned | RotationPhase::Making | RotationPhase::RolledBack => true,
            RotationPhase::RemovingOld => rotation.new_key.is_some() && rotation.change.is_some(),
            _ => rotation.new_key.is_some(),
        };
        (has_what_it_needs && is_client_id(&rotation.client_id)).then_some(rotation)
    }

    /// One step. `now`: Unix seconds.
    pub fn step(&mut self, event: RotationEvent, now: u64) -> RotationEffect {
        if let Some(change) = &mut self.change {
            change.forget(now);
        }
        self.react(event, now)
    }

    /// What a page may offer.
    pub fn roll_back_offer(&self) -> RollBackOffer {
        use RotationPhase as Phase;
        let from = match self.standing() {
            Phase::RollingBack => self.back_from.unwrap_or(Phase::RollingBack),
            phase => phase,
        };
        match from {
            // The client would be left without any.
            Phase::RemovingOld => RollBackOffer::None,
            Phase::Planned | Phase::Finished | Phase::RolledBack => RollBackOffer::None,
            _ if self.is_last() => RollBackOffer::EvenIfLast,
            Phase::HandingOver | Phase::Both => RollBackOffer::Twice,
            _ => RollBackOffer::Once,
        }
    }

    /// What stands in the way, or why it was rolled back, for a report.
    pub fn problem_facts(&self) -> Option<ProblemFacts> {
        self.problem.as_ref().map(RotationProblem::facts)
    }

    fn react(&mut self, event: RotationEvent, now: u64) -> RotationEffect {
        use RotationPhase as Phase;
        match (event, self.phase) {
            (RotationEvent::RollBack { even_if_last }, _)
                if self.roll_back_offer() != RollBackOffer::None =>
            {
                // Whoever asks for it wants no other key made.
                self.again = false;
                if self.is_last() {
                    self.problem = None;
                }
                self.roll_back(even_if_last, now)
            }
            (RotationEvent::RemovedElsewhere { keys }, _) => {
                if let Some(change) = &mut self.change {
                    change.forget_these(&keys);
                }
                RotationEffect::Rest
            }
            (RotationEvent::Continue { private_key }, _) => self.go_on(private_key, now),
            (RotationEvent::KeyMade { jwk }, Phase::Making) => self.made(jwk, now),
            (RotationEvent::KeyNotMade { code }, Phase::Making) => {
                self.stop(RotationProblem::NotMade { code }, now)
            }
            (RotationEvent::Ready, Phase::Proving) => self.prove(),
            (RotationEvent::Ready, phase) if phase.changes_keys() => {
                self.change_step(KeyChangeEvent::Ready, now)
            }
            (RotationEvent::Answer { outcome }, phase) if phase.changes_keys() => {
                self.note_working(&outcome, now);
                self.change_step(KeyChangeEvent::Answer { outcome }, now)
            }
            (RotationEvent::Proved { outcome }, Phase::Proving) => self.proved(outcome, now),
            (RotationEvent::HandedOver, Phase::HandingOver) => {
                self.note(now, LogCode::HandedOver, vec![]);
                self.phase = Phase::Both;
                RotationEffect::Rest
            }
            (RotationEvent::RemoveOld { keys }, Phase::Both) => {
                let own = self.new_key.as_ref().map(|key| KeyName(key.kid.clone()));
                let remove = keys.into_iter().filter(|name| Some(name) != own.as_ref()).collect();
                // The new one is not to be missing when they go.
                let add = self.new_key.iter().map(|key| key.jwk.clone()).collect();
                let spare_last = true;
                self.phase = Phase::RemovingOld;
                let request = KeyChangeRequest { add, remove, spare_last, ..self.empty_request() };
                self.change(request, now)
            }
            _ => RotationEffect::Rest,
        }
    }

    /// After a stop, a reload, or for the first time.
    fn go_on(&mut self, private_key: bool, now: u64) -> RotationEffect {
        use RotationPhase as Phase;
        if self.phase == Phase::Stopped {
            self.phase = self.stopped_in.take().unwrap_or_else(|| self.seems_stopped_in());
            self.problem = None;
        }
        match self.phase {
            Phase::Planned | Phase::Making | Phase::RolledBack => {
                self.problem = None;
                self.make()
            }
            Phase::Adding | Phase::Proving | Phase::HandingOver if !private_key => {
                self.note(now, LogCode::PrivateKeyLost, self.own_name());
                self.again = true;
                self.roll_back(false, now)
            }
            Phase::Adding => self.add(now),
            Phase::Proving => {
                self.attempts = 0;
                self.prove()
            }
            Phase::RollingBack if self.change.is_none() => self.roll_back(false, now),
            Phase::RemovingOld | Phase::RollingBack => self.change_step(KeyChangeEvent::Begin, now),
            Phase::HandingOver | Phase::Both | Phase::Finished | Phase::Stopped => {
                RotationEffect::Rest
            }
        }
    }

    /// Where it stands, also when it has stopped there.
    fn standing(&self) -> RotationPhase {
        self.stopped_in.filter(|_| self.phase == RotationPhase::Stopped).unwrap_or(self.phase)
    }

    /// Where it stopped, when an older version did not keep it.
    fn seems_stopped_in(&self) -> RotationPhase {
        let Some(key) = &self.new_key else { return RotationPhase::Making };
        if matches!(self.problem, Some(RotationProblem::Proof { .. })) {
            return RotationPhase::Proving;
        }
        let removes = self.change.as_ref().map_or(&[][..], |change| &change.request().remove);
        match removes {
            [] => RotationPhase::Adding,
            names if names.iter().any(|name| name.0 == key.kid) => RotationPhase::RollingBack,
            _ => RotationPhase::RemovingOld,
        }
    }

    fn make(&mut self) -> RotationEffect {
        self.phase = RotationPhase::Making;
        self.new_key = None;
        self.again = false;
        self.had_working = false;
        RotationEffect::MakeKey
    }

    fn made(&mut self, jwk: Map<String, Value>, now: u64) -> RotationEffect {
        let read = PublicJwk::from_value(&Value::Object(jwk)).ok();
        let Some((jwk, kid)) = read.and_then(|jwk| Some((jwk.clone(), jwk.key_id?))) else {
            return self.stop(RotationProblem::NotMade { code: "no-public-jwk".into() }, now);
        };
        let thumbprint = jwk.thumbprint().to_string();
        let registered = RegisteredKey::new(&jwk);
        self.new_key = Some(NewKey { kid, thumbprint, jwk: registered, posted: false });
        self.note(now, LogCode::Made, self.own_name());
        self.add(now)
    }

    fn add(&mut self, now: u64) -> RotationEffect {
        let Some(key) = &mut self.new_key else { return self.make() };
        key.posted = true;
        let add = vec![key.jwk.clone()];
        self.phase = RotationPhase::Adding;
        self.change(KeyChangeRequest { add, ..self.empty_request() }, now)
    }

    fn prove(&mut self) -> RotationEffect {
        match &self.new_key {
            Some(NewKey { kid, thumbprint, .. }) => {
                RotationEffect::Prove { kid: kid.clone(), thumbprint: thumbprint.clone() }
            }
            None => self.make(),
        }
    }

    fn proved(&mut self, outcome: TokenOutcome, now: u64) -> RotationEffect {
        self.attempts += 1;
        let proof = match &outcome {
            TokenOutcome::Token { .. } => Some(LogCode::ProvedByToken),
            TokenOutcome::Refused { explanation } if explanation.key_works => {
                Some(LogCode::ProvedByRefusal)
            }
            _ => None,
        };
        if let Some(code) = proof {
            self.note(now, code, vec![]);
            self.phase = RotationPhase::HandingOver;
            return RotationEffect::Rest;
        }
        // A new grant heals what another one spent.
        let spent = matches!(&outcome, TokenOutcome::Refused { explanation } if explanation.spent);
        let wait = match spent && self.attempts < 5 {
            true => Some(core::time::Duration::from_secs(1)),
            false => RetryPolicy::default().next_wait(self.attempts, &outcome),
        };
        if let Some(wait) = wait {
            return RotationEffect::Wait { ms: wait.as_millis().try_into().unwrap_or(u32::MAX) };
        }
        let key_is_bad = speaks_against_key(&outcome);
        let effect = self.stop(RotationProblem::Proof { outcome }, now);
        if key_is_bad { self.roll_back(false, now) } else { effect }
    }

    /// Only our own key goes, from a set that is read afresh: putting an old set back
    /// would erase what others added meanwhile.
    fn roll_back(&mut self, even_if_last: bool, now: u64) -> RotationEffect {
        if self.standing() != RotationPhase::RollingBack {
            self.back_from = Some(self.standing());
        }
        self.stopped_in = None;
        self.phase = RotationPhase::RollingBack;
        match &self.new_key {
            Some(key) if key.posted => {
                let remove = vec![KeyName(key.kid.clone())];
                let spare_last = self.had_working && !even_if_last;
                let request = KeyChangeRequest { remove, spare_last, ..self.empty_request() };
                self.change(request, now)
            }
            _ => self.rolled_back(now),
        }
    }

    fn rolled_back(&mut self, now: u64) -> RotationEffect {
        self.note(now, LogCode::RolledBack, self.own_name());
        self.phase = RotationPhase::RolledBack;
        self.back_from = None;
        if self.again { self.make() } else { RotationEffect::Rest }
    }

    fn change(&mut self, request: KeyChangeRequest, now: u64) -> RotationEffect {
        let seen = self.change.as_ref().map_or(vec![], |change| change.seen().to_vec());
        self.change = Some(KeyChange::new(request, seen));
        self.change_step(KeyChangeEvent::Begin, now)
    }

    fn change_step(&mut self, event: KeyChangeEvent, now: u64) -> RotationEffect {
        let Some(change) = &mut self.change else { return RotationEffect::Rest };
        match change.step(event, now) {
            KeyChangeEffect::Call { call } => RotationEffect::Call { call },
            KeyChangeEffect::Wait { ms } => RotationEffect::Wait { ms },
            KeyChangeEffect::NeedToken => RotationEffect::NeedToken,
            KeyChangeEffect::Failed { problem } => {
                if matches!(problem, KeyChangeProblem::LastWorkingKey { .. }) {
                    self.leave_removing();
                }
                self.stop(RotationProblem::Change { problem }, now)
            }
            KeyChangeEffect::Done { report } => self.changed(report, now),
        }
    }

    /// Nothing is taken away: all is as before it was asked for.
    fn leave_removing(&mut self) {
        self.again = false;
        self.phase = match self.phase {
            RotationPhase::RemovingOld => RotationPhase::Both,
            // Adding begins with a look at what is there.
            _ => self.back_from.take().unwrap_or(RotationPhase::Adding),
        };
    }

    fn changed(&mut self, report: KeyChangeReport, now: u64) -> RotationEffect {
        if !report.restored.is_empty() {
            let names = report.restored.iter().map(|name| name.0.clone()).collect();
            self.note(now, LogCode::Restored, names);
        }
        match self.phase {
            RotationPhase::RollingBack => self.rolled_back(now),
            RotationPhase::RemovingOld => {
                let asked =
                    self.change.take().map_or(vec![], |change| change.request().remove.clone());
                let is_gone = |name: &KeyName| report.after.iter().all(|key| key.name() != *name);
                self.removed = asked.into_iter().filter(is_gone).collect();
                let names = self.removed.iter().map(|name| name.0.clone()).collect();
                self.note(now, LogCode::OldRemoved, names);
                self.phase = RotationPhase::Finished;
                RotationEffect::Rest
            }
            _ => {
                let own = self.own_name();
                let others = report.after.iter().map(RegisteredKey::name);
                self.old = others.filter(|name| !own.contains(&name.0)).collect();
                self.note(now, LogCode::Added, own);
                self.attempts = 0;
                if self.provable {
                    self.phase = RotationPhase::Proving;
                    return self.prove();
                }
                self.note(now, LogCode::NotProvable, vec![]);
                self.phase = RotationPhase::HandingOver;
                RotationEffect::Rest
            }
        }
    }

    fn stop(&mut self, problem: RotationProblem, now: u64) -> RotationEffect {
        self.note(now, LogCode::Stopped, problem.facts().words());
        self.problem = Some(problem);
        self.stopped_in = Some(self.phase);
        self.phase = RotationPhase::Stopped;
        RotationEffect::Rest
    }

    /// Whether another key works while the new one is being added.
    fn note_working(&mut self, outcome: &ApiOutcome, now: u64) {
        let (RotationPhase::Adding, ApiOutcome::Keys { keys }) = (self.phase, outcome) else {
            return;
        };
        let own = self.own_name();
        let is_other = |key: &&RegisteredKey| !own.contains(&key.name().0);
        self.had_working |= keys.keys.iter().filter(is_other).any(|key| key.works(now));
    }

    fn is_last(&self) -> bool {
        let last =
            |problem: &KeyChangeProblem| matches!(problem, KeyChangeProblem::LastWorkingKey { .. });
        matches!(&self.problem, Some(RotationProblem::Change { problem }) if last(problem))
    }

    fn empty_request(&self) -> KeyChangeRequest {
        KeyChangeRequest { client_id: self.client_id.clone(), ..KeyChangeRequest::default() }
    }

    fn own_name(&self) -> Vec<String> {
        self.new_key.iter().map(|key| key.kid.clone()).collect()
    }

    fn note(&mut self, at: u64, code: LogCode, about: Vec<String>) {
        self.log.push(LogLine { at, code, about });
    }
}

impl RotationPhase {
    const fn changes_keys(self) -> bool {
        matches!(self, Self::Adding | Self::RemovingOld | Self::RollingBack)
    }
}

/// The key never worked, or cannot: not the network, the clock or the client.
fn speaks_against_key(outcome: &TokenOutcome) -> bool {
    use AnswerCode::{Algorithm, KidMissing, Mp121, Mp124, UnknownKid};
    matches!(outcome, TokenOutcome::Refused { explanation }
        if matches!(explanation.code, UnknownKid | KidMissing | Mp121 | Mp124 | Algorithm))
}

impl RotationProblem {
    fn facts(&self) -> ProblemFacts {
        match self {
            Self::NotMade { code } => ProblemFacts::of_code(code),
            Self::Change { problem } => ProblemFacts::of_change(problem),
            Self::Proof { outcome } => ProblemFacts::of_token(outcome),
        }
    }
}
