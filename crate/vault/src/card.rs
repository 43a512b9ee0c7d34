use nokkelsmie_jose::{Algorithm, Curve, KeyType};
use nokkelsmie_keys::inspect::{Finding, Verdict};
use nokkelsmie_keys::write::{PrivateFormat, ProtectedFormat};
use nokkelsmie_keys::{Format, Related};
use serde::Serialize;
use tsify::Tsify;

/// What may be known about a key outside: nothing in it is private.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null, hashmap_as_object)]
pub struct KeyCard {
    /// Names the key in this vault until the page is closed.
    pub handle: u32,
    /// Whether it has a private part, usable or not (`privateFormats` is empty when not).
    pub private: bool,
    pub origin: Origin,
    /// The form that it was read from.
    pub format: Format,
    /// What the file that it was read from calls it.
    pub name_in_file: Option<String>,
    /// Whether the person saved the private part, or showed that it is kept; a copy does not count.
    pub saved: bool,
    pub kid: Option<String>,
    pub algorithm: Option<Algorithm>,
    /// Whether the key says so itself; otherwise it is what goes with such keys.
    pub says_algorithm: bool,
    pub key_type: KeyType,
    /// Size of the modulus or the curve; 0 when it could not be read.
    pub bits: u32,
    pub curve: Option<Curve>,
    /// SHA-256 in base64url (RFC 7638); empty when the key is none.
    pub thumbprint: String,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
    /// `None` when the key is none.
    pub public: Option<PublicTexts>,
    /// SHA-256 of the SubjectPublicKeyInfo in hexadecimal, as `openssl dgst -sha256`
    /// says it; empty when the key is none.
    pub spki_fingerprint: String,
    /// The forms that the private part can be written in.
    pub private_formats: Vec<PrivateFormat>,
    /// The forms that a password can protect it in.
    pub protected_formats: Vec<ProtectedFormat>,
    /// Other keys of the vault with the same public part.
    pub related: Vec<Related>,
    /// How many there are beside those: of very many not all are told.
    pub related_beside: usize,
    /// The certificate that came with the key.
    pub certificate: Option<CertificateCard>,
}

/// What a certificate says.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct CertificateCard {
    /// The subject's common name, or all of its name.
    pub subject: String,
    pub organisation_number: Option<String>,
    /// Valid until, Unix seconds.
    pub not_after: u64,
    /// Whether it is for digital signatures.
    pub signs: bool,
    /// SHA-1 of the DER: in hexadecimal, and in base64url as `x5t` (RFC 7517 §4.8).
    pub sha1: String,
    pub x5t: String,
    /// SHA-256 of the DER: in hexadecimal, and in base64url as `x5t#S256` (§4.9).
    pub sha256: String,
    pub x5t_s256: String,
    /// The chain as the header parameter `x5c` (RFC 7515 §4.1.6), a JSON array.
    pub x5c: String,
}

/// The public part in every form that can be written.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct PublicTexts {
    pub jwk: String,
    pub jwk_array: String,
    pub jwks: String,
    /// SubjectPublicKeyInfo, label `PUBLIC KEY`
    pub pem: String,
    /// Label `RSA PUBLIC KEY`; `None` for other keys than RSA.
    pub pkcs1_pem: Option<String>,
    /// Standard base64 of the JWK, one line
    pub base64_jwk: String,
    /// Standard base64 of the SPKI PEM, one line
    pub base64_pem: String,
}

/// What became of the keys since it was last told.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null, hashmap_as_object)]
pub struct Changes {
    /// Those that are new or not as they were, the oldest first.
    pub changed: Vec<KeyCard>,
    /// Handles of those that are gone.
    pub removed: Vec<u32>,
}

#[derive(Clone, Copy, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    Generated,
    Read,
}

/// What came of reading a text.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null, hashmap_as_object)]
pub struct ReadOutcome {
    /// The keys as they stood there; of business certificates, the key for digital
    /// signatures first.
    pub cards: Vec<KeyCard>,
    /// What concerns them together: too many.
    pub findings: Vec<Finding>,
}
