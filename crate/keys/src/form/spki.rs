//! SubjectPublicKeyInfo (RFC 5280 §4.1, RFC 5480, RFC 8410 §4), PEM
//! `PUBLIC KEY`.

use crate::der::oid::{self, Algorithm, Kind};
use crate::der::{self, Malformed, bit_string, null, object_identifier, sequence};
use crate::form::{pkcs1, sec1};
use crate::read_error::ReadErrorCode;
use crate::{Format, Material, RawKey, WriteError};
use nokkelsmie_jose::{Curve, PublicParameters};

pub(crate) const LABEL: &str = "PUBLIC KEY";

/// Reads `SubjectPublicKeyInfo`.
pub(crate) fn read(octets: &[u8]) -> Result<Material, ReadErrorCode> {
    let (algorithm, inner) = der::read(octets, |reader| {
        Ok::<_, Malformed>((Algorithm::read(reader)?, reader.bit_string()?))
    })?;
    let mut material = match algorithm.kind()? {
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
    let (algorithm, key) = match parameters {
        PublicParameters::Rsa { n, e } => {
            (oid::algorithm(oid::RSA, &null()), pkcs1::write_public(n, e))
        }
        PublicParameters::Ec { curve, x, y } => {
            let named = oid::of_curve(*curve).ok_or(WriteError::DoesNotFit)?;
            (oid::algorithm(oid::EC, &object_identifier(named)), sec1::write_point(x, y))
        }
        PublicParameters::Okp { x, .. } => (oid::algorithm(oid::ED25519, &[]), x.clone()),
    };
    Ok(sequence(&[&algorithm, &bit_string(&key)]).to_vec())
}
