//! Private keys of OpenSSH (its `PROTOCOL.key`), PEM `OPENSSH PRIVATE KEY`.

use crate::encryption::{Unpadded, decrypt_aes_unpadded, paid};
use crate::form::sec1;
use crate::read_error::ReadErrorCode;
use crate::rsa_key::TrimLeadingZeros;
use crate::{Format, HiddenSecret, Material, Password, RawKey, RawRsa, Secret, ec_key, rsa_key};
use nokkelsmie_jose::Curve;
use zeroize::Zeroizing;

pub(crate) const LABEL: &str = "OPENSSH PRIVATE KEY";

/// Characters of a line of its PEM, as `ssh-keygen` writes it.
pub(crate) const LINE_LEN: usize = 70;

const MAGIC: &[u8] = b"openssh-key-v1\0";

/// Rounds of bcrypt that a page can wait for; `ssh-keygen` takes 24.
const MAXIMUM_ROUNDS: u32 = if cfg!(fuzzing) { 2 } else { 256 };

/// Rounds of a hash that take as long as one of bcrypt, measured in WebAssembly.
const HASH_ROUNDS_A_ROUND: u32 = if cfg!(fuzzing) { 1_000 } else { 13_000 };

const MALFORMED: ReadErrorCode = ReadErrorCode::OpensshMalformed;

/// Reads the octets inside the PEM.
pub(crate) fn read(octets: &[u8], password: Option<&Password>) -> Result<Material, ReadErrorCode> {
    let mut reader = Wire(octets.strip_prefix(MAGIC).ok_or(MALFORMED)?);
    let cipher = reader.string()?;
    let derivation = (reader.string()?, reader.string()?);
    if reader.number()? != 1 {
        return Err(MALFORMED);
    }
    let _public = reader.string()?;
    let private = reader.string()?;
    // Only GCM has something after it: its tag.
    let tag_len = if cipher.ends_with(b"-gcm@openssh.com") { 16 } else { 0 };
    if reader.0.len() != tag_len {
        return Err(MALFORMED);
    }
    if cipher == b"none" {
        return read_plain(private, MALFORMED);
    }
    let plain = decrypt(cipher, derivation, password, private)?;
    read_plain(&plain, ReadErrorCode::PasswordWrong)
}

/// Every cipher that `ssh-keygen -Z` offers with AES; ChaCha20 and 3DES are
/// hardly ever chosen.
fn decrypt(
    cipher: &[u8],
    (derivation, options): (&[u8], &[u8]),
    password: Option<&Password>,
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let (key_len, iv_len, mode) = match cipher {
        b"aes128-cbc" => (16, 16, Unpadded::Cbc),
        b"aes192-cbc" => (24, 16, Unpadded::Cbc),
        b"aes256-cbc" => (32, 16, Unpadded::Cbc),
        b"aes128-ctr" => (16, 16, Unpadded::Counter),
        b"aes192-ctr" => (24, 16, Unpadded::Counter),
        b"aes256-ctr" => (32, 16, Unpadded::Counter),
        // GCM is counter mode from 2 on. Its tag is left unchecked: a wrong
        // password shows in the two numbers before the key, damage in the key.
        b"aes128-gcm@openssh.com" => (16, 12, Unpadded::Counter),
        b"aes256-gcm@openssh.com" => (32, 12, Unpadded::Counter),
        _ => return Err(ReadErrorCode::EncryptionUnknown),
    };
    if derivation != b"bcrypt" {
        return Err(ReadErrorCode::EncryptionUnknown);
    }
    let mut options = Wire(options);
    let (salt, rounds) = (options.string()?, options.number()?);
    if rounds > MAXIMUM_ROUNDS {
        return Err(ReadErrorCode::PasswordTooCostly);
    }
    let password = paid(password, rounds * HASH_ROUNDS_A_ROUND)?;
    let mut derived = Zeroizing::new(vec![0; key_len + iv_len]);
    let password = password.secret_text().as_bytes();
    if password.is_empty() {
        return Err(ReadErrorCode::PasswordWrong);
    }
    bcrypt_pbkdf::bcrypt_pbkdf(password, salt, rounds, &mut derived).map_err(|_| MALFORMED)?;
    let (key, iv) = derived.split_at(key_len);
    let mut iv = Zeroizing::new(iv.to_vec());
    if iv_len == 12 {
        iv.extend_from_slice(&[0, 0, 0, 2]);
    }
    decrypt_aes_unpadded(mode, key, &iv, ciphertext).map_err(|_| MALFORMED)
}

