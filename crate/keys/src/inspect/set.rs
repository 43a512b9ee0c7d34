use super::finding::{Finding, FindingCode, Findings};
use super::{Context, Report, Verdict, inspect, profile::suggest};
use crate::Material;
use nokkelsmie_jose::Profile;
use serde::Serialize;

/// Judges each key of a set, and the set.
pub fn inspect_set(set: &[Material], profile: &Profile, context: &Context) -> SetReport {
    let mut keys: Vec<_> = set.iter().map(|key| inspect(key, profile, context)).collect();
    for (_, report) in keys.iter_mut().enumerate().filter(|it| repeats_kid(set, it.0)) {
        report.add(suggest(FindingCode::KidRepeated.at("kid"), context));
    }
    let of_set = too_many(set, profile).into_report();
    let verdict = keys.iter().map(|report| report.verdict).fold(of_set.verdict, Verdict::max);
    SetReport { verdict, findings: of_set.findings, keys }
}

/// What concerns the keys together, for whoever has judged each of them: too
/// many, or two with the same `kid`.
pub fn inspect_together(set: &[Material], profile: &Profile) -> Vec<Finding> {
    let mut findings = too_many(set, profile);
    if (0..set.len()).any(|i| repeats_kid(set, i)) {
        findings.add(FindingCode::KidRepeated.at("kid"));
    }
    findings.into_report().findings
}

fn too_many(set: &[Material], profile: &Profile) -> Findings {
    let mut findings = Findings::default();
    if set.len() > profile.maximum_keys {
        findings.add(
            FindingCode::TooManyKeys
                .found()
                .with("count", set.len())
                .with("maximum", profile.maximum_keys),
        );
    }
    findings
}

/// Whether an earlier key has the same `kid`: the first one keeps it.
fn repeats_kid(set: &[Material], i: usize) -> bool {
    let kid = |material: &Material| material.metadata.kid.clone().filter(|kid| !kid.is_empty());
    match kid(&set[i]) {
        None => false,
        mine => set[..i].iter().any(|earlier| kid(earlier) == mine),
    }
}

/// The judgement of a set.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct SetReport {
    /// The worst of the set and its keys.
    pub verdict: Verdict,
    /// What concerns the set as a whole.
    pub findings: Vec<Finding>,
    /// One report a key, in the order of the set.
    pub keys: Vec<Report>,
}
