//! Every kind of key through every form and back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use nokkelsmie_jose::{Algorithm, base64url};
use nokkelsmie_keys::generate::{KeyKind, generate};
use nokkelsmie_keys::write::{PrivateFormat, PublicFormat};
use nokkelsmie_keys::{PrivateKey, PublicKey, RawKey, read, write};

const PRIVATE: [PrivateFormat; 8] = [
    PrivateFormat::Jwk,
    PrivateFormat::JwkArray,
    PrivateFormat::JwkSet,
    PrivateFormat::Pkcs8Pem,
    PrivateFormat::Pkcs1Pem,
    PrivateFormat::Sec1Pem,
    PrivateFormat::Base64Jwk,
    PrivateFormat::Base64Pem,
];

const PUBLIC: [PublicFormat; 7] = [
    PublicFormat::Jwk,
    PublicFormat::JwkArray,
    PublicFormat::JwkSet,
    PublicFormat::SpkiPem,
    PublicFormat::Pkcs1Pem,
    PublicFormat::Base64Jwk,
    PublicFormat::Base64Pem,
];

fn one_private(input: &[u8]) -> PrivateKey {
    let materials = read::read(input).unwrap();
    assert_eq!(materials.len(), 1);
    PrivateKey::try_from(&materials[0]).unwrap()
}

#[test]
fn exp_stays_with_the_key() {
    let key = generate(KeyKind::Ed25519, Algorithm::EdDSA, None).unwrap();
    let text = write::private(&key, PrivateFormat::Jwk).unwrap();
    assert!(!text.contains("exp"));
    let text = text.replacen('{', "{\"exp\":1827014400,", 1);
    let key = one_private(text.as_bytes());
    assert_eq!(key.public_jwk().expires, Some(1_827_014_400));
    assert_eq!(key.public_key().jwk().expires, Some(1_827_014_400));
    for format in [PrivateFormat::Jwk, PrivateFormat::JwkSet, PrivateFormat::Base64Jwk] {
        let text = write::private(&key, format).unwrap();
        let again = read::read(text.as_bytes()).unwrap().remove(0);
        assert_eq!(again.metadata.exp, Some(1_827_014_400), "{format:?}");
        assert!(again.irregularities.iter().all(|note| note.field.is_empty()), "{format:?}");
    }
}

fn one_public(input: &[u8]) -> PublicKey {
    let materials = read::read(input).unwrap();
    assert_eq!(materials.len(), 1);
    assert!(!materials[0].is_private());
    PublicKey::try_from(&materials[0]).unwrap()
}

fn is_jwk(text: &str) -> bool {
    text.contains("JWK") || text.contains("Jwk")
}

fn round_trip(kind: KeyKind) {
    let kid = Some("rundtur_1.a-b".parse().unwrap());
    let key = generate(kind, kind.default_algorithm(), kid).unwrap();
    assert_eq!(key.bits(), kind.bits());
    let jwk = write::private(&key, PrivateFormat::Jwk).unwrap();

    for format in PRIVATE {
        let fits = write::private_formats(&key).contains(&format);
        let text = write::private(&key, format);
        assert_eq!(text.is_ok(), fits, "{kind:?} {format:?}");
        let Ok(text) = text else { continue };
        let mut again = one_private(text.as_bytes());
        if is_jwk(&format!("{format:?}")) {
            assert_eq!(again.key_id(), key.key_id(), "{kind:?} {format:?}");
        } else {
            again.set_key_id(Some("rundtur_1.a-b".parse().unwrap()));
        }
        assert_eq!(*write::private(&again, PrivateFormat::Jwk).unwrap(), *jwk, "{format:?}");
        if let Ok(der) = write::private_der(&key, format) {
            assert!(one_private(&der).matches(&key.public_key()), "DER of {format:?}");
        }
    }

    let public = key.public_key();
    for format in PUBLIC {
        let fits = write::public_formats(&public).contains(&format);
        let text = write::public(&public, format);
        assert_eq!(text.is_ok(), fits, "{kind:?} {format:?}");
        let Ok(text) = text else { continue };
        let again = one_public(text.as_bytes());
        assert_eq!(again.jwk().parameters, public.jwk().parameters, "{kind:?} {format:?}");
        assert_eq!(again.algorithm(), public.algorithm());
        if let Ok(der) = write::public_der(&public, format) {
            assert!(key.matches(&one_public(&der)), "DER of {format:?}");
        }
    }

    let signature = key.sign(b"melding").unwrap();
    assert!(public.verify(b"melding", &signature));
    assert!(!public.verify(b"Melding", &signature));
    assert!(!public.verify(b"melding", &signature[1..]));
}

#[test]
fn rsa_2048() {
    round_trip(KeyKind::Rsa2048);
}

#[test]
fn rsa_3072() {
    round_trip(KeyKind::Rsa3072);
}

#[test]
fn rsa_4096() {
    round_trip(KeyKind::Rsa4096);
}

#[test]
fn p_256() {
    round_trip(KeyKind::P256);
}

#[test]
fn p_384() {
    round_trip(KeyKind::P384);
}

#[test]
fn p_521() {
    round_trip(KeyKind::P521);
}

#[test]
fn ed25519() {
    round_trip(KeyKind::Ed25519);
}

/// One number in 256 begins with a zero octet: written at full length (RFC 7518
/// §6.2.2.1, RFC 5915 §3), and the public part stands beside it.
#[test]
fn short_private_numbers_are_written_at_full_length() {
    for (curve, length) in [("P-256", 32), ("P-384", 48), ("P-521", 66)] {
        let d = base64url::encode([&vec![0; length - 2][..], &[7, 9]].concat());
        let jwk = format!(r#"{{"kty":"EC","crv":"{curve}","d":"{d}"}}"#);
        let key = one_private(jwk.as_bytes());
        for format in write::private_formats(&key) {
            let octets = write::private_file(&key, format).unwrap();
            let material = read::read(&octets).unwrap().remove(0);
            let RawKey::Ec { x: Some(x), y: Some(y), d: Some(d), .. } = &material.key else {
                panic!("{format:?}: {material:?}")
            };
            let lengths = [x.len(), y.len(), d.secret_octets().len()];
            assert_eq!(lengths, [length; 3], "{curve} {format:?}");
        }
    }
}

#[test]
fn every_rsa_algorithm_signs_and_is_told_from_the_others() {
    let mut key = generate(KeyKind::Rsa2048, Algorithm::RS256, None).unwrap();
    let all = [
        Algorithm::RS256,
        Algorithm::RS384,
        Algorithm::RS512,
        Algorithm::PS256,
        Algorithm::PS384,
        Algorithm::PS512,
    ];
    for signing in all {
        key.set_algorithm(signing).unwrap();
        let signature = key.sign(b"m").unwrap();
        for verifying in all {
            let mut public = key.public_key();
            public.set_algorithm(verifying).unwrap();
            assert_eq!(public.verify(b"m", &signature), signing == verifying);
        }
    }
}

#[test]
fn a_base64_jwk_is_standard_base64_on_one_line() {
    let key = generate(KeyKind::P521, Algorithm::ES512, None).unwrap();
    let text = write::private(&key, PrivateFormat::Base64Jwk).unwrap();
    assert_eq!(text.len() % 4, 0);
    assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || "+/=".contains(c)));
}
