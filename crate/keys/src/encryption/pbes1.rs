//! PBES1 (RFC 8018 §6.1): PBKDF1 with MD5 or SHA-1, and DES or RC2.

use super::cipher::Cipher;
use crate::read::ReadErrorCode;
use crate::{Password, Secret};
use der::asn1::ObjectIdentifier;
use der::{Sequence, asn1::OctetStringRef};
use md5::Md5;
use sha1::Sha1;
use sha2::Digest;
use spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

struct Scheme {
    oid: ObjectIdentifier,
    derive: fn(&Password, &[u8], u32) -> Secret,
    cipher: Cipher,
}

/// RFC 8018 A.3. "the effective key bits of RC2 is 64" (§6.1.1); the schemes
/// with MD2 are not written by anything that is still in use.
const SCHEMES: [Scheme; 4] = [
    scheme("1.2.840.113549.1.5.3", pbkdf1::<Md5>, Cipher::Des),
    scheme("1.2.840.113549.1.5.6", pbkdf1::<Md5>, Cipher::Rc2 { bits: 64 }),
    scheme("1.2.840.113549.1.5.10", pbkdf1::<Sha1>, Cipher::Des),
    scheme("1.2.840.113549.1.5.11", pbkdf1::<Sha1>, Cipher::Rc2 { bits: 64 }),
];

const fn scheme(oid: &str, derive: fn(&Password, &[u8], u32) -> Secret, cipher: Cipher) -> Scheme {
    Scheme { oid: ObjectIdentifier::new_unwrap(oid), derive, cipher }
}

/// `PBEParameter` (RFC 8018 A.3)
#[derive(Sequence)]
struct Parameters<'a> {
    salt: &'a OctetStringRef,
    iteration_count: i64,
}

pub(super) fn knows(oid: ObjectIdentifier) -> bool {
    SCHEMES.iter().any(|scheme| scheme.oid == oid)
}

pub(super) fn decrypt(
    algorithm: &AlgorithmIdentifierRef<'_>,
    password: &Password,
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let scheme = SCHEMES.iter().find(|scheme| scheme.oid == algorithm.oid);
    let scheme = scheme.ok_or(ReadErrorCode::EncryptionUnknown)?;
    let parameters = algorithm.parameters.ok_or(ReadErrorCode::Der)?;
    let Parameters { salt, iteration_count } =
        parameters.decode_as().map_err(|_| ReadErrorCode::Der)?;
    let derived = (scheme.derive)(password, salt.as_bytes(), super::rounds(iteration_count)?);
    // "K = DK<0..7>, IV = DK<8..15>" (RFC 8018 §6.1.2)
    let (key, iv) = derived.split_at_checked(8).ok_or(ReadErrorCode::Der)?;
    scheme.cipher.decrypt(key, &iv[..8], ciphertext)
}

/// "T_1 = Hash (P || S), T_c = Hash (T_{c-1})" (RFC 8018 §5.1); at least 16
/// octets come out.
fn pbkdf1<D: Digest>(password: &Password, salt: &[u8], rounds: u32) -> Secret {
    let first = D::new().chain_update(password.secret_text()).chain_update(salt).finalize();
    let mut derived = Zeroizing::new(first.to_vec());
    for _ in 1..rounds {
        derived = Zeroizing::new(D::digest(&*derived).to_vec());
    }
    derived
}
