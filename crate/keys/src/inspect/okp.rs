use super::finding::{Finding, FindingCode, Findings};
use crate::{HiddenSecret, ed25519_key};
use ed25519_dalek::SigningKey;

/// Ed25519 (RFC 8032 §5.1).
pub(super) fn inspect(x: Option<&[u8]>, d: Option<&HiddenSecret>, findings: &mut Findings) {
    let public = x.and_then(|x| {
        if x.len() != LENGTH {
            findings.add(wrong_length("x", x.len()));
            return None;
        }
        let public = ed25519_key::public(Some(x)).ok();
        if public.is_none() {
            findings.add(FindingCode::OkpPointInvalid.at("x"));
        }
        public
    });
    let Some(d) = d.map(HiddenSecret::secret_octets) else { return };
    // Borrowed: an array of octets would leave a copy behind.
    let Ok(seed) = <&[u8; LENGTH]>::try_from(d) else {
        findings.add(wrong_length("d", d.len()));
        return;
    };
    if public.is_some_and(|public| SigningKey::from_bytes(seed).verifying_key() != public) {
        findings.add(FindingCode::OkpPairMismatch.at("d"));
    }
}

/// "The private key is 32 octets", "the public key A is the encoding of the
/// point", 32 octets (RFC 8032 §5.1.5).
const LENGTH: usize = 32;

fn wrong_length(name: &'static str, octets: usize) -> Finding {
    FindingCode::OkpLength.at(name).with("octets", octets).with("expected", LENGTH)
}
