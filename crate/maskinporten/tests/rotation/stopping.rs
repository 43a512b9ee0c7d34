//! Stopping, going on, and changing one's mind.

use crate::one::{token, token_answer};
use crate::server::{NOW, YEAR, jwk, with_expiry};
use crate::walk::{Fault, Faults, Walk, bad_proof, is_write};
use nokkelsmie_maskinporten::self_service::*;
use serde_json::json;

const BACK: RotationEvent = RotationEvent::RollBack { even_if_last: false };
const MINUTE: u64 = 60;
const DAY: u64 = 24 * 3600;

/// The first write is done without an answer, and from then on there is only trouble.
fn lost_then_trouble() -> Faults {
    let mut written = false;
    Box::new(move |call| {
        if written {
            return Some(Fault::Refused(503));
        }
        written = is_write(call);
        written.then_some(Fault::AnswerLost)
    })
}

fn writes_fail() -> Faults {
    Box::new(|call| is_write(call).then_some(Fault::Refused(503)))
}

fn nothing_fails() -> Faults {
    Box::new(|_| None)
}

#[test]
fn what_stopped_while_the_old_ones_went_is_not_rolled_back() {
    let mut walk = Walk::new(1);
    walk.go();
    walk.send(RotationEvent::HandedOver);
    walk.faults = lost_then_trouble();
    assert_eq!(walk.remove_old(&["k1"]), RotationPhase::Stopped);
    assert_eq!(walk.kids(), ["k9"]);
    walk.faults = nothing_fails();
    assert_eq!(walk.send(BACK), RotationPhase::Stopped);
    assert_eq!(walk.kids(), ["k9"]);
    assert_eq!(walk.go(), RotationPhase::Finished);
    assert_eq!(walk.kids(), ["k9"]);
}

#[test]
fn what_is_made_anew_is_proved_and_handed_over_anew() {
    let mut walk = Walk::new(1);
    walk.go();
    walk.send(RotationEvent::HandedOver);
    assert_eq!(walk.send(BACK), RotationPhase::RolledBack);
    walk.faults = writes_fail();
    assert_eq!(walk.go(), RotationPhase::Stopped);
    walk.faults = nothing_fails();
    assert_eq!(walk.go(), RotationPhase::HandingOver);
    assert_eq!(walk.kids(), ["k1", "k10"]);
    assert_eq!(walk.codes().last(), Some(&LogCode::ProvedByToken));
}

#[test]
fn what_a_colleague_removed_long_ago_is_not_put_back() {
    let mut walk = Walk::new(3);
    walk.server.keys = (1..=3).map(|number| with_expiry(jwk(number), NOW + YEAR)).collect();
    walk.go();
    walk.now += 10 * MINUTE;
    walk.send(RotationEvent::HandedOver);
    walk.server.keys.retain(|key| key["kid"] != "k2");
    walk.now += 10 * MINUTE;
    assert_eq!(walk.remove_old(&["k1"]), RotationPhase::Finished);
    assert_eq!(walk.kids(), ["k3", "k9"]);
}

#[test]
fn what_the_person_removed_by_another_way_is_not_put_back() {
    let mut walk = Walk::new(3);
    walk.go();
    walk.server.keys.retain(|key| key["kid"] != "k2");
    let keys = vec![KeyName("k2".into())];
    assert_eq!(walk.send(RotationEvent::RemovedElsewhere { keys }), RotationPhase::HandingOver);
    walk.send(RotationEvent::HandedOver);
    assert_eq!(walk.remove_old(&["k1"]), RotationPhase::Finished);
    assert_eq!(walk.kids(), ["k3", "k9"]);
}

#[test]
fn who_asks_for_a_roll_back_gets_no_new_key() {
    let mut walk = Walk::new(1);
    walk.go();
    walk.faults = writes_fail();
    assert_eq!(walk.send(RotationEvent::Continue { private_key: false }), RotationPhase::Stopped);
    walk.faults = nothing_fails();
    assert_eq!(walk.send(BACK), RotationPhase::RolledBack);
    assert_eq!(walk.kids(), ["k1"]);
}

