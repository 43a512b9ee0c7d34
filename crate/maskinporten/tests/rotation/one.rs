//! One step after the other.

use crate::server::{NOW, Server, jwk, no_answer, trouble};
use nokkelsmie_maskinporten::self_service::*;
use nokkelsmie_maskinporten::{Response, TokenOutcome};
use serde_json::json;

pub fn request() -> KeyChangeRequest {
    KeyChangeRequest { client_id: "c".into(), ..KeyChangeRequest::default() }
}

pub fn registered(number: u64) -> RegisteredKey {
    serde_json::from_value(jwk(number).into()).unwrap()
}

pub fn name(number: u64) -> KeyName {
    KeyName(format!("k{number}"))
}

/// Runs a change to its end with a server that always answers.
fn run(change: &mut KeyChange, server: &mut Server) -> KeyChangeEffect {
    let mut effect = change.step(KeyChangeEvent::Begin, NOW);
    while let KeyChangeEffect::Call { call } = effect {
        let outcome = server.answer(&call);
        effect = change.step(KeyChangeEvent::Answer { outcome }, NOW);
    }
    effect
}

fn done(effect: KeyChangeEffect) -> KeyChangeReport {
    match effect {
        KeyChangeEffect::Done { report } => report,
        other => panic!("{other:?}"),
    }
}

fn written(server: &Server) -> Vec<&[RegisteredKey]> {
    let calls = server.calls.iter();
    calls
        .filter_map(|call| match call {
            ApiCall::WriteKeys { keys, .. } => Some(keys.as_slice()),
            _ => None,
        })
        .collect()
}

#[test]
fn an_added_key_stands_beside_the_old_which_keep_their_dates() {
    let mut server = Server::with_keys(2);
    let mut change =
        KeyChange::new(KeyChangeRequest { add: vec![registered(9)], ..request() }, vec![]);
    let report = done(run(&mut change, &mut server));
    assert_eq!(server.kids().into_iter().collect::<Vec<_>>(), ["k1", "k2", "k9"]);
    let sent: Vec<_> = written(&server)[0].iter().map(RegisteredKey::expires).collect();
    assert_eq!(sent, [Some(NOW + 1000), Some(NOW + 2000), None]);
    assert_eq!((report.before.len(), report.after.len()), (2, 3));
    assert!(report.restored.is_empty());
    // Once more: there is nothing to write.
    server.calls.clear();
    done(run(
        &mut KeyChange::new(KeyChangeRequest { add: vec![registered(9)], ..request() }, vec![]),
        &mut server,
    ));
    assert!(written(&server).is_empty());
}

#[test]
fn only_what_is_renewed_gets_a_new_year() {
    let mut server = Server::with_keys(2);
    let change = KeyChangeRequest { renew: vec![name(2)], ..request() };
    let report = done(run(&mut KeyChange::new(change, vec![]), &mut server));
    let dates: Vec<_> = report.after.iter().map(RegisteredKey::expires).collect();
    assert_eq!(dates, [Some(NOW + 1000), Some(NOW + crate::server::YEAR)]);
}

#[test]
fn the_last_key_goes_by_delete() {
    let mut server = Server::with_keys(1);
    let change = KeyChangeRequest { remove: vec![name(1)], ..request() };
    done(run(&mut KeyChange::new(change, vec![]), &mut server));
    assert!(server.calls.iter().any(|call| matches!(call, ApiCall::DeleteKeys { .. })));
    assert!(server.keys.is_empty());
}

#[test]
fn a_client_without_a_set_gets_its_first_key_by_post() {
    let mut server = Server::with_keys(0);
    let change = KeyChangeRequest { add: vec![registered(1)], ..request() };
    done(run(&mut KeyChange::new(change, vec![]), &mut server));
    assert!(server.calls.iter().any(|call| matches!(call, ApiCall::WriteKeys { first: true, .. })));
}

#[test]
fn never_a_sixth_key() {
    let mut server = Server::with_keys(5);
    let change = KeyChangeRequest { add: vec![registered(9)], ..request() };
    let effect = run(&mut KeyChange::new(change, vec![]), &mut server);
    let KeyChangeEffect::Failed { problem: KeyChangeProblem::TooMany { keys, written: wrote, .. } } =
        effect
    else {
        panic!()
    };
    assert_eq!((keys.len(), wrote), (5, false));
    assert!(written(&server).is_empty());
}

#[test]
fn another_key_of_the_same_kid_is_left_alone() {
    let mut server = Server::with_keys(1);
    let mut other = jwk(9);
    other.insert("kid".into(), "k1".into());
    let add = vec![serde_json::from_value(other.into()).unwrap()];
    let effect =
        run(&mut KeyChange::new(KeyChangeRequest { add, ..request() }, vec![]), &mut server);
    let problem = KeyChangeProblem::KidTaken { name: name(1), written: false, vanished: vec![] };
    assert_eq!(effect, KeyChangeEffect::Failed { problem });
    assert!(written(&server).is_empty());
}

