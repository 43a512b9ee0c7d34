//! Whatever the numbers are, there is an answer, and soon.

use crate::keys::*;
use nokkelsmie_keys::inspect::{FindingCode, MAXIMUM_MODULUS_BITS, Verdict};
use nokkelsmie_keys::{Material, RawKey, RawRsa};
use std::time::{Duration, Instant};

#[test]
fn a_giant_modulus_is_refused_before_any_arithmetic() {
    let octets = 1024 * 1024;
    let giant = raw(vec![0xff; octets], vec![0xff; octets], |_| Some(vec![0xff; octets]));
    let start = Instant::now();
    let report = judge(&giant);
    assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
    assert_eq!(report.verdict, Verdict::Refused);
    let finding = report.findings.iter().find(|it| it.code == FindingCode::ModulusTooLarge);
    let values = &finding.unwrap().values;
    assert_eq!(values["bits"], 8_388_608_u64.into());
    assert_eq!(values["maximum"], MAXIMUM_MODULUS_BITS.into());
}

#[test]
fn giant_numbers_beside_a_usual_modulus_are_wrong_at_once() {
    let n = member("sound", "n");
    let giant = raw(n, vec![1, 0, 1], |_| Some(vec![0xff; 1024 * 1024]));
    let start = Instant::now();
    let report = judge(&giant);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    let wrong: Vec<_> = report.findings.iter().filter_map(|finding| finding.field).collect();
    assert_eq!(wrong, ["d", "p", "q", "dp", "dq", "qi"]);
}

#[test]
fn a_giant_e_is_out_of_range() {
    let report = judge(&raw(member("sound", "n"), vec![0xff; 1024 * 1024], |_| None));
    assert_eq!(report.findings[0].code, FindingCode::ExponentOutOfRange);
}

#[test]
fn a_prime_of_more_than_half_the_greatest_modulus_is_not_proved() {
    // 2^8000 − 1 over 2^100: the shape counts, not the value.
    let n = vec![0xff; 1024];
    let start = Instant::now();
    let report = judge(&raw(n, vec![1, 0, 1], |name| match name {
        "p" => Some(vec![0xff; 1000]),
        _ => Some(vec![0xff; 24]),
    }));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    let refused = report.findings.iter().find(|it| it.code == FindingCode::ModulusTooLarge);
    assert_eq!(refused.unwrap().field, Some("p"));
}

/// Zeros, ones, powers of two, small primes, empty: in every place of a key.
#[test]
fn no_number_makes_it_panic() {
    let numbers: [&[u8]; 9] =
        [&[], &[0], &[1], &[2], &[3], &[4], &[35], &[0xff; 9], &[0x80, 0, 0, 0, 0, 0, 0, 0]];
    for n in numbers {
        for e in numbers {
            for other in numbers {
                judge(&raw(n.to_vec(), e.to_vec(), |_| Some(other.to_vec())));
                for alone in ["d", "p", "q", "dp", "dq", "qi"] {
                    judge(&raw(n.to_vec(), e.to_vec(), |name| {
                        (name == alone).then(|| other.to_vec())
                    }));
                }
            }
        }
    }
}

#[test]
fn odd_numbers_in_one_place_of_a_sound_key_do_not_make_it_panic() {
    for octets in [vec![], vec![0], vec![1], vec![2], vec![0xff; 256], member("another", "n")] {
        for name in ["n", "e", "d", "p", "q", "dp", "dq", "qi"] {
            let material = rsa_with("sound", |key| match name {
                "n" => key.n = Some(octets.clone()),
                "e" => key.e = Some(octets.clone()),
                "d" => key.d = secret(octets.clone()),
                "p" => key.p = secret(octets.clone()),
                "q" => key.q = secret(octets.clone()),
                "dp" => key.dp = secret(octets.clone()),
                "dq" => key.dq = secret(octets.clone()),
                _ => key.qi = secret(octets.clone()),
            });
            assert_ne!(judge(&material).verdict, Verdict::Ready, "{name} = {octets:?}");
        }
    }
}

#[test]
fn coordinates_of_any_length_have_an_answer() {
    use nokkelsmie_jose::Curve;
    for curve in [Curve::P256, Curve::P384, Curve::P521] {
        for length in [0, 1, 31, 32, 33, 65, 66, 67, 100_000] {
            for octet in [0, 1, 0xff] {
                let octets = || Some(vec![octet; length]);
                let material = ec_with(curve, |key| {
                    (*key.x, *key.y, *key.d) = (octets(), octets(), secret(vec![octet; length]));
                });
                assert_eq!(judge(&material).verdict, Verdict::Refused);
                judge(&okp(octets(), octets()));
            }
        }
    }
}

fn raw(n: Vec<u8>, e: Vec<u8>, secret_of: impl Fn(&str) -> Option<Vec<u8>>) -> Material {
    let secret_of = |name| secret_of(name).and_then(secret);
    let key = RawRsa {
        n: Some(n),
        e: Some(e),
        d: secret_of("d"),
        p: secret_of("p"),
        q: secret_of("q"),
        dp: secret_of("dp"),
        dq: secret_of("dq"),
        qi: secret_of("qi"),
        more_primes: false,
    };
    jwk(RawKey::Rsa(Box::new(key)), "RS256")
}
