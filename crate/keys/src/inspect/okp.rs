use super::finding::Findings;
use crate::HiddenSecret;

pub(super) fn inspect(_x: Option<&[u8]>, _d: Option<&HiddenSecret>, _findings: &mut Findings) {}
