//! Ed25519 keys (RFC 8032 §5.1, RFC 8037 §2).

use crate::KeyError;
use crate::key_error::KeyErrorCode::{
    CurvePoint, MissingParameter, PairMismatch, PrivateOutOfRange,
};
use ed25519_dalek::{SigningKey, VerifyingKey};
use nokkelsmie_jose::{Curve, PublicParameters};

/// Checks a private key; the public part is computed where it is missing.
pub(crate) fn private(x: Option<&[u8]>, d: &[u8]) -> Result<SigningKey, KeyError> {
    // Borrowed: an array of octets would leave a copy behind.
    let seed: &[u8; 32] = d.try_into().map_err(|_| PrivateOutOfRange.at("d"))?;
    let key = SigningKey::from_bytes(seed);
    if x.is_some() && public(x)? != key.verifying_key() {
        return Err(PairMismatch.at("d"));
    }
    Ok(key)
}

/// Checks a public key: a point of the curve, and none of its weak points. "If
/// the resulting value is >= p, decoding fails" (RFC 8032 §5.1.3): the library
/// takes such values.
pub(crate) fn public(x: Option<&[u8]>) -> Result<VerifyingKey, KeyError> {
    let x = x.ok_or(MissingParameter.at("x"))?;
    let x: &[u8; 32] = x.try_into().map_err(|_| CurvePoint.at("x"))?;
    match VerifyingKey::from_bytes(x) {
        Ok(key) if !key.is_weak() && key.to_edwards().compress().as_bytes() == x => Ok(key),
        _ => Err(CurvePoint.at("x")),
    }
}

/// x for a JWK.
pub(crate) fn public_parameters(key: &SigningKey) -> PublicParameters {
    PublicParameters::Okp { curve: Curve::Ed25519, x: key.verifying_key().to_bytes().to_vec() }
}
