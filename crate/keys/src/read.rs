//! Reads keys from whatever people have: JWK, JWK Set, PEM, DER, base64.

use crate::{Irregularity, IrregularityKind, Material, base64, jwk, pem, pkcs1, pkcs8, sec1, spki};
use nokkelsmie_jose::strict_json;
use serde_json::Value;
use zeroize::{Zeroize, Zeroizing};

mod error;
mod key_ids;
mod text;

pub use error::{Place, ReadError, ReadErrorCode};
pub use key_ids::hide_private_key_ids;

/// Octets of input; more is refused unread.
pub const MAXIMUM_LEN: usize = 1024 * 1024;

/// Keys in one text; a Maskinporten client has at most five.
pub const MAXIMUM_KEYS: usize = 100;

/// How often base64 around a key is taken away: once when it was made for Key
/// Vault, once more when it went through a Kubernetes secret.
const MAXIMUM_WRAPPINGS: u8 = 2;

/// How often quotes around a key are taken away.
const MAXIMUM_QUOTES: u8 = 3;

/// Reads every key of a text or file; there is at least one in the answer.
///
/// Forms: a JWK, an array of JWKs, a JWK Set; one or more PEM blocks; DER;
/// base64 of any of these; all of them also in UTF-16, between quotes or with
/// other text around.
///
/// # Errors
/// See [`ReadErrorCode`].
pub fn read(input: &[u8]) -> Result<Vec<Material>, ReadError> {
    if input.len() > MAXIMUM_LEN {
        return Err(ReadErrorCode::TooLong.into());
    }
    let materials = read_octets(input, MAXIMUM_WRAPPINGS)?;
    if materials.len() > MAXIMUM_KEYS {
        return Err(ReadErrorCode::TooManyKeys.into());
    }
    Ok(materials)
}

fn read_octets(input: &[u8], wrappings: u8) -> Result<Vec<Material>, ReadError> {
    if is_der(input) {
        return Ok(vec![read_der(input)?]);
    }
    let (text, noise) = text::decode(input)?;
    let mut materials = read_text(&text, wrappings, MAXIMUM_QUOTES)?;
    if noise {
        note_all(&mut materials, IrregularityKind::Noise);
    }
    Ok(materials)
}

fn read_text(text: &str, wrappings: u8, quotes: u8) -> Result<Vec<Material>, ReadError> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(ReadErrorCode::Empty.into());
    }
    if let Some(code) = text::other_form(trimmed) {
        return Err(code.into());
    }
    if pem::is_plausible(text) {
        return read_pem(text);
    }
    if trimmed.starts_with(['{', '[']) {
        return read_json(text, trimmed);
    }
    if let (Some(quotes), Some(inner)) = (quotes.checked_sub(1), text::unquote(trimmed)?) {
        let mut materials = read_text(&inner, wrappings, quotes)?;
        note_all(&mut materials, IrregularityKind::Noise);
        return Ok(materials);
    }
    if base64::is_plausible(trimmed) {
        return read_base64(trimmed, wrappings);
    }
    let Some(json) = text::between_braces(trimmed) else {
        return Err(ReadErrorCode::Unrecognised.into());
    };
    let mut materials = read_json(text, json)?;
    note_all(&mut materials, IrregularityKind::Noise);
    Ok(materials)
}

fn read_base64(text: &str, wrappings: u8) -> Result<Vec<Material>, ReadError> {
    let Some(left) = wrappings.checked_sub(1) else {
        return Err(ReadErrorCode::Base64TooDeep.into());
    };
    let (octets, _) = base64::decode(text);
    let octets = octets.ok_or(ReadErrorCode::Unrecognised)?;
    let mut materials = read_octets(&octets, left).map_err(|error| match error.code {
        // Any word is base64: it was not meant so when nothing comes out.
        ReadErrorCode::Empty | ReadErrorCode::NotText => ReadErrorCode::Unrecognised.into(),
        _ => error,
    })?;
    note_all(&mut materials, IrregularityKind::Base64Wrapped);
    Ok(materials)
}

fn read_pem(text: &str) -> Result<Vec<Material>, ReadError> {
    let blocks = pem::blocks(text, MAXIMUM_KEYS)?;
    let mut materials = Vec::new();
    let mut passed_over = None;
    for block in blocks {
        let read = match (&block.der, block.label) {
            (None, _) => Err(ReadErrorCode::LegacyEncryptedPem),
            (Some(der), pkcs8::LABEL) => pkcs8::read(der),
            (Some(der), spki::LABEL) => spki::read(der),
            (Some(der), sec1::LABEL) => sec1::read(der, None),
            (Some(der), pkcs1::PRIVATE_LABEL) => pkcs1::read_private(der),
            (Some(der), pkcs1::PUBLIC_LABEL) => pkcs1::read_public(der),
            (Some(_), label) => Err(text::other_label(label)),
        };
        match read {
            Ok(mut material) => {
                let notes = block.irregularities.into_iter();
                material.irregularities.extend(notes.map(whole));
                materials.push(material);
            }
            // A certificate beside the key, or curve parameters before it.
            Err(code) if code.is_unsupported_form() => {
                passed_over.get_or_insert(ReadError { code, place: Some(block.place) });
            }
            Err(code) => return Err(ReadError { code, place: Some(block.place) }),
        }
    }
    match passed_over {
        Some(error) if materials.is_empty() => Err(error),
        Some(_) => {
            note_all(&mut materials, IrregularityKind::Noise);
            Ok(materials)
        }
        None => Ok(materials),
    }
}

