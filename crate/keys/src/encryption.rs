//! Opens what is encrypted with a password: PBES2 and PBES1 (RFC 8018), the
//! schemes of PKCS#12 (RFC 7292 appendix C), and the older way of OpenSSL's PEM
//! (`Proc-Type: 4,ENCRYPTED`, RFC 1421 with a key derivation of its own).
//! Encrypts with PBES2 alone.

mod cipher;
mod hash;
mod pbes1;
mod pbes2;
mod pem_header;
mod pkcs12_scheme;

pub(crate) use cipher::{Unpadded, decrypt_aes_unpadded};
pub(crate) use hash::{Hash, SHA_256};
pub(crate) use pbes2::encrypt;
pub(crate) use pem_header::decrypt as decrypt_pem;
pub(crate) use pkcs12_scheme::{Purpose, bmp_strings, derive_key};

use crate::der::is_sequence;
use crate::der::oid::Algorithm;
use crate::read_error::ReadErrorCode;
use crate::{Password, Secret};

/// Rounds of SHA-256 that a page can wait for: about ten seconds in WebAssembly.
/// OpenSSL writes 2048, today's advice is 600,000 (OWASP).
/// Fuzzing cannot wait that long for each input.
pub const MAXIMUM_ROUNDS: u32 = if cfg!(fuzzing) { 16_384 } else { 10_000_000 };

/// Octets of memory that scrypt may take; OpenSSL's default needs 16 MiB.
pub const MAXIMUM_SCRYPT_MEMORY: u64 = if cfg!(fuzzing) { 2 } else { 128 } * 1024 * 1024;

/// Decrypts what an `AlgorithmIdentifier` says how.
///
/// What cannot be opened at all is refused before a password is asked for. A wrong
/// one shows as [`ReadErrorCode::PasswordWrong`].
pub(crate) fn decrypt(
    algorithm: &Algorithm<'_>,
    password: Option<&Password>,
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let plain = match algorithm.oid {
        pbes2::OID => pbes2::decrypt(algorithm, password, ciphertext),
        oid if pbes1::knows(oid) => pbes1::decrypt(algorithm, password, ciphertext),
        oid if pkcs12_scheme::knows(oid) => pkcs12_scheme::decrypt(algorithm, password, ciphertext),
        _ => Err(ReadErrorCode::EncryptionUnknown),
    }?;
    opened(plain)
}

/// The password that was given, after what it costs to use it was paid.
pub(crate) fn paid(password: Option<&Password>, cost: u32) -> Result<&Password, ReadErrorCode> {
    if cost > MAXIMUM_ROUNDS {
        return Err(ReadErrorCode::PasswordTooCostly);
    }
    let password = password.ok_or(ReadErrorCode::PasswordNeeded)?;
    password.spend(cost)?;
    Ok(password)
}

/// One wrong password in 256 leaves a padding that fits; hardly any a SEQUENCE that
/// is as long as all of it. Faults after that are the file's.
fn opened(plain: Secret) -> Result<Secret, ReadErrorCode> {
    if is_sequence(&plain) { Ok(plain) } else { Err(ReadErrorCode::PasswordWrong) }
}

/// Salt and rounds: `PBEParameter` (RFC 8018 A.3), `pkcs-12PbeParams` (RFC 7292
/// appendix C).
fn salt_and_rounds<'a>(algorithm: &Algorithm<'a>) -> Result<(&'a [u8], u32), ReadErrorCode> {
    let mut parameters = algorithm.parameters;
    parameters.sequence(|reader| Ok((reader.octet_string()?, rounds(reader.unsigned()?)?)))
}

/// The rounds as a number that a page can wait for.
pub(crate) fn rounds(number: &[u8]) -> Result<u32, ReadErrorCode> {
    let count = match number {
        [_, _, _, _, _, ..] => u32::MAX,
        _ => number.iter().fold(0, |count, &octet| count << 8 | u32::from(octet)),
    };
    match count {
        0 => Err(ReadErrorCode::Der),
        1..=MAXIMUM_ROUNDS => Ok(count),
        _ => Err(ReadErrorCode::PasswordTooCostly),
    }
}
