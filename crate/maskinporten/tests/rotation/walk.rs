//! A rotation and a server, and what goes wrong between them.

use crate::one::{token, token_answer};
use crate::server::{NOW, Server, jwk, no_answer, trouble};
use nokkelsmie_maskinporten::TokenOutcome;
use nokkelsmie_maskinporten::self_service::*;
use serde_json::json;

/// What becomes of a call.
#[derive(Clone, Copy)]
pub enum Fault {
    /// Refused with this status, and not done.
    Refused(u16),
    /// Done, and nobody hears of it.
    AnswerLost,
}

/// Decided anew at each call.
pub type Faults = Box<dyn FnMut(&ApiCall) -> Option<Fault>>;

pub struct Walk {
    pub server: Server,
    pub rotation: Rotation,
    pub now: u64,
    pub proof: TokenOutcome,
    pub faults: Faults,
    last_key: u64,
}

pub fn is_write(call: &ApiCall) -> bool {
    matches!(call, ApiCall::WriteKeys { .. } | ApiCall::DeleteKeys { .. })
}

pub fn bad_proof() -> TokenOutcome {
    token_answer(400, json!({"error": "invalid_grant", "error_description": "MP-124"}))
}

impl Walk {
    pub fn new(keys: u64) -> Self {
        Self {
            server: Server::with_keys(keys),
            rotation: Rotation::new("c", true),
            now: NOW,
            proof: token(),
            faults: Box::new(|_| None),
            last_key: 8,
        }
    }

    /// Until it is the person's turn.
    pub fn send(&mut self, event: RotationEvent) -> RotationPhase {
        let mut next = Some(event);
        while let Some(event) = next {
            let effect = self.rotation.step(event, self.now);
            next = self.carry_out(effect);
        }
        self.rotation.phase
    }

    /// Begins, or goes on with the private key in the vault.
    pub fn go(&mut self) -> RotationPhase {
        self.send(RotationEvent::Continue { private_key: true })
    }

    pub fn remove_old(&mut self, keys: &[&str]) -> RotationPhase {
        let keys = keys.iter().map(|kid| KeyName((*kid).to_owned())).collect();
        self.send(RotationEvent::RemoveOld { keys })
    }

    pub fn kids(&self) -> Vec<String> {
        self.server.kids().into_iter().collect()
    }

    pub fn codes(&self) -> Vec<LogCode> {
        self.rotation.log.iter().map(|line| line.code).collect()
    }

    fn carry_out(&mut self, effect: RotationEffect) -> Option<RotationEvent> {
        Some(match effect {
            RotationEffect::MakeKey => {
                self.last_key += 1;
                RotationEvent::KeyMade { jwk: jwk(self.last_key) }
            }
            RotationEffect::Call { call } => RotationEvent::Answer { outcome: self.ask(&call) },
            RotationEffect::Prove { .. } => RotationEvent::Proved { outcome: self.proof.clone() },
            RotationEffect::Wait { ms } => {
                self.now += u64::from(ms / 1000);
                RotationEvent::Ready
            }
            RotationEffect::NeedToken => RotationEvent::Ready,
            RotationEffect::Rest => return None,
        })
    }

    fn ask(&mut self, call: &ApiCall) -> ApiOutcome {
        self.server.now = self.now;
        match (self.faults)(call) {
            None => self.server.answer(call),
            Some(Fault::Refused(status)) => trouble(call, status),
            Some(Fault::AnswerLost) => {
                self.server.respond(call);
                no_answer(call)
            }
        }
    }
}