#[test]
fn the_last_working_key_is_not_taken_away() {
    let mut walk = Walk::new(1);
    walk.go();
    walk.send(RotationEvent::HandedOver);
    // The old one was not renewed; months later somebody presses the button.
    walk.now += 200 * DAY;
    assert_eq!(walk.send(BACK), RotationPhase::Stopped);
    assert_eq!(walk.kids(), ["k1", "k9"]);
    // It goes on from where it was.
    assert_eq!(walk.go(), RotationPhase::Both);
}

#[test]
fn unless_the_person_says_so() {
    let mut walk = Walk::new(1);
    walk.go();
    walk.send(RotationEvent::HandedOver);
    assert_eq!(walk.rotation.roll_back_offer(), RollBackOffer::Twice);
    walk.now += 200 * DAY;
    walk.send(BACK);
    assert_eq!(walk.rotation.roll_back_offer(), RollBackOffer::EvenIfLast);
    let back = RotationEvent::RollBack { even_if_last: true };
    assert_eq!(walk.send(back), RotationPhase::RolledBack);
    assert_eq!(walk.kids(), ["k1"]);
    assert_eq!(walk.rotation.problem, None);
}

#[test]
fn not_even_when_it_gave_no_token() {
    let mut walk = Walk::new(1);
    walk.server.keys = vec![with_expiry(jwk(1), NOW + MINUTE)];
    walk.proof = token_answer(503, json!({}));
    walk.go();
    walk.now += DAY;
    walk.proof = bad_proof();
    assert_eq!(walk.go(), RotationPhase::Stopped);
    assert_eq!(walk.rotation.stopped_in, Some(RotationPhase::Proving));
    assert_eq!(walk.kids(), ["k1", "k9"]);
}

#[test]
fn what_may_be_offered() {
    let mut walk = Walk::new(1);
    assert_eq!(walk.rotation.roll_back_offer(), RollBackOffer::None);
    walk.proof = token_answer(503, json!({}));
    walk.go();
    assert_eq!(walk.rotation.stopped_in, Some(RotationPhase::Proving));
    assert_eq!(walk.rotation.roll_back_offer(), RollBackOffer::Once);
    walk.proof = token();
    walk.go();
    assert_eq!(walk.rotation.roll_back_offer(), RollBackOffer::Twice);
    walk.send(RotationEvent::HandedOver);
    assert_eq!(walk.rotation.roll_back_offer(), RollBackOffer::Twice);
    walk.faults = writes_fail();
    walk.remove_old(&["k1"]);
    assert_eq!(walk.rotation.stopped_in, Some(RotationPhase::RemovingOld));
    assert_eq!(walk.rotation.roll_back_offer(), RollBackOffer::None);
}

#[test]
fn a_client_that_had_no_working_key_is_as_it_was() {
    for keys in [vec![], vec![with_expiry(jwk(1), NOW - 1)]] {
        let mut walk = Walk::new(0);
        walk.server.has_set = !keys.is_empty();
        walk.server.keys = keys.clone();
        walk.go();
        assert_eq!(walk.send(BACK), RotationPhase::RolledBack);
        assert_eq!(walk.server.keys, keys);
    }
}

#[test]
fn the_old_ones_do_not_go_when_the_new_one_has_expired() {
    let mut walk = Walk::new(1);
    walk.go();
    walk.send(RotationEvent::HandedOver);
    walk.server.keys[0].insert("exp".into(), (NOW + 2 * YEAR).into());
    walk.now += YEAR + DAY;
    walk.remove_old(&["k1"]);
    assert_eq!(walk.kids(), ["k1", "k9"]);
    assert_eq!(walk.go(), RotationPhase::Both);
}

#[test]
fn the_log_says_why_it_stopped() {
    let mut walk = Walk::new(1);
    walk.faults = writes_fail();
    walk.go();
    let line = walk.rotation.log.last().unwrap();
    assert_eq!(
        (line.code, line.about.join(" ")),
        (LogCode::Stopped, "server-error HTTP 503 c-7".into())
    );
}

#[test]
fn the_log_names_the_old_keys_that_went() {
    let mut walk = Walk::new(2);
    walk.go();
    walk.send(RotationEvent::HandedOver);
    walk.remove_old(&["k2"]);
    let line = walk.rotation.log.last().unwrap();
    assert_eq!((line.code, line.about.join(" ")), (LogCode::OldRemoved, "k2".into()));
    assert_eq!(walk.rotation.old.len(), 2);
}
