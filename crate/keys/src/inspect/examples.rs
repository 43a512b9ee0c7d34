use super::finding::Findings;
use crate::Material;

pub(super) fn inspect(_material: &Material, _findings: &mut Findings) {}
