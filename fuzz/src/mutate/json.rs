//! One member of the JSON, also of its base64url.

use super::dice::Dice;
use nokkelsmie_jose::base64url;
use serde_json::{Map, Value, json};

/// Members that decide something, each with a value of its kind.
const MEMBERS: [(&str, &str); 24] = [
    ("kty", "RSA"),
    ("kty", "EC"),
    ("kty", "OKP"),
    ("kty", "oct"),
    ("crv", "P-256"),
    ("crv", "P-384"),
    ("crv", "P-521"),
    ("crv", "Ed25519"),
    ("crv", "secp256k1"),
    ("alg", "RS256"),
    ("alg", "PS512"),
    ("alg", "ES256"),
    ("alg", "EdDSA"),
    ("use", "sig"),
    ("use", "enc"),
    ("kid", "a/b~c"),
    ("n", "AQAB"),
    ("e", "Aw"),
    ("x", "AA"),
    ("d", "AQ"),
    ("oth", ""),
    ("error", "invalid_grant"),
    ("error_description", "MP-100: (trace_id: 1)"),
    ("access_token", "e30.e30."),
];

pub(super) fn change(text: &str, dice: &mut Dice) -> Option<String> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    if dice.one_in(16) {
        return Some(around(value, dice).to_string());
    }
    if dice.one_in(16) {
        // A member twice, which a map cannot hold.
        let (name, other) = *dice.pick(&MEMBERS)?;
        return Some(text.replacen('{', &format!(r#"{{"{name}":"{other}","#), 1));
    }
    let all = places(&value, String::new());
    let other = value.pointer(dice.pick(&all)?)?.clone();
    match dice.pick(&all).and_then(|at| value.pointer_mut(at))? {
        Value::Object(members) => change_members(members, other, dice),
        place => *place = changed(place, other, dice),
    }
    Some(if dice.one_in(2) { value.to_string() } else { format!("{value:#}") })
}

fn around(value: Value, dice: &mut Dice) -> Value {
    match dice.below(3) {
        0 => json!([value, value]),
        1 => json!({ "keys": [value] }),
        _ => Value::String(value.to_string()),
    }
}

fn change_members(members: &mut Map<String, Value>, other: Value, dice: &mut Dice) {
    let names: Vec<String> = members.keys().cloned().collect();
    let picked = dice.pick(&names).cloned();
    let Some(&(name, value)) = dice.pick(&MEMBERS) else { return };
    match (dice.below(4), picked) {
        (0, Some(picked)) => drop(members.shift_remove(&picked)),
        (1, Some(picked)) => {
            let value = members.shift_remove(&picked).unwrap_or_default();
            members.insert(name.to_owned(), value);
        }
        (2, Some(picked)) => drop(members.insert(picked, other)),
        _ => drop(members.insert(name.to_owned(), value.into())),
    }
}

fn changed(value: &Value, other: Value, dice: &mut Dice) -> Value {
    match (dice.below(8), value) {
        (0, _) => other,
        (1, _) => dice
            .pick(&[json!(null), json!(true), json!(1e300), json!(-1), json!([]), json!({})])
            .cloned()
            .unwrap_or_default(),
        (2, Value::String(text)) => {
            let (_, value) = *dice.pick(&MEMBERS).unwrap_or(&("", ""));
            if dice.one_in(2) { value.into() } else { format!("{text}{value}").into() }
        }
        (3, Value::String(text)) => {
            String::from_utf8_lossy(&dice.octets(text.as_bytes())).into_owned().into()
        }
        (_, Value::String(text)) => match base64url::decode(text) {
            Ok(octets) => base64url::encode(dice.octets(&octets)).into(),
            Err(_) => String::from_utf8_lossy(&dice.octets(text.as_bytes())).into_owned().into(),
        },
        _ => other,
    }
}

/// JSON pointers (RFC 6901) of all that is inside, the whole first.
fn places(value: &Value, at: String) -> Vec<String> {
    let mut all = vec![at.clone()];
    match value {
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                all.extend(places(inner, format!("{at}/{index}")));
            }
        }
        Value::Object(members) => {
            for (name, inner) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                all.extend(places(inner, format!("{at}/{name}")));
            }
        }
        _ => {}
    }
    all
}
