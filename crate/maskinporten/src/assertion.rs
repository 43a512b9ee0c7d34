use crate::{DecodedJwt, SignedGrant};
use core::fmt;
use core::str::FromStr;
use nokkelsmie_jose::{Public, private_material};
use serde::Serialize;

/// The text of a signed grant, on its way to the token endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Assertion(String);

/// The text is no grant that may be sent. It holds none of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssertionError {
    /// Not a signed JWT.
    AssertionMalformed,
    /// There is a private key in it.
    PrivateMaterial,
}

impl Assertion {
    /// The JWT in compact serialization: letters, digits, `-`, `_` and two dots.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Assertion {
    type Err = AssertionError;
    fn from_str(text: &str) -> Result<Self, AssertionError> {
        if private_material::find(text).is_some() {
            return Err(AssertionError::PrivateMaterial);
        }
        match DecodedJwt::from_compact(text) {
            Ok(_) if !text.ends_with('.') && !text.contains(char::is_whitespace) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(AssertionError::AssertionMalformed),
        }
    }
}

impl From<&SignedGrant> for Assertion {
    fn from(grant: &SignedGrant) -> Self {
        Self(grant.assertion.clone())
    }
}

impl Public for Assertion {}

impl fmt::Display for AssertionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AssertionMalformed => "assertion-malformed",
            Self::PrivateMaterial => "private-material",
        })
    }
}

impl std::error::Error for AssertionError {}

#[cfg(test)]
mod tests {
    use super::*;
    use nokkelsmie_jose::base64url;

    #[test]
    fn only_signed_grants_pass() {
        assert!("e30.e30.AA".parse::<Assertion>().is_ok());
        for text in ["", "e30.e30.", "e30.e30", " e30.e30.AA", "Bearer e30.e30.AA", "a.b.c"] {
            let refused = text.parse::<Assertion>();
            assert_eq!(refused, Err(AssertionError::AssertionMalformed), "{text}");
        }
    }

    #[test]
    fn a_private_key_in_the_claims_is_refused() {
        let claims = base64url::encode(r#"{"sub_jwk":{"kty":"OKP","d":"nWGxne_9WmC6hEr0kuws"}}"#);
        let refused = format!("e30.{claims}.AA").parse::<Assertion>();
        assert_eq!(refused, Err(AssertionError::PrivateMaterial));
    }
}
