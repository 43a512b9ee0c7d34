//! What would keep the page waiting is refused before it begins, and what makes no
//! sense has its own code.

use crate::code_with_password;
use crate::der::{integer, sequence, value};
use crate::forms::{
    CERTIFICATE, ED25519_PKCS8, Form, OPENSSH_ENCRYPTED_PEM, PBES1, PBES2, PKCS8, SCRYPT,
    TRIPLE_DES_PKCS12, inside, pem,
};
use crate::{base64, code, keystore};
use nokkelsmie_keys::inspect::MAXIMUM_MODULUS_BITS;
use nokkelsmie_keys::read::{self, MAXIMUM_LEN, ReadErrorCode as Code};
use nokkelsmie_keys::{KeyErrorCode, MAXIMUM_ROUNDS, MAXIMUM_SCRYPT_MEMORY, PublicKey, RawKey};
use std::time::{Duration, Instant};

/// The octets at `at` replaced by others; the values `around` them, outermost first,
/// grow with them.
fn replaced(der: &[u8], around: &[usize], at: usize, old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(&der[at..at + old.len()], old, "the form is another one now");
    let mut out = [&der[..at], new, &der[at + old.len()..]].concat();
    for &place in around.iter().rev() {
        let (length, header) = match out[place + 1] {
            0x81 => (usize::from(out[place + 2]), 3),
            0x82 => (usize::from(out[place + 2]) << 8 | usize::from(out[place + 3]), 4),
            short => (usize::from(short), 2),
        };
        let length = length + new.len() - old.len();
        let end = place + header + length;
        let grown = value(out[place], &out[place + header..end]);
        out = [&out[..place], &grown, &out[end..]].concat();
    }
    out
}

/// Where the octets begin; they are there once.
fn place(der: &[u8], octets: &[u8]) -> usize {
    let mut places = (0..der.len()).filter(|&at| der[at..].starts_with(octets));
    let found = places.next().unwrap();
    assert_eq!(places.next(), None);
    found
}

/// Where the SEQUENCEs and the like begin that hold the octet at `inner`.
fn around(der: &[u8], inner: usize) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    loop {
        let (length, header) = match der[at + 1] {
            0x81 => (usize::from(der[at + 2]), 3),
            0x82 => (usize::from(der[at + 2]) << 8 | usize::from(der[at + 3]), 4),
            short => (usize::from(short), 2),
        };
        if at == inner {
            return places;
        }
        if inner < at + header + length {
            places.push(at);
            at += header;
        } else {
            at += header + length;
        }
    }
}

/// The form with another INTEGER in place of the one at `at`.
fn with_number(der: &[u8], at: usize, number: &[u8]) -> Vec<u8> {
    let old = &der[at..at + 2 + usize::from(der[at + 1])];
    replaced(der, &around(der, at), at, old, number)
}

const TOO_MANY: u64 = MAXIMUM_ROUNDS as u64 + 1;

fn at_once(input: &[u8]) -> Code {
    let start = Instant::now();
    let code = code_with_password(input);
    assert!(start.elapsed() < Duration::from_secs(10), "{code} took {:?}", start.elapsed());
    code
}

#[test]
fn rounds_over_the_limit_are_too_costly() {
    // Rounds follow the salt: PBKDF2 in PBES2, and both schemes of PKCS#12.
    for form in [PBES2, PBES1] {
        let rounds = place(form.octets, &[2, 1, 2]);
        for number in [TOO_MANY, u64::from(u32::MAX), 1 << 32, u64::MAX] {
            let costly = with_number(form.octets, rounds, &integer(number));
            assert_eq!(at_once(&costly), Code::PasswordTooCostly, "{form:?} {number}");
            // Nobody is asked for a password that would be of no use.
            assert_eq!(code(&costly), Code::PasswordTooCostly, "{form:?} {number}");
        }
        for no_number in [&[2, 1, 0][..], &[2, 1, 0xff], &[2, 0], &[2, 2, 0, 2], &[5, 0]] {
            let malformed = with_number(form.octets, rounds, no_number);
            assert_eq!(at_once(&malformed), Code::Der, "{form:?} {no_number:?}");
        }
    }
}

#[test]
fn rounds_of_a_mac_over_the_limit_are_too_costly() {
    let der = TRIPLE_DES_PKCS12.octets;
    let rounds = der.len() - 3;
    assert_eq!(der[rounds..], [2, 1, 2]);
    let costly = with_number(der, rounds, &integer(TOO_MANY));
    assert_eq!(at_once(&costly), Code::PasswordTooCostly);
    // Without a password too: an empty one is tried.
    assert_eq!(code(&costly), Code::PasswordTooCostly);
    assert_eq!(at_once(&with_number(der, rounds, &integer(0))), Code::Der);
}

