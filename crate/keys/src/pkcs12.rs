//! PKCS#12 files (RFC 7292; `.p12`, `.pfx`): keys and certificates under a
//! password, with or without a MAC, also in BER.

use crate::encryption::{self, rounds};
use crate::read::ReadErrorCode;
use crate::x509::{Certificate, with_certificates};
use crate::{Format, Material, Password, Secret, ber, pkcs8};
use ::pkcs12::kdf::{Pkcs12KeyType, derive_key};
use ::pkcs12::{
    AuthenticatedSafe, CertBag, MacData, PKCS_12_CERT_BAG_OID, PKCS_12_KEY_BAG_OID,
    PKCS_12_PKCS8_KEY_BAG_OID, PKCS_12_SAFE_CONTENTS_BAG_OID, PKCS_12_X509_CERT_OID, Pfx, SafeBag,
};
use cms::content_info::ContentInfo;
use cms::encrypted_data::EncryptedData;
use der::asn1::{AnyRef, ContextSpecific, ObjectIdentifier, OctetStringRef};
use der::{Any, Decode, Encode};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::digest::block_api::{BlockSizeUser, EagerHash};
use sha2::digest::{Digest, FixedOutputReset};
use sha2::{Sha224, Sha256, Sha384, Sha512};
use spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");

/// Bags in bags: no file that is in use has more.
const MAXIMUM_DEPTH: u8 = 4;

/// Whether it looks like a PKCS#12 file: a SEQUENCE that begins with version 3.
pub(crate) fn is_plausible(octets: &[u8]) -> bool {
    let content = match octets {
        [0x30, 0x00..=0x80, rest @ ..]
        | [0x30, 0x81, _, rest @ ..]
        | [0x30, 0x82, _, _, rest @ ..]
        | [0x30, 0x83, _, _, _, rest @ ..] => rest,
        _ => return false,
    };
    content.starts_with(&[0x02, 0x01, 0x03])
}

/// Reads every private key of a file, each with the certificates that belong to
/// it; without a private key, the public keys of its certificates.
pub(crate) fn read(
    octets: &[u8],
    password: Option<&Password>,
) -> Result<Vec<Material>, ReadErrorCode> {
    // A file without a password is common, and opens without asking.
    let none = Password::new(Zeroizing::default());
    let der = ber::to_der(octets).ok_or(ReadErrorCode::Der)?;
    let contents = open(&der, password.unwrap_or(&none)).map_err(|code| match code {
        ReadErrorCode::PasswordWrong if password.is_none() => ReadErrorCode::PasswordNeeded,
        code => code,
    })?;
    contents.into_materials()
}

fn open(der: &[u8], password: &Password) -> Result<Contents, ReadErrorCode> {
    let pfx = Pfx::from_der(der).map_err(|_| ReadErrorCode::Der)?;
    let safe = data(&pfx.auth_safe)?;
    if let Some(mac) = &pfx.mac_data
        && !is_authentic(mac, &safe, password)?
    {
        return Err(ReadErrorCode::PasswordWrong);
    }
    let safe = ber::to_der(&safe).ok_or(ReadErrorCode::Der)?;
    let mut contents = Contents::default();
    for info in AuthenticatedSafe::from_der(&safe).map_err(|_| ReadErrorCode::Der)? {
        let bags = match info.content_type {
            DATA => data(&info)?,
            ENCRYPTED_DATA => decrypted(&info, password)?,
            // Under somebody's certificate instead of a password.
            _ => return Err(ReadErrorCode::EncryptionUnknown),
        };
        contents.take_bags(&bags, password, MAXIMUM_DEPTH)?;
    }
    Ok(contents)
}

/// What stands in the octets of a `ContentInfo` of type data.
fn data(info: &ContentInfo) -> Result<Secret, ReadErrorCode> {
    if info.content_type != DATA {
        return Err(ReadErrorCode::EncryptionUnknown);
    }
    let octets = info.content.decode_as::<&OctetStringRef>().map_err(|_| ReadErrorCode::Der)?;
    Ok(Zeroizing::new(octets.as_bytes().to_vec()))
}

