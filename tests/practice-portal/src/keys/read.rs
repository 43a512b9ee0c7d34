//! The field `JWK eller PEM format`: one JWK, a JSON array or JWK Set of one,
//! or one PEM.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use super::{
    algorithm::Algorithm,
    der,
    public_key::{PublicKey, bits},
};
use crate::{base64url, private_material, strict_json};

/// RFC 7518 §3.3: "A key of size 2048 bits or larger MUST be used".
const SMALLEST_MODULUS: usize = 2048;

/// ring verifies no larger.
const LARGEST_MODULUS: usize = 8192;

/// Guessed: Digdir gives no upper limit.
const LONGEST_KID: usize = 255;

/// A key as it was posted, with the portal's rules kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedKey {
    /// The owner's; nothing for a PEM.
    pub kid: Option<String>,
    /// The owner's; nothing for a PEM.
    pub algorithm: Option<Algorithm>,
    /// The key.
    pub key: PublicKey,
    /// The owner's own expiry, Unix seconds.
    pub expires: Option<u64>,
    /// The members of a JWK as they were posted, `exp` left out.
    pub jwk: Option<Map<String, Value>>,
}

/// Why a key is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyError {
    /// Nothing was pasted.
    Empty,
    /// A private key. It is never kept or shown.
    Private,
    /// Neither a JSON object or array nor a PEM; or a JSON with a repeated member.
    NotAKey,
    /// More than one key.
    Several,
    /// A member is missing or empty.
    Missing(&'static str),
    /// `kty` is not one this portal takes.
    KeyType,
    /// `alg` is not announced, or not one for this key.
    Algorithm,
    /// `use` is not `sig`.
    Use,
    /// `kid` has other characters than letters, digits and `._-`, or is too long.
    Kid,
    /// A number is not strict base64url, or has leading zeros.
    Encoding(&'static str),
    /// An RSA modulus outside 2048 to 8192 bits.
    Size,
    /// An even exponent, or one below 3.
    Exponent,
    /// `x5c` is not an array of strings.
    CertificateChain,
    /// `exp` is not a whole number of seconds.
    Expiry,
    /// A PEM that is not `PUBLIC KEY`, or is damaged.
    Pem,
}

/// Reads what stands in the field. `accepted` is what the portal announces.
///
/// # Errors
/// The first rule that is broken.
pub fn read(text: &str, accepted: &[Algorithm]) -> Result<PostedKey, KeyError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(KeyError::Empty);
    }
    if private_material::is_in(text.as_bytes()) {
        return Err(KeyError::Private);
    }
    let posted = if text.starts_with("-----") {
        read_pem(text)?
    } else {
        read_json(strict_json::parse(text.as_bytes()).ok_or(KeyError::NotAKey)?)?
    };
    check(posted, accepted)
}

/// Reads one JWK of a set, as the self-service API gets it.
///
/// # Errors
/// The first rule that is broken.
pub fn read_one(jwk: &Value, accepted: &[Algorithm]) -> Result<PostedKey, KeyError> {
    check(read_jwk(jwk.as_object().ok_or(KeyError::NotAKey)?)?, accepted)
}

fn check(posted: PostedKey, accepted: &[Algorithm]) -> Result<PostedKey, KeyError> {
    check_size(&posted.key)?;
    let is_accepted = match posted.algorithm {
        Some(algorithm) => accepted.contains(&algorithm) && posted.key.fits(algorithm),
        None => accepted.iter().any(|one| posted.key.fits(*one)),
    };
    if is_accepted { Ok(posted) } else { Err(KeyError::Algorithm) }
}

/// A JWK (RFC 7517 §4), or an array or JWK Set (§5) with one in it.
fn read_json(value: Value) -> Result<PostedKey, KeyError> {
    match value {
        Value::Array(keys) => read_only_one(keys),
        Value::Object(mut object) => match object.remove("keys") {
            Some(Value::Array(keys)) => read_only_one(keys),
            Some(_) => Err(KeyError::NotAKey),
            None => read_jwk(&object),
        },
        _ => Err(KeyError::NotAKey),
    }
}

fn read_only_one(keys: Vec<Value>) -> Result<PostedKey, KeyError> {
    match keys.as_slice() {
        [] => Err(KeyError::Empty),
        [Value::Object(jwk)] => read_jwk(jwk),
        [_] => Err(KeyError::NotAKey),
        _ => Err(KeyError::Several),
    }
}

