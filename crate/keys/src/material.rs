use crate::{Certificate, KeyError, KeyErrorCode};
use core::fmt;
use nokkelsmie_jose::{Algorithm, Curve, KeyType};
use serde::Serialize;
use zeroize::Zeroizing;

/// What was read, before anybody judged it.
///
/// A reader takes the octets wherever their meaning is clear and notes what
/// was irregular about how they were written; [`inspect`](crate::inspect) says
/// what that means, and `PrivateKey::try_from(&material)` refuses what is no
/// key. Writing the key again is therefore the repair of every irregularity.
#[derive(Debug)]
pub struct Material {
    /// The form it was found in.
    pub format: Format,
    /// The numbers.
    pub key: RawKey,
    /// What a JWK says about the key; empty for other forms.
    pub metadata: Metadata,
    /// What the file calls it: `friendlyName` of PKCS#12 (RFC 2985 §5.5.1).
    pub name: Option<String>,
    /// Whether a private member stood there, readable or not: a private key that
    /// is damaged is still private.
    pub has_private_member: bool,
    /// The certificates that came with it, its own first.
    pub certificates: Vec<Certificate>,
    /// What was not written as the standard wants it.
    pub irregularities: Vec<Irregularity>,
}

impl Material {
    pub(crate) fn new(format: Format, key: RawKey) -> Self {
        Self {
            format,
            key,
            metadata: Metadata::default(),
            name: None,
            has_private_member: false,
            certificates: Vec::new(),
            irregularities: Vec::new(),
        }
    }

    /// Whether any private number is there, or was meant to be.
    pub fn is_private(&self) -> bool {
        self.has_private_member || self.has_private_number()
    }

    fn has_private_number(&self) -> bool {
        match &self.key {
            RawKey::Rsa(raw) => {
                let numbers = [&raw.d, &raw.p, &raw.q, &raw.dp, &raw.dq, &raw.qi];
                raw.more_primes || numbers.iter().any(|number| number.is_some())
            }
            RawKey::Ec { d, .. } | RawKey::Okp { d, .. } => d.is_some(),
        }
    }

    /// The key type.
    pub fn key_type(&self) -> KeyType {
        match &self.key {
            RawKey::Rsa(_) => KeyType::Rsa,
            RawKey::Ec { .. } => KeyType::Ec,
            RawKey::Okp { .. } => KeyType::Okp,
        }
    }

    /// The size of the modulus or the curve in bits; 0 when there is no modulus.
    pub fn bits(&self) -> u32 {
        match &self.key {
            RawKey::Rsa(raw) => raw.n.as_deref().map_or(0, nokkelsmie_jose::bit_length),
            RawKey::Ec { curve, .. } | RawKey::Okp { curve, .. } => curve.bits(),
        }
    }

    /// The curve; `None` for RSA.
    pub fn curve(&self) -> Option<Curve> {
        match &self.key {
            RawKey::Rsa(_) => None,
            RawKey::Ec { curve, .. } | RawKey::Okp { curve, .. } => Some(*curve),
        }
    }

    /// The algorithm that `alg` names; without `alg` the first that fits.
    pub(crate) fn algorithm(&self) -> Result<Algorithm, KeyError> {
        let (key_type, curve) = (self.key_type(), self.curve());
        let algorithm = match &self.metadata.alg {
            Some(alg) => alg.parse().ok(),
            None => Algorithm::default_for(key_type, curve),
        };
        match algorithm {
            Some(algorithm) if algorithm.fits(key_type, curve) => Ok(algorithm),
            Some(_) => Err(KeyErrorCode::AlgorithmDoesNotFit.at("alg")),
            None => Err(KeyErrorCode::AlgorithmUnknown.at("alg")),
        }
    }
}

/// Public octets.
pub type Octets = Vec<u8>;

/// Secret octets, wiped when dropped.
pub type Secret = Zeroizing<Vec<u8>>;

/// The numbers of a key as they were written: big-endian; leading zeros of
/// RSA numbers are taken away (and noted), coordinates of curves are kept as
/// they are. `None` is a member that is missing or could not be decoded.
#[derive(Debug)]
pub enum RawKey {
    /// RSA (RFC 8017 §3)
    Rsa(Box<RawRsa>),
    /// P-256, P-384, P-521 (SEC 1)
    Ec {
        /// The curve.
        curve: Curve,
        /// The x coordinate.
        x: Option<Octets>,
        /// The y coordinate.
        y: Option<Octets>,
        /// The private scalar.
        d: Option<HiddenSecret>,
    },
    /// Ed25519 (RFC 8032)
    Okp {
        /// The curve.
        curve: Curve,
        /// The public key.
        x: Option<Octets>,
        /// The private seed.
        d: Option<HiddenSecret>,
    },
}

