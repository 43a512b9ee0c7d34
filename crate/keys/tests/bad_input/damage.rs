//! Every form cut off at every octet, with an octet more, and with each octet
//! changed: an answer, never a panic, and never another key than it was.

use crate::forms::{
    self, CERTIFICATE, ED25519_PKCS8, ED25519_SPKI, Form, OLDER_PEM, OPENSSH_ENCRYPTED_PEM,
    OPENSSH_GCM_PEM, OPENSSH_PEM, P256, PBES2, PKCS8, PKCS8_PEM, RSA_PKCS1, RSA_PUBLIC_PKCS1,
    SEC1_PEM, SPKI_PEM, inside, open, pem,
};
use nokkelsmie_jose::PublicParameters;
use nokkelsmie_keys::write::{PrivateFormat, PublicFormat};
use nokkelsmie_keys::{Material, PrivateKey, PublicKey, read, write};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What damage came to: the code of a refusal, or one of these.
type Outcome = &'static str;
const SAME: Outcome = "the same key";
const ANOTHER: Outcome = "another key";

/// The key that all forms hold but those of RSA and Ed25519.
static KEY: LazyLock<PublicParameters> = LazyLock::new(|| forms::p256().jwk().parameters.clone());

fn outcome(input: &[u8]) -> Outcome {
    let materials = match open(input) {
        Ok(materials) => materials,
        Err(error) => return error.code.as_str(),
    };
    match materials.iter().map(read_key).collect::<Result<Vec<_>, _>>() {
        Err(code) => code,
        Ok(keys) if keys.iter().all(|key| key.jwk().parameters == *KEY) => SAME,
        Ok(_) => ANOTHER,
    }
}

/// The public part of what was read. A private key that is another one than before
/// is one all the same: its own public part verifies what it signs.
fn read_key(material: &Material) -> Result<PublicKey, Outcome> {
    if !material.is_private() {
        return PublicKey::try_from(material).map_err(|error| error.code.as_str());
    }
    let key = PrivateKey::try_from(material).map_err(|error| error.code.as_str())?;
    let public = key.public_key();
    if public.jwk().parameters != *KEY {
        assert!(public.verify(b"m", &key.sign(b"m").unwrap()));
    }
    Ok(public)
}

type Wrap<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;

fn bare(octets: &[u8]) -> Vec<u8> {
    octets.to_vec()
}

/// Cut off before each octet.
fn cut_off(octets: &[u8], wrap: Wrap<'_>) -> BTreeSet<Outcome> {
    (0..octets.len()).map(|length| outcome(&wrap(&octets[..length]))).collect()
}

/// Each octet with one bit less or more, and as a quote.
fn changed(octets: &[u8], wrap: Wrap<'_>) -> BTreeSet<Outcome> {
    changed_by(&[|_| b'"', |octet| octet ^ 0x01, |octet| octet ^ 0x80], octets, wrap)
}

fn changed_by(changes: &[fn(u8) -> u8], octets: &[u8], wrap: Wrap<'_>) -> BTreeSet<Outcome> {
    let mut outcomes = BTreeSet::new();
    let mut changed = octets.to_vec();
    for at in 0..octets.len() {
        for change in changes {
            changed[at] = change(octets[at]);
            if changed[at] != octets[at] {
                outcomes.insert(outcome(&wrap(&changed)));
            }
        }
        changed[at] = octets[at];
    }
    outcomes
}

/// One octet more at the end.
fn longer(octets: &[u8], wrap: Wrap<'_>) -> BTreeSet<Outcome> {
    let more = [0, 1, b'\n', 0x30, 0xff];
    more.into_iter().map(|more| outcome(&wrap(&[octets, &[more]].concat()))).collect()
}

fn are(outcomes: &BTreeSet<Outcome>, expected: &[Outcome], what: &str) {
    let expected: BTreeSet<_> = expected.iter().copied().collect();
    assert_eq!(*outcomes, expected, "{what}");
}

fn are_among(outcomes: &BTreeSet<Outcome>, allowed: &[&[Outcome]], what: &str) {
    let others: Vec<_> = outcomes.iter().filter(|it| !allowed.concat().contains(it)).collect();
    assert!(others.is_empty(), "{what}: {others:?}");
}