fn read_jwk(jwk: &Map<String, Value>) -> Result<PostedKey, KeyError> {
    const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
    if PRIVATE.iter().any(|member| jwk.contains_key(*member)) {
        return Err(KeyError::Private);
    }
    let kty = text(jwk, "kty")?;
    let alg = text(jwk, "alg")?;
    let usage = text(jwk, "use")?;
    let kid = text(jwk, "kid")?;
    let key = match kty {
        "RSA" => PublicKey::Rsa { e: number(jwk, "e")?, n: number(jwk, "n")? },
        "EC" => read_ec(jwk)?,
        "OKP" if text(jwk, "crv")? == "Ed25519" => PublicKey::Ed25519 { x: bytes(jwk, "x", 32)? },
        _ => return Err(KeyError::KeyType),
    };
    if usage != "sig" {
        return Err(KeyError::Use);
    }
    if !is_kid(kid) {
        return Err(KeyError::Kid);
    }
    if jwk.get("x5c").is_some_and(|chain| !is_text_array(chain)) {
        return Err(KeyError::CertificateChain);
    }
    let mut posted = jwk.clone();
    let expires =
        posted.remove("exp").map(|exp| exp.as_u64().ok_or(KeyError::Expiry)).transpose()?;
    Ok(PostedKey {
        kid: Some(kid.to_owned()),
        algorithm: Some(Algorithm::from_name(alg).ok_or(KeyError::Algorithm)?),
        key,
        expires,
        jwk: Some(posted),
    })
}

/// RFC 7518 §6.2.1: coordinates of full length.
fn read_ec(jwk: &Map<String, Value>) -> Result<PublicKey, KeyError> {
    let (curve, length) = match text(jwk, "crv")? {
        "P-256" => ("P-256", 32),
        "P-384" => ("P-384", 48),
        _ => return Err(KeyError::KeyType),
    };
    let mut point = vec![4];
    point.extend(bytes(jwk, "x", length)?);
    point.extend(bytes(jwk, "y", length)?);
    Ok(PublicKey::Ec { curve, point })
}

/// One `PUBLIC KEY` (RFC 7468 §13), however its lines are broken.
fn read_pem(text: &str) -> Result<PostedKey, KeyError> {
    const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
    const END: &str = "-----END PUBLIC KEY-----";
    let (body, rest) =
        text.strip_prefix(BEGIN).and_then(|rest| rest.split_once(END)).ok_or(KeyError::Pem)?;
    if !rest.trim().is_empty() {
        return Err(KeyError::Several);
    }
    let base64: String = body.split_ascii_whitespace().collect();
    let der = STANDARD.decode(base64).map_err(|_| KeyError::Pem)?;
    Ok(PostedKey {
        kid: None,
        algorithm: None,
        key: der::subject_public_key(&der).ok_or(KeyError::Pem)?,
        expires: None,
        jwk: None,
    })
}

fn check_size(key: &PublicKey) -> Result<(), KeyError> {
    let PublicKey::Rsa { n, e } = key else {
        return Ok(());
    };
    if !(SMALLEST_MODULUS..=LARGEST_MODULUS).contains(&bits(n)) {
        return Err(KeyError::Size);
    }
    match e.as_slice() {
        [] | [1] => Err(KeyError::Exponent),
        [.., last] if last % 2 == 0 => Err(KeyError::Exponent),
        _ => Ok(()),
    }
}

/// Digdir: letters, digits and `._-`.
fn is_kid(kid: &str) -> bool {
    kid.len() <= LONGEST_KID
        && kid.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

fn is_text_array(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_string))
}

fn text<'a>(jwk: &'a Map<String, Value>, member: &'static str) -> Result<&'a str, KeyError> {
    jwk.get(member)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .ok_or(KeyError::Missing(member))
}

/// Base64urlUInt (RFC 7518 §2): "the minimum number of octets".
fn number(jwk: &Map<String, Value>, member: &'static str) -> Result<Vec<u8>, KeyError> {
    base64url::decode(text(jwk, member)?)
        .filter(|number| number.first().is_some_and(|first| *first != 0))
        .ok_or(KeyError::Encoding(member))
}

fn bytes(
    jwk: &Map<String, Value>,
    member: &'static str,
    length: usize,
) -> Result<Vec<u8>, KeyError> {
    base64url::decode(text(jwk, member)?)
        .filter(|bytes| bytes.len() == length)
        .ok_or(KeyError::Encoding(member))
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, KeyError, read};

    /// The forms have asked already; this one asks by itself.
    #[test]
    fn private_keys_are_refused() {
        for text in [
            r#"{"kty":"RSA","d":"AQAB"}"#,
            r#"[{"kty":"EC","crv":"P-256","d":"AQAB"}]"#,
            "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----",
            "eyJrdHkiOiJSU0EiLCJkIjoiQVFBQkFRQUJBUUFCQVFBQiJ9Cg",
        ] {
            assert_eq!(read(text, &Algorithm::ANNOUNCED), Err(KeyError::Private));
        }
    }
}
