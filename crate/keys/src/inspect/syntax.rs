use super::finding::{FindingCode, Findings};
use crate::{Format, Irregularity, IrregularityKind, Material, RawKey, RawRsa};

/// How the key is written, and whether all of it is there (RFC 7517 §4, RFC
/// 7518 §6).
pub(super) fn inspect(material: &Material, findings: &mut Findings) {
    for irregularity in &material.irregularities {
        let code = code(irregularity);
        findings.add(match public_name(&irregularity.field) {
            Some(field) => code.at(field),
            None => code.found(),
        });
    }
    for (name, code) in missing(material) {
        if !material.irregularities.iter().any(|it| member(&it.field) == name) {
            findings.add(code.at(name));
        }
    }
}

fn code(irregularity: &Irregularity) -> FindingCode {
    match irregularity.kind {
        IrregularityKind::Duplicate => FindingCode::DuplicateMember,
        IrregularityKind::WrongType => match member(&irregularity.field) {
            "kid" => FindingCode::KidNotText,
            name if KEY_MEMBERS.contains(&name) => FindingCode::MemberWrongType,
            _ => FindingCode::LabelWrongType,
        },
        IrregularityKind::Padding => FindingCode::Base64urlPadding,
        IrregularityKind::StandardAlphabet => FindingCode::Base64urlStandardAlphabet,
        IrregularityKind::Whitespace => FindingCode::Base64urlWhitespace,
        IrregularityKind::TrailingBits => FindingCode::Base64urlTrailingBits,
        IrregularityKind::NotBase64url => FindingCode::Base64urlMalformed,
        IrregularityKind::NotCertificate => FindingCode::CertificateMalformed,
        IrregularityKind::LeadingZero => FindingCode::LeadingZero,
        IrregularityKind::LineLength => FindingCode::PemLineLength,
        IrregularityKind::Noise => FindingCode::TextAround,
        IrregularityKind::Base64Wrapped => FindingCode::Base64Wrapped,
        IrregularityKind::PassedOver => FindingCode::OtherPassedOver,
    }
}

/// The members that must be there and are not, each with its code.
fn missing(material: &Material) -> Vec<(&'static str, FindingCode)> {
    let absent = match &material.key {
        RawKey::Rsa(key) => rsa_absent(key),
        // "publicKey [1] BIT STRING OPTIONAL" (RFC 5915 §3, RFC 5958 §2): it
        // follows from d, so its absence is a fault of JWKs only.
        RawKey::Ec { x: None, y: None, d: Some(_), .. }
        | RawKey::Okp { x: None, d: Some(_), .. } => {
            let is_fault = material.format == Format::Jwk;
            return is_fault.then_some(("x", FindingCode::PublicPartMissing)).into_iter().collect();
        }
        RawKey::Ec { x, y, .. } => names(&[("x", x.is_none()), ("y", y.is_none())]),
        RawKey::Okp { x, .. } => names(&[("x", x.is_none())]),
    };
    absent.into_iter().map(|name| (name, FindingCode::MemberMissing)).collect()
}

/// "The parameter "d" is REQUIRED for RSA private keys" (RFC 7518 §6.3.2).
fn rsa_absent(key: &RawRsa) -> Vec<&'static str> {
    let crt = [&key.p, &key.q, &key.dp, &key.dq, &key.qi];
    let is_private = crt.iter().any(|number| number.is_some());
    names(&[("n", key.n.is_none()), ("e", key.e.is_none()), ("d", is_private && key.d.is_none())])
}

fn names(members: &[(&'static str, bool)]) -> Vec<&'static str> {
    members.iter().filter(|(_, is_absent)| *is_absent).map(|(name, _)| *name).collect()
}

/// The last part of a JSON pointer, or the name itself.
fn member(field: &str) -> &str {
    field.rsplit('/').next().unwrap_or(field)
}

/// The registered name, or nothing: what else stood there may be anything.
fn public_name(field: &str) -> Option<&'static str> {
    let name = member(field);
    KEY_MEMBERS.iter().chain(LABELS).copied().find(|&registered| registered == name)
}

/// The members that make up a key (RFC 7518 §6, RFC 8037 §2).
const KEY_MEMBERS: &[&str] =
    &["kty", "crv", "x", "y", "n", "e", "d", "p", "q", "dp", "dq", "qi", "oth"];

/// The members that say something about it (RFC 7517 §4; `exp`: Maskinporten).
const LABELS: &[&str] = &["use", "key_ops", "alg", "kid", "x5u", "x5c", "x5t", "x5t#S256", "exp"];