/// What becomes of a key in DER with a change in it.
const NO_KEY: &[Outcome] = &["curve-point", "curve-unknown", "der", "key-type-unknown"];
const NO_PAIR: &[Outcome] = &["pair-mismatch"];
/// The same of what a password protects. Where nothing authenticates it, what says
/// how it is encrypted may change to what means the same.
const NOT_OPENED: &[Outcome] = &["encryption-unknown", "encryption-rc4", "password-wrong", SAME];
/// Of the octets themselves, when they are no DER any more.
const NO_DER: &[Outcome] = &["not-text"];
/// Of a text.
const NO_PEM: &[Outcome] =
    &["not-text", "pem-base64", "pem-incomplete", "pem-labels", "unrecognised", SAME];

#[test]
fn octets_of_a_form() {
    for form in P256 {
        let is_keystore = form.label.is_none();
        let is_protected = is_keystore || form.label == PBES2.label;
        // A certificate says more than the key, and nothing here checks who signed it.
        let more: &[Outcome] = match form.name {
            name if name == CERTIFICATE.name => &[SAME, "certificate-malformed"],
            // Version 1 has room for the public key (RFC 5958 §2), and need not have it.
            name if name == PKCS8.name => &[SAME],
            _ if is_protected => NOT_OPENED,
            _ => &[],
        };
        let what = format!("{form:?}");
        are_among(&changed(form.octets, &bare), &[NO_KEY, NO_PAIR, NO_DER, more], &what);
        let cut: &[Outcome] = match is_keystore {
            true => &["der", "empty", "not-text", "unrecognised"],
            false => &["empty", "not-text", "unrecognised"],
        };
        are(&cut_off(form.octets, &bare), cut, &what);
        are(&longer(form.octets, &bare), if is_keystore { &["der"] } else { NO_DER }, &what);
    }
}

/// In PEM the label says what the octets are, so that they are called by it.
#[test]
fn octets_of_a_form_inside_pem() {
    for form in P256.into_iter().filter(|form| form.label.is_some()) {
        let label = form.label.unwrap_or_default();
        let wrap = |octets: &[u8]| pem(label, octets).into_bytes();
        let code = match form.name == CERTIFICATE.name {
            true => "certificate-malformed",
            false => "der",
        };
        are(&cut_off(form.octets, &wrap), &[code, "pem-incomplete"], form.name);
        are(&longer(form.octets, &wrap), &[code], form.name);
    }
}

/// Nothing in these says that a number is another than it was, but with the private
/// number of RSA (`rsa.rs`).
#[test]
fn octets_of_forms_that_do_not_check_themselves() {
    for form in [ED25519_PKCS8, ED25519_SPKI, RSA_PKCS1, RSA_PUBLIC_PKCS1] {
        are(&cut_off(form.octets, &bare), &["empty", "not-text", "unrecognised"], form.name);
        are(&longer(form.octets, &bare), NO_DER, form.name);
    }
    for form in [ED25519_PKCS8, ED25519_SPKI] {
        are_among(&changed(form.octets, &bare), &[NO_KEY, NO_DER, &[ANOTHER]], form.name);
    }
}

#[test]
fn octets_of_openssh() {
    let wrap = |octets: &[u8]| pem("OPENSSH PRIVATE KEY", octets).into_bytes();
    let no_key = ["curve-point", "encryption-unknown", "key-type-unknown", "openssh-malformed"];
    // Beside the key stand its public part and a comment.
    let more = ["pair-mismatch", "password-too-costly", "password-wrong", SAME];
    for text in [OPENSSH_PEM, OPENSSH_ENCRYPTED_PEM, OPENSSH_GCM_PEM] {
        let octets = inside(text);
        assert_eq!(outcome(&wrap(&octets)), SAME);
        are(&cut_off(&octets, &wrap), &["openssh-malformed", "pem-incomplete"], text);
        are(&longer(&octets, &wrap), &["openssh-malformed"], text);
    }
    are_among(&changed(&inside(OPENSSH_PEM), &wrap), &[&no_key, &more], "openssh");
    // Opening takes its time: one change for each octet.
    let octets = inside(OPENSSH_ENCRYPTED_PEM);
    let outcomes = changed_by(&[|octet| octet ^ 0x01], &octets, &wrap);
    are_among(&outcomes, &[&no_key, &more], "openssh, encrypted");
}

