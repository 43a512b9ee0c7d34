//! Numbers that are no key: each fault has its code and its field.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use crypto_bigint::{BoxedUint, ConcatenatingMul};
use nokkelsmie_jose::base64url;
use nokkelsmie_keys::{KeyErrorCode as Code, PrivateKey, PublicKey, read};
use serde_json::Value;

fn published(name: &str) -> Value {
    let path = format!("{}/../../tests/vectors/rfc/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn rsa() -> Value {
    published("7515-a2.private.jwk")
}

fn number(jwk: &Value, member: &str) -> BoxedUint {
    let octets = base64url::decode(jwk[member].as_str().unwrap()).unwrap();
    BoxedUint::from_be_slice_vartime(&octets)
}

fn encode(number: &BoxedUint) -> Value {
    base64url::encode(number.to_be_bytes_trimmed_vartime()).into()
}

fn with(mut jwk: Value, changes: &[(&str, Value)]) -> Value {
    for (member, value) in changes {
        jwk[*member] = value.clone();
    }
    jwk
}

/// What cannot be decoded was private all the same: it must not be taken for a
/// public key and shown.
#[test]
fn a_damaged_private_key_is_private() {
    for damaged in ["!!".into(), 12.into(), Value::Bool(false), "".into()] {
        for name in ["7515-a2.private.jwk", "7515-a3.private.jwk", "8037-a1.private.jwk"] {
            let mut jwk = published(name);
            let object = jwk.as_object_mut().unwrap();
            object.retain(|member, _| ["kty", "crv", "n", "e", "x", "y"].contains(&&**member));
            let read = |jwk: &Value| read::read(jwk.to_string().as_bytes()).unwrap().remove(0);
            assert!(!read(&jwk).is_private(), "{name}");
            assert!(!read(&with(jwk.clone(), &[("d", Value::Null)])).is_private(), "{name}");
            let jwk = with(jwk, &[("d", damaged.clone())]);
            assert!(read(&jwk).is_private(), "{name}: {damaged}");
            PrivateKey::try_from(&read(&jwk)).unwrap_err();
        }
    }
    let dp = with(rsa(), &[("dp", 1.into())]);
    assert!(read::read(dp.to_string().as_bytes()).unwrap()[0].is_private());
}

fn refused(jwk: &Value) -> (Code, Option<&'static str>) {
    let material = read::read(jwk.to_string().as_bytes()).unwrap().remove(0);
    let error = PrivateKey::try_from(&material).unwrap_err();
    (error.code, error.field)
}

fn refused_public(jwk: &Value) -> (Code, Option<&'static str>) {
    let material = read::read(jwk.to_string().as_bytes()).unwrap().remove(0);
    let error = PublicKey::try_from(&material).unwrap_err();
    (error.code, error.field)
}

#[test]
fn rsa_modulus_and_exponent() {
    let small = base64url::encode([0xff; 255]).into();
    let large = base64url::encode([0xff; 1025]).into();
    let even = encode(&number(&rsa(), "n").wrapping_sub(BoxedUint::one()));
    for (n, expected) in
        [(small, Code::RsaTooSmall), (large, Code::RsaTooLarge), (even, Code::RsaModulus)]
    {
        let jwk = with(rsa(), &[("n", n)]);
        assert_eq!(refused(&jwk), (expected, Some("n")));
        assert_eq!(refused_public(&jwk), (expected, Some("n")));
    }
    // 1, 2, 65536, 2³³ + 1, a number of 9 octets, 0
    for e in ["AQ", "Ag", "AQAA", "AgAAAAE", "AQAAAAAAAAAB", ""] {
        let jwk = with(rsa(), &[("e", e.into())]);
        assert_eq!(refused(&jwk), (Code::RsaExponent, Some("e")), "{e}");
        assert_eq!(refused_public(&jwk), (Code::RsaExponent, Some("e")), "{e}");
    }
    assert_eq!(refused(&with(rsa(), &[("e", "Aw".into())])), (Code::RsaPrivateExponent, Some("d")));
}

#[test]
fn rsa_primes() {
    let (p, q) = (number(&rsa(), "p"), number(&rsa(), "q"));
    let product_is_not_n = with(rsa(), &[("p", encode(&p.wrapping_add(BoxedUint::from(2u8))))]);
    assert_eq!(refused(&product_is_not_n), (Code::RsaPrimes, Some("p")));
    let equal = with(rsa(), &[("n", encode(&p.concatenating_mul(&p))), ("q", encode(&p))]);
    assert_eq!(refused(&equal), (Code::RsaPrimes, Some("p")));
    // (p − 2) · q: their product is n, but p − 2 is divisible.
    let composite = p.wrapping_sub(BoxedUint::from(2u8));
    let n = composite.concatenating_mul(&q);
    let jwk = with(rsa(), &[("n", encode(&n)), ("p", encode(&composite))]);
    assert_eq!(refused(&jwk), (Code::RsaPrimes, Some("p")));
    let n = q.concatenating_mul(&composite);
    let swapped = with(rsa(), &[("n", encode(&n)), ("p", encode(&q)), ("q", encode(&composite))]);
    assert_eq!(refused(&swapped), (Code::RsaPrimes, Some("q")));
    // n = 1 · n, and 0
    let one = with(rsa(), &[("p", "AQ".into()), ("q", rsa()["n"].clone())]);
    assert_eq!(refused(&one), (Code::RsaPrimes, Some("q")));
    let zero = with(rsa(), &[("p", "".into())]);
    assert_eq!(refused(&zero), (Code::RsaPrimes, Some("p")));
    // One of the two is given, and is another.
    let mut alone = with(rsa(), &[("p", encode(&p.wrapping_add(BoxedUint::from(2u8))))]);
    alone.as_object_mut().unwrap().remove("q");
    assert_eq!(refused(&alone), (Code::RsaPrimes, Some("p")));
    assert_eq!(refused(&with(rsa(), &[("oth", Value::Array(vec![]))])).0, Code::RsaMorePrimes);
}

#[test]
fn rsa_private_exponent() {
    let d = number(&rsa(), "d");
    let n = number(&rsa(), "n");
    let values = [
        encode(&d.wrapping_add(BoxedUint::from(2u8))),
        encode(&d.concatenating_mul(&n)),
        encode(&n),
        "".into(),
        "AQ".into(),
        base64url::encode([0xff; 256]).into(),
    ];
    for value in values {
        let whole = with(rsa(), &[("d", value.clone())]);
        assert_eq!(refused(&whole), (Code::RsaPrivateExponent, Some("d")), "{value}");
        let mut bare = whole;
        for member in ["p", "q", "dp", "dq", "qi"] {
            bare.as_object_mut().unwrap().remove(member);
        }
        assert_eq!(refused(&bare), (Code::RsaPrivateExponent, Some("d")), "{value}");
    }
}

/// The `rsa` library takes any: these are this project's own checks.
#[test]
fn rsa_crt_values() {
    for field in ["dp", "dq", "qi"] {
        let other = number(&rsa(), field).wrapping_add(BoxedUint::one());
        for value in [encode(&other), "".into(), rsa()["n"].clone()] {
            assert_eq!(refused(&with(rsa(), &[(field, value)])), (Code::RsaCrt, Some(field)));
        }
    }
    let swapped = with(rsa(), &[("p", rsa()["q"].clone()), ("q", rsa()["p"].clone())]);
    assert_eq!(refused(&swapped), (Code::RsaCrt, Some("dp")));
}

#[test]
fn curves() {
    for name in ["7515-a3.private.jwk", "7515-a4.private.jwk", "7520-3.2.private.jwk"] {
        let key = published(name);
        let octets = |member: &str| base64url::decode(key[member].as_str().unwrap()).unwrap();
        let length = octets("x").len();
        let mut x = octets("x");
        x[length - 1] ^= 1;
        let off = with(key.clone(), &[("x", base64url::encode(&x).into())]);
        assert_eq!(refused(&off), (Code::CurvePoint, Some("x")), "{name}");
        assert_eq!(refused_public(&off), (Code::CurvePoint, Some("x")), "{name}");
        let long = base64url::encode([&[1], octets("y").as_slice()].concat());
        let long = with(key.clone(), &[("y", long.into())]);
        assert_eq!(refused(&long), (Code::CurvePoint, Some("y")));
        for d in [vec![], vec![0; length], vec![0xff; length], vec![1; length + 1]] {
            let jwk = with(key.clone(), &[("d", base64url::encode(d).into())]);
            assert_eq!(refused(&jwk), (Code::PrivateOutOfRange, Some("d")), "{name}");
        }
        let mut d = octets("d");
        d[length - 1] ^= 1;
        let other = with(key.clone(), &[("d", base64url::encode(d).into())]);
        assert_eq!(refused(&other), (Code::PairMismatch, Some("d")), "{name}");
        let mut half = key.clone();
        half.as_object_mut().unwrap().remove("y");
        assert_eq!(refused(&half), (Code::MissingParameter, Some("y")));
    }
}

#[test]
fn ed25519() {
    let key = published("8037-a1.private.jwk");
    let octets = |length, value: u8| base64url::encode(vec![value; length]);
    for d in [octets(31, 1), octets(33, 1), octets(0, 1)] {
        let jwk = with(key.clone(), &[("d", d.into())]);
        assert_eq!(refused(&jwk), (Code::PrivateOutOfRange, Some("d")));
    }
    let other = with(key.clone(), &[("d", octets(32, 7).into())]);
    assert_eq!(refused(&other), (Code::PairMismatch, Some("d")));
    // A weak point (of order 4), y = 2 (which has no x), p + 3 for y = 3 (there
    // is such a point, and only one way to write it), and a wrong length.
    let no_point = [&[2][..], &[0; 31]].concat();
    let not_canonical = [&[0xf0][..], &[0xff; 30], &[0x7f]].concat();
    let canonical = [&[3][..], &[0; 31]].concat();
    let jwk = published("8037-a2.public.jwk");
    let jwk = with(jwk, &[("x", base64url::encode(canonical).into())]);
    let material = read::read(jwk.to_string().as_bytes()).unwrap().remove(0);
    assert!(PublicKey::try_from(&material).is_ok());
    let encode = |octets: Vec<u8>| base64url::encode(octets);
    for x in [octets(32, 0), encode(no_point), encode(not_canonical), octets(31, 1)] {
        let jwk = with(key.clone(), &[("x", x.into())]);
        assert_eq!(refused_public(&jwk), (Code::CurvePoint, Some("x")));
        assert_eq!(refused(&jwk), (Code::CurvePoint, Some("x")));
    }
}

#[test]
fn algorithms() {
    let jwk = with(rsa(), &[("alg", "ES256".into())]);
    assert_eq!(refused(&jwk), (Code::AlgorithmDoesNotFit, Some("alg")));
    assert_eq!(refused_public(&jwk), (Code::AlgorithmDoesNotFit, Some("alg")));
    let jwk = with(rsa(), &[("alg", "RSA-OAEP".into())]);
    assert_eq!(refused(&jwk), (Code::AlgorithmUnknown, Some("alg")));
    let key = published("7515-a3.private.jwk");
    let jwk = with(key, &[("alg", "ES384".into())]);
    assert_eq!(refused(&jwk), (Code::AlgorithmDoesNotFit, Some("alg")));
}