/// The numbers of an RSA key (RFC 8017 §3.1–3.2).
#[derive(Debug, Default)]
pub struct RawRsa {
    /// The modulus.
    pub n: Option<Octets>,
    /// The public exponent.
    pub e: Option<Octets>,
    /// The private exponent.
    pub d: Option<HiddenSecret>,
    /// The first prime.
    pub p: Option<HiddenSecret>,
    /// The second prime.
    pub q: Option<HiddenSecret>,
    /// d mod (p − 1)
    pub dp: Option<HiddenSecret>,
    /// d mod (q − 1)
    pub dq: Option<HiddenSecret>,
    /// q⁻¹ mod p
    pub qi: Option<HiddenSecret>,
    /// Whether there are more than two primes (`oth`, RFC 7518 §6.3.2.7).
    pub more_primes: bool,
}

/// A secret number whose `Debug` shows nothing.
#[derive(Default)]
pub struct HiddenSecret(pub Secret);

impl HiddenSecret {
    /// The octets: handle with care.
    pub fn secret_octets(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for HiddenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// What a JWK says about its key, as it says it.
#[derive(Debug, Default)]
pub struct Metadata {
    /// `alg`
    pub alg: Option<Text>,
    /// `use`
    pub key_use: Option<Text>,
    /// `kid`
    pub kid: Option<Text>,
    /// `key_ops`
    pub key_ops: Option<Vec<String>>,
    /// `exp`: when the service stops accepting it, Unix seconds.
    pub exp: Option<u64>,
    /// Whether `x5c`, `x5t`, `x5t#S256` or `x5u` is there.
    pub has_certificate: bool,
    /// `x5t`: SHA-1 of the certificate.
    pub x5t: Option<Text>,
    /// `x5t#S256`: SHA-256 of the certificate.
    pub x5t_s256: Option<Text>,
}

/// A public member that ought to be text.
pub type Text = String;

/// The forms that a key is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// RFC 7517
    Jwk,
    /// SubjectPublicKeyInfo (RFC 5280 §4.1), PEM `PUBLIC KEY`
    Spki,
    /// PrivateKeyInfo (RFC 5208, RFC 5958), PEM `PRIVATE KEY`
    Pkcs8,
    /// RFC 8017 A.1, PEM `RSA PRIVATE KEY` or `RSA PUBLIC KEY`
    Pkcs1,
    /// RFC 5915, PEM `EC PRIVATE KEY`
    Sec1,
    /// A certificate (RFC 5280), PEM `CERTIFICATE`
    Certificate,
    /// RFC 7292, files `.p12` and `.pfx`
    Pkcs12,
    /// PEM `OPENSSH PRIVATE KEY`
    Openssh,
}

/// Something that was not written as the standard wants it, though its meaning
/// was clear (or the member could not be used at all).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Irregularity {
    /// The member or field, as in `n`; empty for the whole text.
    pub field: String,
    /// What is wrong with it.
    pub kind: IrregularityKind,
}

/// What is irregular.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IrregularityKind {
    /// The member stands more than once (RFC 7517 §4).
    Duplicate,
    /// It is not text, or not a list of texts.
    WrongType,
    /// `=` at the end of base64url (RFC 7515 §2).
    Padding,
    /// `+` or `/` in base64url.
    StandardAlphabet,
    /// White space in base64url.
    Whitespace,
    /// Unused bits of the last character are not zero.
    TrailingBits,
    /// It could not be decoded.
    NotBase64url,
    /// Not a list of certificates in base64 (RFC 7517 §4.7).
    NotCertificate,
    /// A number begins with a zero octet (RFC 7518 §2).
    LeadingZero,
    /// PEM with lines of other lengths than 64 characters (RFC 7468 §2).
    LineLength,
    /// CRLF, BOM or text around a PEM block or JSON; quotes or `\n` escapes.
    Noise,
    /// It was wrapped in base64.
    Base64Wrapped,
    /// Something beside it was not read (RFC 7517 §5).
    PassedOver,
}

impl Irregularity {
    pub(crate) fn of_the_whole(kind: IrregularityKind) -> Self {
        Self { field: String::new(), kind }
    }
}

/// What is irregular about the text that they stood in together.
pub(crate) fn note_all(materials: &mut [Material], kind: IrregularityKind) {
    for material in materials {
        let note = Irregularity::of_the_whole(kind);
        if !material.irregularities.contains(&note) {
            material.irregularities.push(note);
        }
    }
}
