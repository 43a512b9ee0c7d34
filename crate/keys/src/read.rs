//! Reads keys from whatever people have: JWK, JWK Set, PEM, DER, PKCS#12, OpenSSH,
//! certificates, base64, and settings with one of these inside.

use crate::form::{jwk, openssh, pem, pkcs1, pkcs8, pkcs12, sec1, spki, x509};
use crate::material::note_all;
use crate::rsa_key::MAXIMUM_MODULUS_BITS;
use crate::{
    Certificate, Irregularity, IrregularityKind, Material, Password, RawKey, base64, der,
    encryption,
};
use nokkelsmie_jose::strict_json;
use serde_json::Value;
use zeroize::{Zeroize, Zeroizing};

mod carrier;
mod private_texts;
mod text;

pub use crate::read_error::{Place, ReadError, ReadErrorCode};
pub use private_texts::hide_private_texts;

/// Octets of input; more is refused unread.
pub const MAXIMUM_LEN: usize = 1024 * 1024;

/// Keys in one text; a Maskinporten client has at most five.
pub const MAXIMUM_KEYS: usize = 100;

/// What judging the keys of one text may take: as much as 40 RSA keys of 4096 bits.
const MAXIMUM_WORK: u64 = 40 * 4096 * 4096 * 4096;

/// How often base64 around a key is taken away: once when it was made for Key
/// Vault, once more when it went through a Kubernetes secret.
const MAXIMUM_WRAPPINGS: u8 = 2;

/// How often quotes around a key are taken away.
const MAXIMUM_QUOTES: u8 = 3;

/// Reads every key of a text or file that needs no password; there is at least
/// one in the answer.
///
/// Forms: a JWK, an array of JWKs, a JWK Set; one or more PEM blocks, OpenSSH's
/// among them; DER of keys and certificates; PKCS#12; base64 of any of these; all of
/// them also in UTF-16, between quotes, with other text around, or as a value in
/// settings, an environment or a secret of Kubernetes.
///
/// # Errors
/// See [`ReadErrorCode`]; [`ReadErrorCode::PasswordNeeded`] asks for
/// [`read_with_password`].
pub fn read(input: &[u8]) -> Result<Vec<Material>, ReadError> {
    Reader::new(None).read(input)
}

/// As [`read`], and opens what is encrypted.
///
/// # Errors
/// See [`ReadErrorCode`].
pub fn read_with_password(input: &[u8], password: &Password) -> Result<Vec<Material>, ReadError> {
    Reader::new(Some(password)).read(input)
}

/// Takes wrapping after wrapping away until keys are there.
struct Reader<'a> {
    password: Option<&'a Password>,
    /// Tried where no password is given: a keystore without one is common, and opens
    /// without asking. One for all, so that their rounds count together.
    none: Password,
}

impl<'a> Reader<'a> {
    fn new(password: Option<&'a Password>) -> Self {
        Self { password, none: Password::new(Zeroizing::default()) }
    }

    fn read(&self, input: &[u8]) -> Result<Vec<Material>, ReadError> {
        if input.len() > MAXIMUM_LEN {
            return Err(ReadErrorCode::TooLong.into());
        }
        let materials = self.octets(input, MAXIMUM_WRAPPINGS)?;
        match materials.len() {
            0 => Err(ReadErrorCode::Empty.into()),
            1..=MAXIMUM_KEYS if materials.iter().map(work).sum::<u64>() > MAXIMUM_WORK => {
                Err(ReadErrorCode::TooManyLargeKeys.into())
            }
            1..=MAXIMUM_KEYS => Ok(materials),
            _ => Err(ReadErrorCode::TooManyKeys.into()),
        }
    }

    fn octets(&self, input: &[u8], wrappings: u8) -> Result<Vec<Material>, ReadError> {
        if pkcs12::is_plausible(input) {
            return Ok(pkcs12::read(input, self.password, &self.none, MAXIMUM_KEYS)?);
        }
        if der::is_sequence(input) {
            return Ok(vec![self.der(input)?]);
        }
        let (text, noise) = text::decode(input)?;
        let mut materials = self.text(&text, wrappings, MAXIMUM_QUOTES)?;
        if noise {
            note_all(&mut materials, IrregularityKind::Noise);
        }
        Ok(materials)
    }