fn decrypted(info: &ContentInfo, password: &Password) -> Result<Secret, ReadErrorCode> {
    let data = info.content.decode_as::<EncryptedData>().map_err(|_| ReadErrorCode::Der)?;
    let info = data.enc_content_info;
    let ciphertext = info.encrypted_content.ok_or(ReadErrorCode::Der)?;
    let algorithm = AlgorithmIdentifierRef {
        oid: info.content_enc_alg.oid,
        parameters: info.content_enc_alg.parameters.as_ref().map(AnyRef::from),
    };
    encryption::decrypt(&algorithm, password, ciphertext.as_bytes())
}

/// "The integrity ... is ensured with a MAC" (RFC 7292 §5.1). A MAC of another
/// kind than those of RFC 7292 is not checked: the keys have their own password.
fn is_authentic(mac: &MacData, safe: &[u8], password: &Password) -> Result<bool, ReadErrorCode> {
    rounds(mac.iterations.into())?;
    let check = match mac.mac.algorithm.oid.to_string().as_str() {
        "1.3.14.3.2.26" => has_mac::<Sha1>,
        "2.16.840.1.101.3.4.2.4" => has_mac::<Sha224>,
        "2.16.840.1.101.3.4.2.1" => has_mac::<Sha256>,
        "2.16.840.1.101.3.4.2.2" => has_mac::<Sha384>,
        "2.16.840.1.101.3.4.2.3" => has_mac::<Sha512>,
        _ => return Ok(true),
    };
    Ok(encryption::bmp_strings(password).iter().any(|password| check(mac, safe, password)))
}

fn has_mac<D>(mac: &MacData, safe: &[u8], password: &[u8]) -> bool
where
    D: Digest + FixedOutputReset + BlockSizeUser + EagerHash,
{
    let salt = mac.mac_salt.as_bytes();
    let length = <D as Digest>::output_size();
    let key = derive_key::<D>(password, salt, Pkcs12KeyType::Mac, mac.iterations, length);
    let key = Zeroizing::new(key);
    let Ok(hmac) = Hmac::<D>::new_from_slice(&key) else { return false };
    hmac.chain_update(safe).verify_slice(mac.mac.digest.as_bytes()).is_ok()
}

/// What the bags hold.
#[derive(Default)]
struct Contents {
    keys: Vec<Material>,
    certificates: Vec<Certificate>,
}

impl Contents {
    fn take_bags(
        &mut self,
        bags: &[u8],
        password: &Password,
        depth: u8,
    ) -> Result<(), ReadErrorCode> {
        let depth = depth.checked_sub(1).ok_or(ReadErrorCode::Der)?;
        let bags = ber::to_der(bags).ok_or(ReadErrorCode::Der)?;
        for bag in Vec::<SafeBag>::from_der(&bags).map_err(|_| ReadErrorCode::Der)? {
            let value = ContextSpecific::<Any>::from_der(&bag.bag_value)
                .and_then(|explicit| explicit.value.to_der())
                .map_err(|_| ReadErrorCode::Der)?;
            let value = Zeroizing::new(value);
            match bag.bag_id {
                PKCS_12_KEY_BAG_OID => self.keys.push(pkcs8::read(&value)?),
                PKCS_12_PKCS8_KEY_BAG_OID => {
                    self.keys.push(pkcs8::read_encrypted(&value, Some(password))?);
                }
                PKCS_12_CERT_BAG_OID => self.take_certificate(&value)?,
                PKCS_12_SAFE_CONTENTS_BAG_OID => self.take_bags(&value, password, depth)?,
                // Revocation lists and other secrets.
                _ => {}
            }
        }
        Ok(())
    }

    fn take_certificate(&mut self, value: &[u8]) -> Result<(), ReadErrorCode> {
        let bag = CertBag::from_der(value).map_err(|_| ReadErrorCode::Der)?;
        if bag.cert_id == PKCS_12_X509_CERT_OID {
            self.certificates.push(Certificate::from_der(bag.cert_value.as_bytes())?);
        }
        Ok(())
    }

    fn into_materials(self) -> Result<Vec<Material>, ReadErrorCode> {
        let Self { keys, certificates } = self;
        let mut keys = with_certificates(keys, certificates)?;
        keys.iter_mut().for_each(|key| key.format = Format::Pkcs12);
        // Business certificates come with a key for each purpose: the one for
        // digital signatures first (RFC 5280 §4.2.1.3).
        keys.sort_by_key(|key| key.certificates.first().is_some_and(|leaf| !leaf.signs));
        if keys.is_empty() { Err(ReadErrorCode::Empty) } else { Ok(keys) }
    }
}
