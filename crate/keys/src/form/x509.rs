//! X.509 certificates (RFC 5280), as far as they say something about a key: whose it is, for how
//! long, and what for. Whether an authority stands behind them is not judged here.

mod name;
mod time;

use crate::der::oid::{Algorithm, dotted};
use crate::der::{self, Malformed, Reader, tag};
use crate::encryption::Hash;
use crate::form::spki;
use crate::material::note_all;
use crate::read_error::ReadErrorCode;
use crate::{Format, IrregularityKind, Material, Octets, PublicKey};
use const_oid::ObjectIdentifier;
use name::Name;
use nokkelsmie_jose::PublicParameters;

pub(crate) const LABEL: &str = "CERTIFICATE";
/// Labels that older tools write (RFC 7468 §5.1).
pub(crate) const OLD_LABELS: [&str; 2] = ["X509 CERTIFICATE", "X.509 CERTIFICATE"];

/// Octets; no certificate that is in use has more. Each key carries a copy of its own.
const MAXIMUM_LEN: usize = 64 * 1024;

/// Certificates in a chain: business certificates have three.
pub(crate) const MAXIMUM_CHAIN: usize = 10;

const KEY_USAGE: ObjectIdentifier = dotted("2.5.29.15");
const BASIC_CONSTRAINTS: ObjectIdentifier = dotted("2.5.29.19");

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
    pub fn from_der(octets: &[u8]) -> Result<Self, ReadErrorCode> {
        if octets.len() > MAXIMUM_LEN {
            return Err(ReadErrorCode::CertificateMalformed);
        }
        let certificate = der::read(octets, |reader| {
            let certificate = reader.sequence(|tbs| Self::read(tbs, octets))?;
            let _signature_algorithm = Algorithm::read(reader)?;
            let _signature = reader.bit_string()?;
            Ok::<_, Malformed>(certificate)
        });
        certificate.map_err(|_| ReadErrorCode::CertificateMalformed)
    }

    /// `TBSCertificate` (RFC 5280 §4.1)
    fn read(reader: &mut Reader<'_>, octets: &[u8]) -> Result<Self, Malformed> {
        let _version = reader.optional_explicit(0, Reader::small)?;
        let _serial_number = reader.content(tag::INTEGER)?;
        let _signature = Algorithm::read(reader)?;
        let issuer_name = reader.value()?;
        let (not_before, not_after) = reader
            .sequence(|reader| Ok::<_, Malformed>((time::read(reader)?, time::read(reader)?)))?;
        let subject_name = reader.value()?;
        let public_key = reader.value()?;
        let _unique_identifiers =
            (reader.optional(tag::context(1))?, reader.optional(tag::context(2))?);
        let extensions = match reader.optional(tag::context_constructed(3))? {
            Some(extensions) => Extensions::read(extensions)?,
            None => Extensions::default(),
        };
        let (issuer, subject) = (Name::read(&issuer_name)?, Name::read(&subject_name)?);
        Ok(Self {
            der: octets.to_vec(),
            public_key: public_key.whole.to_vec(),
            subject_name: subject_name.whole.to_vec(),
            issuer_name: issuer_name.whole.to_vec(),
            common_name: subject.common_name(),
            organisation_number: subject.organisation_number(),
            subject: subject.written(),
            issuer: issuer.written(),
            not_before,
            not_after,
            signs: extensions.signs.unwrap_or(true),
            is_authority: extensions.is_authority,
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

    /// Whether it is about the key with these numbers.
    pub(crate) fn is_of(&self, parameters: &PublicParameters) -> bool {
        let key = self.public_key().ok();
        let key = key.as_ref().and_then(|key| PublicKey::try_from(key).ok());
        key.is_some_and(|key| key.jwk().parameters == *parameters)
    }

    /// SHA-1 of the DER: `x5t` (RFC 7517 §4.8).
    pub fn sha1(&self) -> Octets {
        Hash::Sha1.digest(&[&self.der]).to_vec()
    }

    /// SHA-256 of the DER: `x5t#S256` (RFC 7517 §4.9).
    pub fn sha256(&self) -> Octets {
        Hash::Sha256.digest(&[&self.der]).to_vec()
    }
}

/// What the extensions say that matters here.
#[derive(Default)]
struct Extensions {
    signs: Option<bool>,
    is_authority: bool,
}

impl Extensions {
    /// "Extensions ::= SEQUENCE", alone inside its `[3]`
    fn read(octets: &[u8]) -> Result<Self, Malformed> {
        let mut extensions = Self::default();
        der::read(octets, |reader| {
            while !reader.is_empty() {
                reader.sequence(|extension| extensions.take(extension))?;
            }
            Ok::<_, Malformed>(())
        })?;
        Ok(extensions)
    }

    /// `Extension`: what it is, whether it is critical, and its value as octets.
    fn take(&mut self, extension: &mut Reader<'_>) -> Result<(), Malformed> {
        let oid = extension.object_identifier()?;
        let _critical = extension.optional(tag::BOOLEAN)?;
        let mut value = Reader::new(extension.octet_string()?);
        match oid {
            // "digitalSignature (0)": the first bit, after the count of unused ones
            KEY_USAGE => {
                let bits = value.content(tag::BIT_STRING)?;
                self.signs = Some(bits.get(1).is_some_and(|first| first & 0x80 != 0));
            }
            BASIC_CONSTRAINTS => {
                let mut constraints = Reader::new(value.content(tag::SEQUENCE)?);
                self.is_authority = constraints.optional(tag::BOOLEAN)? == Some(&[0xff]);
            }
            _ => {}
        }
        Ok(())
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
/// keys of the certificates where there are no keys. `passed_over`: why something
/// beside them was not read.
///
/// # Errors
/// `passed_over`, or why no certificate's key is read, when nothing else is there.
pub(crate) fn with_certificates(
    mut keys: Vec<Material>,
    certificates: Vec<Certificate>,
    mut passed_over: Option<ReadErrorCode>,
) -> Result<Vec<Material>, ReadErrorCode> {
    if keys.is_empty() {
        // Those of authorities are in a chain with the one that is meant; whoever
        // issued under its own name may have done so twice.
        let issued = |leaf: &Certificate, other: &Certificate| {
            other.issuer_name == leaf.subject_name && other.subject_name != leaf.subject_name
        };
        let is_leaf = |leaf: &&Certificate| !certificates.iter().any(|other| issued(leaf, other));
        let mut leaves: Vec<_> = certificates.iter().filter(is_leaf).collect();
        if leaves.is_empty() {
            // They issued one another: none is seen to be the one.
            leaves = certificates.iter().collect();
        }
        for leaf in leaves {
            match leaf.public_key() {
                Ok(key) => keys.push(key),
                Err(code) => passed_over = passed_over.or(Some(code)),
            }
        }
    }
    for key in &mut keys {
        let public = PublicKey::try_from(&*key).ok();
        key.certificates =
            public.map(|key| chain(&key.jwk().parameters, &certificates)).unwrap_or_default();
    }
    // Business certificates come with a key for each purpose: the one for
    // digital signatures first (RFC 5280 §4.2.1.3).
    keys.sort_by_key(|key| key.certificates.first().is_some_and(|leaf| !leaf.signs));
    match passed_over {
        Some(code) if keys.is_empty() => Err(code),
        Some(_) => {
            note_all(&mut keys, IrregularityKind::PassedOver);
            Ok(keys)
        }
        None => Ok(keys),
    }
}

/// The certificates that belong to a key: its own first, then whoever issued
/// it, as far as they are there. Empty when none is the key's.
pub(crate) fn chain(mine: &PublicParameters, certificates: &[Certificate]) -> Vec<Certificate> {
    let mut chain: Vec<Certificate> = Vec::new();
    let mut next = certificates.iter().find(|certificate| certificate.is_of(mine));
    while let Some(certificate) = next.filter(|_| chain.len() < MAXIMUM_CHAIN) {
        chain.push(certificate.clone());
        next = certificates.iter().find(|issuer| {
            issuer.subject_name == certificate.issuer_name && !chain.contains(issuer)
        });
    }
    chain
}
