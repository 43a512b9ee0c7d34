//! Signs access tokens with a key that is made at start.

use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair,
        UnparsedPublicKey,
    },
};
use serde_json::{Value, json};

use crate::{base64url, random};

/// The key of this process. Maskinporten's own is RSA; this one is P-256,
/// because ring makes no RSA keys. Nobody but a test looks.
pub struct TokenSigner {
    key: EcdsaKeyPair,
    kid: String,
}

impl TokenSigner {
    /// Maskinporten's tokens live so long.
    pub const LIFETIME_SECONDS: u64 = 119;

    /// A new key.
    pub fn generate() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let key = EcdsaKeyPair::generate_pkcs8(algorithm, &random)
            .ok()
            .and_then(|pkcs8| EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).ok())
            .expect("ring makes a P-256 key");
        Self { key, kid: random::token() }
    }

    /// A JWT of these claims, ES256.
    pub fn sign(&self, claims: &Value) -> String {
        let header = json!({ "kid": self.kid, "alg": "ES256", "typ": "JWT" });
        let part = |value: &Value| base64url::encode(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(&header), part(claims));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).expect("ring signs");
        format!("{signed}.{}", base64url::encode(signature.as_ref()))
    }

    /// The claims of a token that this process signed and that has not expired.
    pub fn verify(&self, token: &str, now: u64) -> Option<Value> {
        let (signed, signature) = token.rsplit_once('.')?;
        let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, self.key.public_key());
        public.verify(signed.as_bytes(), &base64url::decode(signature)?).ok()?;
        let (_, claims) = signed.split_once('.')?;
        let claims: Value = serde_json::from_slice(&base64url::decode(claims)?).ok()?;
        (claims.get("exp")?.as_u64()? > now).then_some(claims)
    }

    /// The JWK Set with which the tokens are verified.
    pub fn jwks(&self) -> Value {
        let point = self.key.public_key().as_ref();
        json!({ "keys": [{
            "kty": "EC",
            "crv": "P-256",
            "use": "sig",
            "alg": "ES256",
            "kid": self.kid,
            "x": base64url::encode(&point[1..33]),
            "y": base64url::encode(&point[33..65]),
        }] })
    }
}
