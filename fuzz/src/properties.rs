//! What is true of every input, whatever it is.

use nokkelsmie_jose::{base64url, bit_length, private_material};
use nokkelsmie_keys::inspect::{Context, Finding, KeyFindings, MAXIMUM_MODULUS_BITS, Severity};
use nokkelsmie_keys::read::{Place, ReadError, ReadErrorCode, read, read_with_password};
use nokkelsmie_keys::stored::{form_fault, setting};
use nokkelsmie_keys::write::{self, PrivateFormat};
use nokkelsmie_keys::{
    HiddenSecret, Irregularity, IrregularityKind, Material, Password, PrivateKey, PublicKey, RawKey,
};
use nokkelsmie_maskinporten::{EnvironmentName, profile};

/// Reads an input: there is a key, or an error with a place that is there.
pub fn reads(input: &[u8]) -> Option<Vec<Material>> {
    match read(input) {
        Ok(materials) => {
            assert!(!materials.is_empty(), "nothing was read, and no error said why");
            Some(materials)
        }
        Err(error) => {
            place_is_there(input, &error);
            None
        }
    }
}

/// Whatever was stored, its form is judged, and a setting is looked for in it.
pub fn judges_stored(input: &[u8]) {
    for form in [PrivateFormat::Jwk, PrivateFormat::Base64Jwk, PrivateFormat::Pkcs8Pem] {
        let _ = form_fault(input, form);
    }
    if let Ok(text) = core::str::from_utf8(input) {
        for name in ["JwkBase64", "MASKINPORTEN_CLIENT_JWK", "kid"] {
            let _ = setting(text, name, None);
            let _ = setting(text, name, Some("ClientId"));
        }
    }
}

/// As [`reads`], with the password that the seeds have.
pub fn reads_locked(input: &[u8]) -> Option<Vec<Material>> {
    let password = Password::new("passord".to_owned().into());
    match read_with_password(input, &password) {
        Ok(materials) => {
            assert!(!materials.is_empty(), "nothing was read, and no error said why");
            Some(materials)
        }
        Err(error) => {
            assert!(error.code != ReadErrorCode::PasswordNeeded, "a password was given");
            place_is_there(input, &error);
            None
        }
    }
}

/// As [`reads`], twice: the answers are the same.
pub fn reads_the_same(input: &[u8]) -> Option<Vec<Material>> {
    let (first, again) = (reads(input), reads(input));
    let secrets = |materials: &Option<Vec<Material>>| -> Vec<Vec<u8>> {
        let all = materials.iter().flatten().flat_map(secrets);
        all.map(|it| it.secret_octets().to_vec()).collect()
    };
    assert_eq!(format!("{first:?}"), format!("{again:?}"), "read in two ways");
    assert_eq!(secrets(&first), secrets(&again), "secrets read in two ways");
    first
}

/// Of a text that is no carrier of another: there the place is in what it carries.
fn place_is_there(input: &[u8], error: &ReadError) {
    let Some(Place { line, column }) = error.place else { return };
    assert!(line >= 1 && column >= 1, "{error}: places count from 1");
    let input = input.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(input);
    let Ok(text) = core::str::from_utf8(input) else { return };
    if !text.contains("-----BEGIN ") && !text.trim().starts_with(['{', '[']) {
        return;
    }
    // One more than the line is long: that is where something was missing.
    let length = text.split('\n').nth(line as usize - 1).map(str::len);
    assert!(length.is_some_and(|length| column as usize <= length + 1), "{error}: no such place");
}

/// Whether what costs time is bounded: a proof of a 4096-bit prime takes seconds. A
/// modulus that is refused unjudged costs nothing.
pub fn is_cheap(material: &Material) -> bool {
    let RawKey::Rsa(key) = &material.key else { return true };
    let bits = key.n.as_deref().map_or(0, bit_length);
    bits <= 2048 || bits > MAXIMUM_MODULUS_BITS
}

/// Text that is made about a key holds no 16 characters of a private number.
pub fn shows_nothing_private(text: &str, material: &Material) {
    for secret in secrets(material) {
        let encoded = base64url::encode(secret.secret_octets());
        for piece in encoded.as_bytes().chunks_exact(16).map(String::from_utf8_lossy) {
            assert!(!text.contains(&*piece), "a part of the private key is in {text}");
        }
    }
}