    fn text(&self, text: &str, wrappings: u8, quotes: u8) -> Result<Vec<Material>, ReadError> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(ReadErrorCode::Empty.into());
        }
        if let Some(code) = text::other_form(trimmed) {
            return Err(code.into());
        }
        let has_pem = pem::is_plausible(text);
        if trimmed.starts_with(['{', '[']) {
            // A JWK may have PEM in it, where it does not belong.
            let read = self.json(text, trimmed, wrappings, quotes);
            let is_json = read.as_ref().err().is_none_or(|error| !error.code.is_no_json());
            if is_json || !has_pem {
                return read;
            }
        }
        if has_pem {
            return self.pem(text);
        }
        if let (Some(quotes), Some(inner)) = (quotes.checked_sub(1), text::unquote(trimmed)?) {
            let mut materials = self.text(&inner, wrappings, quotes)?;
            note_all(&mut materials, IrregularityKind::Noise);
            return Ok(materials);
        }
        if base64::is_plausible(trimmed) {
            return self.base64(trimmed, wrappings);
        }
        let mut materials = match text::between_braces(trimmed) {
            Some(json) => self.json(text, json, wrappings, quotes),
            None => Err(ReadErrorCode::Unrecognised.into()),
        }
        .or_else(|error| {
            self.carried(carrier::parts(trimmed), wrappings, quotes).unwrap_or(Err(error))
        })?;
        note_all(&mut materials, IrregularityKind::Noise);
        Ok(materials)
    }

    /// A JWK, a list or set of them, or JSON that carries keys somewhere inside.
    fn json(
        &self,
        text: &str,
        json: &str,
        wrappings: u8,
        quotes: u8,
    ) -> Result<Vec<Material>, ReadError> {
        let document =
            strict_json::read(json).map_err(|error| text::json_error(error, text, json))?;
        let value = WipedJson(document.value);
        let error = match read_jwks(&value.0, &document.duplicates) {
            Err(error) if error.code == ReadErrorCode::NoKeyType => error,
            result => return result,
        };
        let mut materials = carrier::jwks(&value.0);
        if materials.is_empty() {
            let texts = carrier::texts(&value.0);
            materials = self.carried(texts, wrappings, quotes).unwrap_or(Err(error))?;
        }
        note_all(&mut materials, IrregularityKind::Noise);
        Ok(materials)
    }

    /// The keys among texts that stood in something else: settings, a secret of
    /// Kubernetes, an environment. `None` when there is none. It counts as quotes: a
    /// text in a text in a text ends somewhere.
    fn carried<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
        wrappings: u8,
        quotes: u8,
    ) -> Option<Result<Vec<Material>, ReadError>> {
        let quotes = quotes.checked_sub(1)?;
        let mut materials = Vec::new();
        for text in texts {
            match self.text(text, wrappings, quotes) {
                Ok(read) => materials.extend(read),
                Err(error) if error.code.is_about_password() => return Some(Err(error)),
                Err(_) => {}
            }
        }
        (!materials.is_empty()).then_some(Ok(materials))
    }

    fn base64(&self, text: &str, wrappings: u8) -> Result<Vec<Material>, ReadError> {
        let Some(left) = wrappings.checked_sub(1) else {
            return Err(ReadErrorCode::Base64TooDeep.into());
        };
        let (octets, _) = base64::decode(text);
        let octets = octets.ok_or(ReadErrorCode::Unrecognised)?;
        let mut materials = self.octets(&octets, left).map_err(|error| match error.code {
            // Any word is base64: it was not meant so when nothing comes out.
            ReadErrorCode::Empty | ReadErrorCode::NotText => ReadErrorCode::Unrecognised.into(),
            _ => error,
        })?;
        note_all(&mut materials, IrregularityKind::Base64Wrapped);
        Ok(materials)
    }

    fn pem(&self, text: &str) -> Result<Vec<Material>, ReadError> {
        let blocks = pem::blocks(text, MAXIMUM_KEYS, is_certificate)?;
        let mut materials = Vec::new();
        let mut certificates = Vec::new();
        let mut passed_over = blocks.damaged.map(|error| (error.code, error.place));
        for block in blocks.whole {
            let read = match is_certificate(block.label) {
                true => Certificate::from_der(&block.octets).map(Found::Certificate),
                false => self.block(&block).map(Found::Key),
            };
            match read {
                Ok(Found::Certificate(certificate)) => certificates.push(certificate),
                Ok(Found::Key(mut material)) => {
                    let notes = block.irregularities.into_iter();
                    material.irregularities.extend(notes.map(Irregularity::of_the_whole));
                    materials.push(material);
                }
                // Curve parameters before the key, or something else beside it.
                Err(code) if code.is_unsupported_form() => {
                    passed_over.get_or_insert((code, Some(block.place)));
                }
                Err(code) => return Err(ReadError { code, place: Some(block.place) }),
            }
        }
        let (code, place) = passed_over.unzip();
        x509::with_certificates(materials, certificates, code)
            .map_err(|code| ReadError { code, place: place.flatten() })
    }

    fn block(&self, block: &pem::Block<'_>) -> Result<Material, ReadErrorCode> {
        let plain;
        let der = match &block.encryption {
            None => &block.octets,
            Some(header) => {
                plain = encryption::decrypt_pem(header, self.password, &block.octets)?;
                &plain
            }
        };
        match block.label {
            pkcs8::LABEL => pkcs8::read(der),
            pkcs8::ENCRYPTED_LABEL => pkcs8::read_encrypted(der, self.password),
            openssh::LABEL => openssh::read(der, self.password),
            spki::LABEL => spki::read(der),
            sec1::LABEL => sec1::read(der, None),
            pkcs1::PRIVATE_LABEL => pkcs1::read_private(der),
            pkcs1::PUBLIC_LABEL => pkcs1::read_public(der),
            label => Err(text::other_label(label)),
        }
    }

    /// Tries the forms one after the other: the first that fits its grammar.
    fn der(&self, der: &[u8]) -> Result<Material, ReadErrorCode> {
        type Attempt<'a> = &'a dyn Fn(&[u8]) -> Result<Material, ReadErrorCode>;
        let encrypted = |der: &[u8]| pkcs8::read_encrypted(der, self.password);
        let attempts: [Attempt<'_>; 7] = [
            &pkcs8::read,
            &spki::read,
            &pkcs1::read_private,
            &|der| sec1::read(der, None),
            &pkcs1::read_public,
            &encrypted,
            &x509::read,
        ];
        let mut first = None;
        for attempt in attempts {
            match attempt(der) {
                Ok(material) => return Ok(material),
                Err(ReadErrorCode::Der | ReadErrorCode::CertificateMalformed) => {}
                Err(code) => {
                    first.get_or_insert(code);
                }
            }
        }
        Err(first.or(text::other_der(der)).unwrap_or(ReadErrorCode::Der))
    }
}

