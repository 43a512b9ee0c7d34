//! What keys are carried in: settings (`appsettings.json`), secrets of
//! Kubernetes in YAML or JSON, environments (`.env`), a mail.

use crate::Material;
use crate::form::jwk;
use serde_json::{Map, Value};

/// Shorter texts hold no key: the least is a public key on a curve.
const SHORTEST: usize = 40;

/// Every JWK that stands as an object anywhere in a document, if it has any
/// number of a key.
pub(super) fn jwks(value: &Value) -> Vec<Material> {
    let is_key = |object: &Map<String, Value>| object.contains_key("n") || object.contains_key("x");
    match value {
        Value::Object(object) => match jwk::read(object) {
            Ok(material) if is_key(object) => vec![material],
            _ => object.values().flat_map(jwks).collect(),
        },
        Value::Array(list) => list.iter().flat_map(jwks).collect(),
        _ => Vec::new(),
    }
}

/// Every text of a document that is long enough.
pub(super) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(object) => object.values().flat_map(texts).collect(),
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::String(text) if text.len() >= SHORTEST => vec![text],
        _ => Vec::new(),
    }
}

/// What in a text may be a key: escaped strings, and words.
pub(super) fn parts(text: &str) -> Vec<&str> {
    [escaped(text), words(text)].concat()
}

/// Every line's value that is a string with quotes in it, as in
/// `JWK="{\"kty\":…}"`.
fn escaped(text: &str) -> Vec<&str> {
    fn value(line: &str) -> &str {
        line.split_once('=').map_or("", |(_, value)| value.trim())
    }
    text.lines()
        .map(value)
        .filter(|value| value.starts_with('"') && value.contains("\\\""))
        .filter(|value| value.len() >= SHORTEST)
        .collect()
}

/// Every word of a text that is long enough, without the quotes and the name
/// before it, as in `JWK="eyJr…"` and `jwk: eyJr…`.
fn words(text: &str) -> Vec<&str> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';' | ':');
    text.split(is_between)
        .map(|word| match word.trim_end_matches('=').rfind('=') {
            Some(at) => &word[at + 1..],
            None => word,
        })
        .filter(|word| word.len() >= SHORTEST && word.len() < text.len())
        .collect()
}
