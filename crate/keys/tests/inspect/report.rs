use crate::keys::*;
use crypto_bigint::BoxedUint;
use nokkelsmie_jose::Curve;
use nokkelsmie_keys::inspect::{
    FindingCode as Code, KeyFindings, Severity, Value, Verdict, inspect, judge as judge_key,
};
use nokkelsmie_keys::{Format, IrregularityKind, Key, Material, PrivateKey, PublicKey, RawKey};

#[test]
fn the_worst_error_decides_and_warnings_do_not() {
    let verdict = |material| judge(&material).verdict;
    assert_eq!(verdict(rsa("sound")), Verdict::Ready);
    assert_eq!(verdict(rsa("exponent-3")), Verdict::Ready);
    assert_eq!(verdict(labelled(|labels| labels.kid = None)), Verdict::Repairable);
    assert_eq!(verdict(rsa("small")), Verdict::Refused);
    let mut both = rsa("small");
    both.metadata.kid = None;
    assert_eq!(verdict(both), Verdict::Refused);
}

/// Else the page says that a key is ready and then cannot sign with it.
#[test]
fn what_is_not_refused_can_be_used() {
    let e = |e: Vec<u8>| rsa_with("sound", |key| key.e = Some(e));
    let exponent = judge(&pem(e(vec![2, 0, 0, 0, 1]), Format::Pkcs1));
    assert_eq!(exponent.verdict, Verdict::Refused);

    let large = rsa_with("sound", |key| {
        keep_public(key);
        key.e = Some(vec![2, 0, 0, 0, 1]);
    });
    let finding = judge(&large).findings.remove(0);
    assert_eq!((finding.code, finding.field), (Code::NotUsable, Some("e")));
    assert_eq!(finding.values["reason"], "rsa-exponent".into());

    // What writing again would mend is refused too when there is nothing to write.
    let mut padded = large;
    padded
        .irregularities
        .push(nokkelsmie_keys::Irregularity { field: "n".into(), kind: IrregularityKind::Padding });
    assert_eq!(judge(&padded).verdict, Verdict::Refused);

    // A wrong alg is said once, by the rule about it.
    let labels = judge(&labelled(|labels| labels.alg = Some("ES256".into())));
    let codes: Vec<_> = labels.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::AlgMismatch]);
}

#[test]
fn errors_come_first_then_warnings_then_notes() {
    let mut material = rsa("exponent-3");
    material.metadata.kid = None;
    material.metadata.has_certificate = true;
    let severities: Vec<_> =
        judge(&material).findings.iter().map(|finding| finding.severity).collect();
    assert_eq!(severities, [Severity::Error, Severity::Warning, Severity::Note]);
}

#[test]
fn a_pem_key_without_labels_is_ready() {
    for format in [Format::Spki, Format::Pkcs8, Format::Pkcs1] {
        let report = judge(&pem(rsa("sound"), format));
        assert_eq!(report.verdict, Verdict::Ready);
        assert_eq!(report.findings.len(), 1);
        assert_eq!(report.findings[0].code, Code::KidFromPortal);
    }
}

#[test]
fn a_pem_key_of_a_kind_that_is_not_announced_is_warned_of() {
    let mut profile = profile();
    profile.announced = vec![nokkelsmie_jose::Algorithm::RS256].into();
    let report = inspect(&pem(ec(Curve::P384), Format::Sec1), &profile, &context());
    assert_eq!(report.verdict, Verdict::Ready);
    let warning = &report.findings[0];
    assert_eq!((warning.code, &warning.values["alg"]), (Code::AlgNotAnnounced, &"ES384".into()));
    assert_eq!(warning.values["date"], "2026-09-18".into());
}

