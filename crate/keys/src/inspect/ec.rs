use super::finding::Findings;
use crate::HiddenSecret;
use nokkelsmie_jose::Curve;

/// The numbers of an EC key.
pub(super) struct Key<'a> {
    pub(super) curve: Curve,
    pub(super) x: Option<&'a [u8]>,
    pub(super) y: Option<&'a [u8]>,
    pub(super) d: Option<&'a HiddenSecret>,
}

pub(super) fn inspect(_key: &Key<'_>, _findings: &mut Findings) {}
