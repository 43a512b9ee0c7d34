//! RSA keys of PKCS#1 (RFC 8017 A.1), PEM `RSA PRIVATE KEY` and
//! `RSA PUBLIC KEY`.

use crate::der::{self, Malformed, integer, sequence, small_integer};
use crate::read_error::ReadErrorCode;
use crate::rsa_key::Numbers;
use crate::{Format, HiddenSecret, Material, RawKey, RawRsa, Secret};
use zeroize::Zeroizing;

pub(crate) const PRIVATE_LABEL: &str = "RSA PRIVATE KEY";
pub(crate) const PUBLIC_LABEL: &str = "RSA PUBLIC KEY";

/// Reads `RSAPrivateKey`.
pub(crate) fn read_private(octets: &[u8]) -> Result<Material, ReadErrorCode> {
    let raw = der::read(octets, |reader| {
        let version = reader.small()?;
        let [n, e] = [reader.unsigned()?, reader.unsigned()?].map(Vec::from);
        let mut secret = || {
            let octets = Zeroizing::new(reader.unsigned()?.to_vec());
            Ok::<_, Malformed>(Some(HiddenSecret(octets)))
        };
        let mut raw = RawRsa {
            n: Some(n),
            e: Some(e),
            d: secret()?,
            p: secret()?,
            q: secret()?,
            dp: secret()?,
            dq: secret()?,
            qi: secret()?,
            more_primes: false,
        };
        // "version ... shall be 0 ... 1 if multi-prime" (RFC 8017 A.1.2)
        match version {
            0 => {}
            1 => raw.more_primes = reader.optional(der::tag::SEQUENCE)?.is_some(),
            _ => return Err(Malformed),
        }
        Ok(raw)
    })?;
    Ok(Material::new(Format::Pkcs1, RawKey::Rsa(Box::new(raw))))
}

/// Reads `RSAPublicKey`.
pub(crate) fn read_public(octets: &[u8]) -> Result<Material, ReadErrorCode> {
    let [n, e] =
        der::read(octets, |reader| Ok::<_, Malformed>([reader.unsigned()?, reader.unsigned()?]))?;
    let raw = RawRsa { n: Some(n.into()), e: Some(e.into()), ..RawRsa::default() };
    Ok(Material::new(Format::Pkcs1, RawKey::Rsa(Box::new(raw))))
}

/// Writes `RSAPrivateKey` with version 0 (two primes).
pub(crate) fn write_private(numbers: &Numbers) -> Secret {
    sequence(&[
        &small_integer(0),
        &integer(&numbers.n),
        &integer(&numbers.e),
        &integer(&numbers.d),
        &integer(&numbers.p),
        &integer(&numbers.q),
        &integer(&numbers.dp),
        &integer(&numbers.dq),
        &integer(&numbers.qi),
    ])
}

/// Writes `RSAPublicKey`.
pub(crate) fn write_public(n: &[u8], e: &[u8]) -> Vec<u8> {
    sequence(&[&integer(n), &integer(e)]).to_vec()
}
