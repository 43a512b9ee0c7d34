//! Writes keys in every form that others read.

use crate::codes::codes;
use crate::encryption::Hash;
use crate::form::{jwk, pem, pkcs1, pkcs8, pkcs12, sec1, spki, x509};
use crate::private_key::PrivateNumbers;
use crate::rsa_key::Numbers;
use crate::{Certificate, Octets, Password, PrivateKey, PublicKey, Secret, base64};
use nokkelsmie_jose::{JwkSet, KeyType, PublicJwk, PublicParameters};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The forms of a private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum PrivateFormat {
    /// RFC 7517, indented.
    Jwk,
    /// A JSON array with the one JWK.
    JwkArray,
    /// A JWK Set (RFC 7517 §5) with the one JWK.
    JwkSet,
    /// PEM `PRIVATE KEY` (RFC 5208).
    Pkcs8Pem,
    /// What stands in PEM `PRIVATE KEY`, as octets.
    Pkcs8Der,
    /// PEM `RSA PRIVATE KEY` (RFC 8017 A.1.2); RSA only.
    Pkcs1Pem,
    /// PEM `EC PRIVATE KEY` (RFC 5915); P-curves only.
    Sec1Pem,
    /// Standard base64, on one line, of the JWK on one line.
    Base64Jwk,
    /// Standard base64, on one line, of the PKCS#8 PEM.
    Base64Pem,
}

/// The forms of a private key that a password protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum ProtectedFormat {
    /// PEM `ENCRYPTED PRIVATE KEY` (RFC 5958 §3).
    EncryptedPem,
    /// A PKCS#12 file (RFC 7292), with the certificates that came with the key.
    Pkcs12,
}

impl ProtectedFormat {
    /// All of them; they fit every key.
    pub const ALL: [Self; 2] = [Self::EncryptedPem, Self::Pkcs12];
}

/// The forms of a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum PublicFormat {
    /// RFC 7517, indented.
    Jwk,
    /// A JSON array with the one JWK.
    JwkArray,
    /// A JWK Set (RFC 7517 §5) with the one JWK.
    JwkSet,
    /// PEM `PUBLIC KEY` (RFC 5280 §4.1).
    SpkiPem,
    /// PEM `RSA PUBLIC KEY` (RFC 8017 A.1.1); RSA only.
    Pkcs1Pem,
    /// Standard base64, on one line, of the JWK on one line.
    Base64Jwk,
    /// Standard base64, on one line, of the SPKI PEM.
    Base64Pem,
}

codes! {
    /// Why a key was not written.
    pub enum WriteError {
        /// The form is for other keys, or has no binary variant.
        DoesNotFit = "does-not-fit",
        /// A password of no characters protects nothing.
        PasswordEmpty = "password-empty",
        /// The system has no source of randomness.
        RandomUnavailable = "random-unavailable",
    }
}

/// Writes a private key as text. PEM ends with a newline, nothing else does.
///
/// # Errors
/// [`WriteError::DoesNotFit`] for a form that is not among [`private_formats`].
pub fn private(key: &PrivateKey, format: PrivateFormat) -> Result<Zeroizing<String>, WriteError> {
    match format {
        PrivateFormat::Jwk => jwk::private_indented(key, ""),
        PrivateFormat::JwkArray => Ok(enclose("[\n  ", &jwk::private_indented(key, "  ")?, "\n]")),
        PrivateFormat::JwkSet => {
            Ok(enclose("{\n  \"keys\": [\n    ", &jwk::private_indented(key, "    ")?, "\n  ]\n}"))
        }
        PrivateFormat::Pkcs8Der => Err(WriteError::DoesNotFit),
        PrivateFormat::Pkcs8Pem => Ok(pem::write(pkcs8::LABEL, &private_der(key, format)?)),
        PrivateFormat::Pkcs1Pem => Ok(pem::write(pkcs1::PRIVATE_LABEL, &private_der(key, format)?)),
        PrivateFormat::Sec1Pem => Ok(pem::write(sec1::LABEL, &private_der(key, format)?)),
        PrivateFormat::Base64Jwk => {
            Ok(base64::encode_standard(jwk::private_compact(key)?.as_bytes()))
        }
        PrivateFormat::Base64Pem => {
            Ok(base64::encode_standard(private(key, PrivateFormat::Pkcs8Pem)?.as_bytes()))
        }
    }
}