/// A text that was cut off is called so, unless only its last line break is gone.
fn cut_text(text: &str, expected: &[Outcome]) {
    let (most, last) = text.as_bytes().split_at(text.trim_end().len() - 8);
    are(&cut_off(most, &bare), expected, text);
    let whole = |rest: usize| outcome(&[most, &last[..rest]].concat());
    are_among(&(0..last.len()).map(whole).collect(), &[expected, &[SAME]], text);
}

#[test]
fn texts_in_pem() {
    let certificate = CERTIFICATE.pem();
    let protected = PBES2.pem();
    for text in [SEC1_PEM, PKCS8_PEM, SPKI_PEM, &certificate, &protected, OLDER_PEM] {
        assert_eq!(outcome(text.as_bytes()), SAME);
        cut_text(text, &["empty", "pem-incomplete", "unrecognised"]);
        let more: &[Outcome] = &["certificate-malformed", "pem-header"];
        let allowed = [NO_PEM, NO_KEY, NO_PAIR, NOT_OPENED, more];
        are_among(&changed(text.as_bytes(), &bare), &allowed, text);
    }
    cut_text(OPENSSH_PEM, &["empty", "pem-incomplete", "unrecognised"]);
}

/// A member whose name changed is another member, so that a private key may become
/// a public one; the number itself does not go on from there.
#[test]
fn texts_in_json() {
    let key = PrivateKey::try_from(&read::read(PKCS8_PEM.as_bytes()).unwrap()[0]).unwrap();
    let no_jwk = [
        "algorithm-unknown",
        "json-syntax",
        "missing-parameter",
        "no-key-type",
        "not-private",
        "not-text",
        "unrecognised",
        SAME,
    ];
    for format in [PrivateFormat::Jwk, PrivateFormat::JwkSet, PrivateFormat::JwkArray] {
        let text = write::private(&key, format).unwrap();
        cut_text(&text, &["empty", "json-incomplete"]);
        are_among(&changed(text.as_bytes(), &bare), &[NO_KEY, NO_PAIR, &no_jwk], &text);
    }
    for format in [PublicFormat::Jwk, PublicFormat::JwkSet] {
        let text = write::public(&key.public_key(), format).unwrap();
        cut_text(&text, &["empty", "json-incomplete"]);
        are_among(&changed(text.as_bytes(), &bare), &[NO_KEY, &no_jwk], &text);
    }
    let text = write::private(&key, PrivateFormat::Base64Jwk).unwrap();
    cut_text(&text, &["empty", "json-incomplete", "unrecognised"]);
    let wrapped = [&no_jwk[..], &["json-incomplete"]].concat();
    are_among(&changed(text.as_bytes(), &bare), &[NO_KEY, NO_PAIR, &wrapped], &text);
}

#[test]
fn texts_in_base64_of_pem() {
    let key = PrivateKey::try_from(&read::read(PKCS8_PEM.as_bytes()).unwrap()[0]).unwrap();
    let text = write::private(&key, PrivateFormat::Base64Pem).unwrap();
    cut_text(&text, &["empty", "pem-incomplete", "unrecognised"]);
    are_among(&changed(text.as_bytes(), &bare), &[NO_KEY, NO_PAIR, NO_PEM], &text);
}

/// The forms are what they are said to be.
#[test]
fn whole_forms_are_read() {
    for form in P256 {
        assert_eq!(outcome(form.octets), SAME, "{form:?}");
    }
    let read = |form: Form| read_key(&open(form.octets).unwrap()[0]).unwrap();
    assert_eq!(read(ED25519_PKCS8), read(ED25519_SPKI));
    assert_eq!(read(RSA_PKCS1), read(RSA_PUBLIC_PKCS1));
}
