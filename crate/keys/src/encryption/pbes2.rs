//! PBES2 (RFC 8018 §6.2): PBKDF2 or scrypt, and AES, 3DES or DES.

use super::{MAXIMUM_ROUNDS, MAXIMUM_SCRYPT_MEMORY};
use crate::read::ReadErrorCode;
use crate::{Password, Secret};
use der::Reader;
use der::asn1::{AnyRef, ObjectIdentifier};
use pkcs5::pbes2::{Kdf, PBES2_OID, Parameters};
use spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

pub(super) const OID: ObjectIdentifier = PBES2_OID;

pub(super) fn decrypt(
    algorithm: &AlgorithmIdentifierRef<'_>,
    password: &Password,
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let any = algorithm.parameters.ok_or(ReadErrorCode::Der)?;
    let parameters = Parameters::try_from(any).map_err(|_| unknown_part(any))?;
    affordable(&parameters.kdf)?;
    match parameters.decrypt(password.secret_text(), ciphertext) {
        Ok(plain) => Ok(Zeroizing::new(plain)),
        Err(pkcs5::Error::DecryptFailed) => Err(ReadErrorCode::PasswordWrong),
        Err(_) => Err(ReadErrorCode::EncryptionUnknown),
    }
}

/// Whether a page can wait for the derivation of the key, and has the memory.
fn affordable(kdf: &Kdf) -> Result<(), ReadErrorCode> {
    let fits = match kdf {
        Kdf::Pbkdf2(parameters) => (1..=MAXIMUM_ROUNDS).contains(&parameters.iteration_count),
        Kdf::Scrypt(parameters) => {
            let block = 128 * u64::from(parameters.block_size);
            let memory = u64::from(parameters.cost_parameter).saturating_mul(block);
            let work = memory.saturating_mul(u64::from(parameters.parallelization));
            memory <= MAXIMUM_SCRYPT_MEMORY && work <= 4 * MAXIMUM_SCRYPT_MEMORY
        }
        _ => return Err(ReadErrorCode::EncryptionUnknown),
    };
    if fits { Ok(()) } else { Err(ReadErrorCode::PasswordTooCostly) }
}

/// What the library did not take: well-formed parameters name something that
/// is not known here.
fn unknown_part(parameters: AnyRef<'_>) -> ReadErrorCode {
    let well_formed = parameters.sequence(|reader| {
        let kdf: AlgorithmIdentifierRef<'_> = reader.decode()?;
        let scheme: AlgorithmIdentifierRef<'_> = reader.decode()?;
        der::Result::Ok((kdf, scheme))
    });
    match well_formed {
        Ok(_) => ReadErrorCode::EncryptionUnknown,
        Err(_) => ReadErrorCode::Der,
    }
}
