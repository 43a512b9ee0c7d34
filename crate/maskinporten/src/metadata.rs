use crate::{AnnouncedAlgorithms, AnnouncedSource, Environment};
use core::fmt;
use nokkelsmie_jose::{Algorithm, strict_json};
use serde_json::Value;

/// Authorization server metadata (RFC 8414 §2), as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// `issuer`
    pub issuer: String,
    /// `token_endpoint`
    pub token_endpoint: String,
    /// `token_endpoint_auth_signing_alg_values_supported`, those that this
    /// project knows.
    pub algorithms: Vec<Algorithm>,
}

/// Why a text is not the metadata of an environment. It holds none of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetadataError {
    /// Not a JSON object with the members of RFC 8414 §2.
    MetadataMalformed,
    /// "The issuer value returned MUST be identical to the authorization
    /// server's issuer identifier value" (RFC 8414 §3.3).
    MetadataOfAnother,
}

impl Metadata {
    /// Reads the document.
    ///
    /// # Errors
    /// [`MetadataError::MetadataMalformed`]
    pub fn from_json(text: &str) -> Result<Self, MetadataError> {
        let value = strict_json::parse(text).map_err(|_| MetadataError::MetadataMalformed)?;
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        let algorithms = &value["token_endpoint_auth_signing_alg_values_supported"];
        Ok(Self {
            issuer: text("issuer").ok_or(MetadataError::MetadataMalformed)?,
            token_endpoint: text("token_endpoint").ok_or(MetadataError::MetadataMalformed)?,
            algorithms: known(algorithms).ok_or(MetadataError::MetadataMalformed)?,
        })
    }

    /// What it announces, if it is this environment's.
    ///
    /// # Errors
    /// [`MetadataError::MetadataOfAnother`]
    pub fn announced(
        self,
        environment: &Environment,
        day: &str,
    ) -> Result<AnnouncedAlgorithms, MetadataError> {
        let (issuer, endpoint) = (&environment.issuer, &environment.token_endpoint);
        if (&self.issuer, &self.token_endpoint) != (issuer, endpoint) {
            return Err(MetadataError::MetadataOfAnother);
        }
        Ok(AnnouncedAlgorithms {
            algorithms: self.algorithms,
            as_of: day.to_owned(),
            source: AnnouncedSource::Metadata,
        })
    }
}

fn known(list: &Value) -> Option<Vec<Algorithm>> {
    let names = list.as_array()?.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?;
    Some(names.into_iter().filter_map(|name| name.parse().ok()).collect())
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MetadataMalformed => "metadata-malformed",
            Self::MetadataOfAnother => "metadata-of-another",
        })
    }
}

impl std::error::Error for MetadataError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EnvironmentName, profile};
    use Algorithm::{ES256, EdDSA, RS256};

    const TEXT: &str = r#"{
        "issuer": "https://test.maskinporten.no/",
        "token_endpoint": "https://test.maskinporten.no/token",
        "jwks_uri": "https://test.maskinporten.no/jwk",
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "grant_types_supported": ["urn:ietf:params:oauth:grant-type:jwt-bearer"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256", "XX1", "EdDSA"]
    }"#;

    #[test]
    fn overrides_the_table() {
        let environment = Environment::named(EnvironmentName::Test).unwrap();
        let announced =
            Metadata::from_json(TEXT).unwrap().announced(&environment, "2026-12-20").unwrap();
        assert_eq!(announced.algorithms, [RS256, ES256, EdDSA]);
        assert_eq!(announced.source, AnnouncedSource::Metadata);
        let profile = profile(EnvironmentName::Test);
        assert!(!profile.announces(ES256));
        let profile = profile.overridden(announced.algorithms, announced.as_of);
        assert!(profile.announces(ES256));
        assert_eq!(profile.as_of, "2026-12-20");
    }

    #[test]
    fn of_another_issuer_it_counts_for_nothing() {
        let production = Environment::named(EnvironmentName::Production).unwrap();
        let refused = Metadata::from_json(TEXT).unwrap().announced(&production, "2026-12-20");
        assert_eq!(refused, Err(MetadataError::MetadataOfAnother));
    }

    #[test]
    fn anything_else_is_malformed() {
        for text in ["", "[]", "{}", r#"{"issuer":1}"#, &TEXT.replace("[\"RS256\"", "[1")] {
            assert_eq!(Metadata::from_json(text), Err(MetadataError::MetadataMalformed), "{text}");
        }
    }
}