#[test]
fn what_another_writer_took_away_comes_back() {
    let mut server = Server::with_keys(2);
    let mut change =
        KeyChange::new(KeyChangeRequest { add: vec![registered(9)], ..request() }, vec![]);
    let mut effect = change.step(KeyChangeEvent::Begin, NOW);
    let mut writes = 0;
    while let KeyChangeEffect::Call { call } = effect {
        let outcome = server.answer(&call);
        if matches!(call, ApiCall::WriteKeys { .. }) {
            writes += 1;
            if writes == 1 {
                // Somebody who had read {k1} writes {k1, k50}.
                server.keys = vec![jwk(1), jwk(50)];
            }
        }
        effect = change.step(KeyChangeEvent::Answer { outcome }, NOW);
    }
    let report = done(effect);
    assert_eq!(server.kids().into_iter().collect::<Vec<_>>(), ["k1", "k2", "k50", "k9"]);
    assert_eq!(report.restored, [name(2)]);
}

#[test]
fn a_write_without_an_answer_is_followed_by_a_read() {
    let mut server = Server::with_keys(1);
    let mut change =
        KeyChange::new(KeyChangeRequest { add: vec![registered(9)], ..request() }, vec![]);
    let KeyChangeEffect::Call { call: read } = change.step(KeyChangeEvent::Begin, NOW) else {
        panic!()
    };
    let KeyChangeEffect::Call { call: write } =
        change.step(KeyChangeEvent::Answer { outcome: server.answer(&read) }, NOW)
    else {
        panic!()
    };
    server.respond(&write);
    let effect = change.step(KeyChangeEvent::Answer { outcome: no_answer(&write) }, NOW);
    assert!(matches!(effect, KeyChangeEffect::Wait { .. }), "{effect:?}");
    let KeyChangeEffect::Call { call: read } = change.step(KeyChangeEvent::Ready, NOW) else {
        panic!()
    };
    assert!(matches!(read, ApiCall::ReadKeys { .. }));
    done(change.step(KeyChangeEvent::Answer { outcome: server.answer(&read) }, NOW));
    assert_eq!(written(&server).len(), 1);
}

#[test]
fn waits_as_long_as_the_server_asks_and_gives_up_in_the_end() {
    let mut change =
        KeyChange::new(KeyChangeRequest { add: vec![registered(9)], ..request() }, vec![]);
    let KeyChangeEffect::Call { call: read } = change.step(KeyChangeEvent::Begin, NOW) else {
        panic!()
    };
    let headers = vec![("retry-after".into(), "9".into())];
    let limited = Response { status: 429, headers, body: String::new() };
    let effect =
        change.step(KeyChangeEvent::Answer { outcome: ApiOutcome::of(&read, &limited) }, NOW);
    assert_eq!(effect, KeyChangeEffect::Wait { ms: 9000 });
    for _ in 0..10 {
        change.step(KeyChangeEvent::Ready, NOW);
        let effect = change.step(KeyChangeEvent::Answer { outcome: trouble(&read, 503) }, NOW);
        if let KeyChangeEffect::Failed { problem: KeyChangeProblem::Answer { .. } } = effect {
            return;
        }
    }
    panic!("never gave up");
}

pub fn token() -> TokenOutcome {
    token_answer(200, json!({"access_token": "e30.e30.AA", "expires_in": 120}))
}

pub fn token_answer(status: u16, body: serde_json::Value) -> TokenOutcome {
    TokenOutcome::of(&Response { status, headers: vec![], body: body.to_string() }, None)
}

/// Runs until it is the person's turn, or until the key is to be proved.
fn carry(rotation: &mut Rotation, server: &mut Server, first: RotationEvent) -> RotationEffect {
    let mut effect = rotation.step(first, NOW);
    loop {
        effect = match effect {
            RotationEffect::MakeKey => rotation.step(RotationEvent::KeyMade { jwk: jwk(9) }, NOW),
            RotationEffect::Call { call } => {
                rotation.step(RotationEvent::Answer { outcome: server.answer(&call) }, NOW)
            }
            other => return other,
        }
    }
}

