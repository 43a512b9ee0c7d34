//! PBES1 (RFC 8018 §6.1): PBKDF1 with MD5 or SHA-1, and DES or RC2.

use super::cipher::Cipher;
use super::hash::Hash;
use crate::der::oid::{Algorithm, dotted};
use crate::read_error::ReadErrorCode;
use crate::{Password, Secret};
use const_oid::ObjectIdentifier;

/// RFC 8018 A.3. "the effective key bits of RC2 is 64" (§6.1.1); the schemes
/// with MD2 are not written by anything that is still in use.
const SCHEMES: [(ObjectIdentifier, Hash, Cipher); 4] = [
    (dotted("1.2.840.113549.1.5.3"), Hash::Md5, Cipher::Des),
    (dotted("1.2.840.113549.1.5.6"), Hash::Md5, Cipher::Rc2 { len: 8, bits: 64 }),
    (dotted("1.2.840.113549.1.5.10"), Hash::Sha1, Cipher::Des),
    (dotted("1.2.840.113549.1.5.11"), Hash::Sha1, Cipher::Rc2 { len: 8, bits: 64 }),
];

pub(super) fn knows(oid: ObjectIdentifier) -> bool {
    SCHEMES.iter().any(|(known, ..)| *known == oid)
}

pub(super) fn decrypt(
    algorithm: &Algorithm<'_>,
    password: Option<&Password>,
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let scheme = SCHEMES.into_iter().find(|(known, ..)| *known == algorithm.oid);
    let (_, hash, cipher) = scheme.ok_or(ReadErrorCode::EncryptionUnknown)?;
    let (salt, rounds) = super::salt_and_rounds(algorithm)?;
    let password = super::paid(password, hash.cost(rounds, hash.len()))?;
    let derived = pbkdf1(hash, password, salt, rounds);
    // "K = DK<0..7>, IV = DK<8..15>" (RFC 8018 §6.1.2)
    let (key, iv) = derived.split_at_checked(8).ok_or(ReadErrorCode::Der)?;
    cipher.decrypt(key, &iv[..8], ciphertext)
}

/// "T_1 = Hash (P || S), T_c = Hash (T_{c-1})" (RFC 8018 §5.1); at least 16
/// octets come out.
fn pbkdf1(hash: Hash, password: &Password, salt: &[u8], rounds: u32) -> Secret {
    let first = hash.digest(&[password.secret_text().as_bytes(), salt]);
    (1..rounds).fold(first, |derived, _| hash.digest(&[&derived]))
}