/// Writes the private JWK on one line.
///
/// # Errors
/// [`WriteError::DoesNotFit`] for a key whose numbers cannot be written.
pub fn private_line(key: &PrivateKey) -> Result<Zeroizing<String>, WriteError> {
    jwk::private_compact(key)
}

/// Writes a private key as a file has it: the text, or the octets of a form that
/// has none.
///
/// # Errors
/// [`WriteError::DoesNotFit`] for a form that is not among [`private_formats`].
pub fn private_file(key: &PrivateKey, format: PrivateFormat) -> Result<Secret, WriteError> {
    match format {
        PrivateFormat::Pkcs8Der => private_der(key, format),
        _ => Ok(Zeroizing::new(private(key, format)?.as_bytes().to_vec())),
    }
}

/// Writes a private key that only the password opens: AES-256 under a key from
/// PBKDF2 with HMAC-SHA-256, 600,000 rounds or, in PKCS#12, 300,000. Only PKCS#12
/// has a place for `certificates`: those go in that are the key's or issued it.
///
/// # Errors
/// [`WriteError::PasswordEmpty`], [`WriteError::RandomUnavailable`]
pub fn protected(
    key: &PrivateKey,
    certificates: &[Certificate],
    format: ProtectedFormat,
    password: &Password,
) -> Result<Secret, WriteError> {
    if password.secret_text().is_empty() {
        return Err(WriteError::PasswordEmpty);
    }
    let plain = pkcs8::write(key)?;
    match format {
        ProtectedFormat::EncryptedPem => {
            let pem = pem::write(
                pkcs8::ENCRYPTED_LABEL,
                &pkcs8::encrypt(&plain, password, pkcs8::ROUNDS)?,
            );
            Ok(Zeroizing::new(pem.as_bytes().to_vec()))
        }
        ProtectedFormat::Pkcs12 => {
            // Java has no entry without a name.
            let name = key.key_id().filter(|name| !name.is_empty()).unwrap_or("1");
            // Others find the key's certificate by the same identifier.
            let public = key.public_jwk().parameters;
            let id = Hash::Sha256.digest(&[&spki::write(&public)?]);
            pkcs12::write(&plain, &x509::chain(&public, certificates), (name, &id), password)
        }
    }
}

/// Writes what stands in the PEM of a private key, as octets.
///
/// # Errors
/// [`WriteError::DoesNotFit`] for a form that is no PEM, or is for other keys.
pub fn private_der(key: &PrivateKey, format: PrivateFormat) -> Result<Secret, WriteError> {
    match (format, key.numbers(), &key.public_jwk().parameters) {
        (PrivateFormat::Pkcs8Pem | PrivateFormat::Pkcs8Der, ..) => pkcs8::write(key),
        (PrivateFormat::Pkcs1Pem, PrivateNumbers::Rsa(key), _) => {
            Ok(pkcs1::write_private(&Numbers::of(key).map_err(|_| WriteError::DoesNotFit)?))
        }
        (PrivateFormat::Sec1Pem, numbers, PublicParameters::Ec { curve, x, y }) => {
            sec1::write(*curve, &jwk::curve_secret(numbers), (x, y), true)
        }
        _ => Err(WriteError::DoesNotFit),
    }
}

/// Writes a public key as text. PEM ends with a newline, nothing else does.
///
/// # Errors
/// [`WriteError::DoesNotFit`] for a form that is not among [`public_formats`].
pub fn public(key: &PublicKey, format: PublicFormat) -> Result<String, WriteError> {
    let jwk = key.jwk();
    let pem = |label| Ok(pem::write(label, &public_der(key, format)?).to_string());
    match format {
        PublicFormat::Jwk => Ok(jwk.to_json()),
        PublicFormat::JwkArray => Ok(set(jwk).to_json_array()),
        PublicFormat::JwkSet => Ok(set(jwk).to_json()),
        PublicFormat::SpkiPem => pem(spki::LABEL),
        PublicFormat::Pkcs1Pem => pem(pkcs1::PUBLIC_LABEL),
        PublicFormat::Base64Jwk => Ok(encode(&jwk.to_value().to_string())),
        PublicFormat::Base64Pem => Ok(encode(&public(key, PublicFormat::SpkiPem)?)),
    }
}

