use crate::codes::codes;
use core::fmt;
use serde::Serialize;

/// Why nothing was read. It never holds any of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct ReadError {
    /// What is wrong.
    pub code: ReadErrorCode,
    /// Where it shows, if there is such a place; inside base64, the place in
    /// the text that was wrapped.
    pub place: Option<Place>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct Place {
    /// Lines, from 1.
    pub line: u32,
    /// Octets of UTF-8 in the line, from 1.
    pub column: u32,
}

codes! {
    /// What kept a text or file from being read.
    pub enum ReadErrorCode {
        /// Nothing, or only white space, or a list without keys.
        Empty = "empty",
        /// More than [`MAXIMUM_LEN`](super::MAXIMUM_LEN) octets.
        TooLong = "too-long",
        /// More than [`MAXIMUM_KEYS`](super::MAXIMUM_KEYS) keys.
        TooManyKeys = "too-many-keys",
        /// Neither text in UTF-8 or UTF-16 nor DER.
        NotText = "not-text",
        /// Text in which no form of a key is recognised.
        Unrecognised = "unrecognised",
        /// Base64 in base64 in base64.
        Base64TooDeep = "base64-too-deep",
        /// It begins as JSON, but is none.
        JsonSyntax = "json-syntax",
        /// JSON that stops too early.
        JsonIncomplete = "json-incomplete",
        /// Objects or arrays more than 127 deep.
        JsonTooDeep = "json-too-deep",
        /// JSON without `kty`: no JWK.
        NoKeyType = "no-key-type",
        /// `keys` of a JWK Set is no list (RFC 7517 §5.1).
        KeysNoList = "keys-no-list",
        /// A key that is neither RSA, EC nor Ed25519.
        KeyTypeUnknown = "key-type-unknown",
        /// A curve that is neither P-256, P-384, P-521 nor Ed25519, or none.
        CurveUnknown = "curve-unknown",
        /// `kty` is `oct`: a shared secret, which Maskinporten does not use.
        SymmetricKey = "symmetric-key",
        /// A PEM block without end.
        PemIncomplete = "pem-incomplete",
        /// The labels at beginning and end differ (RFC 7468 §2).
        PemLabels = "pem-labels",
        /// The inside of a PEM block is not base64, or was cut off.
        PemBase64 = "pem-base64",
        /// A PEM block of something else than a key.
        PemLabelUnknown = "pem-label-unknown",
        /// DER that does not follow the grammar of its label, or of any key.
        Der = "der",
        /// PEM `ENCRYPTED PRIVATE KEY`: PKCS#8 with a password.
        EncryptedPrivateKey = "encrypted-private-key",
        /// PEM with `Proc-Type: 4,ENCRYPTED`: the older way of OpenSSL.
        LegacyEncryptedPem = "legacy-encrypted-pem",
        /// PEM `CERTIFICATE`, or a certificate in DER.
        Certificate = "certificate",
        /// PEM `CERTIFICATE REQUEST`.
        CertificateRequest = "certificate-request",
        /// PEM `OPENSSH PRIVATE KEY`.
        OpensshPrivateKey = "openssh-private-key",
        /// A line of `authorized_keys`, or PEM `SSH2 PUBLIC KEY`.
        SshPublicKey = "ssh-public-key",
        /// A PKCS#12 file (`.p12`, `.pfx`).
        Pkcs12 = "pkcs12",
        /// A Java keystore.
        Jks = "jks",
        /// A PuTTY key file.
        Putty = "putty",
        /// A PGP key.
        Pgp = "pgp",
        /// A JSON Web Token, or another JWS.
        Jwt = "jwt",
        /// A key that is only for RSASSA-PSS (id-RSASSA-PSS).
        RsaPssKey = "rsa-pss-key",
    }
}

impl ReadErrorCode {
    /// A form that is recognised and not read here (yet); beside a key it is
    /// passed over.
    pub const fn is_unsupported_form(self) -> bool {
        matches!(
            self,
            Self::PemLabelUnknown
                | Self::EncryptedPrivateKey
                | Self::LegacyEncryptedPem
                | Self::Certificate
                | Self::CertificateRequest
                | Self::OpensshPrivateKey
                | Self::SshPublicKey
                | Self::Pkcs12
                | Self::Jks
                | Self::Putty
                | Self::Pgp
                | Self::Jwt
                | Self::RsaPssKey
        )
    }
}

impl Place {
    /// The place of an octet of a text.
    pub(crate) fn of(text: &str, offset: usize) -> Self {
        let before = text.as_bytes().get(..offset).unwrap_or_default();
        let line = before.iter().filter(|&&octet| octet == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|&&octet| octet != b'\n').count() + 1;
        Self { line: line as u32, column: column as u32 }
    }
}

impl From<ReadErrorCode> for ReadError {
    fn from(code: ReadErrorCode) -> Self {
        Self { code, place: None }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(Place { line, column }) => write!(f, "{} at {line}:{column}", self.code),
            None => self.code.fmt(f),
        }
    }
}

impl std::error::Error for ReadError {}