/// Writes a key in all forms, and reads from each the same key; whatever could be
/// mended by writing it is mended.
pub fn private_comes_back(key: &PrivateKey) {
    let first = write(key, PrivateFormat::Jwk);
    let numbers = numbers(&one(&first));
    for format in write::private_formats(key) {
        let file = write(key, format);
        if let Ok(text) = core::str::from_utf8(&file) {
            assert!(private_material::find(text).is_some(), "{format:?} is not seen to be private");
        }
        let again = one(&file);
        assert_same(&numbers, &again, &format!("{format:?}"));
        is_mended(&again, key);
    }
    let again = PrivateKey::try_from(&one(&first));
    let again = again.unwrap_or_else(|error| panic!("written, and no key any more: {error}"));
    assert_eq!(*write(&again, PrivateFormat::Jwk), *first, "another key came back");
    assert_eq!(again.public_jwk(), key.public_jwk());
}

/// As [`private_comes_back`], for the public part.
pub fn public_comes_back(key: &PublicKey) {
    for format in write::public_formats(key) {
        let text = write::public(key, format)
            .unwrap_or_else(|error| panic!("{format:?} was offered: {error}"));
        let again = PublicKey::try_from(&one(text.as_bytes()))
            .unwrap_or_else(|error| panic!("{format:?} is no key any more: {error}"));
        assert_eq!(again.jwk().parameters, key.jwk().parameters, "{format:?}");
        assert_eq!(again.jwk().thumbprint(), key.jwk().thumbprint(), "{format:?}");
    }
}

/// The `kid` is the person's to choose: it is written as it was read.
fn is_mended(written: &Material, key: &PrivateKey) {
    let (profile, context) = (profile(EnvironmentName::Test), Context::default());
    let report = KeyFindings::of_written(written, key).with_labels(written, &profile, &context);
    let left =
        |it: &&Finding| it.repair && it.severity == Severity::Error && it.field != Some("kid");
    let left: Vec<_> = report.findings.iter().filter(left).collect();
    assert!(left.is_empty(), "written, and still to be mended: {left:?}");
}

fn write(key: &PrivateKey, format: PrivateFormat) -> Vec<u8> {
    match write::private_file(key, format) {
        Ok(file) => file.to_vec(),
        Err(error) => panic!("{format:?} was offered: {error}"),
    }
}

/// The one key of a file that was written here: nothing about it is irregular but
/// that it is wrapped.
fn one(file: &[u8]) -> Material {
    let mut materials =
        read(file).unwrap_or_else(|error| panic!("what was written is not read: {error}"));
    assert_eq!(materials.len(), 1, "one was written");
    let material = materials.remove(0);
    let regular = |it: &Irregularity| it.kind == IrregularityKind::Base64Wrapped;
    assert!(material.irregularities.iter().all(regular), "{:?}", material.irregularities);
    material
}

type Numbers = Vec<(&'static str, Option<Vec<u8>>)>;

fn numbers(material: &Material) -> Numbers {
    let secret = |it: &Option<HiddenSecret>| it.as_ref().map(|it| it.secret_octets().to_vec());
    match &material.key {
        RawKey::Rsa(key) => vec![
            ("n", key.n.clone()),
            ("e", key.e.clone()),
            ("d", secret(&key.d)),
            ("p", secret(&key.p)),
            ("q", secret(&key.q)),
            ("dp", secret(&key.dp)),
            ("dq", secret(&key.dq)),
            ("qi", secret(&key.qi)),
        ],
        RawKey::Ec { x, y, d, .. } => vec![("x", x.clone()), ("y", y.clone()), ("d", secret(d))],
        RawKey::Okp { x, d, .. } => vec![("x", x.clone()), ("d", secret(d))],
    }
}

/// A public part may be left out where the form has no place for it.
fn assert_same(expected: &Numbers, material: &Material, form: &str) {
    for ((name, expected), (_, found)) in expected.iter().zip(numbers(material)) {
        let left_out = found.is_none() && matches!(*name, "x" | "y");
        assert!(left_out || *expected == found, "{name} is another in {form}");
    }
}

fn secrets(material: &Material) -> Vec<&HiddenSecret> {
    let numbers = match &material.key {
        RawKey::Rsa(key) => vec![&key.d, &key.p, &key.q, &key.dp, &key.dq, &key.qi],
        RawKey::Ec { d, .. } | RawKey::Okp { d, .. } => vec![d],
    };
    numbers.into_iter().flatten().collect()
}