/// Writes what stands in the PEM of a public key, as octets.
///
/// # Errors
/// [`WriteError::DoesNotFit`] for a form that is no PEM, or is for other keys.
pub fn public_der(key: &PublicKey, format: PublicFormat) -> Result<Vec<u8>, WriteError> {
    match (format, &key.jwk().parameters) {
        (PublicFormat::SpkiPem, parameters) => spki::write(parameters),
        (PublicFormat::Pkcs1Pem, PublicParameters::Rsa { n, e }) => Ok(pkcs1::write_public(n, e)),
        _ => Err(WriteError::DoesNotFit),
    }
}

/// SHA-256 of the `SubjectPublicKeyInfo` in DER.
///
/// # Errors
/// As [`public_der`].
pub fn spki_fingerprint(key: &PublicKey) -> Result<Octets, WriteError> {
    let der = public_der(key, PublicFormat::SpkiPem)?;
    Ok(Hash::Sha256.digest(&[&der]).to_vec())
}

/// A chain as `x5c` (RFC 7515 §4.1.6): a JSON array of standard base64, the key's
/// own certificate first.
pub fn x5c(chain: &[Certificate]) -> String {
    let texts = x5c_members(chain).into_iter().map(|text| format!("\"{text}\""));
    format!("[{}]", texts.collect::<Vec<_>>().join(","))
}

/// The texts of that array.
pub(crate) fn x5c_members(chain: &[Certificate]) -> Vec<String> {
    chain.iter().map(|one| base64::encode_standard(one.der()).to_string()).collect()
}

/// The forms that fit a private key.
pub fn private_formats(key: &PrivateKey) -> Vec<PrivateFormat> {
    use PrivateFormat::{
        Base64Jwk, Base64Pem, Jwk, JwkArray, JwkSet, Pkcs1Pem, Pkcs8Der, Pkcs8Pem, Sec1Pem,
    };
    match key.key_type() {
        KeyType::Rsa => {
            vec![Jwk, JwkArray, JwkSet, Pkcs8Pem, Pkcs8Der, Pkcs1Pem, Base64Jwk, Base64Pem]
        }
        KeyType::Ec => {
            vec![Jwk, JwkArray, JwkSet, Pkcs8Pem, Pkcs8Der, Sec1Pem, Base64Jwk, Base64Pem]
        }
        KeyType::Okp => vec![Jwk, JwkArray, JwkSet, Pkcs8Pem, Pkcs8Der, Base64Jwk, Base64Pem],
    }
}

/// The forms that fit a public key.
pub fn public_formats(key: &PublicKey) -> Vec<PublicFormat> {
    use PublicFormat::{Base64Jwk, Base64Pem, Jwk, JwkArray, JwkSet, Pkcs1Pem, SpkiPem};
    match key.jwk().key_type() {
        KeyType::Rsa => vec![Jwk, JwkArray, JwkSet, SpkiPem, Pkcs1Pem, Base64Jwk, Base64Pem],
        _ => vec![Jwk, JwkArray, JwkSet, SpkiPem, Base64Jwk, Base64Pem],
    }
}

fn set(jwk: &PublicJwk) -> JwkSet {
    JwkSet { keys: vec![jwk.clone()] }
}

fn encode(text: &str) -> String {
    base64::encode_standard(text.as_bytes()).to_string()
}

fn enclose(before: &str, secret: &str, after: &str) -> Zeroizing<String> {
    let room = before.len() + secret.len() + after.len();
    let mut out = Zeroizing::new(String::with_capacity(room));
    for part in [before, secret, after] {
        out.push_str(part);
    }
    out
}
