use super::finding::{Finding, FindingCode, Findings};
use crate::Material;
use nokkelsmie_jose::Profile;

/// What concerns keys together that stood together, for whoever judges each of
/// them: too many. Two with the same `kid` concern the later one: [`repeats_kid`].
pub fn inspect_together(set: &[Material], profile: &Profile) -> Vec<Finding> {
    let mut findings = Findings::default();
    if set.len() > profile.maximum_keys {
        findings.add(
            FindingCode::TooManyKeys
                .found()
                .with("count", set.len())
                .with("maximum", profile.maximum_keys),
        );
    }
    findings.into_report().findings
}

/// Whether an earlier key of the set has the same `kid` as the one at `index`: the
/// first one keeps it. For [`Context::repeats_kid`](super::Context::repeats_kid).
pub fn repeats_kid(set: &[Material], index: usize) -> bool {
    let kid = |material: &Material| material.metadata.kid.clone().filter(|kid| !kid.is_empty());
    let Some((mine, earlier)) = set.get(index).zip(set.get(..index)) else { return false };
    let mine = kid(mine);
    mine.is_some() && earlier.iter().any(|material| kid(material) == mine)
}
