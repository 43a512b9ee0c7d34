//! `Proc-Type: 4,ENCRYPTED` and `DEK-Info: CIPHER,IV` (RFC 1421 §4.6), with the
//! key derivation of OpenSSL (`EVP_BytesToKey` with MD5 and one round).

use super::cipher::Cipher;
use super::hash::Hash;
use crate::read_error::ReadErrorCode;
use crate::{Password, Secret};
use zeroize::Zeroizing;

/// The names that OpenSSL writes.
const CIPHERS: [(&str, Cipher); 5] = [
    ("AES-128-CBC", Cipher::Aes128),
    ("AES-192-CBC", Cipher::Aes192),
    ("AES-256-CBC", Cipher::Aes256),
    ("DES-EDE3-CBC", Cipher::TripleDes),
    ("DES-CBC", Cipher::Des),
];

/// Decrypts the inside of a PEM block whose header says how.
pub(crate) fn decrypt(
    header: &str,
    password: Option<&Password>,
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let info = header.lines().find_map(|line| line.trim().strip_prefix("DEK-Info:"));
    let (name, iv) = info.and_then(|info| info.split_once(',')).ok_or(ReadErrorCode::PemHeader)?;
    let known = CIPHERS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.trim()));
    let (_, cipher) = known.ok_or(ReadErrorCode::EncryptionUnknown)?;
    let iv = hexadecimal(iv.trim()).ok_or(ReadErrorCode::PemHeader)?;
    if iv.len() != cipher.iv_len() {
        return Err(ReadErrorCode::PemHeader);
    }
    let password = super::paid(password, 1)?;
    super::opened(cipher.decrypt(&derive(password, &iv[..8], cipher.key_len()), &iv, ciphertext)?)
}

/// D_i = MD5(D_(i−1) || password || salt), as many as are needed.
fn derive(password: &Password, salt: &[u8], len: usize) -> Secret {
    let mut key = Zeroizing::new(Vec::with_capacity(len + 16));
    let mut block = Secret::default();
    while key.len() < len {
        block = Hash::Md5.digest(&[&block, password.secret_text().as_bytes(), salt]);
        key.extend_from_slice(&block);
    }
    key.truncate(len);
    key
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let pair = |pair: &[u8; 2]| {
        let digit = |octet: u8| char::from(octet).to_digit(16);
        Some((digit(pair[0])? * 16 + digit(pair[1])?) as u8)
    };
    if rest.is_empty() { pairs.iter().map(pair).collect() } else { None }
}
