//! Signature algorithms (RFC 7518 §3.1, RFC 8037 §3.1) and how ring verifies each.

use ring::signature::{self, EcdsaVerificationAlgorithm, EdDSAParameters, RsaParameters};
use serde::{Deserialize, Serialize};

/// An `alg` this portal can verify. ES512 is not among them: ring has no P-521.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the values of `alg`")]
pub enum Algorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    #[serde(rename = "EdDSA")]
    EdDsa,
}

/// What a signature is verified with.
pub enum Verification {
    /// RSA, PKCS #1 v1.5 or PSS.
    Rsa(&'static RsaParameters),
    /// ECDSA with fixed-length signatures, on the named curve.
    Ec(&'static EcdsaVerificationAlgorithm, &'static str),
    /// Ed25519.
    Ed25519(&'static EdDSAParameters),
}

impl Algorithm {
    /// What Maskinporten announces (2026).
    pub const ANNOUNCED: [Self; 3] = [Self::RS256, Self::RS384, Self::RS512];

    /// The algorithm with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        serde_json::from_value(name.into()).ok()
    }

    /// The value of `alg`.
    pub fn name(self) -> &'static str {
        match self {
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
            Self::PS256 => "PS256",
            Self::PS384 => "PS384",
            Self::PS512 => "PS512",
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::EdDsa => "EdDSA",
        }
    }

    /// How ring verifies it.
    pub fn verification(self) -> Verification {
        match self {
            Self::RS256 => Verification::Rsa(&signature::RSA_PKCS1_2048_8192_SHA256),
            Self::RS384 => Verification::Rsa(&signature::RSA_PKCS1_2048_8192_SHA384),
            Self::RS512 => Verification::Rsa(&signature::RSA_PKCS1_2048_8192_SHA512),
            Self::PS256 => Verification::Rsa(&signature::RSA_PSS_2048_8192_SHA256),
            Self::PS384 => Verification::Rsa(&signature::RSA_PSS_2048_8192_SHA384),
            Self::PS512 => Verification::Rsa(&signature::RSA_PSS_2048_8192_SHA512),
            Self::ES256 => Verification::Ec(&signature::ECDSA_P256_SHA256_FIXED, "P-256"),
            Self::ES384 => Verification::Ec(&signature::ECDSA_P384_SHA384_FIXED, "P-384"),
            Self::EdDsa => Verification::Ed25519(&signature::ED25519),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Algorithm;

    #[test]
    fn names() {
        for name in
            ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
        {
            assert_eq!(Algorithm::from_name(name).map(Algorithm::name), Some(name));
        }
        assert_eq!(Algorithm::from_name("none"), None);
        assert_eq!(Algorithm::from_name("HS256"), None);
    }
}
