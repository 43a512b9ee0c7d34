//! What is read back after a reload.

use crate::server::{NOW, jwk};
use crate::walk::Walk;
use nokkelsmie_maskinporten::self_service::*;
use serde_json::{Value, json};

fn stored(rotation: &Rotation) -> Value {
    serde_json::to_value(rotation).unwrap()
}

fn read(value: &Value) -> Option<Rotation> {
    Rotation::from_stored(&value.to_string())
}

#[test]
fn is_read_back_as_it_was() {
    let mut walk = Walk::new(2);
    walk.go();
    assert_eq!(read(&stored(&walk.rotation)), Some(walk.rotation));
}

#[test]
fn what_is_damaged_or_of_another_version_is_none() {
    let mut walk = Walk::new(2);
    walk.go();
    for (name, value) in [
        ("phase", json!("melting")),
        ("clientId", json!("../other")),
        ("newKey", Value::Null),
        ("log", json!([{"at": 1, "code": "unheard-of", "about": []}])),
        ("change", json!({"phase": "x"})),
    ] {
        let mut damaged = stored(&walk.rotation);
        damaged[name] = value;
        assert_eq!(read(&damaged), None, "{name}");
    }
    for text in ["", "null", "{}", "[]", "{\"clientId\":"] {
        assert_eq!(Rotation::from_stored(text), None, "{text}");
    }
}

/// As the first version kept it, in the middle of a change.
fn of_the_first_version(phase: &str, remove: &[&str]) -> Value {
    json!({
        "clientId": "c", "provable": true, "phase": phase, "old": ["k1"], "problem": null,
        "newKey": {"kid": "k9", "thumbprint": "x", "jwk": jwk(9), "posted": true},
        "log": [{"at": NOW, "code": "made", "about": ["k9"]}],
        "change": {
            "request": {"clientId": "c", "add": [], "renew": [], "remove": remove},
            "known": [jwk(1)], "before": null, "phase": "waiting-for-token", "writes": 1,
            "acknowledged": false, "troubles": 1, "restored": []
        },
        "attempts": 0, "last": NOW, "again": false
    })
}

#[test]
fn one_of_the_first_version_goes_on_where_it_stopped() {
    for (remove, phase) in [
        (&[][..], RotationPhase::Adding),
        (&["k1"], RotationPhase::RemovingOld),
        (&["k9"], RotationPhase::RollingBack),
    ] {
        let rotation = read(&of_the_first_version("stopped", remove)).unwrap();
        assert_eq!(rotation.stopped_in, Some(phase));
    }
    let rotation = read(&of_the_first_version("both", &[])).unwrap();
    assert_eq!(rotation.stopped_in, None);
}

/// It is not known whether another key worked when the new one was added.
#[test]
fn one_of_the_first_version_is_rolled_back_with_care() {
    let mut walk = Walk::new(0);
    walk.server.keys = vec![jwk(9)];
    walk.server.has_set = true;
    walk.rotation = read(&of_the_first_version("both", &[])).unwrap();
    walk.send(RotationEvent::RollBack { even_if_last: false });
    assert_eq!(walk.kids(), ["k9"]);
}

#[test]
fn old_keys_are_not_kept_when_it_is_finished() {
    let mut walk = Walk::new(2);
    walk.go();
    walk.send(RotationEvent::HandedOver);
    walk.remove_old(&["k1"]);
    let text = stored(&walk.rotation).to_string();
    assert!(!text.contains(jwk(1)["x"].as_str().unwrap()), "{text}");
    assert!(!text.contains(jwk(2)["x"].as_str().unwrap()), "{text}");
}
