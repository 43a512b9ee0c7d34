use super::Context;
use super::date::{DAY, date};
use super::finding::{FindingCode, Findings};
use crate::{Format, Material, PublicKey};
use nokkelsmie_jose::{Profile, base64url};

/// What the key's own certificate says against it. Writing the key again leaves
/// the certificate out, which mends it all: the service knows the key without.
pub(super) fn inspect(
    material: &Material,
    profile: &Profile,
    context: &Context,
    findings: &mut Findings,
) {
    let Some(own) = material.certificates.first() else { return };
    if material.format == Format::Jwk {
        belonging(material, findings);
    }
    let until_end = own.not_after.saturating_sub(context.now) / DAY;
    if own.not_after < context.now {
        findings.add(FindingCode::CertificateExpired.at("x5c").with("date", date(own.not_after)));
    } else if until_end <= profile.expiry_warning_days.into() {
        let finding = FindingCode::CertificateExpiresSoon.at("x5c").with("days", until_end);
        findings.add(finding.with("date", date(own.not_after)));
    }
    if own.not_before > context.now {
        let finding = FindingCode::CertificateNotYetValid.at("x5c");
        findings.add(finding.with("date", date(own.not_before)));
    }
    if !own.signs {
        findings.add(FindingCode::CertificateNotForSigning.at("x5c"));
    }
}

/// "The key in the first certificate MUST match the public key represented by
/// other members of the JWK" (RFC 7517 §4.7)
fn belonging(material: &Material, findings: &mut Findings) {
    let Some(own) = material.certificates.first() else { return };
    let public = |material: &Material| {
        PublicKey::try_from(material).ok().map(|key| key.jwk().parameters.clone())
    };
    let certified = own.public_key().ok().as_ref().and_then(public);
    if let Some(mine) = public(material)
        && certified != Some(mine)
    {
        findings.add(FindingCode::CertificateOfAnother.at("x5c"));
    }
    let labels = &material.metadata;
    let fingerprints = [
        ("x5t", &labels.x5t, base64url::encode(own.sha1())),
        ("x5t#S256", &labels.x5t_s256, base64url::encode(own.sha256())),
    ];
    for (name, said, right) in fingerprints {
        if said.as_ref().is_some_and(|said| *said != right) {
            findings.add(FindingCode::FingerprintMismatch.at(name));
        }
    }
}
