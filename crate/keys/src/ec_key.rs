//! The numbers of keys on P-256, P-384 and P-521 (SEC 1 §3.2).

use crate::key_error::KeyErrorCode::{
    CurvePoint, MissingParameter, PairMismatch, PrivateOutOfRange,
};
use crate::rsa_key::TrimLeadingZeros;
use crate::{KeyError, Secret};
use nokkelsmie_jose::{Curve, PublicParameters};
use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use p256::elliptic_curve::{
    CurveArithmetic, FieldBytesSize, PublicKey, SecretKey, array::typenum::Unsigned,
};
use zeroize::Zeroizing;

/// A curve of the `elliptic-curve` family.
pub(crate) trait Weierstrass:
    CurveArithmetic<AffinePoint: FromSec1Point<Self> + ToSec1Point<Self>, FieldBytesSize: ModulusSize>
{
}

impl Weierstrass for p256::NistP256 {}
impl Weierstrass for p384::NistP384 {}
impl Weierstrass for p521::NistP521 {}

/// Checks a private key; the public part is computed where it is missing.
pub(crate) fn private<C: Weierstrass>(
    x: Option<&[u8]>,
    y: Option<&[u8]>,
    d: &[u8],
) -> Result<SecretKey<C>, KeyError> {
    let d = full_length(d, FieldBytesSize::<C>::USIZE).ok_or(PrivateOutOfRange.at("d"))?;
    let key = SecretKey::<C>::from_slice(&d).map_err(|_| PrivateOutOfRange.at("d"))?;
    if x.is_some() || y.is_some() {
        let (given, own) = (public::<C>(x, y)?, key.public_key());
        if given != own {
            return Err(PairMismatch.at("d"));
        }
    }
    Ok(key)
}

/// Checks a public key.
pub(crate) fn public<C: Weierstrass>(
    x: Option<&[u8]>,
    y: Option<&[u8]>,
) -> Result<PublicKey<C>, KeyError> {
    let coordinate = |octets: Option<&[u8]>, field| {
        let octets = octets.ok_or(MissingParameter.at(field))?;
        full_length(octets, FieldBytesSize::<C>::USIZE).ok_or(CurvePoint.at(field))
    };
    // 0x04 stands for an uncompressed point (SEC 1 §2.3.3).
    let point = [&[4], &coordinate(x, "x")?[..], &coordinate(y, "y")?[..]].concat();
    PublicKey::from_sec1_bytes(&point).map_err(|_| CurvePoint.at("x"))
}

/// x and y for a JWK.
pub(crate) fn public_parameters<C: Weierstrass>(
    curve: Curve,
    key: &SecretKey<C>,
) -> PublicParameters {
    let point = key.public_key().to_sec1_point(false);
    let (x, y) = point.as_bytes()[1..].split_at(curve.coordinate_len());
    PublicParameters::Ec { curve, x: x.to_vec(), y: y.to_vec() }
}

/// The private number, full length.
pub(crate) fn private_octets<C: Weierstrass>(key: &SecretKey<C>) -> Secret {
    Zeroizing::new(Zeroizing::new(key.to_bytes()).to_vec())
}

/// "The length of this octet string MUST be the full size of a coordinate"
/// (RFC 7518 §6.2.1.2): brings shorter and longer spellings to that.
pub(crate) fn full_length(octets: &[u8], length: usize) -> Option<Secret> {
    let octets = octets.trim_leading_zeros();
    let mut out = Zeroizing::new(vec![0; length]);
    out.get_mut(length.checked_sub(octets.len())?..)?.copy_from_slice(octets);
    Some(out)
}
