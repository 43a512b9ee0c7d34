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
        let (name, other) = dice.pick(&MEMBERS);
        return Some(text.replacen('{', &format!(r#"{{"{name}":"{other}","#), 1));
    }
    let count = count(&value);
    let other = nth(&mut value, &mut dice.below(count))?.clone();
    match nth(&mut value, &mut dice.below(count))? {
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
    let (name, value) = *dice.pick(&MEMBERS);
    let names: Vec<String> = members.keys().cloned().collect();
    if names.is_empty() || dice.one_in(4) {
        members.insert(name.to_owned(), value.into());
        return;
    }
    let picked = dice.pick(&names);
    match dice.below(3) {
        0 => drop(members.shift_remove(picked)),
        1 => drop(members.insert(picked.clone(), other)),
        _ => {
            let value = members.shift_remove(picked).unwrap_or_default();
            members.insert(name.to_owned(), value);
        }
    }
}

fn changed(value: &Value, other: Value, dice: &mut Dice) -> Value {
    let others = [json!(null), json!(true), json!(1e300), json!(-1), json!([]), json!({})];
    let (_, known) = *dice.pick(&MEMBERS);
    match (dice.below(8), value) {
        (0, _) => other,
        (1, _) => dice.pick(&others).clone(),
        (2, _) => known.into(),
        (3, Value::String(text)) => format!("{text}{known}").into(),
        (4.., Value::String(text)) if base64url::check(text).is_ok() => {
            let octets = base64url::decode(text).unwrap_or_default();
            base64url::encode(dice.octets(&octets)).into()
        }
        (_, Value::String(text)) => {
            String::from_utf8_lossy(&dice.octets(text.as_bytes())).into_owned().into()
        }
        _ => other,
    }
}

/// How many values there are, the whole among them.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// The value with the number `at`, counted from the whole.
fn nth<'a>(value: &'a mut Value, at: &mut usize) -> Option<&'a mut Value> {
    let Some(rest) = at.checked_sub(1) else { return Some(value) };
    *at = rest;
    match value {
        Value::Array(list) => list.iter_mut().find_map(|inner| nth(inner, at)),
        Value::Object(members) => members.values_mut().find_map(|inner| nth(inner, at)),
        _ => None,
    }
}
