use crate::keys::*;
use nokkelsmie_keys::Material;
use nokkelsmie_keys::inspect::{
    Context, FindingCode as Code, Report, Verdict, inspect, inspect_together, repeats_kid,
};

/// Each key, as it is judged among the others.
fn judge_each(set: &[Material]) -> Vec<Report> {
    let among = |index| Context { repeats_kid: repeats_kid(set, index), ..context() };
    let reports = set.iter().enumerate();
    reports.map(|(index, key)| inspect(key, &profile(), &among(index))).collect()
}

fn with_kid(kid: &str) -> Material {
    let mut material = rsa_public("sound");
    material.metadata.kid = Some(kid.into());
    material
}

#[test]
fn five_keys_fit_and_six_do_not() {
    let set: Vec<_> = ["a", "b", "c", "d", "e", "f"].into_iter().map(with_kid).collect();
    assert_eq!(inspect_together(&set[..5], &profile()), []);
    assert_eq!(inspect_together(&[], &profile()), []);
    let six = inspect_together(&set, &profile());
    assert_eq!(six.len(), 1);
    assert_eq!(six[0].code, Code::TooManyKeys);
    assert_eq!(six[0].values["count"], 6_u64.into());
    assert_eq!(six[0].values["maximum"], 5_u64.into());
}

#[test]
fn the_later_of_two_equal_kids_needs_another() {
    let reports = judge_each(&[with_kid("a"), with_kid("b"), with_kid("a")]);
    let verdicts: Vec<_> = reports.iter().map(|key| key.verdict).collect();
    assert_eq!(verdicts, [Verdict::Ready, Verdict::Ready, Verdict::Repairable]);
    assert_eq!(reports[2].findings[0].code, Code::KidRepeated);
}

#[test]
fn missing_kids_do_not_repeat_each_other() {
    let mut set = [rsa_public("sound"), rsa_public("another"), with_kid(""), with_kid("")];
    set[0].metadata.kid = None;
    set[1].metadata.kid = None;
    for key in judge_each(&set) {
        assert!(key.findings.iter().all(|finding| finding.code == Code::KidMissing));
    }
    assert!(!repeats_kid(&set, set.len()));
}
