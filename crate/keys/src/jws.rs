//! JSON Web Signature, compact serialization (RFC 7515 §7.1).

use crate::{PrivateKey, SignError};
use nokkelsmie_jose::base64url;

/// "BASE64URL(UTF8(JWS Protected Header)) || '.' || BASE64URL(JWS Payload) ||
/// '.' || BASE64URL(JWS Signature)"
///
/// Both texts are signed as they are; `alg` in the header must be the key's.
///
/// # Errors
/// See [`SignError`].
pub fn sign_compact(key: &PrivateKey, header: &str, payload: &str) -> Result<String, SignError> {
    let input = format!("{}.{}", base64url::encode(header), base64url::encode(payload));
    let signature = key.sign(input.as_bytes())?;
    Ok(format!("{input}.{}", base64url::encode(signature)))
}
