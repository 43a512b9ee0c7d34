use super::Context;
use super::date::{DAY, date};
use super::finding::{FindingCode, Findings};
use crate::{Format, Material, Metadata};
use nokkelsmie_jose::{Algorithm, KeyId, KeyIdError, Profile};
use std::collections::BTreeSet;

/// What the service wants of a key. Forms other than JWK cannot say `alg`,
/// `use` or `kid`: there the portal fills in, and it makes a `kid` of its own.
pub(super) fn inspect(
    material: &Material,
    profile: &Profile,
    context: &Context,
    findings: &mut Findings,
) {
    let labels = &material.metadata;
    if material.format == Format::Jwk {
        algorithm_label(material, findings);
        key_use(labels, findings);
        key_operations(labels, findings);
        key_id(labels, context, findings);
        expiry(labels, profile, context, findings);
    } else if labels.kid.is_none() {
        findings.add(FindingCode::KidFromPortal.at("kid"));
    }
    announced(material, profile, findings);
    if labels.has_certificate {
        findings.add(FindingCode::CertificatePresent.at("x5c"));
    }
    if context.for_portal && material.is_private() {
        findings.add(FindingCode::PrivatePart.at("d"));
    }
}

fn algorithm_label(material: &Material, findings: &mut Findings) {
    match material.metadata.alg.as_deref().map(str::parse::<Algorithm>) {
        None if findings.has_at(FindingCode::LabelWrongType, "alg") => {}
        None => {
            let proposed = proposal(material).map_or("", Algorithm::as_str);
            findings.add(FindingCode::AlgMissing.at("alg").with("proposed", proposed));
        }
        Some(Err(_)) => findings.add(FindingCode::AlgUnknown.at("alg")),
        Some(Ok(alg)) if !alg.fits(material.key_type(), material.curve()) => {
            findings.add(FindingCode::AlgMismatch.at("alg").with("alg", alg.as_str()));
        }
        Some(Ok(_)) => {}
    }
}

/// The algorithm that the key will be used with, whether it says so or not.
fn announced(material: &Material, profile: &Profile, findings: &mut Findings) {
    let said = material.metadata.alg.as_deref().and_then(|alg| alg.parse::<Algorithm>().ok());
    if let Some(alg) = said.or_else(|| proposal(material))
        && !profile.announces(alg)
    {
        let announced: Vec<_> = profile.announced.iter().map(|alg| alg.as_str()).collect();
        findings.add(
            FindingCode::AlgNotAnnounced
                .at("alg")
                .with("alg", alg.as_str())
                .with("date", profile.as_of.as_ref())
                .with("announced", announced.join(", ")),
        );
    }
}

/// "Since 2025-05-22 a missing `use` is refused"; a client's key signs.
fn key_use(labels: &Metadata, findings: &mut Findings) {
    match labels.key_use.as_deref() {
        Some("sig") => {}
        Some(_) => findings.add(FindingCode::UseNotSignature.at("use")),
        None if findings.has_at(FindingCode::LabelWrongType, "use") => {}
        None => findings.add(FindingCode::UseMissing.at("use")),
    }
}

/// "Duplicate key operation values MUST NOT be present in the array. … the
/// "use" and "key_ops" JWK members SHOULD NOT be used together; however, if
/// both are used, the information they convey MUST be consistent" (RFC 7517
/// §4.3). A missing `use` counts as `sig`, which the service wants.
fn key_operations(labels: &Metadata, findings: &mut Findings) {
    let Some(operations) = labels.key_ops.as_deref() else { return };
    let different: BTreeSet<_> = operations.iter().collect();
    if different.len() < operations.len() {
        findings.add(FindingCode::KeyOpsRepeated.at("key_ops"));
    }
    let signs = |operation: &String| matches!(operation.as_str(), "sign" | "verify");
    let disagrees = match labels.key_use.as_deref() {
        Some("enc") => operations.iter().any(signs),
        _ => !operations.iter().all(signs),
    };
    if disagrees {
        findings.add(FindingCode::KeyOpsDisagree.at("key_ops"));
    }
}

fn key_id(labels: &Metadata, context: &Context, findings: &mut Findings) {
    let finding = match labels.kid.as_deref().map(str::parse::<KeyId>) {
        Some(Ok(_)) if context.repeats_kid => FindingCode::KidRepeated.at("kid"),
        Some(Ok(_)) => return,
        None if findings.has(FindingCode::KidNotText) => return,
        None | Some(Err(KeyIdError::Empty)) => FindingCode::KidMissing.at("kid"),
        Some(Err(KeyIdError::Character)) => FindingCode::KidCharacters.at("kid"),
        Some(Err(KeyIdError::TooLong)) => {
            FindingCode::KidTooLong.at("kid").with("maximum", KeyId::MAXIMUM_LEN)
        }
    };
    findings.add(finding);
}

fn expiry(labels: &Metadata, profile: &Profile, context: &Context, findings: &mut Findings) {
    let Some(exp) = labels.exp else { return };
    let days = exp.saturating_sub(context.now) / DAY;
    if exp <= context.now {
        findings.add(FindingCode::Expired.at("exp").with("date", date(exp)));
    } else if days <= profile.expiry_warning_days.into() {
        findings.add(FindingCode::ExpiresSoon.at("exp").with("days", days).with("date", date(exp)));
    } else if days > profile.key_life_days.into() {
        let life = profile.key_life_days;
        findings.add(FindingCode::ExpiresTooLate.at("exp").with("days", life));
    }
}

fn proposal(material: &Material) -> Option<Algorithm> {
    Algorithm::default_for(material.key_type(), material.curve())
}
