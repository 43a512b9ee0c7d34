use crate::keys::*;
use crypto_bigint::{BoxedUint, ConcatenatingMul};
use nokkelsmie_jose::Curve;
use nokkelsmie_keys::inspect::FindingCode as Code;
use nokkelsmie_keys::inspect::{Context, Verdict, inspect};
use nokkelsmie_keys::write::{self, PrivateFormat, PublicFormat};
use nokkelsmie_keys::{Format, IrregularityKind, Material, PrivateKey, PublicKey, RawKey, read};

/// A key that breaks a rule, and a twin that differs in nothing else.
struct Case {
    code: Code,
    bad: Material,
    /// What the key breaks beside it; nothing else may be found.
    also: &'static [Code],
    good: Material,
}

fn case(code: Code, bad: Material, good: Material) -> Case {
    Case { code, bad, also: &[], good }
}

impl Case {
    fn also(self, also: &'static [Code]) -> Self {
        Self { also, ..self }
    }
}

#[test]
fn each_rule_finds_the_bad_key_and_leaves_its_twin() {
    for case in cases() {
        let report = judge(&case.bad);
        let mut found: Vec<_> = report.findings.iter().map(|finding| finding.code).collect();
        let mut expected = [&[case.code], case.also].concat();
        found.sort_by_key(|code| *code as u8);
        expected.sort_by_key(|code| *code as u8);
        assert_eq!(found, expected, "{:?}: the bad key", case.code);

        let findings = judge(&case.good).findings;
        let twin = findings.iter().find(|finding| finding.code == case.code);
        assert_eq!(twin, None, "{:?}: its twin", case.code);
    }
}

#[test]
fn every_rule_about_a_key_has_a_case() {
    let cases = cases();
    // Judged by tests of their own: they need a set, or another context.
    let elsewhere = [Code::TooManyKeys, Code::KidRepeated, Code::PrivatePart, Code::KnownExample];
    for code in Code::ALL {
        let has_case = cases.iter().any(|case| case.code == *code);
        assert!(has_case != elsewhere.contains(code), "{code:?}");
    }
}

/// What "repair" promises.
#[test]
fn a_repairable_key_is_ready_when_it_is_written_again() {
    let mut repaired = 0;
    for case in cases() {
        if judge(&case.bad).verdict != Verdict::Repairable {
            continue;
        }
        let mut key = PublicKey::try_from(&case.bad).expect("a key");
        key.set_key_id("forslag-1".parse().ok());
        let text = write::public(&key, PublicFormat::Jwk).expect("a JWK");
        let again = read::read(text.as_bytes()).expect("what was written");
        assert_eq!(judge(&again[0]).verdict, Verdict::Ready, "{:?}", case.code);
        if case.bad.is_private() {
            let mut key = PrivateKey::try_from(&case.bad).expect("a private key");
            key.set_key_id("forslag-1".parse().ok());
            let text = write::private(&key, PrivateFormat::Jwk).expect("a private JWK");
            let again = read::read(text.as_bytes()).expect("what was written");
            assert_eq!(judge(&again[0]).findings, [], "{:?}", case.code);
        }
        repaired += 1;
    }
    assert!(repaired > 20, "{repaired}");
}

#[test]
fn every_finding_has_the_values_of_its_row() {
    for case in cases() {
        for finding in judge(&case.bad).findings {
            let names: Vec<_> = finding.values.keys().copied().collect();
            let mut expected = finding.code.rule().values.to_vec();
            expected.sort_unstable();
            assert_eq!(names, expected, "{:?}", finding.code);
        }
    }
}

#[test]
fn sound_keys_of_every_kind_have_no_findings() {
    let names = ["sound", "sound-modulo-phi", "swapped", "another", "sound-3072", "sound-4096"];
    let rsa = names.iter().flat_map(|name| [rsa(name), rsa_public(name)]);
    let ec = [Curve::P256, Curve::P384, Curve::P521]
        .into_iter()
        .flat_map(|curve| [ec(curve), ec_with(curve, |key| *key.d = None)]);
    let public = ed25519_public();
    for material in rsa.chain(ec).chain([ed25519(), public]) {
        assert_eq!(judge(&material).findings, [], "{:?}", material.key);
    }
}

