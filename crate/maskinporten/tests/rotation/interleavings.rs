//! Many rotations with other writers, lost answers, reloads and changes of mind:
//! no key that was ever read is lost unless it was removed on purpose.

use crate::dice::Dice;
use crate::one::token_answer;
use crate::server::{NOW, Server, jwk, no_answer, trouble};
use nokkelsmie_maskinporten::TokenOutcome;
use nokkelsmie_maskinporten::self_service::*;
use serde_json::json;
use std::collections::BTreeSet;

/// `NOKKELSMIE_INTERLEAVINGS=100000 cargo test -p nokkelsmie-maskinporten --test rotation`
fn count() -> u64 {
    let text = std::env::var("NOKKELSMIE_INTERLEAVINGS").ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(1000)
}

#[test]
fn no_key_is_lost() {
    let mut ends = std::collections::BTreeMap::<String, u64>::new();
    for seed in 0..count() {
        let end = Run::new(seed).until_it_ends();
        *ends.entry(format!("{end:?}")).or_default() += 1;
    }
    println!("{ends:?}");
    // All ends are reached, or the dice are loaded.
    for phase in ["Both", "Finished", "RolledBack", "Stopped"] {
        assert!(ends.contains_key(phase), "{phase} in {ends:?}");
    }
}

struct Run {
    seed: u64,
    dice: Dice,
    server: Server,
    rotation: Rotation,
    now: u64,
    last_key: u64,
    private_key: bool,
    /// Every key that an answer told the tool of.
    told: BTreeSet<String>,
    /// What the tool was told to remove, by the person or by its own roll-back.
    on_purpose: BTreeSet<String>,
    /// How much goes wrong, in percent.
    trouble: u64,
    writers: u64,
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let server = Server::with_keys(dice.roll(4));
        let rotation = Rotation::new("c", dice.hits(80));
        let (trouble, writers) = (dice.roll(40), dice.roll(30));
        Self {
            seed,
            dice,
            server,
            rotation,
            now: NOW,
            last_key: 1000,
            private_key: false,
            told: BTreeSet::new(),
            on_purpose: BTreeSet::new(),
            trouble,
            writers,
        }
    }

    fn until_it_ends(mut self) -> RotationPhase {
        let mut event = RotationEvent::Continue { private_key: false };
        for _ in 0..2000 {
            let effect = self.step(event);
            event = match self.carry_out(effect) {
                Some(next) => self.interrupted(next),
                None => match self.persons_turn() {
                    Some(next) => next,
                    None => return self.judge(),
                },
            };
        }
        panic!("seed {} has no end: {:?}", self.seed, self.rotation.phase);
    }

    fn step(&mut self, event: RotationEvent) -> RotationEffect {
        self.now += self.dice.roll(3);
        if event == RotationEvent::RollBack && self.rotation.phase.may_roll_back() {
            self.own_key_goes();
        }
        if let RotationEvent::Answer { outcome: ApiOutcome::Keys { keys } } = &event {
            self.told.extend(keys.keys.iter().map(|key| key.name().0));
        }
        let effect = self.rotation.step(event, self.now);
        if matches!(self.rotation.phase, RotationPhase::RollingBack | RotationPhase::RolledBack) {
            self.own_key_goes();
        }
        // It may be stored after each step, and read again.
        let text = serde_json::to_string(&self.rotation).unwrap();
        self.rotation = serde_json::from_str(&text).unwrap();
        effect
    }

    fn own_key_goes(&mut self) {
        let own = self.rotation.new_key.iter().map(|key| key.kid.clone());
        self.on_purpose.extend(own);
    }

    /// `None`: it is the person's turn.
    fn carry_out(&mut self, effect: RotationEffect) -> Option<RotationEvent> {
        Some(match effect {
            RotationEffect::MakeKey => {
                self.last_key += 1;
                self.private_key = true;
                match self.dice.hits(3) {
                    true => RotationEvent::KeyNotMade { code: "cancelled".into() },
                    false => RotationEvent::KeyMade { jwk: jwk(self.last_key) },
                }
            }
            RotationEffect::Call { call } => RotationEvent::Answer { outcome: self.send(&call) },
            RotationEffect::Prove { .. } => RotationEvent::Proved { outcome: self.token() },
            RotationEffect::Wait { ms } => {
                assert!(ms > 0);
                RotationEvent::Ready
            }
            RotationEffect::NeedToken => RotationEvent::Ready,
            RotationEffect::Rest => return None,
        })
    }

    fn send(&mut self, call: &ApiCall) -> ApiOutcome {
        // What comes after the set was read is in the window that remains.
        let shows_keys = !matches!(call, ApiCall::ReadClient { .. });
        if shows_keys && self.dice.hits(self.writers) {
            self.server.other_writer(&mut self.dice);
        }
        if let ApiCall::WriteKeys { keys, .. } = call {
            assert!(keys.len() <= MAXIMUM_KEYS);
        }
        if !self.dice.hits(self.trouble) {
            return self.server.answer(call);
        }
        match self.dice.roll(6) {
            0 => no_answer(call),
            1 | 2 => {
                self.server.respond(call);
                no_answer(call)
            }
            3 => trouble(call, 503),
            4 => trouble(call, 401),
            _ => trouble(call, [409, 429, 500][self.dice.roll(3) as usize]),
        }
    }

    fn token(&mut self) -> TokenOutcome {
        let own = self.rotation.new_key.as_ref().unwrap();
        let refused = |text: &str| {
            token_answer(400, json!({"error": "invalid_grant", "error_description": text}))
        };
        match self.dice.roll(10) {
            _ if !self.server.kids().contains(&own.kid) => refused("Unknown key identifier (kid)"),
            0 => refused("MP-124: Invalid JWT signature"),
            1 => refused("MP-250: has not been granted access to the scope"),
            2..=4 => refused("Unknown key identifier (kid)"),
            5 => token_answer(503, json!({})),
            6 => refused("MP-012: grant is used before"),
            _ => token_answer(200, json!({"access_token": "e30.e30.AA"})),
        }
    }

    /// A reload, a lost answer with it, or another mind.
    fn interrupted(&mut self, next: RotationEvent) -> RotationEvent {
        match self.dice.roll(60) {
            0 => RotationEvent::Continue { private_key: self.private_key },
            1 => {
                self.private_key = false;
                RotationEvent::Continue { private_key: false }
            }
            2 if self.rotation.phase.may_roll_back() => RotationEvent::RollBack,
            _ => next,
        }
    }

    /// `None`: the person leaves it there.
    fn persons_turn(&mut self) -> Option<RotationEvent> {
        match self.rotation.phase {
            RotationPhase::HandingOver => Some(RotationEvent::HandedOver),
            RotationPhase::Both if self.dice.hits(50) && !self.rotation.old.is_empty() => {
                let keys = self.rotation.old.clone();
                self.on_purpose.extend(keys.iter().map(|name| name.0.clone()));
                Some(RotationEvent::RemoveOld { keys })
            }
            RotationPhase::Stopped => match self.dice.roll(10) {
                0 => None,
                1..=6 => Some(RotationEvent::Continue { private_key: self.private_key }),
                _ => Some(RotationEvent::RollBack),
            },
            // There, it may be tried once more.
            RotationPhase::RolledBack if self.dice.hits(20) => {
                Some(RotationEvent::Continue { private_key: false })
            }
            _ => None,
        }
    }

    fn judge(self) -> RotationPhase {
        let (seed, phase) = (self.seed, self.rotation.phase);
        let kids = self.server.kids();
        if phase != RotationPhase::Stopped {
            for kid in self.told.difference(&self.on_purpose) {
                assert!(kids.contains(kid), "seed {seed}: {kid} is lost, {phase:?}");
            }
        }
        let own = self.rotation.new_key.as_ref().map(|key| key.kid.clone());
        let is_there = own.is_some_and(|kid| kids.contains(&kid));
        match phase {
            RotationPhase::Both | RotationPhase::Finished => {
                assert!(is_there, "seed {seed}: no new key");
            }
            RotationPhase::RolledBack => assert!(!is_there, "seed {seed}: the new key is there"),
            RotationPhase::Stopped => {
                assert!(self.rotation.problem.is_some(), "seed {seed}: nothing says why");
            }
            other => panic!("seed {seed}: rests in {other:?}"),
        }
        phase
    }
}
