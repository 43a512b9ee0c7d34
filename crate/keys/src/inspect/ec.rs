use super::finding::{FindingCode, Findings};
use crate::HiddenSecret;
use crate::ec_key::full_length;
use nokkelsmie_jose::Curve;

/// The numbers of an EC key.
pub(super) struct Key<'a> {
    pub(super) curve: Curve,
    pub(super) x: Option<&'a [u8]>,
    pub(super) y: Option<&'a [u8]>,
    pub(super) d: Option<&'a HiddenSecret>,
}

/// Elliptic-curve domain mathematics (SEC 1 §3.2).
pub(super) fn inspect(key: &Key<'_>, findings: &mut Findings) {
    let d = key.d.map(HiddenSecret::secret_octets);
    for (name, octets) in [("x", key.x), ("y", key.y), ("d", d)] {
        length(name, octets, key.curve, findings);
    }
    match key.curve {
        Curve::P256 => points::p256(key, findings),
        Curve::P384 => points::p384(key, findings),
        Curve::P521 => points::p521(key, findings),
        // The readers give it as an octet key pair.
        Curve::Ed25519 => {}
    }
}

/// "The length of this octet string MUST be the full size of a coordinate for
/// the curve" (RFC 7518 §6.2.1.2; for d §6.2.2.1).
fn length(name: &'static str, octets: Option<&[u8]>, curve: Curve, findings: &mut Findings) {
    let expected = curve.coordinate_len();
    if let Some(octets) = octets
        && octets.len() != expected
        && full_length(octets, expected).is_some()
    {
        let finding = FindingCode::CoordinateLength.at(name).with("octets", octets.len());
        findings.add(finding.with("expected", expected));
    }
}

/// The same three steps for each curve, whose crates share no object type.
mod points {
    use super::{FindingCode, Findings, Key, full_length};
    use zeroize::Zeroizing;

    macro_rules! curve {
        ($name:ident) => {
            pub(super) fn $name(key: &Key<'_>, findings: &mut Findings) {
                let (curve, length) = (key.curve, key.curve.coordinate_len());
                let public = key.x.zip(key.y).and_then(|(x, y)| {
                    // Uncompressed point: 04 ‖ X ‖ Y (SEC 1 §2.3.3)
                    let mut point = Zeroizing::new(vec![4]);
                    point.extend_from_slice(&full_length(x, length)?);
                    point.extend_from_slice(&full_length(y, length)?);
                    ::$name::PublicKey::from_sec1_bytes(&point).ok()
                });
                if key.x.is_some() && key.y.is_some() && public.is_none() {
                    let finding = FindingCode::PointNotOnCurve.at("x");
                    findings.add(finding.with("curve", curve.as_str()));
                }
                let Some(d) = key.d else { return };
                // "an integer d in the interval [1, n − 1]" (SEC 1 §3.2.1)
                let secret = full_length(d.secret_octets(), length)
                    .and_then(|d| ::$name::SecretKey::from_slice(&d).ok());
                match (secret, public) {
                    (None, _) => {
                        let finding = FindingCode::ScalarOutOfRange.at("d");
                        findings.add(finding.with("curve", curve.as_str()));
                    }
                    // Q = dG
                    (Some(secret), Some(public)) if secret.public_key() != public => {
                        findings.add(FindingCode::EcPairMismatch.at("d"));
                    }
                    _ => {}
                }
            }
        };
    }

    curve!(p256);
    curve!(p384);
    curve!(p521);
}
