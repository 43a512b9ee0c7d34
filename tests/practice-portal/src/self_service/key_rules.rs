//! What is wrong with a key of a set, said at its member.

use serde_json::{Map, Value};

use super::problem::{FieldError, Problem};
use crate::keys::{
    KeySet, MOST_KEYS,
    algorithm::Algorithm,
    read::{self, KeyError, PostedKey},
};

const OBJECT: &str = "jwks";

/// Reads `{"keys": […]}`, which will stand in the place of `current`.
///
/// # Errors
/// 400 with every key and member that is wrong.
pub fn read_set(
    object: &Map<String, Value>,
    current: &KeySet,
    accepted: &[Algorithm],
    now: u64,
) -> Result<Vec<PostedKey>, Problem> {
    let mut errors: Vec<FieldError> = object
        .keys()
        .filter(|name| *name != "keys")
        .map(|name| FieldError::new(OBJECT, name.as_str(), format!("{name} may not be sent")))
        .collect();
    let keys = object.get("keys").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if keys.is_empty() {
        let message = "keys must be an array with a key; DELETE takes the last one away";
        errors.push(FieldError::new(OBJECT, "keys", message));
    }
    if keys.len() > MOST_KEYS {
        let message = format!("keys must have no more than {MOST_KEYS}");
        errors.push(FieldError::new(OBJECT, "keys", message));
    }
    let mut set: Vec<PostedKey> = Vec::new();
    for (at, jwk) in keys.iter().enumerate() {
        match read_key(jwk, &set, current, accepted, now) {
            Ok(key) => set.push(key),
            Err((member, message)) => {
                let field =
                    format!("keys[{at}]{}{member}", if member.is_empty() { "" } else { "." });
                errors.push(FieldError::new(OBJECT, field, message));
            }
        }
    }
    if errors.is_empty() { Ok(set) } else { Err(Problem::fields(errors)) }
}

/// One key; or the member that is wrong, and how.
fn read_key(
    jwk: &Value,
    before: &[PostedKey],
    current: &KeySet,
    accepted: &[Algorithm],
    now: u64,
) -> Result<PostedKey, (&'static str, &'static str)> {
    let key = read::read_one(jwk, accepted).map_err(words)?;
    if before.iter().any(|other| other.kid == key.kid) {
        return Err(("kid", "kid is used by another key of the set"));
    }
    let is_here = current.iter().any(|one| Some(&one.kid) == key.kid.as_ref());
    if !is_here && key.expires.is_some_and(|exp| exp <= now) {
        return Err(("exp", "exp has passed"));
    }
    Ok(key)
}

fn words(error: KeyError) -> (&'static str, &'static str) {
    match error {
        KeyError::Private => ("", "This is a private key. Nothing of it was kept"),
        KeyError::Missing(member) => (member, "is required"),
        KeyError::KeyType => ("kty", "kty is not supported"),
        KeyError::Algorithm => ("alg", "alg is not supported for this key"),
        KeyError::Use => ("use", "use must be sig"),
        KeyError::Kid => ("kid", "kid may only have letters, digits and ._-"),
        KeyError::Encoding(member) => (member, "is not base64url of a number"),
        KeyError::Size => ("n", "The key must have between 2048 and 8192 bits"),
        KeyError::Exponent => ("e", "e must be odd and above 1"),
        KeyError::CertificateChain => ("x5c", "x5c must be an array of strings"),
        KeyError::Expiry => ("exp", "exp must be a whole number of seconds"),
        KeyError::Empty | KeyError::NotAKey | KeyError::Several | KeyError::Pem => {
            ("", "This is not a JWK")
        }
    }
}
