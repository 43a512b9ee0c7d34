//! X.509 certificates (RFC 5280), as far as they say something about a key: whose it is, for how long,
//! and what for. Whether an authority stands behind them is not judged here.

use crate::read::ReadErrorCode;
use crate::{Format, Material, Octets, PublicKey, spki};
use der::asn1::{
    Ia5StringRef, ObjectIdentifier, PrintableStringRef, TeletexStringRef, Utf8StringRef,
};
use der::{Decode, Encode, Tag, Tagged};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use x509_cert::Certificate as X509;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};
use x509_cert::name::Name;

pub(crate) const LABEL: &str = "CERTIFICATE";
/// Labels that older tools write (RFC 7468 §5.1).
pub(crate) const OLD_LABELS: [&str; 2] = ["X509 CERTIFICATE", "X.509 CERTIFICATE"];

/// One certificate, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Octets,
    public_key: Octets,
    subject_name: Octets,
    issuer_name: Octets,
    /// The values of the subject's name, the last first (RFC 4514 §2.1).
    pub subject: String,
    /// The subject's common name.
    pub common_name: Option<String>,
    /// The subject's organisation number: `organizationIdentifier` (`NTRNO-…`,
    /// ETSI EN 319 412-1) or `serialNumber` of Norwegian business certificates.
    pub organisation_number: Option<String>,
    /// The values of the issuer's name, the last first.
    pub issuer: String,
    /// Valid from, Unix seconds.
    pub not_before: u64,
    /// Valid until, Unix seconds.
    pub not_after: u64,
    /// Whether it may be used for digital signatures (RFC 5280 §4.2.1.3):
    /// without the extension it may.
    pub signs: bool,
    /// Whether it is an authority's (RFC 5280 §4.2.1.9).
    pub is_authority: bool,
}

impl Certificate {
    /// Reads one certificate in DER.
    ///
    /// # Errors
    /// [`ReadErrorCode::CertificateMalformed`]
    pub fn from_der(der: &[u8]) -> Result<Self, ReadErrorCode> {
        Self::read(der).map_err(|_| ReadErrorCode::CertificateMalformed)
    }

    fn read(der: &[u8]) -> der::Result<Self> {
        let certificate = X509::from_der(der)?;
        let tbs = certificate.tbs_certificate();
        let usage = tbs.get_extension::<KeyUsage>()?;
        let constraints = tbs.get_extension::<BasicConstraints>()?;
        let (validity, subject) = (tbs.validity(), tbs.subject());
        Ok(Self {
            der: der.to_vec(),
            public_key: tbs.subject_public_key_info().to_der()?,
            subject_name: subject.to_der()?,
            issuer_name: tbs.issuer().to_der()?,
            subject: written(subject),
            common_name: text_of(subject, COMMON_NAME),
            organisation_number: organisation_number(subject),
            issuer: written(tbs.issuer()),
            not_before: validity.not_before.to_unix_duration().as_secs(),
            not_after: validity.not_after.to_unix_duration().as_secs(),
            signs: usage.is_none_or(|(_, usage)| usage.digital_signature()),
            is_authority: constraints.is_some_and(|(_, constraints)| constraints.ca),
        })
    }

    /// The certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Its public key, as if it had been read alone.
    ///
    /// # Errors
    /// What [`read`](crate::read) says of an SPKI.
    pub(crate) fn public_key(&self) -> Result<Material, ReadErrorCode> {
        let mut material = spki::read(&self.public_key)?;
        material.format = Format::Certificate;
        Ok(material)
    }

    /// SHA-1 of the DER: `x5t` (RFC 7517 §4.8).
    pub fn sha1(&self) -> [u8; 20] {
        Sha1::digest(&self.der).into()
    }

    /// SHA-256 of the DER: `x5t#S256` (RFC 7517 §4.9).
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.der).into()
    }
}

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");
const ORGANISATION_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.97");

/// Nine digits, as all Norwegian organisation numbers have.
fn organisation_number(subject: &Name) -> Option<String> {
    let candidates = [
        text_of(subject, ORGANISATION_IDENTIFIER)
            .and_then(|id| Some(id.strip_prefix("NTRNO-")?.to_owned())),
        text_of(subject, SERIAL_NUMBER),
    ];
    candidates
        .into_iter()
        .flatten()
        .find(|number| number.len() == 9 && number.bytes().all(|c| c.is_ascii_digit()))
}

/// The names of the attributes would weigh a hundred kilobytes, and say little.
fn written(name: &Name) -> String {
    let mut values: Vec<_> = name.iter().filter_map(text).collect();
    values.reverse();
    values.join(", ")
}

fn text_of(name: &Name, oid: ObjectIdentifier) -> Option<String> {
    name.iter().find(|attribute| attribute.oid == oid).and_then(text)
}

fn text(attribute: &AttributeTypeAndValue) -> Option<String> {
    let value = &attribute.value;
    match value.tag() {
        Tag::Utf8String => {
            value.decode_as::<Utf8StringRef<'_>>().ok().map(|text| text.as_str().to_owned())
        }
        Tag::PrintableString => {
            value.decode_as::<PrintableStringRef<'_>>().ok().map(|text| text.as_str().to_owned())
        }
        Tag::Ia5String => {
            value.decode_as::<Ia5StringRef<'_>>().ok().map(|text| text.as_str().to_owned())
        }
        Tag::TeletexString => {
            value.decode_as::<TeletexStringRef<'_>>().ok().map(|text| text.as_str().to_owned())
        }
        _ => None,
    }
}

/// Reads one certificate in DER, for the key that it is about.
pub(crate) fn read(der: &[u8]) -> Result<Material, ReadErrorCode> {
    let certificate = Certificate::from_der(der)?;
    let mut material = certificate.public_key()?;
    material.certificates = vec![certificate];
    Ok(material)
}

/// Keys and certificates that stood together: each key with its own; the public
/// keys of the certificates where there are no keys.
pub(crate) fn with_certificates(
    mut keys: Vec<Material>,
    certificates: Vec<Certificate>,
) -> Result<Vec<Material>, ReadErrorCode> {
    if keys.is_empty() {
        // Those of authorities are in a chain with the one that is meant.
        let is_leaf = |leaf: &&Certificate| {
            !certificates
                .iter()
                .any(|other| other.issuer_name == leaf.subject_name && other != *leaf)
        };
        let leaves = certificates.iter().filter(is_leaf);
        keys = leaves.map(Certificate::public_key).collect::<Result<_, _>>()?;
    }
    for key in &mut keys {
        key.certificates = chain(key, &certificates);
    }
    Ok(keys)
}

/// The certificates that belong to a key: its own first, then whoever issued
/// it, as far as they are there. Empty when none is the key's.
pub(crate) fn chain(key: &Material, certificates: &[Certificate]) -> Vec<Certificate> {
    let public = |material: &Material| {
        PublicKey::try_from(material).ok().map(|key| key.jwk().parameters.clone())
    };
    let Some(mine) = public(key) else { return Vec::new() };
    let is_mine = |certificate: &&Certificate| {
        certificate.public_key().ok().as_ref().and_then(public).as_ref() == Some(&mine)
    };
    let mut chain: Vec<Certificate> = Vec::new();
    let mut next = certificates.iter().find(is_mine);
    while let Some(certificate) = next {
        chain.push(certificate.clone());
        next = certificates.iter().find(|issuer| {
            issuer.subject_name == certificate.issuer_name && !chain.contains(issuer)
        });
    }
    chain
}
