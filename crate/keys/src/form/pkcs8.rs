//! Private keys of PKCS#8 (RFC 5208, RFC 5958; RFC 8410 §7 for Ed25519), PEM
//! `PRIVATE KEY`.

use crate::der::oid::{self, Algorithm, Kind};
use crate::der::{self, Malformed, Reader, null, object_identifier, octet_string, sequence, tag};
use crate::form::{jwk, pkcs1, sec1};
use crate::private_key::PrivateNumbers;
use crate::read_error::ReadErrorCode;
use crate::rsa_key::Numbers;
use crate::{
    Format, HiddenSecret, Material, Password, PrivateKey, RawKey, Secret, WriteError, encryption,
};
use nokkelsmie_jose::{Curve, PublicParameters};
use zeroize::Zeroizing;

pub(crate) const LABEL: &str = "PRIVATE KEY";
pub(crate) const ENCRYPTED_LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// Reads `PrivateKeyInfo` or `OneAsymmetricKey`.
pub(crate) fn read(octets: &[u8]) -> Result<Material, ReadErrorCode> {
    let (algorithm, inner, public) = der::read(octets, |reader| {
        if reader.small()? > 1 {
            return Err(Malformed);
        }
        let parts = (Algorithm::read(reader)?, reader.octet_string()?);
        let _attributes = reader.optional(tag::context_constructed(0))?;
        let public = reader.optional(tag::context(1))?;
        Ok((parts.0, parts.1, public))
    })?;
    let mut material = match algorithm.kind()? {
        Kind::Rsa => pkcs1::read_private(inner)?,
        Kind::Ec(curve) => sec1::read(inner, curve)?,
        Kind::Ed25519 => {
            // "CurvePrivateKey ::= OCTET STRING" (RFC 8410 §7)
            let mut reader = Reader::new(inner);
            let seed = Zeroizing::new(reader.octet_string()?.to_vec());
            reader.end()?;
            // A BIT STRING: the first octet counts unused bits.
            let x = public.and_then(|bits| bits.strip_prefix(&[0])).map(Vec::from);
            let d = Some(HiddenSecret(seed));
            Material::new(Format::Pkcs8, RawKey::Okp { curve: Curve::Ed25519, x, d })
        }
    };
    material.format = Format::Pkcs8;
    Ok(material)
}

/// Reads `EncryptedPrivateKeyInfo` (RFC 5958 §3), PEM `ENCRYPTED PRIVATE KEY`.
pub(crate) fn read_encrypted(
    octets: &[u8],
    password: Option<&Password>,
) -> Result<Material, ReadErrorCode> {
    let (algorithm, ciphertext) = der::read(octets, |reader| {
        Ok::<_, Malformed>((Algorithm::read(reader)?, reader.octet_string()?))
    })?;
    read(&encryption::decrypt(&algorithm, password, ciphertext)?)
}

/// Writes `PrivateKeyInfo`, version 0, which every reader knows. Keys on
/// P-curves have their public part inside; Ed25519 has no place for it there.
pub(crate) fn write(key: &PrivateKey) -> Result<Secret, WriteError> {
    let public = key.public_jwk().parameters;
    match (key.numbers(), &public) {
        (PrivateNumbers::Rsa(key), _) => {
            let numbers = Numbers::of(key).map_err(|_| WriteError::DoesNotFit)?;
            Ok(info(&oid::algorithm(oid::RSA, &null()), &pkcs1::write_private(&numbers)))
        }
        (numbers, PublicParameters::Ec { curve, x, y }) => {
            let named = oid::of_curve(*curve).ok_or(WriteError::DoesNotFit)?;
            let inner = sec1::write(*curve, &jwk::curve_secret(numbers), (x, y), false)?;
            Ok(info(&oid::algorithm(oid::EC, &object_identifier(named)), &inner))
        }
        (numbers, _) => {
            let inner = octet_string(&jwk::curve_secret(numbers));
            Ok(info(&oid::algorithm(oid::ED25519, &[]), &inner))
        }
    }
}

/// Rounds for a file of its own: "600,000 iterations" of PBKDF2 with
/// HMAC-SHA-256 (OWASP Password Storage Cheat Sheet).
pub(crate) const ROUNDS: u32 = 600_000;

/// Writes `EncryptedPrivateKeyInfo` (RFC 5958 §3) around a `PrivateKeyInfo`.
pub(crate) fn encrypt(
    plain: &[u8],
    password: &Password,
    rounds: u32,
) -> Result<Secret, WriteError> {
    let (algorithm, ciphertext) = encryption::encrypt(password, rounds, plain)?;
    Ok(sequence(&[&algorithm, &octet_string(&ciphertext)]))
}

fn info(algorithm: &[u8], inner: &[u8]) -> Secret {
    sequence(&[&der::small_integer(0), algorithm, &octet_string(inner)])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may

    use super::*;

    /// The password is not blamed for what the file's maker did.
    #[test]
    fn what_opens_and_is_no_key_is_malformed() {
        let password = Password::new(Zeroizing::new("blåbær".to_owned()));
        let refusal = |plain: &[u8]| {
            read_encrypted(&encrypt(plain, &password, 1).unwrap(), Some(&password)).err()
        };
        assert_eq!(refusal(&sequence(&[&der::small_integer(0)])), Some(ReadErrorCode::Der));
        assert_eq!(refusal(b"no SEQUENCE"), Some(ReadErrorCode::PasswordWrong));
    }
}