#[test]
fn from_a_new_key_to_the_old_one_gone() {
    let mut server = Server::with_keys(2);
    let mut rotation = Rotation::new("c", true);
    let effect = carry(&mut rotation, &mut server, RotationEvent::Continue { private_key: false });
    assert!(matches!(effect, RotationEffect::Prove { ref kid, .. } if kid == "k9"), "{effect:?}");
    let not_yet = token_answer(
        400,
        json!({"error": "invalid_grant", "error_description": "Unknown key identifier (kid) for client"}),
    );
    let effect = rotation.step(RotationEvent::Proved { outcome: not_yet }, NOW);
    assert_eq!(effect, RotationEffect::Wait { ms: 15_000 });
    rotation.step(RotationEvent::Ready, NOW);
    rotation.step(RotationEvent::Proved { outcome: token() }, NOW);
    assert_eq!(rotation.phase, RotationPhase::HandingOver);
    rotation.step(RotationEvent::HandedOver, NOW);
    let old = rotation.old.clone();
    assert_eq!(old, [name(1), name(2)]);
    carry(&mut rotation, &mut server, RotationEvent::RemoveOld { keys: old });
    assert_eq!(rotation.phase, RotationPhase::Finished);
    assert_eq!(server.kids().into_iter().collect::<Vec<_>>(), ["k9"]);
}

#[test]
fn a_key_that_never_works_is_taken_away_and_nothing_else() {
    let mut server = Server::with_keys(2);
    let mut rotation = Rotation::new("c", true);
    carry(&mut rotation, &mut server, RotationEvent::Continue { private_key: false });
    // Somebody adds a key while ours is tried.
    server.keys.push(jwk(70));
    let bad = token_answer(400, json!({"error": "invalid_grant", "error_description": "MP-124"}));
    carry(&mut rotation, &mut server, RotationEvent::Proved { outcome: bad });
    assert_eq!(rotation.phase, RotationPhase::RolledBack);
    assert_eq!(server.kids().into_iter().collect::<Vec<_>>(), ["k1", "k2", "k70"]);
    assert!(matches!(rotation.problem, Some(RotationProblem::Proof { .. })));
}

#[test]
fn trouble_of_the_network_says_nothing_of_the_key() {
    let mut server = Server::with_keys(1);
    let mut rotation = Rotation::new("c", true);
    carry(&mut rotation, &mut server, RotationEvent::Continue { private_key: false });
    for _ in 0..5 {
        let outcome = token_answer(503, json!({}));
        rotation.step(RotationEvent::Proved { outcome }, NOW);
        rotation.step(RotationEvent::Ready, NOW);
    }
    assert_eq!(rotation.phase, RotationPhase::Stopped);
    let effect = carry(&mut rotation, &mut server, RotationEvent::Continue { private_key: true });
    assert!(matches!(effect, RotationEffect::Prove { .. }), "{effect:?}");
}

#[test]
fn without_its_private_key_it_begins_again_and_says_so() {
    let mut server = Server::with_keys(1);
    let mut rotation = Rotation::new("c", true);
    carry(&mut rotation, &mut server, RotationEvent::Continue { private_key: false });
    let text = serde_json::to_string(&rotation).unwrap();
    let mut rotation: Rotation = serde_json::from_str(&text).unwrap();
    let mut effect = rotation.step(RotationEvent::Continue { private_key: false }, NOW + 10);
    while let RotationEffect::Call { call } = effect {
        effect = rotation.step(RotationEvent::Answer { outcome: server.answer(&call) }, NOW + 10);
    }
    assert_eq!(effect, RotationEffect::MakeKey);
    assert_eq!(server.kids().into_iter().collect::<Vec<_>>(), ["k1"]);
    assert!(rotation.log.iter().any(|line| line.code == LogCode::PrivateKeyLost));
}

#[test]
fn the_new_key_cannot_be_taken_away_while_the_old_ones_go() {
    let mut server = Server::with_keys(1);
    let mut rotation = Rotation::new("c", false);
    carry(&mut rotation, &mut server, RotationEvent::Continue { private_key: false });
    rotation.step(RotationEvent::HandedOver, NOW);
    rotation.step(RotationEvent::RemoveOld { keys: vec![name(1), name(9)] }, NOW);
    assert_eq!(
        rotation.step(RotationEvent::RollBack { even_if_last: false }, NOW),
        RotationEffect::Rest
    );
    carry(&mut rotation, &mut server, RotationEvent::Continue { private_key: false });
    assert_eq!(server.kids().into_iter().collect::<Vec<_>>(), ["k9"]);
}

#[test]
fn the_old_keys_go_only_when_the_new_one_is_there() {
    let mut server = Server::with_keys(1);
    let mut rotation = Rotation::new("c", false);
    carry(&mut rotation, &mut server, RotationEvent::Continue { private_key: false });
    rotation.step(RotationEvent::HandedOver, NOW);
    // Days later; somebody put an old set back meanwhile.
    server.keys = vec![jwk(1)];
    let later = NOW + 5 * 24 * 3600;
    let mut effect = rotation.step(RotationEvent::RemoveOld { keys: vec![name(1)] }, later);
    while let RotationEffect::Call { call } = effect {
        assert!(!matches!(call, ApiCall::DeleteKeys { .. }));
        effect = rotation.step(RotationEvent::Answer { outcome: server.answer(&call) }, later);
    }
    assert_eq!(server.kids().into_iter().collect::<Vec<_>>(), ["k9"]);
}