/// What judging an RSA key takes, which grows with the third power of its size, and is
/// more where the primes must be found first; other keys take nothing, and what is too
/// large is not judged.
fn work(material: &Material) -> u64 {
    let (RawKey::Rsa(key), bits @ ..=MAXIMUM_MODULUS_BITS) = (&material.key, material.bits())
    else {
        return 0;
    };
    let finds_primes = key.d.is_some() && (key.p.is_none() || key.q.is_none());
    u64::from(bits).pow(3) * if finds_primes { 4 } else { 1 }
}

/// What a PEM block holds.
enum Found {
    Key(Material),
    Certificate(Certificate),
}

fn is_certificate(label: &str) -> bool {
    label == x509::LABEL || x509::OLD_LABELS.contains(&label)
}

/// A JWK, an array of them, or a JWK Set; `duplicates` as
/// [`strict_json`] found them.
fn read_jwks(value: &Value, duplicates: &[String]) -> Result<Vec<Material>, ReadError> {
    let (keys, prefix) = match value {
        Value::Array(keys) => (keys.as_slice(), ""),
        Value::Object(object) => match object.get("keys") {
            Some(Value::Array(keys)) => (keys.as_slice(), "/keys"),
            Some(_) if !object.contains_key("kty") => return Err(ReadErrorCode::KeysNoList.into()),
            _ => (core::slice::from_ref(value), ""),
        },
        _ => return Err(ReadErrorCode::NoKeyType.into()),
    };
    if keys.len() > MAXIMUM_KEYS {
        return Err(ReadErrorCode::TooManyKeys.into());
    }
    let listed = !core::ptr::eq(keys.as_ptr(), value);
    let mut materials = Vec::new();
    let mut passed_over = None;
    for (index, key) in keys.iter().enumerate() {
        let object = key.as_object().ok_or(ReadErrorCode::NoKeyType)?;
        match jwk::read(object) {
            Ok(mut material) => {
                let place = if listed { format!("{prefix}/{index}/") } else { "/".to_owned() };
                let names = duplicates.iter().filter_map(|at| at.strip_prefix(&place));
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
    match passed_over {
        Some(code) if materials.is_empty() => return Err(code.into()),
        None if materials.is_empty() => return Err(ReadErrorCode::Empty.into()),
        Some(_) => note_all(&mut materials, IrregularityKind::PassedOver),
        None => {}
    }
    Ok(materials)
}

/// JSON whose texts are wiped when it is dropped.
pub(crate) struct WipedJson(pub(crate) Value);

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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may

    use super::*;

    #[test]
    fn rounds_without_a_password_count_together_too() {
        let keystore = include_bytes!("../tests/bad_input/forms/pbes2.p12");
        let reader = Reader::new(None);
        let code = || reader.read(keystore).unwrap_err().code;
        assert_eq!(code(), ReadErrorCode::PasswordNeeded);
        for rounds in [1_000_000, 1_000, 1] {
            while reader.none.spend(rounds).is_ok() {}
        }
        assert_eq!(code(), ReadErrorCode::PasswordTooCostly);
    }
}
