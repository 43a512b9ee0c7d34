//! RSA keys of PKCS#1 (RFC 8017 A.1), PEM `RSA PRIVATE KEY` and
//! `RSA PUBLIC KEY`.

use crate::read::ReadErrorCode;
use crate::rsa_key::Numbers;
use crate::{Format, HiddenSecret, Material, RawKey, RawRsa, Secret, WriteError};
use ::pkcs1::{RsaPrivateKey, RsaPrivateKeyRef, RsaPublicKey, RsaPublicKeyRef};
use der::{Decode, Encode, asn1::UintRef};
use zeroize::Zeroizing;

pub(crate) const PRIVATE_LABEL: &str = "RSA PRIVATE KEY";
pub(crate) const PUBLIC_LABEL: &str = "RSA PUBLIC KEY";

/// Reads `RSAPrivateKey`.
pub(crate) fn read_private(der: &[u8]) -> Result<Material, ReadErrorCode> {
    let key = RsaPrivateKeyRef::from_der(der).map_err(|_| ReadErrorCode::Der)?;
    let secret = |number: UintRef<'_>| Some(HiddenSecret(Zeroizing::new(number.as_bytes().into())));
    let raw = RawRsa {
        n: Some(key.modulus.as_bytes().into()),
        e: Some(key.public_exponent.as_bytes().into()),
        d: secret(key.private_exponent),
        p: secret(key.prime1),
        q: secret(key.prime2),
        dp: secret(key.exponent1),
        dq: secret(key.exponent2),
        qi: secret(key.coefficient),
        more_primes: key.other_prime_infos.is_some(),
    };
    Ok(Material::new(Format::Pkcs1, RawKey::Rsa(Box::new(raw))))
}

/// Reads `RSAPublicKey`.
pub(crate) fn read_public(der: &[u8]) -> Result<Material, ReadErrorCode> {
    let key = RsaPublicKeyRef::from_der(der).map_err(|_| ReadErrorCode::Der)?;
    let raw = RawRsa {
        n: Some(key.modulus.as_bytes().into()),
        e: Some(key.public_exponent.as_bytes().into()),
        ..RawRsa::default()
    };
    Ok(Material::new(Format::Pkcs1, RawKey::Rsa(Box::new(raw))))
}

/// Writes `RSAPrivateKey` with version 0 (two primes).
pub(crate) fn write_private(numbers: &Numbers) -> Result<Secret, WriteError> {
    let number = |octets| UintRef::new(octets).map_err(|_| WriteError::DoesNotFit);
    let key = RsaPrivateKey {
        modulus: number(&numbers.n)?,
        public_exponent: number(&numbers.e)?,
        private_exponent: number(&numbers.d)?,
        prime1: number(&numbers.p)?,
        prime2: number(&numbers.q)?,
        exponent1: number(&numbers.dp)?,
        exponent2: number(&numbers.dq)?,
        coefficient: number(&numbers.qi)?,
        other_prime_infos: None,
    };
    key.to_der().map(Zeroizing::new).map_err(|_| WriteError::DoesNotFit)
}

/// Writes `RSAPublicKey`.
pub(crate) fn write_public(n: &[u8], e: &[u8]) -> Result<Vec<u8>, WriteError> {
    let number = |octets| UintRef::new(octets).map_err(|_| WriteError::DoesNotFit);
    let key = RsaPublicKey { modulus: number(n)?, public_exponent: number(e)? };
    key.to_der().map_err(|_| WriteError::DoesNotFit)
}