#[test]
fn the_values_say_what_was_found() {
    let first = |material: Material| judge(&material).findings.remove(0);
    assert_eq!(first(rsa("small")).values["bits"], 1024_u64.into());
    assert_eq!(first(rsa("factor-65521")).values["factor"], 65521_u64.into());
    let incomplete = first(rsa_with("sound", |key| (key.q, key.qi) = (None, None)));
    assert_eq!(incomplete.values["missing"], "q, qi".into());
    assert_eq!(incomplete.field, Some("q"));
    let expired = first(labelled(|labels| labels.exp = Some(NOW)));
    assert_eq!(expired.values["date"], "2026-11-23".into());
    let kid = first(labelled(|labels| labels.kid = Some("k".repeat(256))));
    assert_eq!(kid.values["maximum"], 255_u64.into());
    let wrong = first(rsa_with("sound", |key| key.dq = key.dp.take()));
    assert_eq!(wrong.code, Code::CrtIncomplete);
}

#[test]
fn each_wrong_number_is_named_and_its_neighbours_are_not() {
    let fields = |material: Material| -> Vec<_> {
        judge(&material).findings.iter().map(|finding| finding.field.unwrap()).collect()
    };
    let other = |name| secret(member("another", name));
    assert_eq!(fields(rsa_with("sound", |key| key.d = other("d"))), ["d"]);
    assert_eq!(fields(rsa_with("sound", |key| key.dp = other("dp"))), ["dp"]);
    assert_eq!(fields(rsa_with("sound", |key| key.dq = other("dq"))), ["dq"]);
    assert_eq!(fields(rsa_with("sound", |key| key.qi = other("qi"))), ["qi"]);
    assert_eq!(fields(rsa("composite-p")), ["p"]);
    assert_eq!(fields(rsa("composite-q")), ["q"]);
    // d + (p − 1) is right modulo p − 1 only, d + (q − 1) modulo q − 1 only.
    for prime in ["p", "q"] {
        let shifted = rsa_with("sound", |key| {
            key.d = secret(sum(&member("sound", "d"), &member("sound", prime)));
        });
        assert_eq!(fields(shifted), ["d"], "{prime}");
    }
    let exchanged = rsa_with("sound", |key| core::mem::swap(&mut key.dp, &mut key.dq));
    assert_eq!(fields(exchanged), ["dp", "dq"]);
}

/// d + prime − 1
fn sum(d: &[u8], prime: &[u8]) -> Vec<u8> {
    let number = |octets: &[u8]| BoxedUint::from_be_slice(octets, 2048).unwrap();
    let sum = number(d).wrapping_add(number(prime)).wrapping_sub(BoxedUint::one());
    sum.to_be_bytes().to_vec()
}

#[test]
fn findings_of_the_key_are_kept_when_its_labels_change() {
    let mut material = rsa("exponent-3");
    let findings = KeyFindings::of(&material);
    assert_eq!(findings.with_labels(&material, &profile(), &context()), judge(&material));
    material.metadata.kid = None;
    assert_eq!(findings.with_labels(&material, &profile(), &context()), judge(&material));
}

#[test]
fn judging_gives_the_key_that_was_judged() {
    for name in ["sound", "exponent-3", "small", "composite-p", "composite-q"] {
        for material in [rsa(name), rsa_with(name, drop_crt), rsa_public(name)] {
            let (findings, key) = judge_key(&material);
            let report = findings.with_labels(&material, &profile(), &context());
            assert_eq!(report, judge(&material));
            match key {
                Ok(Key::Private(key)) => assert!(key.matches(&key_of(&material))),
                Ok(Key::Public(key)) => assert_eq!(key, key_of(&material)),
                Err(error) if material.is_private() => {
                    assert_eq!(error, PrivateKey::try_from(&material).unwrap_err());
                }
                Err(error) => assert_eq!(error, PublicKey::try_from(&material).unwrap_err()),
            }
        }
    }
}

fn key_of(material: &Material) -> PublicKey {
    PublicKey::try_from(material).unwrap()
}

/// A key that was made has proved its own primes and nobody else's.
#[test]
fn the_proof_of_one_key_is_none_for_another() {
    let made = PrivateKey::try_from(&rsa("sound")).unwrap();
    for (material, composite) in
        [(rsa("sound"), false), (rsa("composite-p"), true), (rsa("composite-q"), true)]
    {
        let findings = KeyFindings::of_written(&material, &made);
        let report = findings.with_labels(&material, &profile(), &context());
        let found = report.findings.iter().any(|finding| finding.code == Code::PrimeComposite);
        assert_eq!(found, composite);
        assert_eq!(report, judge(&material));
    }
}

