//! The encryption schemes of PKCS#12 (RFC 7292 appendix C), which older
//! keystores use.

use super::cipher::Cipher;
use crate::read::ReadErrorCode;
use crate::{Password, Secret};
use der::Sequence;
use der::asn1::{ObjectIdentifier, OctetStringRef};
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use sha1::Sha1;
use spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

/// `None`: RC4, a stream cipher that nothing here knows.
const SCHEMES: [(ObjectIdentifier, Option<Cipher>); 6] = [
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.1"), None),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.2"), None),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.3"), Some(Cipher::TripleDes)),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.4"), Some(Cipher::TwoKeyTripleDes)),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.5"), Some(Cipher::Rc2 { bits: 128 })),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.6"), Some(Cipher::Rc2 { bits: 40 })),
];

/// `pkcs-12PbeParams` (RFC 7292 appendix C)
#[derive(Sequence)]
struct Parameters<'a> {
    salt: &'a OctetStringRef,
    iterations: i64,
}

pub(super) fn knows(oid: ObjectIdentifier) -> bool {
    SCHEMES.iter().any(|(known, _)| *known == oid)
}

pub(super) fn decrypt(
    algorithm: &AlgorithmIdentifierRef<'_>,
    password: &Password,
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let scheme = SCHEMES.iter().find(|(known, _)| *known == algorithm.oid);
    let (_, cipher) = scheme.ok_or(ReadErrorCode::EncryptionUnknown)?;
    let cipher = cipher.ok_or(ReadErrorCode::EncryptionRc4)?;
    let parameters = algorithm.parameters.ok_or(ReadErrorCode::Der)?;
    let Parameters { salt, iterations } = parameters.decode_as().map_err(|_| ReadErrorCode::Der)?;
    let rounds = super::rounds(iterations)? as i32;
    let mut wrong = ReadErrorCode::PasswordWrong;
    for password in bmp_strings(password) {
        let derive = |kind, len| {
            Zeroizing::new(derive_key::<Sha1>(&password, salt.as_bytes(), kind, rounds, len))
        };
        let key = derive(Pkcs12KeyType::EncryptionKey, cipher.key_len());
        let iv = derive(Pkcs12KeyType::Iv, cipher.iv_len());
        match cipher.decrypt(&key, &iv, ciphertext) {
            Ok(plain) => return Ok(plain),
            Err(code) => wrong = code,
        }
    }
    Err(wrong)
}

/// "BMPString ... with two bytes of 0 at the end" (RFC 7292 B.1); characters
/// outside of it as UTF-16, as OpenSSL has them.
fn bmp_string(password: &Password) -> Secret {
    let units = password.secret_text().encode_utf16();
    Zeroizing::new(units.chain([0]).flat_map(u16::to_be_bytes).collect())
}

/// An empty password is written in two ways: as the two zeros, or as nothing.
pub(crate) fn bmp_strings(password: &Password) -> Vec<Secret> {
    let mut ways = vec![bmp_string(password)];
    if password.secret_text().is_empty() {
        ways.push(Secret::default());
    }
    ways
}