/// What was encrypted: the same number twice, then the key. `unequal`: why the
/// numbers may differ.
fn read_plain(plain: &[u8], unequal: ReadErrorCode) -> Result<Material, ReadErrorCode> {
    let mut reader = Wire(plain);
    if reader.number()? != reader.number()? {
        return Err(unequal);
    }
    let key = match reader.string()? {
        b"ssh-rsa" => rsa(&mut reader)?,
        b"ecdsa-sha2-nistp256" => ecdsa(&mut reader, Curve::P256)?,
        b"ecdsa-sha2-nistp384" => ecdsa(&mut reader, Curve::P384)?,
        b"ecdsa-sha2-nistp521" => ecdsa(&mut reader, Curve::P521)?,
        b"ssh-ed25519" => ed25519(&mut reader)?,
        _ => return Err(ReadErrorCode::KeyTypeUnknown),
    };
    let _comment = reader.string()?;
    // "padding ... 1, 2, 3, ..."
    match reader.0.iter().zip(1..).all(|(&octet, expected)| octet == expected) {
        true => Ok(Material::new(Format::Openssh, key)),
        false => Err(MALFORMED),
    }
}

/// "mpint n, e, d, iqmp, p, q": dp and dq follow from them.
fn rsa(reader: &mut Wire<'_>) -> Result<RawKey, ReadErrorCode> {
    let [n, e] = [reader.positive()?, reader.positive()?];
    let [d, qi, p, q] =
        [reader.positive()?, reader.positive()?, reader.positive()?, reader.positive()?];
    let secret = |number: &[u8]| Some(HiddenSecret(Zeroizing::new(number.to_vec())));
    Ok(RawKey::Rsa(Box::new(RawRsa {
        n: Some(n.to_vec()),
        e: Some(e.to_vec()),
        d: secret(d),
        p: secret(p),
        q: secret(q),
        dp: rsa_key::crt_exponent(d, p),
        dq: rsa_key::crt_exponent(d, q),
        qi: secret(qi),
        more_primes: false,
    })))
}

/// "string curve name, string Q, mpint d"
fn ecdsa(reader: &mut Wire<'_>, curve: Curve) -> Result<RawKey, ReadErrorCode> {
    let (_name, point) = (reader.string()?, reader.string()?);
    let (x, y) = sec1::point_coordinates(point, curve).map_err(|_| MALFORMED)?;
    // An mpint has no leading zeros; everywhere else d is as long as the curve.
    let d = ec_key::full_length(reader.positive()?, curve.coordinate_len()).ok_or(MALFORMED)?;
    let d = HiddenSecret(d);
    Ok(RawKey::Ec { curve, x: Some(x), y: Some(y), d: Some(d) })
}

/// "string public, string private || public"
fn ed25519(reader: &mut Wire<'_>) -> Result<RawKey, ReadErrorCode> {
    let public = reader.string()?;
    let both = reader.string()?.split_at_checked(32);
    let (seed, again) = both.ok_or(MALFORMED)?;
    if public != again {
        return Err(MALFORMED);
    }
    let d = Some(HiddenSecret(Zeroizing::new(seed.to_vec())));
    Ok(RawKey::Okp { curve: Curve::Ed25519, x: Some(public.to_vec()), d })
}

/// The data types of SSH (RFC 4251 §5).
struct Wire<'a>(&'a [u8]);

impl<'a> Wire<'a> {
    fn number(&mut self) -> Result<u32, ReadErrorCode> {
        let (octets, rest) = self.0.split_first_chunk().ok_or(MALFORMED)?;
        self.0 = rest;
        Ok(u32::from_be_bytes(*octets))
    }

    fn string(&mut self) -> Result<&'a [u8], ReadErrorCode> {
        let length = self.number()? as usize;
        let (string, rest) = self.0.split_at_checked(length).ok_or(MALFORMED)?;
        self.0 = rest;
        Ok(string)
    }

    /// An `mpint` that is more than zero.
    fn positive(&mut self) -> Result<&'a [u8], ReadErrorCode> {
        match self.string()? {
            [] | [0x80..=0xff, ..] => Err(MALFORMED),
            number => Ok(number.trim_leading_zeros()),
        }
    }
}
