use super::{
    CERTIFICATE_BAG, DATA, ENCRYPTED_DATA, FRIENDLY_NAME, LOCAL_KEY_ID, SHROUDED_KEY_BAG,
    X509_CERTIFICATE,
};
use crate::der::oid::algorithm;
use crate::der::{
    explicit, implicit, null, object_identifier, octet_string, sequence, set, small_integer, tag,
    value,
};
use crate::encryption::{Hash, Purpose, SHA_256, bmp_strings, derive_key, encrypt};
use crate::form::pkcs8;
use crate::{Certificate, Password, Secret, WriteError, random};
use const_oid::ObjectIdentifier;

/// For the key, the certificates and the MAC each: .NET opens no file that has
/// more (`Pkcs12LoaderLimits`: 300,000 each and 1,000,000 together).
const ROUNDS: u32 = 300_000;

/// Writes `PFX` (RFC 7292 §4) with the key and, if there are any, the
/// certificates, the key's own first: each encrypted with PBES2, all under a MAC
/// with SHA-256. `name` is what Java calls the alias.
pub(crate) fn write(
    key: &[u8],
    certificates: &[Certificate],
    (name, id): (&str, &[u8]),
    password: &Password,
) -> Result<Secret, WriteError> {
    let attributes = attributes(name, id);
    let shrouded = pkcs8::encrypt(key, password, ROUNDS)?;
    let key_bag = bag(SHROUDED_KEY_BAG, &shrouded, &attributes);
    let mut safe = vec![content_info(DATA, &octet_string(&sequence(&[&key_bag])))];
    if !certificates.is_empty() {
        let bags: Vec<_> = certificates
            .iter()
            .enumerate()
            .map(|(index, certificate)| {
                let octets = explicit(0, &octet_string(certificate.der()));
                let inside = sequence(&[&object_identifier(X509_CERTIFICATE), &octets]);
                // The key finds its own certificate by the attribute.
                bag(CERTIFICATE_BAG, &inside, if index == 0 { &attributes } else { &[] })
            })
            .collect();
        safe.push(content_info(ENCRYPTED_DATA, &encrypted_data(&all(&bags), password)?));
    }
    let safe = all(&safe);
    let mac = mac(&safe, password)?;
    Ok(sequence(&[&small_integer(3), &content_info(DATA, &octet_string(&safe)), &mac]))
}

fn all(values: &[Secret]) -> Secret {
    sequence(&values.iter().map(|value| value.as_slice()).collect::<Vec<_>>())
}

/// `ContentInfo` (RFC 5652 §3)
fn content_info(kind: ObjectIdentifier, content: &[u8]) -> Secret {
    sequence(&[&object_identifier(kind), &explicit(0, content)])
}

/// `SafeBag` (RFC 7292 §4.2)
fn bag(kind: ObjectIdentifier, content: &[u8], attributes: &[u8]) -> Secret {
    sequence(&[&object_identifier(kind), &explicit(0, content), attributes])
}

/// What a keystore shows, and by which it knows what belongs together.
fn attributes(name: &str, id: &[u8]) -> Secret {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let name = value(tag::BMP_STRING, &[&name]);
    let id = octet_string(id);
    let attribute = |oid, value: &[u8]| sequence(&[&object_identifier(oid), &set(&[value])]);
    set(&[&attribute(FRIENDLY_NAME, &name), &attribute(LOCAL_KEY_ID, &id)])
}

/// `EncryptedData` (RFC 5652 §8)
fn encrypted_data(plain: &[u8], password: &Password) -> Result<Secret, WriteError> {
    let (algorithm, ciphertext) = encrypt(password, ROUNDS, plain)?;
    let info = sequence(&[&object_identifier(DATA), &algorithm, &implicit(0, &ciphertext)]);
    Ok(sequence(&[&small_integer(0), &info]))
}

/// `MacData` (RFC 7292 §4). As many rounds as the keys have: it must not be the
/// easier way to the password.
fn mac(safe: &[u8], password: &Password) -> Result<Secret, WriteError> {
    let hash = Hash::Sha256;
    let salt: [u8; 16] = random()?;
    let password = &bmp_strings(password)[0];
    let key = derive_key(hash, Purpose::Mac, password, &salt, ROUNDS, hash.len());
    let digest = octet_string(&hash.hmac(&key, safe));
    let info = sequence(&[&algorithm(SHA_256, &null()), &digest]);
    Ok(sequence(&[&info, &octet_string(&salt), &small_integer(ROUNDS)]))
}
