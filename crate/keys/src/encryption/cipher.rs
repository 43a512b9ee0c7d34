use crate::Secret;
use crate::read::ReadErrorCode;
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, InnerIvInit, KeyInit};
use zeroize::Zeroizing;

/// The block ciphers that keys are encrypted with, all in CBC mode with the
/// padding of PKCS#7 (RFC 5652 §6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cipher {
    Des,
    TripleDes,
    /// Two keys: the third is the first again.
    TwoKeyTripleDes,
    /// With an effective key length in bits (RFC 2268 §2).
    Rc2 {
        bits: usize,
    },
    Aes128,
    Aes192,
    Aes256,
}

impl Cipher {
    /// Octets of the key.
    pub(super) const fn key_len(self) -> usize {
        match self {
            Self::Des => 8,
            Self::TwoKeyTripleDes | Self::Aes128 => 16,
            Self::TripleDes | Self::Aes192 => 24,
            Self::Aes256 => 32,
            Self::Rc2 { bits } => bits / 8,
        }
    }

    /// Octets of the initialisation vector: one block.
    pub(super) const fn iv_len(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            _ => 8,
        }
    }

    /// Decrypts; the lengths of key and vector are those that it says itself.
    pub(super) fn decrypt(
        self,
        key: &[u8],
        iv: &[u8],
        ciphertext: &[u8],
    ) -> Result<Secret, ReadErrorCode> {
        match self {
            Self::Des => cbc(des::Des::new_from_slice(key).ok(), iv, ciphertext),
            Self::TripleDes => cbc(des::TdesEde3::new_from_slice(key).ok(), iv, ciphertext),
            Self::TwoKeyTripleDes => cbc(des::TdesEde2::new_from_slice(key).ok(), iv, ciphertext),
            Self::Rc2 { bits } => {
                cbc(Some(rc2::Rc2::new_with_eff_key_len(key, bits)), iv, ciphertext)
            }
            Self::Aes128 => cbc(aes::Aes128::new_from_slice(key).ok(), iv, ciphertext),
            Self::Aes192 => cbc(aes::Aes192::new_from_slice(key).ok(), iv, ciphertext),
            Self::Aes256 => cbc(aes::Aes256::new_from_slice(key).ok(), iv, ciphertext),
        }
    }
}

fn cbc<C: BlockCipherDecrypt>(
    cipher: Option<C>,
    iv: &[u8],
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let cipher = cipher.ok_or(ReadErrorCode::Der)?;
    let mode = Decryptor::inner_iv_slice_init(cipher, iv).map_err(|_| ReadErrorCode::Der)?;
    let mut octets = Zeroizing::new(ciphertext.to_vec());
    let plain = mode.decrypt_padded::<Pkcs7>(&mut octets);
    let length = plain.map_err(|_| ReadErrorCode::PasswordWrong)?.len();
    octets.truncate(length);
    Ok(octets)
}
