use crate::{PublicParameters, base64url};
use core::fmt;
use sha2::{Digest, Sha256};

/// The SHA-256 thumbprint of a key (RFC 7638); shown in base64url.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Thumbprint([u8; 32]);

impl Thumbprint {
    /// "a JSON object containing only the required members of a JWK … with no
    /// whitespace or line breaks … ordered lexicographically" (RFC 7638 §3),
    /// hashed with SHA-256.
    pub(crate) fn of(parameters: &PublicParameters) -> Self {
        // The values are base64url and registered names: nothing to escape.
        let json = match parameters {
            PublicParameters::Rsa { n, e } => {
                let (n, e) = (base64url::encode(n), base64url::encode(e));
                format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#)
            }
            PublicParameters::Ec { curve, x, y } => {
                let (x, y) = (base64url::encode(x), base64url::encode(y));
                format!(r#"{{"crv":"{curve}","kty":"EC","x":"{x}","y":"{y}"}}"#)
            }
            PublicParameters::Okp { curve, x } => {
                let x = base64url::encode(x);
                format!(r#"{{"crv":"{curve}","kty":"OKP","x":"{x}"}}"#)
            }
        };
        Self(Sha256::digest(json).into())
    }

    /// The 32 octets.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base64url::encode(self.0))
    }
}
