use super::{
    CERTIFICATE_BAG, DATA, ENCRYPTED_DATA, FRIENDLY_NAME, KEY_BAG, SAFE_CONTENTS_BAG,
    SHROUDED_KEY_BAG, X509_CERTIFICATE,
};
use crate::der::oid::Algorithm;
use crate::der::{self, Malformed, Reader, tag, to_der};
use crate::encryption::{self, Hash, Purpose, bmp_strings, derive_key, rounds};
use crate::form::pkcs8;
use crate::form::x509::{Certificate, with_certificates};
use crate::read_error::ReadErrorCode;
use crate::{Format, Material, Password, Secret};
use const_oid::ObjectIdentifier;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Bags in bags: no file that is in use has more.
const MAXIMUM_DEPTH: u8 = 4;

/// Whether it looks like a PKCS#12 file: a SEQUENCE that begins with version 3.
pub(crate) fn is_plausible(octets: &[u8]) -> bool {
    let content = match octets {
        [0x30, 0x00..=0x80, rest @ ..]
        | [0x30, 0x81, _, rest @ ..]
        | [0x30, 0x82, _, _, rest @ ..]
        | [0x30, 0x83, _, _, _, rest @ ..]
        | [0x30, 0x84, _, _, _, _, rest @ ..] => rest,
        _ => return false,
    };
    content.starts_with(&[0x02, 0x01, 0x03])
}

/// Reads every private key of a file, each with the certificates that belong to
/// it; without a private key, the public keys of its certificates. `none` is tried
/// where there is no password. `maximum`: as many things as may be in the file.
pub(crate) fn read(
    octets: &[u8],
    password: Option<&Password>,
    none: &Password,
    maximum: usize,
) -> Result<Vec<Material>, ReadErrorCode> {
    let octets = to_der(octets).ok_or(ReadErrorCode::Der)?;
    let contents = open(&octets, password.unwrap_or(none), maximum).map_err(|code| match code {
        ReadErrorCode::PasswordWrong if password.is_none() => ReadErrorCode::PasswordNeeded,
        code => code,
    })?;
    contents.into_materials()
}

/// `PFX` (RFC 7292 §4)
fn open(octets: &[u8], password: &Password, maximum: usize) -> Result<Contents, ReadErrorCode> {
    let (safe, is_checked) = der::read(octets, |reader| {
        let _version = reader.small()?;
        let safe = content_info(reader, |oid, reader| match oid {
            DATA => Ok(reader.octet_string()?),
            // Under somebody's signature instead of a password.
            _ => Err(ReadErrorCode::EncryptionUnknown),
        })?;
        let mut is_checked = true;
        if !reader.is_empty() {
            is_checked = Mac::read(reader)?.check(safe, password)?;
        }
        Ok::<_, ReadErrorCode>((safe, is_checked))
    })?;
    let mut contents = Contents { room: maximum, is_checked, ..Contents::default() };
    for_each(safe, |reader| {
        content_info(reader, |oid, reader| match oid {
            DATA => contents.take_bags(reader.octet_string()?, password, MAXIMUM_DEPTH),
            ENCRYPTED_DATA => {
                let bags = decrypted(reader, password)?;
                contents.take_bags(&bags, password, MAXIMUM_DEPTH)
            }
            // Under somebody's certificate instead of a password.
            _ => Err(ReadErrorCode::EncryptionUnknown),
        })
    })?;
    Ok(contents)
}

/// `ContentInfo` (RFC 5652 §3): what kind it is, and the thing itself in `[0]`.
fn content_info<'a, T>(
    reader: &mut Reader<'a>,
    inside: impl FnOnce(ObjectIdentifier, &mut Reader<'a>) -> Result<T, ReadErrorCode>,
) -> Result<T, ReadErrorCode> {
    reader.sequence(|reader| {
        let oid = reader.object_identifier()?;
        reader.explicit(0, |reader| inside(oid, reader))
    })
}

/// `EncryptedData` (RFC 5652 §8)
fn decrypted(reader: &mut Reader<'_>, password: &Password) -> Result<Secret, ReadErrorCode> {
    reader.sequence(|reader| {
        let _version = reader.small()?;
        let plain = reader.sequence(|info| {
            let _kind = info.object_identifier()?;
            let algorithm = Algorithm::read(info)?;
            // "[0] IMPLICIT OCTET STRING", which BER may write in pieces
            let ciphertext = match info.optional(tag::context(0))? {
                Some(whole) => Zeroizing::new(whole.to_vec()),
                None => pieces(info.content(tag::context_constructed(0))?)?,
            };
            encryption::decrypt(&algorithm, Some(password), &ciphertext)
        })?;
        let _attributes = reader.optional(tag::context_constructed(1))?;
        Ok(plain)
    })
}

fn pieces(content: &[u8]) -> Result<Secret, Malformed> {
    let mut whole = Zeroizing::new(Vec::with_capacity(content.len()));
    let mut reader = Reader::new(content);
    while !reader.is_empty() {
        whole.extend_from_slice(reader.octet_string()?);
    }
    Ok(whole)
}

