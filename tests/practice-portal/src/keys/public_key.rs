//! A public key and what it can verify.

use ring::signature::{RsaPublicKeyComponents, UnparsedPublicKey};
use serde_json::{Map, Value, json};

use super::algorithm::{Algorithm, Verification};
use crate::base64url;

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// Modulus and exponent, big-endian without leading zeros.
    Rsa {
        /// Modulus.
        n: Vec<u8>,
        /// Public exponent.
        e: Vec<u8>,
    },
    /// A point on P-256 or P-384.
    Ec {
        /// `P-256` or `P-384`.
        curve: &'static str,
        /// Uncompressed: 4, x, y.
        point: Vec<u8>,
    },
    /// Ed25519, 32 bytes.
    Ed25519 {
        /// The public key.
        x: Vec<u8>,
    },
}

impl PublicKey {
    /// The key type and size, as `RSA 2048`.
    pub fn describe(&self) -> String {
        match self {
            Self::Rsa { n, .. } => format!("RSA {}", bits(n)),
            Self::Ec { curve, .. } => format!("EC {curve}"),
            Self::Ed25519 { .. } => "OKP Ed25519".to_owned(),
        }
    }

    /// The JWK a PEM stands for. Its `alg` is a guess: the first that fits.
    pub fn jwk(&self, kid: &str) -> Map<String, Value> {
        let text = |bytes: &[u8]| base64url::encode(bytes);
        let jwk = match self {
            Self::Rsa { n, e } => {
                json!({ "kty": "RSA", "alg": "RS256", "n": text(n), "e": text(e) })
            }
            Self::Ec { curve, point } => {
                let (x, y) = point.get(1..).unwrap_or_default().split_at(point.len() / 2);
                let alg = if *curve == "P-256" { "ES256" } else { "ES384" };
                json!({ "kty": "EC", "alg": alg, "crv": curve, "x": text(x), "y": text(y) })
            }
            Self::Ed25519 { x } => {
                json!({ "kty": "OKP", "alg": "EdDSA", "crv": "Ed25519", "x": text(x) })
            }
        };
        let mut members = Map::new();
        members.insert("kid".to_owned(), kid.into());
        members.insert("use".to_owned(), "sig".into());
        if let Value::Object(jwk) = jwk {
            members.extend(jwk);
        }
        members
    }

    /// The key can make signatures of this algorithm.
    pub fn fits(&self, algorithm: Algorithm) -> bool {
        match (self, algorithm.verification()) {
            (Self::Rsa { .. }, Verification::Rsa(_))
            | (Self::Ed25519 { .. }, Verification::Ed25519(_)) => true,
            (Self::Ec { curve, .. }, Verification::Ec(_, wanted)) => *curve == wanted,
            _ => false,
        }
    }

    /// The signature is this key's.
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        match (self, algorithm.verification()) {
            (Self::Rsa { n, e }, Verification::Rsa(parameters)) => {
                RsaPublicKeyComponents { n, e }.verify(parameters, message, signature)
            }
            (Self::Ec { curve, point }, Verification::Ec(ecdsa, wanted)) if *curve == wanted => {
                UnparsedPublicKey::new(ecdsa, point).verify(message, signature)
            }
            (Self::Ed25519 { x }, Verification::Ed25519(parameters)) => {
                UnparsedPublicKey::new(parameters, x).verify(message, signature)
            }
            _ => Err(ring::error::Unspecified),
        }
        .is_ok()
    }
}

/// Bits of a big-endian number without leading zero octets.
pub fn bits(number: &[u8]) -> usize {
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}