/// `json` is the part of `text` that is JSON.
fn read_json(text: &str, json: &str) -> Result<Vec<Material>, ReadError> {
    let document = strict_json::read(json).map_err(|error| text::json_error(error, text, json))?;
    let value = WipedJson(document.value);
    let (keys, prefix) = match &value.0 {
        Value::Array(keys) => (keys.as_slice(), ""),
        Value::Object(object) => match object.get("keys") {
            Some(Value::Array(keys)) => (keys.as_slice(), "/keys"),
            Some(_) if !object.contains_key("kty") => return Err(ReadErrorCode::KeysNoList.into()),
            _ => (core::slice::from_ref(&value.0), ""),
        },
        _ => return Err(ReadErrorCode::NoKeyType.into()),
    };
    if keys.len() > MAXIMUM_KEYS {
        return Err(ReadErrorCode::TooManyKeys.into());
    }
    let listed = !core::ptr::eq(keys.as_ptr(), &value.0);
    let mut materials = Vec::new();
    let mut passed_over = None;
    for (index, key) in keys.iter().enumerate() {
        let object = key.as_object().ok_or(ReadErrorCode::NoKeyType)?;
        match jwk::read(object) {
            Ok(mut material) => {
                let place = if listed { format!("{prefix}/{index}/") } else { "/".to_owned() };
                let names = document.duplicates.iter().filter_map(|at| at.strip_prefix(&place));
                for name in names.filter(|name| !name.contains('/')) {
                    let field = name.replace("~1", "/").replace("~0", "~");
                    let kind = IrregularityKind::Duplicate;
                    material.irregularities.push(Irregularity { field, kind });
                }
                materials.push(material);
            }
            // "Implementations SHOULD ignore JWKs within a JWK Set that use
            // "kty" (key type) values that are not understood" (RFC 7517 §5)
            Err(code) if listed && code != ReadErrorCode::NoKeyType => {
                passed_over.get_or_insert(code);
            }
            Err(code) => return Err(code.into()),
        }
    }
    match materials.is_empty() {
        true => Err(passed_over.unwrap_or(ReadErrorCode::Empty).into()),
        false => Ok(materials),
    }
}

/// A SEQUENCE that is exactly as long as the input says it is.
fn is_der(input: &[u8]) -> bool {
    let length = match input {
        [0x30, short @ 0..=0x7f, ..] => Some(2 + usize::from(*short)),
        [0x30, 0x81, a, ..] => Some(3 + usize::from(*a)),
        [0x30, 0x82, a, b, ..] => Some(4 + usize::from(u16::from_be_bytes([*a, *b]))),
        _ => None,
    };
    length == Some(input.len())
}

/// Tries the forms one after the other: the first that fits its grammar.
fn read_der(der: &[u8]) -> Result<Material, ReadErrorCode> {
    type Reader = fn(&[u8]) -> Result<Material, ReadErrorCode>;
    let readers: [Reader; 5] = [
        pkcs8::read,
        spki::read,
        pkcs1::read_private,
        |der| sec1::read(der, None),
        pkcs1::read_public,
    ];
    let mut first = None;
    for reader in readers {
        match reader(der) {
            Ok(material) => return Ok(material),
            Err(ReadErrorCode::Der) => {}
            Err(code) => {
                first.get_or_insert(code);
            }
        }
    }
    Err(first.or(text::other_der(der)).unwrap_or(ReadErrorCode::Der))
}

fn note_all(materials: &mut [Material], kind: IrregularityKind) {
    for material in materials {
        if !material.irregularities.contains(&whole(kind)) {
            material.irregularities.push(whole(kind));
        }
    }
}

fn whole(kind: IrregularityKind) -> Irregularity {
    Irregularity { field: String::new(), kind }
}

/// JSON whose texts are wiped when it is dropped.
struct WipedJson(Value);

impl Drop for WipedJson {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// As deep as the reader lets JSON be, which is not deep.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(list) => list.iter_mut().for_each(wipe),
        Value::Object(object) => object.values_mut().for_each(wipe),
        _ => {}
    }
}

/// A text that may be secret.
type SecretText = Zeroizing<String>;
