//! Making keys step by step.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use nokkelsmie_jose::{Algorithm, KeyType};
use nokkelsmie_keys::PrivateKey;
use nokkelsmie_keys::generate::{GenerateError, Generation, KeyKind, Step, generate};
use nokkelsmie_keys::write::{PrivateFormat, private};
use std::collections::HashSet;
use std::time::{Duration, Instant};

fn run(generation: &mut Generation, mut each: impl FnMut(u32, u8)) -> PrivateKey {
    loop {
        match generation.step().unwrap() {
            Step::Working(progress) => each(progress.tried, progress.primes_found),
            Step::Done(key) => return *key,
        }
    }
}

#[test]
fn progress_goes_forward_in_small_steps() {
    let kid = Some("steg-1".parse().unwrap());
    let mut generation = Generation::new(KeyKind::Rsa2048, Algorithm::PS384, kid).unwrap();
    let (mut steps, mut last, mut primes) = (0, 0, vec![0]);
    let mut longest = Duration::ZERO;
    let mut start = Instant::now();
    let key = run(&mut generation, |tried, found| {
        longest = longest.max(start.elapsed());
        start = Instant::now();
        steps += 1;
        assert!(tried == last || tried == last + 1);
        last = tried;
        if primes.last() != Some(&found) {
            primes.push(found);
        }
    });
    // One pair in fifteen makes no key, and others are looked for.
    assert!(primes.chunks(2).all(|pair| pair == [0, 1]), "{primes:?}");
    // Two primes: 2 · (Lucas + base 2 + 5 rounds) more steps than candidates, and the last.
    assert!(steps >= last + 13, "{steps} steps for {last} candidates");
    assert!(longest < Duration::from_millis(500), "{longest:?}");
    assert_eq!(
        (key.algorithm(), key.key_id(), key.bits()),
        (Algorithm::PS384, Some("steg-1"), 2048)
    );
    assert_eq!(generation.step().unwrap_err(), GenerateError::Finished);
}

#[test]
fn keys_of_curves_are_done_in_one_step() {
    for kind in KeyKind::ALL.into_iter().filter(|kind| kind.key_type() != KeyType::Rsa) {
        let mut generation = Generation::new(kind, kind.default_algorithm(), None).unwrap();
        let key = run(&mut generation, |_, _| panic!("one step is enough"));
        assert_eq!((key.curve(), key.key_id()), (kind.curve(), None));
        assert_eq!(generation.step().unwrap_err(), GenerateError::Finished);
    }
}

#[test]
fn every_kind_has_an_algorithm_and_takes_no_other() {
    for kind in KeyKind::ALL {
        let algorithm = kind.default_algorithm();
        assert!(algorithm.fits(kind.key_type(), kind.curve()));
        let other = if algorithm == Algorithm::RS256 { Algorithm::ES256 } else { Algorithm::RS256 };
        let refused = Generation::new(kind, other, None).unwrap_err();
        assert_eq!(refused, GenerateError::AlgorithmDoesNotFit);
    }
}

#[test]
fn no_two_keys_are_alike() {
    let mut seen = HashSet::new();
    for _ in 0..20 {
        for kind in [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519] {
            let key = generate(kind, kind.default_algorithm(), None).unwrap();
            assert!(seen.insert(key.public_jwk().thumbprint().to_string()));
        }
    }
}

/// FIPS 186-5 A.1.1: e = 65537, d is not small, p and q are of half the length.
#[test]
fn an_rsa_key_is_as_it_should_be() {
    let key = generate(KeyKind::Rsa2048, Algorithm::RS256, None).unwrap();
    let jwk = private(&key, PrivateFormat::Jwk).unwrap();
    let jwk: serde_json::Value = serde_json::from_str(&jwk).unwrap();
    let octets = |name: &str| nokkelsmie_jose::base64url::decode(jwk[name].as_str().unwrap());
    assert_eq!(jwk["e"], "AQAB");
    assert!(octets("d").unwrap().len() > 128);
    for (name, length) in [("n", 256), ("p", 128), ("q", 128)] {
        let octets = octets(name).unwrap();
        assert_eq!(octets.len(), length, "{name}");
        assert!(octets[0] >= 0x80, "{name}");
    }
    assert!(octets("p").unwrap() > octets("q").unwrap());
    let members: Vec<_> = jwk.as_object().unwrap().keys().cloned().collect();
    let order = ["kty", "alg", "use", "e", "n", "d", "p", "q", "dp", "dq", "qi"];
    assert_eq!(members, order);
}

#[test]
fn names_are_those_of_the_page() {
    let names: Vec<String> = KeyKind::ALL
        .iter()
        .map(|kind| serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned())
        .collect();
    let expected = ["rsa-2048", "rsa-3072", "rsa-4096", "p-256", "p-384", "p-521", "ed25519"];
    assert_eq!(names, expected);
}
