//! Opens what is encrypted with a password: PBES2 and PBES1 (RFC 8018), the
//! schemes of PKCS#12 (RFC 7292 appendix C), and the older way of OpenSSL's PEM
//! (`Proc-Type: 4,ENCRYPTED`, RFC 1421 with a key derivation of its own).

mod cipher;
mod pbes1;
mod pbes2;
mod pem_header;
mod pkcs12_scheme;

pub(crate) use pem_header::decrypt as decrypt_pem;
pub(crate) use pkcs12_scheme::bmp_strings;

use crate::read::ReadErrorCode;
use crate::{Password, Secret};
use spki::AlgorithmIdentifierRef;

/// Rounds of a hash that a page can wait for: about ten seconds in WebAssembly.
/// OpenSSL writes 2048, today's advice is 600,000 (OWASP).
pub const MAXIMUM_ROUNDS: u32 = 10_000_000;

/// Octets of memory that scrypt may take; OpenSSL's default needs 16 MiB.
pub const MAXIMUM_SCRYPT_MEMORY: u64 = 128 * 1024 * 1024;

/// Decrypts what an `AlgorithmIdentifier` says how.
///
/// A wrong password shows as [`ReadErrorCode::PasswordWrong`] when the padding
/// does not fit; one in 256 wrong passwords passes here, and what comes out is
/// then no key.
pub(crate) fn decrypt(
    algorithm: &AlgorithmIdentifierRef<'_>,
    password: &Password,
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    match algorithm.oid {
        pbes2::OID => pbes2::decrypt(algorithm, password, ciphertext),
        oid if pbes1::knows(oid) => pbes1::decrypt(algorithm, password, ciphertext),
        oid if pkcs12_scheme::knows(oid) => pkcs12_scheme::decrypt(algorithm, password, ciphertext),
        _ => Err(ReadErrorCode::EncryptionUnknown),
    }
}

/// The rounds as a number that a page can wait for.
pub(crate) fn rounds(count: i64) -> Result<u32, ReadErrorCode> {
    if count <= 0 {
        return Err(ReadErrorCode::Der);
    }
    let rounds = u32::try_from(count).ok().filter(|&rounds| rounds <= MAXIMUM_ROUNDS);
    rounds.ok_or(ReadErrorCode::PasswordTooCostly)
}
