use crate::Secret;
use crate::read_error::ReadErrorCode;
use aes::{Aes128, Aes192, Aes256};
use cbc::cipher::array::typenum::U16;
use cbc::cipher::block_padding::{NoPadding, Padding, Pkcs7};
use cbc::cipher::common::BlockSizeUser;
use cbc::cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit,
    KeyInit, KeyIvInit, StreamCipher, StreamCipherCoreWrapper,
};
use cbc::{Decryptor, Encryptor};
use ctr::CtrCore;
use ctr::flavors::Ctr128BE;
use zeroize::Zeroizing;

/// The block ciphers that keys are encrypted with, all in CBC mode with the
/// padding of PKCS#7 (RFC 5652 §6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cipher {
    Des,
    TripleDes,
    /// Two keys: the third is the first again.
    TwoKeyTripleDes,
    /// Of so many octets, and as strong as so many bits (RFC 2268 §2).
    Rc2 {
        len: usize,
        bits: usize,
    },
    Aes128,
    Aes192,
    Aes256,
}

impl Cipher {
    /// Octets of the key.
    pub(crate) const fn key_len(self) -> usize {
        match self {
            Self::Des => 8,
            Self::TwoKeyTripleDes | Self::Aes128 => 16,
            Self::TripleDes | Self::Aes192 => 24,
            Self::Aes256 => 32,
            Self::Rc2 { len, .. } => len,
        }
    }

    /// Octets of the initialisation vector: one block.
    pub(crate) const fn iv_len(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            _ => 8,
        }
    }

    /// Decrypts; the lengths of key and vector are those that it says itself.
    pub(crate) fn decrypt(
        self,
        key: &[u8],
        iv: &[u8],
        ciphertext: &[u8],
    ) -> Result<Secret, ReadErrorCode> {
        match self {
            Self::Des => cbc(des::Des::new_from_slice(key).ok(), iv, ciphertext),
            Self::TripleDes => cbc(des::TdesEde3::new_from_slice(key).ok(), iv, ciphertext),
            Self::TwoKeyTripleDes => cbc(des::TdesEde2::new_from_slice(key).ok(), iv, ciphertext),
            Self::Rc2 { bits, .. } => {
                cbc(Some(rc2::Rc2::new_with_eff_key_len(key, bits)), iv, ciphertext)
            }
            Self::Aes128 => cbc(Aes128::new_from_slice(key).ok(), iv, ciphertext),
            Self::Aes192 => cbc(Aes192::new_from_slice(key).ok(), iv, ciphertext),
            Self::Aes256 => cbc(Aes256::new_from_slice(key).ok(), iv, ciphertext),
        }
    }
}

fn cbc<C: BlockCipherDecrypt>(
    cipher: Option<C>,
    iv: &[u8],
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    decrypt_padded::<C, Pkcs7>(cipher, iv, ciphertext)
}

fn decrypt_padded<C: BlockCipherDecrypt, P: Padding>(
    cipher: Option<C>,
    iv: &[u8],
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let cipher = cipher.ok_or(ReadErrorCode::Der)?;
    let mode = Decryptor::inner_iv_slice_init(cipher, iv).map_err(|_| ReadErrorCode::Der)?;
    let mut octets = Zeroizing::new(ciphertext.to_vec());
    let plain = mode.decrypt_padded::<P>(&mut octets);
    let length = plain.map_err(|_| ReadErrorCode::PasswordWrong)?.len();
    octets.truncate(length);
    Ok(octets)
}

/// Encrypts with AES-256, the one cipher that is written.
pub(super) fn encrypt_aes_256(key: &[u8], iv: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let mode = Encryptor::<Aes256>::new_from_slices(key, iv).ok()?;
    Some(mode.encrypt_padded_vec::<Pkcs7>(plain))
}

/// AES of OpenSSH, whose padding is its own: what comes out is as long as what
/// goes in.
pub(crate) fn decrypt_aes_unpadded(
    mode: Unpadded,
    key: &[u8],
    iv: &[u8],
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    match (mode, key.len()) {
        (Unpadded::Cbc, 16) => unpadded_cbc(Aes128::new_from_slice(key).ok(), iv, ciphertext),
        (Unpadded::Cbc, 24) => unpadded_cbc(Aes192::new_from_slice(key).ok(), iv, ciphertext),
        (Unpadded::Cbc, _) => unpadded_cbc(Aes256::new_from_slice(key).ok(), iv, ciphertext),
        (Unpadded::Counter, 16) => counter(Aes128::new_from_slice(key).ok(), iv, ciphertext),
        (Unpadded::Counter, 24) => counter(Aes192::new_from_slice(key).ok(), iv, ciphertext),
        (Unpadded::Counter, _) => counter(Aes256::new_from_slice(key).ok(), iv, ciphertext),
    }
}

/// Modes of operation without padding (NIST SP 800-38A).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unpadded {
    Cbc,
    Counter,
}

fn unpadded_cbc<C: BlockCipherDecrypt>(
    cipher: Option<C>,
    iv: &[u8],
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    decrypt_padded::<C, NoPadding>(cipher, iv, ciphertext)
}

fn counter<C: BlockCipherEncrypt + BlockSizeUser<BlockSize = U16>>(
    cipher: Option<C>,
    iv: &[u8],
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let malformed = ReadErrorCode::Der;
    let core = CtrCore::<C, Ctr128BE>::inner_iv_slice_init(cipher.ok_or(malformed)?, iv);
    let mut octets = Zeroizing::new(ciphertext.to_vec());
    let mut stream = StreamCipherCoreWrapper::from_core(core.map_err(|_| malformed)?);
    stream.try_apply_keystream(&mut octets).map_err(|_| malformed)?;
    Ok(octets)
}