#[test]
fn a_private_part_is_an_error_only_in_what_is_for_the_portal() {
    let judge = |material: &Material, for_portal| {
        inspect(material, &profile(), &Context { for_portal, ..context() }).findings
    };
    for material in [rsa("sound"), rsa_with("sound", drop_crt), ec(Curve::P256), ed25519()] {
        assert!(judge(&material, true).iter().any(|it| it.code == Code::PrivatePart));
        assert!(judge(&material, false).iter().all(|it| it.code != Code::PrivatePart));
    }
    for material in [rsa_public("sound"), ed25519_public()] {
        assert!(judge(&material, true).is_empty());
    }
}

fn ed25519_public() -> Material {
    let mut material = ed25519();
    if let RawKey::Okp { d, .. } = &mut material.key {
        *d = None;
    }
    material
}

fn cases() -> Vec<Case> {
    [
        syntax(),
        missing(),
        notes(),
        public_numbers(),
        unusable_numbers(),
        private_numbers(),
        curves(),
        service(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn syntax() -> Vec<Case> {
    use IrregularityKind::*;
    let of = |code, field, kind| case(code, irregular(field, kind), rsa("sound"));
    let unusable = |field, kind| {
        let mut material = irregular(field, kind);
        if let RawKey::Rsa(key) = &mut material.key {
            key.n = None;
        }
        material
    };
    let without = |field, kind, change: fn(&mut nokkelsmie_keys::Metadata)| {
        let mut material = irregular(field, kind);
        change(&mut material.metadata);
        material
    };
    vec![
        of(Code::DuplicateMember, "n", Duplicate),
        case(Code::MemberWrongType, unusable("n", WrongType), rsa("sound")),
        case(
            Code::LabelWrongType,
            without("alg", WrongType, |labels| labels.alg = None),
            rsa("sound"),
        ),
        case(
            Code::LabelWrongType,
            without("use", WrongType, |labels| labels.key_use = None),
            rsa("sound"),
        ),
        case(Code::KidNotText, without("kid", WrongType, |labels| labels.kid = None), rsa("sound")),
        of(Code::Base64urlPadding, "n", Padding),
        of(Code::Base64urlStandardAlphabet, "n", StandardAlphabet),
        of(Code::Base64urlWhitespace, "d", Whitespace),
        of(Code::Base64urlTrailingBits, "e", TrailingBits),
        case(Code::Base64urlMalformed, unusable("n", NotBase64url), rsa("sound")),
        of(Code::LeadingZero, "n", LeadingZero),
    ]
}

fn missing() -> Vec<Case> {
    let public = |change: fn(Ec<'_>)| {
        ec_with(Curve::P256, |key| {
            *key.d = None;
            change(key);
        })
    };
    vec![
        case(Code::MemberMissing, rsa_with("sound", |key| key.n = None), rsa("sound")),
        case(Code::MemberMissing, rsa_with("sound", |key| key.e = None), rsa("sound")),
        case(Code::MemberMissing, rsa_with("sound", |key| key.d = None), rsa_public("sound")),
        case(Code::MemberMissing, public(|key| *key.y = None), public(|_| {})),
        case(Code::MemberMissing, okp(None, None), ed25519_public()),
        case(
            Code::PublicPartMissing,
            ec_with(Curve::P384, |key| (*key.x, *key.y) = (None, None)),
            pem(ec_with(Curve::P384, |key| (*key.x, *key.y) = (None, None)), Format::Sec1),
        ),
        case(Code::MemberMissing, ec_with(Curve::P384, |key| *key.y = None), ec(Curve::P384)),
        case(Code::PublicPartMissing, okp(None, Some(vec![7; 32])), ed25519()),
    ]
}

fn notes() -> Vec<Case> {
    use IrregularityKind::*;
    let of = |code, kind| case(code, irregular("", kind), rsa("sound"));
    vec![
        of(Code::PemLineLength, LineLength),
        of(Code::TextAround, Noise),
        of(Code::Base64Wrapped, Base64Wrapped),
        of(Code::OtherPassedOver, PassedOver),
        case(Code::KidFromPortal, pem(rsa_public("sound"), Format::Spki), rsa_public("sound")),
        case(Code::KidFromPortal, pem(rsa_public("sound"), Format::Spki), brought_back()),
    ]
}

/// A PEM that was given the kid of the portal.
fn brought_back() -> Material {
    let mut material = pem(rsa_public("sound"), Format::Spki);
    material.metadata.kid = Some("fra-portalen".into());
    material
}

fn public_numbers() -> Vec<Case> {
    use Code::{ExponentUnusual, ModulusTooSmall, ModulusUnusual};
    let e = |octets: &'static [u8]| {
        rsa_with("sound", |key| {
            keep_public(key);
            key.e = Some(octets.to_vec());
        })
    };
    let n = |octets: usize| {
        rsa_with("sound", |key| {
            keep_public(key);
            key.n = Some(vec![0xff; octets]);
        })
    };
    let public_of = |name, change: fn(&mut Vec<u8>)| {
        rsa_with(name, |key| {
            keep_public(key);
            change(key.e.as_mut().unwrap());
        })
    };
    let modulus = |of: fn() -> Vec<u8>| {
        rsa_with("sound", |key| {
            keep_public(key);
            key.n = Some(of());
        })
    };
    let equals_modulus = || {
        rsa_with("sound", |key| {
            keep_public(key);
            key.e = key.n.clone();
        })
    };
    vec![
        case(ModulusTooSmall, rsa("small"), rsa("sound")),
        case(Code::ModulusTooLarge, n(1025), n(1024)),
        case(ModulusUnusual, rsa("odd-size"), rsa("sound-3072")),
        case(Code::ModulusSmallFactor, rsa("factor-65521"), rsa("factor-65539")),
        case(Code::ModulusPrimePower, modulus(prime), rsa_public("sound")),
        case(Code::ModulusPrimePower, modulus(cube), rsa_public("sound-3072")),
        case(Code::PrimesTooClose, rsa("close-first-round"), rsa("close-round-200")),
        case(Code::PrimesTooClose, rsa_public("close-round-90"), rsa_public("close-round-200")),
        case(Code::Roca, rsa_public("roca"), rsa_public("sound")),
        case(Code::ExponentEven, e(&[1, 0, 0]), e(&[1, 0, 1])),
        case(Code::ExponentOutOfRange, e(&[2]), e(&[3])),
        case(Code::ExponentOutOfRange, e(&[1]), e(&[3])),
        case(Code::ExponentOutOfRange, e(&[]), e(&[3])),
        case(Code::ExponentOutOfRange, equals_modulus(), rsa("sound")),
        case(ExponentUnusual, rsa("exponent-3"), rsa("sound")),
        case(Code::PrivateExponentSmall, public_of("wiener", |_| {}), public_of("large-e", |_| {}))
            .also(&[ExponentUnusual]),
        case(Code::PrivateExponentSmall, rsa("wiener"), rsa("large-e")).also(&[ExponentUnusual]),
        case(Code::PrivateExponentSmall, rsa("small-d"), rsa("large-e")).also(&[ExponentUnusual]),
    ]
}

/// No rule speaks of these numbers, but the library does not take them.
fn unusable_numbers() -> Vec<Case> {
    let e = |e: u64| {
        rsa_with("sound", |key| {
            keep_public(key);
            key.e = Some(e.to_be_bytes().iter().copied().skip_while(|octet| *octet == 0).collect());
        })
    };
    vec![
        case(Code::NotUsable, e((1 << 33) + 1), e((1 << 33) - 1)).also(&[Code::ExponentUnusual]),
        case(Code::NotUsable, pem(rsa("factor-65539"), Format::Pkcs1), rsa("sound"))
            .also(&[Code::KidFromPortal]),
    ]
}

fn private_numbers() -> Vec<Case> {
    let sound = || rsa("sound");
    let changed = |change: fn(&mut nokkelsmie_keys::RawRsa)| rsa_with("sound", change);
    let from = |name, member_name: &'static str, put: fn(&mut nokkelsmie_keys::RawRsa, _)| {
        rsa_with(name, |key| put(key, secret(member("another", member_name))))
    };
    vec![
        case(
            Code::ModulusMismatch,
            rsa_with("sound", |key| {
                // Primes and all that follows from them are another key's.
                *key = nokkelsmie_keys::RawRsa { n: key.n.take(), ..another() };
            }),
            sound(),
        ),
        case(Code::PrimesEqual, rsa("equal-primes"), sound()).also(&[
            Code::PrimesTooClose,
            Code::CrtWrong,
            Code::PrivateExponentSmall,
        ]),
        case(Code::PrimeComposite, rsa("composite-p"), sound()),
        case(Code::PrimeComposite, rsa("composite-q"), sound()),
        case(Code::PrivateExponentWrong, from("sound", "d", |key, d| key.d = d), sound()),
        case(
            Code::PrivateExponentWrong,
            rsa_with("sound", |key| {
                drop_crt(key);
                key.d = secret(member("another", "d"));
            }),
            rsa_with("sound", drop_crt),
        )
        .also(&[Code::CrtMissing]),
        case(Code::CrtWrong, from("sound", "dp", |key, dp| key.dp = dp), sound()),
        case(Code::CrtWrong, from("sound", "dq", |key, dq| key.dq = dq), sound()),
        case(Code::CrtWrong, from("sound", "qi", |key, qi| key.qi = qi), sound()),
        case(Code::CrtIncomplete, changed(|key| key.qi = None), sound()),
        case(Code::CrtIncomplete, changed(|key| (key.p, key.dp) = (None, None)), sound()),
        case(Code::CrtMissing, changed(drop_crt), sound()),
        case(Code::MorePrimes, changed(|key| key.more_primes = true), sound()),
    ]
}

fn another() -> nokkelsmie_keys::RawRsa {
    match rsa("another").key {
        RawKey::Rsa(key) => *key,
        _ => unreachable!("an RSA key"),
    }
}

fn curves() -> Vec<Case> {
    let ed25519_x = || match ed25519().key {
        RawKey::Okp { x, .. } => x.unwrap(),
        _ => unreachable!("an Ed25519 key"),
    };
    let mut cases: Vec<Case> = [Curve::P256, Curve::P384, Curve::P521]
        .into_iter()
        .flat_map(|curve| {
            let bad = |change: fn(Ec<'_>)| ec_with(curve, change);
            [
                case(
                    Code::PointNotOnCurve,
                    bad(|key| increment(key.y.as_mut().unwrap())),
                    ec(curve),
                ),
                case(Code::PointNotOnCurve, bad(|key| key.x.as_mut().unwrap().push(0)), ec(curve)),
                case(
                    Code::PointNotOnCurve,
                    bad(|key| key.x.as_mut().unwrap().fill(0xff)),
                    ec(curve),
                ),
                case(Code::EcPairMismatch, bad(|key| set_last(key.d, 4)), ec(curve)),
                case(Code::ScalarOutOfRange, bad(|key| set_last(key.d, 0)), ec(curve)),
                case(Code::ScalarOutOfRange, bad(|key| fill(key.d, 0xff)), ec(curve)),
                case(Code::CoordinateLength, bad(|key| shorten(key.d)), ec(curve)),
                case(Code::CoordinateLength, bad(|key| prepend_zero(key.x)), ec(curve)),
            ]
        })
        .collect();
    cases.extend([
        case(Code::OkpLength, okp(Some(vec![1; 31]), None), ed25519_public()),
        case(Code::OkpLength, okp(Some(ed25519_x()), Some(vec![1; 33])), ed25519()),
        // p + 3 is 3, written otherwise than RFC 8032 §5.1.3 wants it.
        case(Code::OkpPointInvalid, okp(Some(p_and(3)), None), okp(Some(little_endian(3)), None)),
        // y = 2 is no point; y = 1 is the neutral one.
        case(Code::OkpPointInvalid, okp(Some(little_endian(2)), None), ed25519_public()),
        case(Code::OkpPointInvalid, okp(Some(little_endian(1)), None), ed25519_public()),
        case(Code::OkpPairMismatch, okp(Some(ed25519_x()), Some(vec![1; 32])), ed25519()),
    ]);
    cases
}

/// 2²⁵⁵ − 19 and so much more, in 32 octets, the least first.
fn p_and(more: u8) -> Vec<u8> {
    let mut octets = vec![0xff; 32];
    (octets[0], octets[31]) = (0xed + more, 0x7f);
    octets
}

fn little_endian(number: u8) -> Vec<u8> {
    let mut octets = vec![0; 32];
    octets[0] = number;
    octets
}

fn set_last(d: &mut Option<nokkelsmie_keys::HiddenSecret>, value: u8) {
    *d.as_mut().unwrap().0.last_mut().unwrap() = value;
}

fn fill(d: &mut Option<nokkelsmie_keys::HiddenSecret>, value: u8) {
    d.as_mut().unwrap().0.fill(value);
}

fn shorten(d: &mut Option<nokkelsmie_keys::HiddenSecret>) {
    d.as_mut().unwrap().0.drain(..7);
}

fn prepend_zero(x: &mut Option<Vec<u8>>) {
    x.as_mut().unwrap().insert(0, 0);
}

fn service() -> Vec<Case> {
    let of = |code, change: fn(&mut nokkelsmie_keys::Metadata)| {
        case(code, labelled(change), rsa("sound"))
    };
    let operations = |labels: &mut nokkelsmie_keys::Metadata, names: &[&str]| {
        labels.key_ops = Some(names.iter().map(|name| name.to_string()).collect());
    };
    let with_operations = |key_use: Option<&str>, names: &[&str]| {
        labelled(|labels| {
            labels.key_use = key_use.map(str::to_owned);
            operations(labels, names);
        })
    };
    let expires = |exp: u64| labelled(|labels| labels.exp = Some(exp));
    const DAY: u64 = 86_400;
    vec![
        of(Code::AlgMissing, |labels| labels.alg = None),
        of(Code::AlgUnknown, |labels| labels.alg = Some("RSA-OAEP".into())),
        of(Code::AlgMismatch, |labels| labels.alg = Some("ES256".into())),
        case(
            Code::AlgMismatch,
            {
                let mut material = ec(Curve::P256);
                material.metadata.alg = Some("ES384".into());
                material
            },
            ec(Curve::P256),
        ),
        of(Code::AlgNotAnnounced, |labels| labels.alg = Some("PS256".into())),
        of(Code::UseMissing, |labels| labels.key_use = None),
        of(Code::UseNotSignature, |labels| labels.key_use = Some("enc".into())),
        of(Code::UseNotSignature, |labels| labels.key_use = Some("SIG".into())),
        case(
            Code::KeyOpsDisagree,
            with_operations(Some("sig"), &["sign", "encrypt"]),
            with_operations(Some("sig"), &["sign"]),
        ),
        case(
            Code::KeyOpsDisagree,
            with_operations(Some("enc"), &["sign"]),
            with_operations(Some("enc"), &["encrypt"]),
        )
        .also(&[Code::UseNotSignature]),
        case(
            Code::KeyOpsRepeated,
            with_operations(Some("sig"), &["sign", "verify", "sign"]),
            with_operations(Some("sig"), &["sign", "verify"]),
        ),
        of(Code::KidMissing, |labels| labels.kid = None),
        of(Code::KidMissing, |labels| labels.kid = Some(String::new())),
        of(Code::KidCharacters, |labels| labels.kid = Some("nøkkel 1".into())),
        of(Code::KidTooLong, |labels| labels.kid = Some("a".repeat(256))),
        case(Code::Expired, expires(NOW), expires(NOW + 31 * DAY)),
        case(Code::Expired, expires(NOW - 1), expires(NOW + 31 * DAY)),
        case(Code::ExpiresSoon, expires(NOW + 1), expires(NOW + 31 * DAY)),
        case(Code::ExpiresSoon, expires(NOW + 30 * DAY), expires(NOW + 31 * DAY)),
        case(Code::ExpiresTooLate, expires(NOW + 366 * DAY), expires(NOW + 365 * DAY)),
        of(Code::CertificatePresent, |labels| labels.has_certificate = true),
        case(
            Code::CertificateMalformed,
            irregular("x5c", IrregularityKind::NotCertificate),
            rsa("sound"),
        ),
        case(Code::CertificateOfAnother, certified("of-another"), certified("valid")),
        case(Code::CertificateExpired, certified("expired"), certified("valid")),
        case(Code::CertificateExpiresSoon, certified("soon"), certified("valid")),
        case(Code::CertificateNotYetValid, certified("not-yet"), certified("valid")),
        case(Code::CertificateNotForSigning, certified("not-for-signing"), certified("valid")),
        case(Code::FingerprintMismatch, fingerprinted("x5t", false), fingerprinted("x5t", true)),
        case(
            Code::FingerprintMismatch,
            fingerprinted("x5t#S256", false),
            fingerprinted("x5t#S256", true),
        ),
    ]
}

/// "2^2048 - 2^1984 - 1 + 2^64 * { [2^1918 pi] + 124476 }" (RFC 3526 §3)
fn prime() -> Vec<u8> {
    hex_octets(concat!(
        "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74",
        "020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437",
        "4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed",
        "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf05",
        "98da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb",
        "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b",
        "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718",
        "3995497cea956ae515d2261898fa051015728e5a8aacaa68ffffffffffffffff",
    ))
}

fn cube() -> Vec<u8> {
    let p = BoxedUint::from_be_slice_vartime(&member("sound", "p"));
    p.concatenating_mul(&p).concatenating_mul(&p).to_be_bytes_trimmed_vartime().to_vec()
}
