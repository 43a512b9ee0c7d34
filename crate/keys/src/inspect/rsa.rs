use super::finding::Findings;
use crate::RawRsa;

pub(super) fn inspect(_key: &RawRsa, _findings: &mut Findings) {}