/// The numbers of a key, its kid and names that nobody registered stay out of
/// the report: it goes to the page.
#[test]
fn nothing_that_was_read_is_in_the_report() {
    let hidden = "SECRETSECRET";
    let mut material = rsa("sound");
    for kind in [IrregularityKind::Duplicate, IrregularityKind::WrongType] {
        let field = format!("/keys/0/{hidden}");
        material.irregularities.push(nokkelsmie_keys::Irregularity { field, kind });
    }
    material.metadata.kid = Some(format!("{hidden} {hidden}"));
    material.metadata.alg = Some(hidden.into());
    material.metadata.key_use = Some(hidden.into());
    material.metadata.key_ops = Some(vec![hidden.into(), hidden.into()]);
    let report = judge(&material);
    assert_eq!(report.findings.len(), 7);
    let json = serde_json::to_string(&report).unwrap();
    assert!(!json.contains(hidden) && !format!("{report:?}").contains(hidden));
}

#[test]
fn a_pointer_to_a_member_names_the_member() {
    let report = judge(&irregular("/keys/0/n", IrregularityKind::Duplicate));
    assert_eq!(report.findings[0].field, Some("n"));
}

#[test]
fn on_the_wire_it_is_camel_and_kebab_case() {
    let report = judge(&labelled(|labels| labels.exp = Some(NOW)));
    let json = serde_json::to_value(&report).unwrap();
    let expected = serde_json::json!({
        "verdict": "refused",
        "findings": [{
            "code": "expired",
            "severity": "error",
            "field": "exp",
            "source": "Maskinporten",
            "repair": false,
            "values": {"date": "2026-11-23"}
        }]
    });
    assert_eq!(json, expected);
    assert_eq!(serde_json::to_value(Value::from(3_u32)).unwrap(), 3);
}

#[test]
fn a_shortened_number_is_repairable_and_a_truncated_one_is_not() {
    let d = |octets: Vec<u8>| {
        let material = ec_with(Curve::P256, |key| *key.d = secret(octets));
        judge(&material).verdict
    };
    let mut full = vec![0; 32];
    full[31] = 3;
    assert_eq!(d(full.clone()), Verdict::Ready);
    assert_eq!(d(vec![3]), Verdict::Repairable);
    assert_eq!(d(full[..31].to_vec()), Verdict::Refused);
}

#[test]
fn an_ed25519_key_without_its_public_part_is_whole_in_pkcs8() {
    let mut material = pem(ed25519(), Format::Pkcs8);
    if let RawKey::Okp { x, .. } = &mut material.key {
        *x = None;
    }
    assert_eq!(judge(&material).verdict, Verdict::Ready);
}

/// The rows that the rules of this project mark with "repair".
#[test]
fn what_writing_again_mends() {
    let mended: Vec<_> = Code::ALL.iter().filter(|code| code.rule().repair).copied().collect();
    let expected = [
        Code::LabelWrongType,
        Code::Base64urlPadding,
        Code::Base64urlStandardAlphabet,
        Code::Base64urlWhitespace,
        Code::Base64urlTrailingBits,
        Code::LeadingZero,
        Code::CoordinateLength,
        Code::PublicPartMissing,
        Code::CrtMissing,
        Code::AlgMissing,
        Code::UseMissing,
        Code::UseNotSignature,
        Code::KeyOpsDisagree,
        Code::KeyOpsRepeated,
        Code::KidMissing,
        Code::KidNotText,
        Code::KidCharacters,
        Code::KidTooLong,
        Code::CertificateMalformed,
        Code::CertificateOfAnother,
        Code::FingerprintMismatch,
        Code::CertificateExpired,
        Code::PrivatePart,
        Code::KidRepeated,
    ];
    assert_eq!(mended, expected);
}
