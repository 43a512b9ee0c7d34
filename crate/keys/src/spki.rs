//! SubjectPublicKeyInfo (RFC 5280 §4.1, RFC 5480, RFC 8410 §4), PEM
//! `PUBLIC KEY`.

use crate::oid::{self, Kind};
use crate::read::ReadErrorCode;
use crate::{Format, Material, RawKey, WriteError, pkcs1, sec1};
use ::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use der::asn1::{AnyRef, BitStringRef, Null, ObjectIdentifier};
use der::{Decode, Encode};
use nokkelsmie_jose::{Curve, PublicParameters};

pub(crate) const LABEL: &str = "PUBLIC KEY";

/// Reads `SubjectPublicKeyInfo`.
pub(crate) fn read(der: &[u8]) -> Result<Material, ReadErrorCode> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| ReadErrorCode::Der)?;
    let inner = info.subject_public_key.as_bytes().ok_or(ReadErrorCode::Der)?;
    let mut material = match oid::kind(&info.algorithm)? {
        Kind::Rsa => pkcs1::read_public(inner)?,
        Kind::Ec(curve) => {
            let curve = curve.ok_or(ReadErrorCode::CurveUnknown)?;
            let (x, y) = sec1::point_coordinates(inner, curve)?;
            let key = RawKey::Ec { curve, x: Some(x), y: Some(y), d: None };
            Material::new(Format::Spki, key)
        }
        Kind::Ed25519 => {
            let x = Some(inner.to_vec());
            Material::new(Format::Spki, RawKey::Okp { curve: Curve::Ed25519, x, d: None })
        }
    };
    material.format = Format::Spki;
    Ok(material)
}

/// Writes `SubjectPublicKeyInfo`.
pub(crate) fn write(parameters: &PublicParameters) -> Result<Vec<u8>, WriteError> {
    match parameters {
        PublicParameters::Rsa { n, e } => {
            info(oid::RSA, Some(Null.into()), &pkcs1::write_public(n, e)?)
        }
        PublicParameters::Ec { curve, x, y } => {
            let named = oid::of_curve(*curve).ok_or(WriteError::DoesNotFit)?;
            info(oid::EC, Some((&named).into()), &sec1::write_point(x, y))
        }
        PublicParameters::Okp { x, .. } => info(oid::ED25519, None, x),
    }
}

fn info(
    oid: ObjectIdentifier,
    parameters: Option<AnyRef<'_>>,
    key: &[u8],
) -> Result<Vec<u8>, WriteError> {
    let algorithm = AlgorithmIdentifierRef { oid, parameters };
    let subject_public_key = BitStringRef::from_bytes(key).map_err(|_| WriteError::DoesNotFit)?;
    let info = SubjectPublicKeyInfoRef { algorithm, subject_public_key };
    info.to_der().map_err(|_| WriteError::DoesNotFit)
}
