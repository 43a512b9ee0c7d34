//! Many rotations with other writers, lost answers, reloads, long waits and changes of
//! mind: no write of ours loses a key, brings one back that is long gone, gives one
//! another date, or leaves a client without a key that works.

use crate::dice::Dice;
use crate::one::token_answer;
use crate::server::{NOW, Server, YEAR, jwk, kid, no_answer, trouble};
use crate::walk::is_write;
use nokkelsmie_maskinporten::TokenOutcome;
use nokkelsmie_maskinporten::self_service::*;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// `NOKKELSMIE_INTERLEAVINGS=100000 cargo test -p nokkelsmie-maskinporten --test rotation`
pub fn count() -> u64 {
    let text = std::env::var("NOKKELSMIE_INTERLEAVINGS").ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(1000)
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
/// What was read so long ago is not put back.
const KNOWN_FOR: u64 = 15 * MINUTE;

#[test]
fn no_key_is_lost() {
    let mut ends = BTreeMap::<String, u64>::new();
    let mut stops = BTreeMap::<String, u64>::new();
    for seed in 0..count() {
        let mut run = Run::new(seed);
        *ends.entry(run.until_it_ends()).or_default() += 1;
        for stop in run.stops {
            *stops.entry(stop).or_default() += 1;
        }
    }
    println!("ends {ends:?}\nstops {stops:?}");
    // All are reached, or the dice are loaded.
    for end in ["HandingOver", "Both", "Finished", "RolledBack", "Stopped"] {
        assert!(ends.contains_key(end), "{end} in {ends:?}");
    }
    for stop in ["Making", "Adding", "Proving", "RemovingOld", "RollingBack", "last-working-key"] {
        assert!(stops.contains_key(stop), "{stop} in {stops:?}");
    }
}

/// A key as an answer told of it last.
struct Told {
    at: u64,
    exp: Option<u64>,
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
    told: BTreeMap<String, Told>,
    /// What the last answer told of.
    last_read: BTreeSet<String>,
    /// Keys that the last read lacked and that are to come back.
    owed: BTreeSet<String>,
    /// The old keys that the person wants removed.
    old_to_go: BTreeSet<String>,
    /// What was removed on purpose, and was not read again since.
    gone: BTreeSet<String>,
    /// Another key worked when the new one was first written.
    had_working: bool,
    /// The person said so.
    even_if_last: bool,
    /// The last thing that the person asked for is a roll-back.
    wants_back: bool,
    /// How often the set was written, by anyone: now, when it was asked for last, and
    /// when what the tool was told last was true.
    version: u64,
    answered: u64,
    heard: Option<u64>,
    /// Where or why it stopped, each time.
    stops: Vec<String>,
    /// How much goes wrong, in percent.
    trouble: u64,
    writers: u64,
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let mut server = Server::with_keys(dice.roll(4));
        let short = 40 * dice.roll(3);
        for key in &mut server.keys {
            let lives = if dice.hits(short) { dice.roll(2 * HOUR) } else { YEAR / 2 };
            key.insert("exp".into(), (NOW + lives).into());
        }
        let rotation = Rotation::new("c", dice.hits(80));
        let (trouble, writers) = (dice.roll(40), dice.roll(30));
        let trouble = if dice.hits(20) { 2 * trouble } else { trouble };
        Self {
            seed,
            dice,
            server,
            rotation,
            now: NOW,
            last_key: 1000,
            private_key: false,
            told: BTreeMap::new(),
            last_read: BTreeSet::new(),
            owed: BTreeSet::new(),
            old_to_go: BTreeSet::new(),
            gone: BTreeSet::new(),
            had_working: false,
            even_if_last: false,
            wants_back: false,
            version: 0,
            answered: 0,
            heard: None,
            stops: Vec::new(),
            trouble,
            writers,
        }
    }

    fn until_it_ends(&mut self) -> String {
        let mut event = RotationEvent::Continue { private_key: false };
        for _ in 0..2000 {
            let effect = self.step(event);
            event = match self.carry_out(effect) {
                Some(next) => self.interrupted(next),
                None => {
                    self.judge();
                    self.count_stop();
                    match self.persons_turn() {
                        Some(next) => next,
                        None => return format!("{:?}", self.rotation.phase),
                    }
                }
            };
        }
        panic!("seed {} has no end: {:?}", self.seed, self.rotation.phase);
    }

    fn step(&mut self, event: RotationEvent) -> RotationEffect {
        match self.dice.hits(3) {
            true => self.pass(HOUR),
            false => self.pass(3),
        }
        self.hear(&event);
        let refused = self.is_refused(&event);
        let before = self.rotation.clone();
        let effect = self.rotation.step(event, self.now);
        if refused {
            assert_eq!((&effect, self.rotation.phase), (&RotationEffect::Rest, before.phase));
        }
        self.follow(&before);
        // It may be stored after each step, and read again.
        let text = serde_json::to_string(&self.rotation).unwrap();
        let stored = Rotation::from_stored(&text).unwrap();
        assert_eq!(stored, self.rotation, "seed {}", self.seed);
        effect
    }

    /// Time goes by, and others are at work.
    fn pass(&mut self, seconds: u64) {
        self.now += self.dice.roll(seconds);
        self.server.now = self.now;
        if seconds >= MINUTE {
            self.others();
            self.others();
        }
    }

    fn others(&mut self) {
        if self.dice.hits(self.writers) {
            self.server.other_writer(&mut self.dice);
            self.version += 1;
        }
    }

    /// Whoever has the old keys renews them, and not the new one.
    fn others_renew(&mut self) {
        let own = self.own();
        for key in self.server.keys.iter_mut().filter(|key| Some(kid(key)) != own) {
            key.insert("exp".into(), (self.now + YEAR).into());
        }
        self.version += 1;
    }

    /// What the tool is told.
    fn hear(&mut self, event: &RotationEvent) {
        match event {
            RotationEvent::Answer { outcome: ApiOutcome::Keys { keys } } => self.read(&keys.keys),
            // It has no set.
            RotationEvent::Answer { outcome: ApiOutcome::Client { .. } } => self.read(&[]),
            RotationEvent::RollBack { even_if_last } => {
                self.even_if_last = *even_if_last;
                self.wants_back = true;
            }
            RotationEvent::RemoveOld { keys } if self.rotation.phase == RotationPhase::Both => {
                self.old_to_go = keys.iter().map(|name| name.0.clone()).collect();
            }
            RotationEvent::Continue { .. } => self.wants_back = false,
            _ => {}
        }
    }

    fn read(&mut self, keys: &[RegisteredKey]) {
        let (now, goes) = (self.now, self.goes());
        self.last_read = keys.iter().map(|key| key.name().0).collect();
        self.heard = Some(self.answered);
        for key in keys {
            let name = key.name().0;
            if !goes.contains(&name) {
                self.gone.remove(&name);
            }
            self.told.insert(name, Told { at: now, exp: key.expires() });
        }
        self.owed =
            self.to_stay().into_iter().filter(|kid| !self.last_read.contains(kid)).collect();
    }

    /// A roll-back when the old keys are going or gone.
    fn is_refused(&self, event: &RotationEvent) -> bool {
        use RotationPhase::{Finished, RemovingOld, RolledBack};
        matches!(event, RotationEvent::RollBack { .. })
            && matches!(self.standing(), RemovingOld | Finished | RolledBack)
    }

    /// What the machine has decided, and what that means for keys that go.
    fn follow(&mut self, before: &Rotation) {
        use RotationPhase as Phase;
        let log = &self.rotation.log[before.log.len()..];
        if let Some(line) = log.iter().find(|line| line.code == LogCode::RolledBack) {
            self.gone.extend(line.about.iter().cloned());
        }
        match self.standing() {
            Phase::RollingBack | Phase::RolledBack => {}
            Phase::Finished => self.gone.append(&mut self.old_to_go),
            phase => {
                self.even_if_last = false;
                if phase == Phase::Both {
                    self.old_to_go.clear();
                }
            }
        }
    }

    fn standing(&self) -> RotationPhase {
        self.rotation.stopped_in.unwrap_or(self.rotation.phase)
    }

    fn own(&self) -> Option<String> {
        self.rotation.new_key.as_ref().map(|key| key.kid.clone())
    }

    /// What is being removed now.
    fn goes(&self) -> BTreeSet<String> {
        match self.standing() {
            RotationPhase::RollingBack => self.own().into_iter().collect(),
            RotationPhase::RemovingOld => self.old_to_go.clone(),
            _ => BTreeSet::new(),
        }
    }

    /// Keys that were read lately and that nobody here removed.
    fn to_stay(&self) -> BTreeSet<String> {
        let goes = self.goes();
        let stays = |(kid, told): (&String, &Told)| {
            let is_known =
                self.now - told.at <= KNOWN_FOR && told.exp.is_none_or(|exp| exp > self.now);
            (is_known && !goes.contains(kid) && !self.gone.contains(kid)).then(|| kid.clone())
        };
        self.told.iter().filter_map(stays).collect()
    }

    /// `None`: it is the person's turn.
    fn carry_out(&mut self, effect: RotationEffect) -> Option<RotationEvent> {
        Some(match effect {
            RotationEffect::MakeKey => {
                assert!(!self.wants_back, "seed {}: nobody asked for a key", self.seed);
                self.last_key += 1;
                self.private_key = true;
                self.had_working = false;
                match self.dice.hits(3) {
                    true => RotationEvent::KeyNotMade { code: "cancelled".into() },
                    false => RotationEvent::KeyMade { jwk: jwk(self.last_key) },
                }
            }
            RotationEffect::Call { call } => RotationEvent::Answer { outcome: self.send(&call) },
            RotationEffect::Prove { .. } => RotationEvent::Proved { outcome: self.token() },
            RotationEffect::Wait { ms } => {
                assert!(ms > 0);
                self.now += u64::from(ms / 1000);
                RotationEvent::Ready
            }
            RotationEffect::NeedToken => RotationEvent::Ready,
            RotationEffect::Rest => return None,
        })
    }

    fn send(&mut self, call: &ApiCall) -> ApiOutcome {
        // What comes after the set was read is in the window that remains.
        self.others();
        if !self.dice.hits(self.trouble) {
            return ApiOutcome::of(call, &self.deliver(call));
        }
        match self.dice.roll(6) {
            0 => no_answer(call),
            1 | 2 => {
                self.deliver(call);
                no_answer(call)
            }
            3 => trouble(call, 503),
            4 => trouble(call, 401),
            _ => trouble(call, [409, 429, 500][self.dice.roll(3) as usize]),
        }
    }

    fn deliver(&mut self, call: &ApiCall) -> nokkelsmie_maskinporten::Response {
        let before = self.server.keys.clone();
        let response = self.server.respond(call);
        match call {
            ApiCall::ReadKeys { .. } => self.answered = self.version,
            call if is_write(call) => {
                self.version += 1;
                self.judge_write(call, &before);
            }
            _ => {}
        }
        response
    }

    /// A write of ours.
    fn judge_write(&mut self, call: &ApiCall, before: &[Map<String, Value>]) {
        let (seed, phase) = (self.seed, self.rotation.phase);
        let none: &[RegisteredKey] = &[];
        let sent = if let ApiCall::WriteKeys { keys, .. } = call { keys } else { none };
        let kids: BTreeSet<String> = sent.iter().map(|key| key.name().0).collect();
        assert!(sent.len() <= MAXIMUM_KEYS, "seed {seed}");
        let own = self.own();
        if own.as_ref().is_some_and(|own| kids.contains(own) && !self.told.contains_key(own)) {
            let is_other = |kid: &&String| Some(*kid) != own.as_ref();
            self.had_working = self.last_read.iter().filter(is_other).any(|kid| self.works(kid));
        }
        let goes = self.goes();
        let was_read = self.last_read.difference(&goes).cloned();
        for kid in self.to_stay().into_iter().chain(was_read) {
            assert!(kids.contains(&kid), "seed {seed}: {kid} is lost, {phase:?}");
        }
        for key in sent.iter().filter(|key| Some(key.name().0) != own) {
            let kid = key.name().0;
            let told = &self.told[&kid];
            assert!(self.now - told.at <= KNOWN_FOR, "seed {seed}: {kid} was removed long ago");
            assert_eq!(key.expires(), told.exp, "seed {seed}: the date of {kid}");
        }
        let worked =
            before.iter().map(kid).any(|kid| self.last_read.contains(&kid) && self.works(&kid));
        let works = sent.iter().any(|key| key.expires().is_none_or(|exp| exp > self.now));
        let is_meant =
            phase == RotationPhase::RollingBack && (self.even_if_last || !self.had_working);
        assert!(works || !worked || is_meant, "seed {seed}: no key works any more, {phase:?}");
    }

    fn works(&self, kid: &str) -> bool {
        self.told.get(kid).is_some_and(|told| told.exp.is_none_or(|exp| exp > self.now))
    }

    fn token(&mut self) -> TokenOutcome {
        let own = self.own().unwrap();
        let refused = |text: &str| {
            token_answer(400, json!({"error": "invalid_grant", "error_description": text}))
        };
        match self.dice.roll(10) {
            _ if !self.server.kids().contains(&own) => refused("Unknown key identifier (kid)"),
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
                self.pass(HOUR);
                RotationEvent::Continue { private_key: false }
            }
            2 => self.roll_back(),
            _ => next,
        }
    }

    fn roll_back(&mut self) -> RotationEvent {
        RotationEvent::RollBack { even_if_last: self.dice.hits(20) }
    }

    /// `None`: the person leaves it there.
    fn persons_turn(&mut self) -> Option<RotationEvent> {
        use RotationPhase as Phase;
        let at_most = match self.dice.roll(100) {
            0..4 => 2 * YEAR,
            4..34 => HOUR,
            _ => 5 * MINUTE,
        };
        self.pass(at_most);
        if at_most > YEAR {
            self.others_renew();
        }
        if self.dice.hits(15) {
            return Some(self.roll_back());
        }
        let goes_on = RotationEvent::Continue { private_key: self.private_key };
        match self.rotation.phase {
            Phase::HandingOver if self.dice.hits(90) => Some(RotationEvent::HandedOver),
            Phase::Both if self.dice.hits(60) && !self.rotation.old.is_empty() => {
                let mut keys = self.rotation.old.clone();
                keys.retain(|_| self.dice.hits(70));
                Some(RotationEvent::RemoveOld { keys })
            }
            Phase::Stopped if self.dice.hits(70) => Some(goes_on),
            // There, it may be tried once more.
            Phase::RolledBack if self.dice.hits(60) => {
                Some(RotationEvent::Continue { private_key: false })
            }
            Phase::HandingOver | Phase::Both | Phase::Stopped => None,
            Phase::RolledBack | Phase::Finished => None,
            // What was asked for was refused while it was under way.
            _ => Some(goes_on),
        }
    }

    /// Whenever it rests.
    fn judge(&self) {
        use RotationPhase as Phase;
        let (seed, phase) = (self.seed, self.rotation.phase);
        let own = self.own();
        let is_there = own.is_some_and(|kid| self.last_read.contains(&kid));
        match phase {
            Phase::HandingOver => self.judge_log(&[], "proved"),
            Phase::Both => self.judge_log(&[LogCode::HandedOver], "handed over"),
            Phase::Finished => {
                assert!(is_there, "seed {seed}: no new key");
                self.judge_log(&[LogCode::HandedOver, LogCode::OldRemoved], "finished");
            }
            Phase::RolledBack => assert!(!is_there, "seed {seed}: the new key is there"),
            Phase::Stopped => {
                assert!(self.rotation.problem.is_some(), "seed {seed}: nothing says why");
                assert!(self.rotation.stopped_in.is_some(), "seed {seed}: nothing says where");
            }
            _ => {}
        }
        if !matches!(phase, Phase::Stopped | Phase::RemovingOld) {
            assert!(self.owed.is_empty(), "seed {seed}: {:?} are lost, {phase:?}", self.owed);
            let is_as_read =
                self.heard != Some(self.version) || self.server.kids() == self.last_read;
            assert!(is_as_read, "seed {seed}: {phase:?}");
        }
    }

    /// What must have been done to the key that was made last, in this order.
    fn judge_log(&self, wanted: &[LogCode], what: &str) {
        use LogCode::{Added, NotProvable, ProvedByRefusal, ProvedByToken};
        let codes: Vec<LogCode> = self.rotation.log.iter().map(|line| line.code).collect();
        let made = codes.iter().rposition(|code| *code == LogCode::Made).unwrap();
        let mut since = codes[made..].iter();
        let mut wanted = wanted.iter();
        let proofs: &[LogCode] = match self.rotation.provable {
            true => &[ProvedByToken, ProvedByRefusal],
            false => &[NotProvable],
        };
        let is_done = since.any(|code| *code == Added)
            && since.any(|code| proofs.contains(code))
            && wanted.all(|code| since.any(|one| one == code));
        assert!(is_done, "seed {}: not {what}: {codes:?}", self.seed);
    }

    fn count_stop(&mut self) {
        let Some(stopped_in) = self.rotation.stopped_in else { return };
        let code = self.rotation.problem_facts().unwrap().code;
        self.stops.push(match code.as_str() {
            "last-working-key" => {
                use RotationPhase::{RemovingOld, RollingBack};
                let is_left = !matches!(stopped_in, RemovingOld | RollingBack);
                assert!(is_left, "seed {}: nothing was removed: {stopped_in:?}", self.seed);
                code
            }
            _ => format!("{stopped_in:?}"),
        });
    }
}