/// N, r and p of RFC 7914 §2.
#[test]
fn scrypt_is_held_to_its_memory_and_its_work() {
    let der = SCRYPT.octets;
    let numbers = place(der, &[2, 1, 2, 2, 1, 1, 2, 1, 1]);
    let around = around(der, numbers);
    let with = |n: u64, r: u64, p: u64| {
        let new = [integer(n), integer(r), integer(p)].concat();
        replaced(der, &around, numbers, &[2, 1, 2, 2, 1, 1, 2, 1, 1], &new)
    };
    assert_eq!(MAXIMUM_SCRYPT_MEMORY, 1 << 27);
    for (n, r, p) in [
        (1 << 21, 1, 1),
        (1 << 18, 8, 1),
        (1 << 31, 8, 1),
        (2, 1 << 20, 1),
        (2, 1, (1 << 20) + 1),
        (1 << 17, 8, 5),
        (2, u64::from(u32::MAX), u64::from(u32::MAX)),
        (u64::from(u32::MAX), u64::from(u32::MAX), u64::from(u32::MAX)),
    ] {
        assert_eq!(at_once(&with(n, r, p)), Code::PasswordTooCostly, "{n} {r} {p}");
    }
    for (n, r, p) in [(0, 1, 1), (1, 1, 1), (3, 1, 1), (2, 0, 1), (2, 1, 0), (1 << 32, 1, 1)] {
        assert_eq!(at_once(&with(n, r, p)), Code::Der, "{n} {r} {p}");
    }
    assert_eq!(at_once(&with(4, 1, 1)), Code::PasswordWrong);
    // "N=2^17 (128 MiB), r=8 (1024 bytes), p=1" (OWASP Password Storage Cheat Sheet)
    assert_eq!(code_with_password(&with(1 << 17, 8, 1)), Code::PasswordWrong);
}

/// "uint32 rounds" of OpenSSH's PROTOCOL.key, after a salt of 16 octets.
#[test]
fn rounds_of_bcrypt_over_the_limit_are_too_costly() {
    let octets = inside(OPENSSH_ENCRYPTED_PEM);
    let rounds = place(&octets, b"\0\0\0\x18\0\0\0\x10") + 24;
    assert_eq!(octets[rounds..rounds + 4], [0, 0, 0, 1]);
    for (number, expected) in [
        (0, Code::OpensshMalformed),
        (2, Code::PasswordWrong),
        (257, Code::PasswordTooCostly),
        (u32::MAX, Code::PasswordTooCostly),
    ] {
        let mut octets = octets.clone();
        octets[rounds..rounds + 4].copy_from_slice(&number.to_be_bytes());
        let pem = pem("OPENSSH PRIVATE KEY", &octets);
        assert_eq!(at_once(pem.as_bytes()), expected, "{number}");
    }
}

/// Keys in a PKCS#12 file that need no password, and certificates: each key is
/// held against each certificate.
#[test]
fn a_keystore_of_very_many_keys_is_refused_at_once() {
    let keystore = |form: Form, keys: usize, certificates: usize| {
        let certificate = keystore::certificate(CERTIFICATE.octets);
        let keys = keystore::key(form.octets).repeat(keys);
        keystore::of(&[keys, certificate.repeat(certificates)].concat())
    };
    assert_eq!(read::read(&keystore(PKCS8, 1, 1)).unwrap()[0].certificates.len(), 1);
    assert_eq!(read::read(&keystore(PKCS8, 99, 1)).unwrap().len(), 99);
    assert_eq!(read::read(&keystore(ED25519_PKCS8, 1, 99)).unwrap().len(), 1);
    for (keys, certificates) in [(101, 0), (1, 100), (4000, 1000)] {
        // None of the certificates is about the key, so that all are looked at.
        let input = keystore(ED25519_PKCS8, keys, certificates);
        assert!(input.len() <= MAXIMUM_LEN);
        assert_eq!(at_once(&input), Code::TooManyKeys, "{keys} {certificates}");
    }
}

#[test]
fn very_many_large_keys_are_refused_unjudged() {
    let n = |bits: usize| nokkelsmie_jose::base64url::encode(vec![0xff; bits / 8]);
    let keys = |bits, count| {
        let jwk = format!(r#"{{"kty":"RSA","n":"{}","e":"AQAB"}}"#, n(bits));
        format!("[{}]", vec![jwk; count].join(","))
    };
    for (bits, most) in [(2048, 100), (4096, 40), (8192, 5)] {
        assert_eq!(read::read(keys(bits, most).as_bytes()).unwrap().len(), most, "{bits}");
    }
    for (bits, many) in [(4096, 41), (8192, 6)] {
        assert_eq!(code(keys(bits, many)), Code::TooManyLargeKeys, "{bits}");
    }
    // What is too large is not judged, and costs nothing.
    assert_eq!(read::read(keys(8200, 50).as_bytes()).unwrap().len(), 50);
}

#[test]
fn a_modulus_over_the_limit_is_too_large() {
    let n = |bits: u32| {
        let mut n = vec![0xff; (bits / 8) as usize];
        n[0] = 0x80 | n[0] >> 1;
        n
    };
    let refusal = |input: &[u8]| {
        let material = read::read(input).unwrap().remove(0);
        assert!(matches!(material.key, RawKey::Rsa(_)));
        PublicKey::try_from(&material).err().map(|error| error.code)
    };
    for (bits, expected) in [
        (MAXIMUM_MODULUS_BITS, None),
        (MAXIMUM_MODULUS_BITS + 8, Some(KeyErrorCode::RsaTooLarge)),
        (8 * 100_000, Some(KeyErrorCode::RsaTooLarge)),
        (1024, Some(KeyErrorCode::RsaTooSmall)),
    ] {
        let encoded = nokkelsmie_jose::base64url::encode(n(bits));
        let jwk = format!(r#"{{"kty":"RSA","n":"{encoded}","e":"AQAB"}}"#);
        assert_eq!(refusal(jwk.as_bytes()), expected, "{bits}");
        assert_eq!(refusal(base64(&jwk).as_bytes()), expected, "{bits}");
        let modulus = value(2, &[&[0], &n(bits)[..]].concat());
        let pkcs1 = sequence(&[&modulus, &integer(65537)]);
        let pem = pem("RSA PUBLIC KEY", &pkcs1);
        assert_eq!(refusal(pem.as_bytes()), expected, "{bits}");
    }
}
