//! Every reason the token endpoint says no, in one table.
//!
//! Codes and wording follow Digdir's page "Feilsøking i Maskinporten"; where
//! it gives no code, or the status is not written there, the row says "guess".

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{keys::algorithm::Algorithm, reception::AnswerCode};

/// Where Digdir explains its codes.
const ERROR_URI: &str = "https://docs.digdir.no/docs/Maskinporten/maskinporten_feilsoking";

const CLIENT: &str = "Invalid assertion. Client authentication failed.";

/// Why no token was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A form parameter or header of the request is missing, repeated or of
    /// the wrong kind (guess: RFC 6749 §5.2 without a code).
    Request(&'static str),
    /// Another `grant_type` (guess: RFC 6749 §5.2 without a code).
    GrantType,
    /// MP-011: a parameter of the grant is malformed.
    Parameter(&'static str),
    /// MP-011: a claim or header member Maskinporten does not know.
    UnknownParameter,
    /// Guess: MP-011 with the reason. `exp` − `iat` is over 120 seconds.
    Lifetime,
    /// MP-012: the `jti` was used before.
    Spent,
    /// Guess: no code. `alg` is not announced.
    UnsupportedAlgorithm,
    /// Guess: no code. The key was registered with another `alg`.
    OtherAlgorithm(Algorithm),
    /// MP-100: no client has that `iss`.
    UnknownClient,
    /// MP-110: `aud` is not this issuer.
    Audience,
    /// MP-120: a business certificate that cannot be read, is not valid now,
    /// or is of an issuer nobody here knows.
    Certificate,
    /// MP-122: the certificate is another organisation's.
    OtherOrganisation,
    /// MP-121: the key has been there for a year.
    ExpiredKey,
    /// MP-123: `x5c` is not an array of strings.
    CertificateChain,
    /// MP-124: the signature is not the registered key's.
    Signature,
    /// MP-130: `exp` has passed.
    Expired,
    /// No code: `iat` lies ahead.
    Future,
    /// No code: neither `kid` nor `x5c`.
    MissingKid,
    /// No code: the client has no such key, or not yet.
    UnknownKid,
    /// MP-200: the client does not have the scope.
    ScopeNotOnClient,
    /// MP-201: the scope is for another integration type.
    ScopeNotForMaskinporten,
    /// MP-250: the organisation has no access to the scope.
    ScopeNotGranted {
        /// Number of the organisation.
        consumer: String,
        /// The scope.
        scope: String,
    },
    /// MP-251: nobody delegated the scope to the client's organisation.
    NotDelegated {
        /// Number of the customer.
        consumer: String,
        /// Number of the client's organisation.
        supplier: String,
        /// The scope.
        scope: String,
    },
    /// No code: `consumer_org` is the client's own organisation.
    OwnConsumer,
    /// MP-301: `authorization_details` of a type that is not supported.
    DetailsType,
    /// MP-302: an unknown field in `authorization_details`.
    DetailsField,
    /// MP-303: a value in `authorization_details` is malformed.
    DetailsValue(&'static str),
    /// MP-303: Altinn knows no such system user.
    SystemUser,
}

/// One row: what it is called in the log, and how it is answered.
struct Row {
    /// The MP code; without one, a name of our own that is only logged.
    code: &'static str,
    status: u16,
    error: &'static str,
    text: String,
}

impl Refusal {
    fn row(&self) -> Row {
        let row =
            |code, status, error, text: &str| Row { code, status, error, text: text.to_owned() };
        let grant = |code, text: &str| row(code, 400, "invalid_grant", &format!("{CLIENT} {text}"));
        let request = |code, text: &str| row(code, 400, "invalid_request", text);
        match self {
            Self::Request(name) => {
                request("request", &format!("Invalid or missing parameter: {name}"))
            }
            Self::GrantType => {
                row("grant-type", 400, "unsupported_grant_type", "Unsupported grant_type")
            }
            Self::Parameter(name) => {
                request("MP-011", &format!("Invalid assertion. Invalid parameter value: {name}"))
            }
            Self::UnknownParameter => request(
                "MP-011",
                "Invalid assertion. Invalid parameter value: unknown claim or header member",
            ),
            Self::Lifetime => row(
                "MP-011",
                400,
                "invalid_grant",
                "Invalid assertion. Invalid parameter value: exp is more than 120 seconds after iat",
            ),
            Self::Spent => row(
                "MP-012",
                400,
                "invalid_grant",
                "Validation of JWT Bearer grant failed. Grant is used before",
            ),
            Self::UnsupportedAlgorithm => {
                grant("algorithm", "Invalid JWT. Unsupported signature algorithm")
            }
            Self::OtherAlgorithm(registered) => grant(
                "algorithm",
                &format!("Invalid JWT. The key is registered with alg {}", registered.name()),
            ),
            Self::UnknownClient => grant("MP-100", "Client not found."),
            Self::Audience => grant("MP-110", "Invalid JWT claim aud"),
            Self::Certificate => grant("MP-120", "The JWT is signed with an invalid certificate."),
            Self::ExpiredKey => grant("MP-121", "Expired key"),
            Self::OtherOrganisation => grant(
                "MP-122",
                "The organisation of the certificate is not the organisation of the client",
            ),
            Self::CertificateChain => grant("MP-123", "Invalid JWT header x5c"),
            Self::Signature => grant("MP-124", "Invalid JWT signature"),
            Self::Expired => grant("MP-130", "JWT is expired"),
            Self::Future => {
                grant("issued-in-future", "Invalid JWT. The JWT is issued in the future")
            }
            Self::MissingKid => grant(
                "unknown-kid",
                "Invalid JWT. The client requires pre-registered jwk and no key identifier (kid) provided",
            ),
            Self::UnknownKid => grant("unknown-kid", "Unknown key identifier (kid) for client."),
            Self::ScopeNotOnClient => row(
                "MP-200",
                400,
                "invalid_scope",
                "Token request contains invalid scopes for client",
            ),
            Self::ScopeNotForMaskinporten => row(
                "MP-201",
                400,
                "invalid_scope",
                "Token request contains scopes not allowed for maskinporten",
            ),
            // Digdir's page has these two under the heading "Forbidden".
            Self::ScopeNotGranted { consumer, scope } => row(
                "MP-250",
                403,
                "forbidden",
                &format!("Consumer {consumer} has not been granted access to the scope {scope}"),
            ),
            Self::NotDelegated { consumer, supplier, scope } => row(
                "MP-251",
                403,
                "forbidden",
                &format!(
                    "Consumer {consumer} has not delegated access to the scope {scope} to supplier {supplier}"
                ),
            ),
            Self::OwnConsumer => request(
                "own-consumer",
                "Validation of JWT claim failed: The combination consumer_org in claim and delegation scope on client is invalid",
            ),
            Self::DetailsType => row(
                "MP-301",
                400,
                "invalid_authorization_details",
                "Unknown authorization details type",
            ),
            Self::DetailsField => row(
                "MP-302",
                400,
                "invalid_authorization_details",
                "Unknown fields in the authorization details",
            ),
            Self::DetailsValue(name) => row(
                "MP-303",
                400,
                "invalid_authorization_details",
                &format!("Invalid authorization details values: {name}"),
            ),
            Self::SystemUser => row(
                "MP-303",
                400,
                "invalid_altinn_customer_configuration",
                "Invalid authorization details values: no system user was found in Altinn",
            ),
        }
    }

    /// The error answer (RFC 6749 §5.2).
    pub fn into_answer(self, trace_id: &str) -> Response {
        let Row { code, status, error, text } = self.row();
        let has_code = code.starts_with("MP-");
        let prefix = if has_code { format!("{code}: ") } else { String::new() };
        let mut body = json!({
            "error": error,
            "error_description": format!("{prefix}{text} (trace_id: {trace_id})"),
        });
        if has_code {
            body["error_uri"] = ERROR_URI.into();
        }
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        let mut response = (status, Json(body)).into_response();
        response.extensions_mut().insert(AnswerCode(code.to_owned()));
        response
    }
}
