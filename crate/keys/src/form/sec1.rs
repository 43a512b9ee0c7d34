//! Elliptic curve private keys of SEC 1 C.4 (RFC 5915), PEM `EC PRIVATE KEY`.

use crate::der::{
    self, Reader, bit_string, explicit, object_identifier, octet_string, oid, sequence,
    small_integer,
};
use crate::read_error::ReadErrorCode;
use crate::{Format, HiddenSecret, Material, RawKey, Secret, WriteError};
use nokkelsmie_jose::Curve;
use zeroize::Zeroizing;

pub(crate) const LABEL: &str = "EC PRIVATE KEY";

/// Reads `ECPrivateKey`; `outer` is the curve that PKCS#8 named around it.
pub(crate) fn read(octets: &[u8], outer: Option<Curve>) -> Result<Material, ReadErrorCode> {
    let (d, inner, point) = der::read(octets, |reader| {
        // "ecPrivkeyVer1(1)" (RFC 5915 §3)
        if reader.small()? != 1 {
            return Err(ReadErrorCode::Der);
        }
        let d = Zeroizing::new(reader.octet_string()?.to_vec());
        let curve = reader.optional_explicit(0, oid::named_curve)?;
        let point = reader.optional_explicit(1, Reader::bit_string)?;
        Ok::<_, ReadErrorCode>((d, curve, point))
    })?;
    let curve = match (inner, outer) {
        (Some(inner), Some(outer)) if inner != outer => return Err(ReadErrorCode::Der),
        (inner, outer) => inner.or(outer).ok_or(ReadErrorCode::CurveUnknown)?,
    };
    let (x, y) = match point.map(|point| point_coordinates(point, curve)).transpose()? {
        Some((x, y)) => (Some(x), Some(y)),
        None => (None, None),
    };
    Ok(Material::new(Format::Sec1, RawKey::Ec { curve, x, y, d: Some(HiddenSecret(d)) }))
}

/// Writes `ECPrivateKey` with the public key; with the curve's name unless it
/// stands in the PKCS#8 around it.
pub(crate) fn write(
    curve: Curve,
    d: &[u8],
    (x, y): (&[u8], &[u8]),
    name_curve: bool,
) -> Result<Secret, WriteError> {
    let named = oid::of_curve(curve).ok_or(WriteError::DoesNotFit)?;
    let parameters =
        if name_curve { explicit(0, &object_identifier(named)) } else { Secret::default() };
    let point = explicit(1, &bit_string(&write_point(x, y)));
    Ok(sequence(&[&small_integer(1), &octet_string(d), &parameters, &point]))
}

/// x and y of an uncompressed point (SEC 1 §2.3.3), or of a compressed one.
pub(crate) fn point_coordinates(
    point: &[u8],
    curve: Curve,
) -> Result<(Vec<u8>, Vec<u8>), ReadErrorCode> {
    let length = curve.coordinate_len();
    match point {
        [4, xy @ ..] if xy.len() == 2 * length => Ok((xy[..length].into(), xy[length..].into())),
        [2 | 3, x @ ..] if x.len() == length => decompress(point, curve),
        _ => Err(ReadErrorCode::Der),
    }
}

/// An uncompressed point (SEC 1 §2.3.3).
pub(crate) fn write_point(x: &[u8], y: &[u8]) -> Vec<u8> {
    [&[4], x, y].concat()
}

fn decompress(point: &[u8], curve: Curve) -> Result<(Vec<u8>, Vec<u8>), ReadErrorCode> {
    use p256::elliptic_curve::sec1::ToSec1Point;
    let malformed = |_| ReadErrorCode::Der;
    let octets: Vec<u8> = match curve {
        Curve::P256 => {
            let key = p256::PublicKey::from_sec1_bytes(point).map_err(malformed)?;
            key.to_sec1_point(false).as_bytes().into()
        }
        Curve::P384 => {
            let key = p384::PublicKey::from_sec1_bytes(point).map_err(malformed)?;
            key.to_sec1_point(false).as_bytes().into()
        }
        Curve::P521 => {
            let key = p521::PublicKey::from_sec1_bytes(point).map_err(malformed)?;
            key.to_sec1_point(false).as_bytes().into()
        }
        Curve::Ed25519 => return Err(ReadErrorCode::Der),
    };
    let (x, y) = octets[1..].split_at(curve.coordinate_len());
    Ok((x.into(), y.into()))
}
