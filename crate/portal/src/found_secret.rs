use nokkelsmie_jose::private_material::PrivateMaterial;
use serde::Serialize;
use tsify::Tsify;

/// Private key material in a text. It holds none of the text.
#[derive(Serialize, Tsify)]
pub struct FoundSecret {
    /// What it is.
    pub kind: SecretKind,
    /// A name for it that is the same in every language.
    pub label: &'static str,
}

/// The form of a secret.
#[derive(Clone, Copy, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum SecretKind {
    /// A JWK with a private member, also behind base64.
    Jwk,
    /// A PEM block of a private key, also behind base64.
    Pem,
    /// DER of a private key in base64.
    Base64,
}

impl From<PrivateMaterial> for FoundSecret {
    fn from(found: PrivateMaterial) -> Self {
        let (kind, label) = match found {
            PrivateMaterial::Jwk => (SecretKind::Jwk, "JWK"),
            PrivateMaterial::Pem => (SecretKind::Pem, "PEM"),
            PrivateMaterial::Der => (SecretKind::Base64, "Base64"),
        };
        Self { kind, label }
    }
}
