//! Private keys of PKCS#8 (RFC 5208, RFC 5958; RFC 8410 §7 for Ed25519), PEM
//! `PRIVATE KEY`.

use crate::oid::{self, Kind};
use crate::private_key::PrivateNumbers;
use crate::read::ReadErrorCode;
use crate::rsa_key::Numbers;
use crate::{
    Format, HiddenSecret, Material, Password, PrivateKey, RawKey, Secret, WriteError, encryption,
    jwk, pkcs1, sec1,
};
use ::pkcs8::PrivateKeyInfoRef;
use der::asn1::{AnyRef, Null, ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode, Sequence};
use nokkelsmie_jose::{Curve, PublicParameters};
use spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

pub(crate) const LABEL: &str = "PRIVATE KEY";
pub(crate) const ENCRYPTED_LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// Reads `PrivateKeyInfo` or `OneAsymmetricKey`.
pub(crate) fn read(der: &[u8]) -> Result<Material, ReadErrorCode> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| ReadErrorCode::Der)?;
    let inner = info.private_key.as_bytes();
    let mut material = match oid::kind(&info.algorithm)? {
        Kind::Rsa => pkcs1::read_private(inner)?,
        Kind::Ec(curve) => sec1::read(inner, curve)?,
        Kind::Ed25519 => {
            // "CurvePrivateKey ::= OCTET STRING" (RFC 8410 §7)
            let seed = <&OctetStringRef>::from_der(inner).map_err(|_| ReadErrorCode::Der)?;
            let d = Some(HiddenSecret(Zeroizing::new(seed.as_bytes().into())));
            let x = info.public_key.and_then(|key| key.as_bytes()).map(Vec::from);
            Material::new(Format::Pkcs8, RawKey::Okp { curve: Curve::Ed25519, x, d })
        }
    };
    material.format = Format::Pkcs8;
    Ok(material)
}

/// Reads `EncryptedPrivateKeyInfo` (RFC 5958 §3), PEM `ENCRYPTED PRIVATE KEY`.
pub(crate) fn read_encrypted(
    der: &[u8],
    password: Option<&Password>,
) -> Result<Material, ReadErrorCode> {
    let info = EncryptedPrivateKeyInfo::from_der(der).map_err(|_| ReadErrorCode::Der)?;
    let password = password.ok_or(ReadErrorCode::PasswordNeeded)?;
    let plain = encryption::decrypt(&info.algorithm, password, info.ciphertext.as_bytes())?;
    // One wrong password in 256 leaves a padding that fits.
    read(&plain).map_err(|code| match code {
        ReadErrorCode::Der => ReadErrorCode::PasswordWrong,
        code => code,
    })
}

#[derive(Sequence)]
struct EncryptedPrivateKeyInfo<'a> {
    algorithm: AlgorithmIdentifierRef<'a>,
    ciphertext: &'a OctetStringRef,
}

/// Writes `PrivateKeyInfo`, version 0, which every reader knows. Keys on
/// P-curves have their public part inside; Ed25519 has no place for it there.
pub(crate) fn write(key: &PrivateKey) -> Result<Secret, WriteError> {
    let public = key.public_jwk().parameters;
    match (key.numbers(), &public) {
        (PrivateNumbers::Rsa(key), _) => {
            let numbers = Numbers::of(key).map_err(|_| WriteError::DoesNotFit)?;
            info(oid::RSA, Some(Null.into()), &pkcs1::write_private(&numbers)?)
        }
        (numbers, PublicParameters::Ec { curve, x, y }) => {
            let named = oid::of_curve(*curve).ok_or(WriteError::DoesNotFit)?;
            let inner = sec1::write(*curve, &jwk::curve_secret(numbers), (x, y), false)?;
            info(oid::EC, Some((&named).into()), &inner)
        }
        (numbers, _) => {
            let seed = jwk::curve_secret(numbers);
            let inner = OctetStringRef::new(&seed).and_then(|seed| seed.to_der());
            let inner = Zeroizing::new(inner.map_err(|_| WriteError::DoesNotFit)?);
            info(oid::ED25519, None, &inner)
        }
    }
}

fn info(
    oid: ObjectIdentifier,
    parameters: Option<AnyRef<'_>>,
    inner: &[u8],
) -> Result<Secret, WriteError> {
    let algorithm = AlgorithmIdentifierRef { oid, parameters };
    let inner = OctetStringRef::new(inner).map_err(|_| WriteError::DoesNotFit)?;
    let der = PrivateKeyInfoRef::new(algorithm, inner).to_der();
    der.map(Zeroizing::new).map_err(|_| WriteError::DoesNotFit)
}
