//! The encryption schemes of PKCS#12 (RFC 7292 appendix C), which older
//! keystores use, and the key derivation that its MAC uses to this day.

use super::cipher::Cipher;
use super::hash::Hash;
use crate::der::is_sequence;
use crate::der::oid::{Algorithm, dotted};
use crate::read_error::ReadErrorCode;
use crate::{Password, Secret};
use const_oid::ObjectIdentifier;
use zeroize::Zeroizing;

/// `None`: RC4, a stream cipher that nothing here knows.
const SCHEMES: [(ObjectIdentifier, Option<Cipher>); 6] = [
    (dotted("1.2.840.113549.1.12.1.1"), None),
    (dotted("1.2.840.113549.1.12.1.2"), None),
    (dotted("1.2.840.113549.1.12.1.3"), Some(Cipher::TripleDes)),
    (dotted("1.2.840.113549.1.12.1.4"), Some(Cipher::TwoKeyTripleDes)),
    (dotted("1.2.840.113549.1.12.1.5"), Some(Cipher::Rc2 { len: 16, bits: 128 })),
    (dotted("1.2.840.113549.1.12.1.6"), Some(Cipher::Rc2 { len: 5, bits: 40 })),
];

pub(super) fn knows(oid: ObjectIdentifier) -> bool {
    SCHEMES.iter().any(|(known, _)| *known == oid)
}

pub(super) fn decrypt(
    algorithm: &Algorithm<'_>,
    password: Option<&Password>,
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let scheme = SCHEMES.into_iter().find(|(known, _)| *known == algorithm.oid);
    let (_, cipher) = scheme.ok_or(ReadErrorCode::EncryptionUnknown)?;
    let cipher = cipher.ok_or(ReadErrorCode::EncryptionRc4)?;
    let (salt, rounds) = super::salt_and_rounds(algorithm)?;
    let hash = Hash::Sha1;
    let cost =
        hash.cost(rounds, cipher.key_len()).saturating_add(hash.cost(rounds, cipher.iv_len()));
    let password = super::paid(password, cost)?;
    let mut wrong = ReadErrorCode::PasswordWrong;
    for (way, octets) in bmp_strings(password).iter().enumerate() {
        if way > 0 {
            password.spend(cost)?;
        }
        let derive = |purpose, len| derive_key(hash, purpose, octets, salt, rounds, len);
        let key = derive(Purpose::Key, cipher.key_len());
        let iv = derive(Purpose::InitialisationVector, cipher.iv_len());
        match cipher.decrypt(&key, &iv, ciphertext) {
            Ok(plain) if is_sequence(&plain) => return Ok(plain),
            Ok(_) => {}
            Err(code) => wrong = code,
        }
    }
    Err(wrong)
}

/// What comes out of the derivation (RFC 7292 B.3).
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Key = 1,
    InitialisationVector = 2,
    Mac = 3,
}

/// RFC 7292 B.2, with its letters. `password` is a BMPString with two zeros at
/// its end.
pub(crate) fn derive_key(
    hash: Hash,
    purpose: Purpose,
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    len: usize,
) -> Secret {
    let v = hash.block_len();
    let d = [purpose as u8].repeat(v);
    let mut i = Zeroizing::new(Vec::with_capacity(salt.len() + password.len() + 2 * v));
    for part in [salt, password] {
        // "(where the final copy of the salt may be truncated)"
        i.extend(part.iter().cycle().take(part.len().next_multiple_of(v)));
    }
    let mut key = Zeroizing::new(Vec::with_capacity(len + hash.len()));
    while key.len() < len {
        let first = hash.digest(&[&d, &i]);
        let a = (1..rounds).fold(first, |a, _| hash.digest(&[&a]));
        key.extend_from_slice(&a);
        let b: Secret = Zeroizing::new(a.iter().copied().cycle().take(v).collect());
        i.chunks_exact_mut(v).for_each(|block| add(block, &b));
    }
    key.truncate(len);
    key
}

/// "I_j = (I_j + B + 1) mod 2^v"
fn add(block: &mut [u8], b: &[u8]) {
    let mut carry = 1;
    for (octet, &other) in block.iter_mut().zip(b).rev() {
        let sum = u16::from(*octet) + u16::from(other) + carry;
        *octet = sum as u8;
        carry = sum >> 8;
    }
}

/// "BMPString ... with two bytes of 0 at the end" (RFC 7292 B.1); characters
/// outside of it as UTF-16, as OpenSSL has them. An empty password is written
/// in two ways: as the two zeros, or as nothing.
pub(crate) fn bmp_strings(password: &Password) -> Vec<Secret> {
    let text = password.secret_text();
    let units = text.encode_utf16().chain([0]);
    let mut ways = vec![Zeroizing::new(units.flat_map(u16::to_be_bytes).collect())];
    if text.is_empty() {
        ways.push(Secret::default());
    }
    ways
}
