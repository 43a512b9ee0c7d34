use crate::{Assertion, Encoding, Environment, Request, TransportError};
use nokkelsmie_jose::Public;
use serde::Serialize;

/// The request for a token (RFC 7523 §2.1): a signed grant, sent once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenRequest {
    grant_type: &'static str,
    assertion: Assertion,
}

impl TokenRequest {
    /// "urn:ietf:params:oauth:grant-type:jwt-bearer" (RFC 7523 §2.1)
    pub const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// Takes the grant: it is not for another request.
    pub fn new(assertion: Assertion) -> Self {
        Self { grant_type: Self::GRANT_TYPE, assertion }
    }

    /// As it goes to the environment's token endpoint.
    ///
    /// # Errors
    /// [`TransportError::PrivateMaterial`]
    pub fn to_request(&self, environment: &Environment) -> Result<Request, TransportError> {
        Request::post(&environment.token_endpoint, Encoding::Form, self)
    }
}

impl Public for TokenRequest {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EnvironmentName;

    #[test]
    fn the_body_of_rfc_7523() {
        let environment = Environment::named(EnvironmentName::Production).unwrap();
        let request = TokenRequest::new("e30.e30.AA".parse().unwrap());
        let request = request.to_request(&environment).unwrap();
        assert_eq!(request.url(), "https://maskinporten.no/token");
        let body =
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=e30.e30.AA";
        assert_eq!(request.body(), Some(body));
    }
}
