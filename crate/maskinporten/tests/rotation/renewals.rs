//! Many renewals with other writers and lost answers: what is done is to be seen in
//! the dates, and no other key gets another date.

use crate::dice::Dice;
use crate::interleavings::count;
use crate::one::request;
use crate::server::{NOW, Server, YEAR, no_answer, trouble};
use crate::walk::is_write;
use nokkelsmie_maskinporten::self_service::*;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

const DAY: u64 = 24 * 3600;

type Dates = BTreeMap<KeyName, Option<u64>>;

fn dates(keys: &[RegisteredKey]) -> Dates {
    keys.iter().map(|key| (key.name(), key.expires())).collect()
}

#[test]
fn a_renewal_is_done_when_its_later_date_is_there() {
    let mut ends = BTreeMap::<&str, u64>::new();
    for seed in 0..count() {
        *ends.entry(renewal(seed)).or_default() += 1;
    }
    println!("{ends:?}");
    for end in ["done", "contested", "answer", "missing"] {
        assert!(ends.contains_key(end), "{end} in {ends:?}");
    }
}

fn renewal(seed: u64) -> &'static str {
    let mut dice = Dice(seed);
    let mut server = Server::with_keys(1 + dice.roll(4));
    for key in &mut server.keys {
        key.insert("exp".into(), (NOW + YEAR / 2 + dice.roll(YEAR / 4)).into());
    }
    let mut between = Between {
        mishaps: dice.roll(60),
        writers: dice.roll(80),
        dogged: dice.hits(5).then(|| server.keys.clone()),
    };
    let name = |number: u64| KeyName(format!("k{number}"));
    let renew = vec![name(1 + dice.roll(server.keys.len() as u64))];
    let mut change = KeyChange::new(KeyChangeRequest { renew: renew.clone(), ..request() }, vec![]);
    let mut told = Dates::new();
    let mut event = KeyChangeEvent::Begin;
    for _ in 0..200 {
        server.now += dice.roll(20);
        if let KeyChangeEvent::Answer { outcome: ApiOutcome::Keys { keys } } = &event {
            told.append(&mut dates(&keys.keys));
        }
        event = match change.step(event, server.now) {
            KeyChangeEffect::Call { call } => {
                if let ApiCall::WriteKeys { keys, .. } = &call {
                    judge_write(seed, keys, &renew, &told);
                }
                KeyChangeEvent::Answer { outcome: between.send(&mut server, &mut dice, &call) }
            }
            KeyChangeEffect::Wait { ms } => {
                server.now += u64::from(ms / 1000);
                KeyChangeEvent::Ready
            }
            KeyChangeEffect::NeedToken => KeyChangeEvent::Ready,
            KeyChangeEffect::Done { report } => {
                let (before, after) = (dates(&report.before), dates(&report.after));
                for name in &renew {
                    // Another writer may have renewed it just before.
                    let is_whole = after[name] > Some(server.now + YEAR - DAY);
                    let is_later = after[name] > before[name];
                    assert!(is_later || is_whole, "seed {seed}: {name:?} has its old date");
                }
                return "done";
            }
            KeyChangeEffect::Failed { problem } => return end(problem),
        };
    }
    panic!("seed {seed} has no end");
}

fn judge_write(seed: u64, sent: &[RegisteredKey], renew: &[KeyName], told: &Dates) {
    for (name, exp) in dates(sent) {
        let is_renewed = exp.is_none() && renew.contains(&name);
        assert!(is_renewed || exp == told[&name], "seed {seed}: the date of {name:?}");
    }
}

/// What goes wrong on the way, and what others do, in percent.
struct Between {
    mishaps: u64,
    writers: u64,
    /// Somebody puts these back after each write.
    dogged: Option<Vec<Map<String, Value>>>,
}

impl Between {
    fn send(&mut self, server: &mut Server, dice: &mut Dice, call: &ApiCall) -> ApiOutcome {
        let outcome = match dice.hits(self.mishaps) {
            true => self.mishap(server, dice, call),
            false => server.answer(call),
        };
        if dice.hits(if is_write(call) { self.writers } else { self.writers / 2 }) {
            server.other_writer(dice);
        }
        match &self.dogged {
            Some(keys) if is_write(call) => server.keys.clone_from(keys),
            _ => {}
        }
        outcome
    }

    fn mishap(&self, server: &mut Server, dice: &mut Dice, call: &ApiCall) -> ApiOutcome {
        match dice.roll(4) {
            0 => no_answer(call),
            1 => {
                server.respond(call);
                no_answer(call)
            }
            _ => trouble(call, [409, 429, 503, 401][dice.roll(4) as usize]),
        }
    }
}

fn end(problem: KeyChangeProblem) -> &'static str {
    match problem {
        KeyChangeProblem::Contested { .. } => "contested",
        KeyChangeProblem::Answer { .. } => "answer",
        KeyChangeProblem::Missing { .. } => "missing",
        KeyChangeProblem::Ambiguous { .. } => "ambiguous",
        KeyChangeProblem::TooMany { .. } => "too-many",
        other => panic!("{other:?}"),
    }
}
