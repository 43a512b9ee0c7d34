use crate::codes::codes;
use crate::der::Malformed;
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
        /// More than [`MAXIMUM_LEN`](crate::read::MAXIMUM_LEN) octets.
        TooLong = "too-long",
        /// More than [`MAXIMUM_KEYS`](crate::read::MAXIMUM_KEYS) keys.
        TooManyKeys = "too-many-keys",
        /// So many large RSA keys that judging them would keep the page waiting.
        TooManyLargeKeys = "too-many-large-keys",
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
        /// It is encrypted, and no password was given.
        PasswordNeeded = "password-needed",
        /// It does not open with the password that was given.
        PasswordWrong = "password-wrong",
        /// Opening it would keep the page waiting: more rounds than
        /// [`MAXIMUM_ROUNDS`](crate::MAXIMUM_ROUNDS), or more memory than
        /// [`MAXIMUM_SCRYPT_MEMORY`](crate::MAXIMUM_SCRYPT_MEMORY).
        PasswordTooCostly = "password-too-costly",
        /// Encrypted with a scheme, key derivation or cipher that is not known.
        EncryptionUnknown = "encryption-unknown",
        /// Encrypted with RC4, which is broken and not read here.
        EncryptionRc4 = "encryption-rc4",
        /// The header of an encrypted PEM does not say how (RFC 1421 §4.6).
        PemHeader = "pem-header",
        /// A certificate that does not follow its grammar (RFC 5280).
        CertificateMalformed = "certificate-malformed",
        /// PEM `OPENSSH PRIVATE KEY` that does not follow its grammar.
        OpensshMalformed = "openssh-malformed",
        /// PEM `CERTIFICATE REQUEST`.
        CertificateRequest = "certificate-request",
        /// A line of `authorized_keys`, or PEM `SSH2 PUBLIC KEY`.
        SshPublicKey = "ssh-public-key",
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
    /// It is encrypted, and that is why it was not read.
    pub const fn is_about_password(self) -> bool {
        matches!(
            self,
            Self::PasswordNeeded
                | Self::PasswordWrong
                | Self::PasswordTooCostly
                | Self::EncryptionUnknown
                | Self::EncryptionRc4
        )
    }

    /// It began as JSON and was none.
    pub(crate) const fn is_no_json(self) -> bool {
        matches!(self, Self::JsonSyntax | Self::JsonIncomplete | Self::JsonTooDeep)
    }

    /// A form or a kind of key that is recognised and not read here; beside a key
    /// it is passed over.
    pub const fn is_unsupported_form(self) -> bool {
        matches!(
            self,
            Self::KeyTypeUnknown
                | Self::CurveUnknown
                | Self::PemLabelUnknown
                | Self::CertificateMalformed
                | Self::CertificateRequest
                | Self::SshPublicKey
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

impl From<Malformed> for ReadErrorCode {
    fn from(_: Malformed) -> Self {
        Self::Der
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
