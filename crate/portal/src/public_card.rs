use nokkelsmie_jose::{Algorithm, Curve, JwkError, JwkSet, KeyType, PublicJwk};
use serde::Serialize;
use tsify::Tsify;

/// Public keys that were read, and how to hand them on.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct PublicCard {
    /// The keys, in the order they were given; at least one.
    pub keys: Vec<PublicKeyCard>,
    /// `[…]`, indented.
    pub jwk_array: String,
    /// `{"keys":[…]}`, indented.
    pub jwks: String,
}

/// One public key.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct PublicKeyCard {
    /// `kid`
    pub kid: Option<String>,
    /// `alg`
    pub algorithm: Option<Algorithm>,
    /// `use`
    #[serde(rename = "use")]
    #[tsify(type = "'sig' | 'enc' | null")]
    pub key_use: Option<&'static str>,
    /// `kty`
    pub key_type: KeyType,
    /// Size of the modulus or the curve.
    pub bits: u32,
    /// `crv`
    pub curve: Option<Curve>,
    /// SHA-256 in base64url (RFC 7638).
    pub thumbprint: String,
    /// `exp`: when Maskinporten stops accepting it, Unix seconds.
    pub expires: Option<u64>,
    /// The JWK, indented.
    pub jwk: String,
}

impl PublicCard {
    /// Reads a JWK, an array of them, or a JWK Set.
    pub fn read(text: &str) -> Result<Self, JwkError> {
        let set = JwkSet::from_json(text)?;
        if set.keys.is_empty() {
            return Err(JwkError::Missing("keys"));
        }
        let keys = set.keys.iter().map(PublicKeyCard::from).collect();
        Ok(Self { keys, jwk_array: set.to_json_array(), jwks: set.to_json() })
    }
}

impl From<&PublicJwk> for PublicKeyCard {
    fn from(key: &PublicJwk) -> Self {
        Self {
            kid: key.key_id.clone(),
            algorithm: key.algorithm,
            key_use: key.key_use.map(|key_use| key_use.as_str()),
            key_type: key.key_type(),
            bits: key.bits(),
            curve: key.curve(),
            thumbprint: key.thumbprint().to_string(),
            expires: key.expires,
            jwk: key.to_json(),
        }
    }
}
