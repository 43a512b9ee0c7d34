//! Object identifiers of keys, and what follows from them.

use crate::read::ReadErrorCode;
use der::asn1::{AnyRef, ObjectIdentifier};
use nokkelsmie_jose::Curve;
use spki::AlgorithmIdentifierRef;

/// rsaEncryption (RFC 8017 appendix C)
pub(crate) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// id-RSASSA-PSS (RFC 8017 appendix C)
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
/// id-ecPublicKey (RFC 5480 §2.1.1)
pub(crate) const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// id-Ed25519 (RFC 8410 §3)
pub(crate) const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
/// secp256r1, secp384r1, secp521r1 (RFC 5480 §2.1.1.1)
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const P521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");

/// The kinds of keys that PKCS#8 and SPKI name.
pub(crate) enum Kind {
    Rsa,
    /// The curve may be named inside the key instead.
    Ec(Option<Curve>),
    Ed25519,
}

/// Reads an `AlgorithmIdentifier`.
pub(crate) fn kind(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<Kind, ReadErrorCode> {
    match algorithm.oid {
        RSA => Ok(Kind::Rsa),
        RSA_PSS => Err(ReadErrorCode::RsaPssKey),
        EC => algorithm.parameters.map(named_curve).transpose().map(Kind::Ec),
        ED25519 => Ok(Kind::Ed25519),
        _ => Err(ReadErrorCode::KeyTypeUnknown),
    }
}

/// Reads a `namedCurve`.
pub(crate) fn curve(oid: ObjectIdentifier) -> Result<Curve, ReadErrorCode> {
    match oid {
        P256 => Ok(Curve::P256),
        P384 => Ok(Curve::P384),
        P521 => Ok(Curve::P521),
        _ => Err(ReadErrorCode::CurveUnknown),
    }
}

/// The `namedCurve` of a curve; `None` for Ed25519, which is an algorithm.
pub(crate) fn of_curve(curve: Curve) -> Option<ObjectIdentifier> {
    match curve {
        Curve::P256 => Some(P256),
        Curve::P384 => Some(P384),
        Curve::P521 => Some(P521),
        Curve::Ed25519 => None,
    }
}

/// "implicitCurve and specifiedCurve MUST NOT be used in PKIX" (RFC 5480 §2.1.1)
fn named_curve(parameters: AnyRef<'_>) -> Result<Curve, ReadErrorCode> {
    curve(parameters.decode_as().map_err(|_| ReadErrorCode::CurveUnknown)?)
}
