use crate::keys::*;
use nokkelsmie_keys::Material;
use nokkelsmie_keys::inspect::{FindingCode as Code, SetReport, Verdict, inspect_set};

fn judge_set(set: &[Material]) -> SetReport {
    inspect_set(set, &profile(), &context())
}

fn with_kid(kid: &str) -> Material {
    let mut material = rsa_public("sound");
    material.metadata.kid = Some(kid.into());
    material
}

#[test]
fn five_keys_fit_and_six_do_not() {
    let set: Vec<_> = ["a", "b", "c", "d", "e", "f"].into_iter().map(with_kid).collect();
    let five = judge_set(&set[..5]);
    assert_eq!((five.verdict, five.findings.len(), five.keys.len()), (Verdict::Ready, 0, 5));
    let six = judge_set(&set);
    assert_eq!(six.verdict, Verdict::Refused);
    assert_eq!(six.findings[0].code, Code::TooManyKeys);
    assert_eq!(six.findings[0].values["count"], 6_u64.into());
    assert_eq!(six.findings[0].values["maximum"], 5_u64.into());
}

#[test]
fn the_later_of_two_equal_kids_needs_another() {
    let report = judge_set(&[with_kid("a"), with_kid("b"), with_kid("a")]);
    assert_eq!(report.verdict, Verdict::Repairable);
    let verdicts: Vec<_> = report.keys.iter().map(|key| key.verdict).collect();
    assert_eq!(verdicts, [Verdict::Ready, Verdict::Ready, Verdict::Repairable]);
    let finding = &report.keys[2].findings[0];
    assert_eq!(finding.code, Code::KidRepeated);
    assert_eq!(finding.values["suggestion"], "forslag-1".into());
}

#[test]
fn missing_kids_do_not_repeat_each_other() {
    let mut set = [rsa_public("sound"), rsa_public("another"), with_kid(""), with_kid("")];
    set[0].metadata.kid = None;
    set[1].metadata.kid = None;
    for key in judge_set(&set).keys {
        assert!(key.findings.iter().all(|finding| finding.code == Code::KidMissing));
    }
}

#[test]
fn the_worst_key_decides_for_the_set() {
    assert_eq!(judge_set(&[rsa("sound"), rsa("small")]).verdict, Verdict::Refused);
    assert_eq!(judge_set(&[]).verdict, Verdict::Ready);
}
