//! Changes of keys that fail, and dates that do not stay.

use crate::one::{name, registered, request};
use crate::server::{NOW, Server, YEAR, jwk, no_answer, trouble, with_expiry};
use crate::walk::is_write;
use nokkelsmie_maskinporten::self_service::*;
use serde_json::{Map, Value};

/// How a change ended, and the waits before that, in seconds.
fn change(
    server: &mut Server,
    request: KeyChangeRequest,
    mut answer: impl FnMut(&mut Server, &ApiCall) -> ApiOutcome,
) -> (KeyChangeEffect, Vec<u32>) {
    let mut change = KeyChange::new(request, vec![]);
    let mut waits = vec![];
    let mut event = KeyChangeEvent::Begin;
    for _ in 0..100 {
        event = match change.step(event, server.now) {
            KeyChangeEffect::Call { call } => {
                KeyChangeEvent::Answer { outcome: answer(server, &call) }
            }
            KeyChangeEffect::Wait { ms } => {
                waits.push(ms / 1000);
                KeyChangeEvent::Ready
            }
            KeyChangeEffect::NeedToken => KeyChangeEvent::Ready,
            end => return (end, waits),
        };
    }
    panic!("no end");
}

fn add() -> KeyChangeRequest {
    KeyChangeRequest { add: vec![registered(9)], ..request() }
}

#[test]
fn a_write_that_always_fails_is_tried_with_growing_waits_and_says_what_it_met() {
    for blocked in [false, true] {
        let fails = |call: &ApiCall| if blocked { no_answer(call) } else { trouble(call, 503) };
        let (end, waits) =
            change(&mut Server::with_keys(1), add(), |server, call| match is_write(call) {
                true => fails(call),
                false => server.answer(call),
            });
        assert_eq!(waits, [1, 2, 4, 8, 16, 30]);
        let KeyChangeEffect::Failed { problem: KeyChangeProblem::Answer { outcome } } = end else {
            panic!("{end:?}")
        };
        assert_eq!(outcome, fails(&ApiCall::DeleteKeys { client_id: "c".into() }));
    }
}

#[test]
fn a_write_that_is_done_and_undone_again_and_again_is_contested() {
    let (end, waits) = change(&mut Server::with_keys(1), add(), |server, call| {
        let outcome = server.answer(call);
        if is_write(call) {
            server.keys = vec![jwk(1)];
        }
        outcome
    });
    assert!(waits.is_empty());
    assert!(
        matches!(end, KeyChangeEffect::Failed { problem: KeyChangeProblem::Contested { .. } }),
        "{end:?}"
    );
}

fn renew(number: u64) -> KeyChangeRequest {
    KeyChangeRequest { renew: vec![name(number)], ..request() }
}

/// What another writer does after our first write.
fn renewing(
    mut after_first_write: impl FnMut(&mut Server),
    always: bool,
) -> (Server, KeyChangeEffect) {
    let mut server = Server::with_keys(2);
    let mut writes = 0;
    let (end, _) = change(&mut server, renew(1), |server, call| {
        let outcome = server.answer(call);
        if is_write(call) {
            writes += 1;
            if always || writes == 1 {
                after_first_write(server);
            }
        }
        outcome
    });
    (server, end)
}

fn old_date(server: &mut Server) {
    server.keys[0].insert("exp".into(), (NOW + 1000).into());
}

#[test]
fn a_renewal_that_another_writer_took_back_is_made_again() {
    let takes_away = |server: &mut Server| server.keys.retain(|key| key["kid"] != "k1");
    for interferes in [old_date, takes_away] {
        let (server, end) = renewing(interferes, false);
        assert!(matches!(end, KeyChangeEffect::Done { .. }), "{end:?}");
        let dates: Vec<_> = server
            .keys
            .iter()
            .map(|key| (key["kid"].as_str().unwrap(), key["exp"].as_u64()))
            .collect();
        assert!(dates.contains(&("k1", Some(NOW + YEAR))), "{dates:?}");
        assert!(dates.contains(&("k2", Some(NOW + 2000))), "{dates:?}");
    }
}

#[test]
fn a_renewal_that_never_stays_is_contested() {
    let (_, end) = renewing(old_date, true);
    assert!(
        matches!(end, KeyChangeEffect::Failed { problem: KeyChangeProblem::Contested { .. } }),
        "{end:?}"
    );
}

#[test]
fn a_key_that_has_its_whole_year_already_is_renewed_by_one_write() {
    let mut server = Server::with_keys(1);
    server.keys = vec![with_expiry(jwk(1), NOW + YEAR)];
    let (end, _) = change(&mut server, renew(1), |server, call| server.answer(call));
    assert!(matches!(end, KeyChangeEffect::Done { .. }), "{end:?}");
    assert_eq!(server.calls.iter().filter(|call| is_write(call)).count(), 1);
}

/// After our write somebody puts back the old set, with something beside it.
fn after_our_write(keys: u64, beside: Map<String, Value>) -> KeyChangeProblem {
    let (end, _) = change(&mut Server::with_keys(keys), add(), |server, call| {
        let outcome = server.answer(call);
        if is_write(call) {
            server.keys = (1..=keys).map(jwk).chain([beside.clone()]).collect();
        }
        outcome
    });
    let KeyChangeEffect::Failed { problem } = end else { panic!("{end:?}") };
    problem
}

#[test]
fn says_that_something_was_written_before_it_was_refused() {
    let KeyChangeProblem::TooMany { written, vanished, keys } = after_our_write(4, jwk(50)) else {
        panic!()
    };
    assert_eq!((written, vanished, keys.len()), (true, vec![name(9)], 5));
    let mut same_name = jwk(50);
    same_name.insert("kid".into(), "k9".into());
    let problem = after_our_write(1, same_name);
    assert!(matches!(problem, KeyChangeProblem::KidTaken { written: true, .. }), "{problem:?}");
}

#[test]
fn a_refused_write_wrote_nothing_and_one_without_answer_may_have() {
    for (status, expected) in [(409, false), (503, true)] {
        let mut writes = 0;
        let (end, _) = change(&mut Server::with_keys(4), add(), |server, call| {
            if !is_write(call) {
                return server.answer(call);
            }
            writes += 1;
            server.keys.push(jwk(50));
            trouble(call, status)
        });
        let KeyChangeEffect::Failed { problem: KeyChangeProblem::TooMany { written, .. } } = end
        else {
            panic!("{end:?}")
        };
        assert_eq!((writes, written), (1, expected), "{status}");
    }
}

#[test]
fn of_keys_with_one_name_none_is_removed_or_renewed() {
    let twins = || {
        let mut server = Server::with_keys(1);
        let mut twin = jwk(2);
        twin["kid"] = server.keys[0]["kid"].clone();
        server.keys.push(twin);
        server
    };
    let of = name(1);
    let remove = KeyChangeRequest { remove: vec![of.clone()], ..request() };
    let renew = KeyChangeRequest { renew: vec![of.clone()], ..request() };
    for asked in [remove, renew] {
        let mut server = twins();
        let (end, _) = change(&mut server, asked, |server, call| {
            assert!(!is_write(call));
            server.answer(call)
        });
        let problem = KeyChangeProblem::Ambiguous { name: of.clone() };
        assert_eq!(end, KeyChangeEffect::Failed { problem });
        assert_eq!(server.keys.len(), 2);
    }
}