/// What stands in a SEQUENCE, in BER, one after the other.
fn for_each(
    ber: &[u8],
    mut each: impl FnMut(&mut Reader<'_>) -> Result<(), ReadErrorCode>,
) -> Result<(), ReadErrorCode> {
    let octets = to_der(ber).ok_or(ReadErrorCode::Der)?;
    der::read(&octets, |reader| {
        while !reader.is_empty() {
            each(reader)?;
        }
        Ok(())
    })
}

/// `MacData` (RFC 7292 §4): "the integrity ... is ensured with a MAC" (§5.1)
struct Mac<'a> {
    /// `None`: another kind than those of RFC 7292. It is not checked: what is
    /// encrypted shows a wrong password itself.
    hash: Option<Hash>,
    digest: &'a [u8],
    salt: &'a [u8],
    rounds: u32,
}

impl<'a> Mac<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, ReadErrorCode> {
        reader.sequence(|reader| {
            let (hash, digest) = reader.sequence(|info| {
                let hash = Hash::named(Algorithm::read(info)?.oid);
                Ok::<_, Malformed>((hash, info.octet_string()?))
            })?;
            let salt = reader.octet_string()?;
            // "iterations INTEGER DEFAULT 1"
            let rounds = match reader.is_empty() {
                true => 1,
                false => rounds(reader.unsigned()?)?,
            };
            Ok(Self { hash, digest, salt, rounds })
        })
    }

    /// Whether it could be checked; it fits then.
    fn check(&self, safe: &[u8], password: &Password) -> Result<bool, ReadErrorCode> {
        let Some(hash) = self.hash else { return Ok(false) };
        for octets in bmp_strings(password) {
            password.spend(hash.cost(self.rounds, hash.len()))?;
            let key = derive_key(hash, Purpose::Mac, &octets, self.salt, self.rounds, hash.len());
            if hash.hmac(&key, safe).ct_eq(self.digest).into() {
                return Ok(true);
            }
        }
        Err(ReadErrorCode::PasswordWrong)
    }
}

/// `friendlyName` among the attributes of a bag, a BMPString; `None` too where they
/// are written in another way: they say nothing of the key itself.
fn friendly_name(attributes: &[u8]) -> Option<String> {
    let mut attributes = Reader::new(attributes);
    while !attributes.is_empty() {
        let attribute = attributes.sequence(|attribute| {
            let kind = attribute.object_identifier()?;
            Ok::<_, Malformed>((kind, attribute.content(tag::SET)?))
        });
        if let (FRIENDLY_NAME, values) = attribute.ok()? {
            let (units, _) = Reader::new(values).content(tag::BMP_STRING).ok()?.as_chunks::<2>();
            let units: Vec<_> = units.iter().copied().map(u16::from_be_bytes).collect();
            return String::from_utf16(&units).ok();
        }
    }
    None
}

/// What the bags hold.
#[derive(Default)]
struct Contents {
    /// For so many bags more.
    room: usize,
    /// Whether the MAC, if there is one, is of a kind that could be checked.
    is_checked: bool,
    keys: Vec<Material>,
    certificates: Vec<Certificate>,
    /// Why something beside them was not read.
    passed_over: Option<ReadErrorCode>,
}

impl Contents {
    /// `SafeContents` (RFC 7292 §4.2)
    fn take_bags(
        &mut self,
        bags: &[u8],
        password: &Password,
        depth: u8,
    ) -> Result<(), ReadErrorCode> {
        let depth = depth.checked_sub(1).ok_or(ReadErrorCode::Der)?;
        for_each(bags, |reader| {
            // Each key is held against each certificate, and opening one may
            // take seconds: as many as in PEM.
            self.room = self.room.checked_sub(1).ok_or(ReadErrorCode::TooManyKeys)?;
            reader.sequence(|bag| {
                let kind = bag.object_identifier()?;
                let value = bag.content(tag::context_constructed(0))?;
                let name = friendly_name(bag.optional(tag::SET)?.unwrap_or_default());
                let take = |key: Material| self.keys.push(Material { name, ..key });
                let taken = match kind {
                    // Nothing would show a wrong password.
                    KEY_BAG if !self.is_checked => Err(ReadErrorCode::EncryptionUnknown),
                    KEY_BAG => pkcs8::read(value).map(take),
                    SHROUDED_KEY_BAG => pkcs8::read_encrypted(value, Some(password)).map(take),
                    CERTIFICATE_BAG => self.take_certificate(value),
                    SAFE_CONTENTS_BAG => self.take_bags(value, password, depth),
                    // Revocation lists and other secrets.
                    _ => Ok(()),
                };
                match taken {
                    Err(code) if code.is_unsupported_form() => {
                        self.passed_over.get_or_insert(code);
                        Ok(())
                    }
                    taken => taken,
                }
            })
        })
    }

    /// `CertBag` (RFC 7292 §4.2.3)
    fn take_certificate(&mut self, value: &[u8]) -> Result<(), ReadErrorCode> {
        let certificate = der::read(value, |bag| {
            let kind = bag.object_identifier()?;
            match kind {
                X509_CERTIFICATE => bag.explicit(0, Reader::octet_string).map(Some),
                // "sdsiCertificate", which nobody has
                _ => bag.value().map(|_| None),
            }
        })?;
        if let Some(octets) = certificate {
            self.certificates.push(Certificate::from_der(octets)?);
        }
        Ok(())
    }

    fn into_materials(self) -> Result<Vec<Material>, ReadErrorCode> {
        let mut keys = with_certificates(self.keys, self.certificates, self.passed_over)?;
        keys.iter_mut().for_each(|key| key.format = Format::Pkcs12);
        if keys.is_empty() { Err(ReadErrorCode::Empty) } else { Ok(keys) }
    }
}
