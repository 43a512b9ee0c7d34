//! Object identifiers of keys, and what follows from them.

use super::{Malformed, Reader, object_identifier, sequence};
use crate::Secret;
use crate::read_error::ReadErrorCode;
use const_oid::ObjectIdentifier;
use nokkelsmie_jose::Curve;

/// rsaEncryption (RFC 8017 appendix C)
pub(crate) const RSA: ObjectIdentifier = dotted("1.2.840.113549.1.1.1");
/// id-RSASSA-PSS (RFC 8017 appendix C)
const RSA_PSS: ObjectIdentifier = dotted("1.2.840.113549.1.1.10");
/// id-ecPublicKey (RFC 5480 §2.1.1)
pub(crate) const EC: ObjectIdentifier = dotted("1.2.840.10045.2.1");
/// id-Ed25519 (RFC 8410 §3)
pub(crate) const ED25519: ObjectIdentifier = dotted("1.3.101.112");
/// secp256r1, secp384r1, secp521r1 (RFC 5480 §2.1.1.1)
const P256: ObjectIdentifier = dotted("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = dotted("1.3.132.0.34");
const P521: ObjectIdentifier = dotted("1.3.132.0.35");

/// An identifier as it is written in standards.
pub(crate) const fn dotted(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// The kinds of keys that PKCS#8 and SPKI name.
pub(crate) enum Kind {
    Rsa,
    /// The curve may be named inside the key instead.
    Ec(Option<Curve>),
    Ed25519,
}

/// What stands in an `AlgorithmIdentifier` (RFC 5280 §4.1.1.2).
pub(crate) struct Algorithm<'a> {
    pub oid: ObjectIdentifier,
    /// What is left to read: at most one value.
    pub parameters: Reader<'a>,
}

impl<'a> Algorithm<'a> {
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        reader.sequence(|reader| {
            let oid = reader.object_identifier()?;
            let parameters = *reader;
            if !reader.is_empty() {
                reader.value()?;
            }
            Ok(Self { oid, parameters })
        })
    }

    /// What kind of key it names.
    pub(crate) fn kind(self) -> Result<Kind, ReadErrorCode> {
        match self.oid {
            RSA => Ok(Kind::Rsa),
            RSA_PSS => Err(ReadErrorCode::RsaPssKey),
            EC if self.parameters.is_empty() => Ok(Kind::Ec(None)),
            EC => named_curve(&mut { self.parameters }).map(|curve| Kind::Ec(Some(curve))),
            // "the parameters field MUST be absent" (RFC 8410 §3)
            ED25519 if self.parameters.is_empty() => Ok(Kind::Ed25519),
            ED25519 => Err(ReadErrorCode::Der),
            _ => Err(ReadErrorCode::KeyTypeUnknown),
        }
    }
}

/// Writes an `AlgorithmIdentifier`.
pub(crate) fn algorithm(oid: ObjectIdentifier, parameters: &[u8]) -> Secret {
    sequence(&[&object_identifier(oid), parameters])
}

/// "implicitCurve and specifiedCurve MUST NOT be used in PKIX" (RFC 5480 §2.1.1)
pub(crate) fn named_curve(parameters: &mut Reader<'_>) -> Result<Curve, ReadErrorCode> {
    let named = parameters.object_identifier();
    match named {
        // Nothing stands beside the name.
        Ok(_) if !parameters.is_empty() => Err(ReadErrorCode::Der),
        Ok(P256) => Ok(Curve::P256),
        Ok(P384) => Ok(Curve::P384),
        Ok(P521) => Ok(Curve::P521),
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
