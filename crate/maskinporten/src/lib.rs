//! What Maskinporten wants: environments, profiles, grants and answers.
//!
//! Nothing in this crate is secret and nothing does I/O. A [`GrantRequest`] is
//! what a person fills in; with an [`Environment`], the time and a [`JwtId`] it
//! becomes [`GrantClaims`], which somebody who holds the key signs. What comes
//! back is read into a [`TokenOutcome`]. Calls go through a [`Transport`], which
//! takes only values that are [`nokkelsmie_jose::Public`].
//!
//! ```
//! use nokkelsmie_jose::Algorithm;
//! use nokkelsmie_maskinporten::*;
//! let environment = Environment::named(EnvironmentName::Test).unwrap();
//! let request = GrantRequest {
//!     client_id: "b590f149-d0ba-4fca-b367-bccd9e444a00".into(),
//!     scope: "altinn:serviceowner".into(),
//!     ..GrantRequest::default()
//! };
//! let claims = GrantClaims::new(&request, &environment, 1_795_000_000, JwtId::from_random([7; 16]));
//! let header = GrantHeader { alg: Algorithm::RS256, kid: Some("min-klient".into()), x5c: None };
//! let unsigned = UnsignedGrant::new(header, claims.unwrap());
//! let signature = b"what the key makes of unsigned.signing_input()";
//! assert!(unsigned.signed(signature).assertion.starts_with("eyJhbGciOiJSUzI1NiIsImtpZCI6"));
//! ```

mod altinn_exchange;
mod altinn_scopes;
mod assertion;
mod catalogue;
mod command;
mod environment;
mod form;
mod grant;
mod grant_request;
mod http_date;
mod identifiers;
mod jwt;
mod jwt_id;
mod listed;
mod metadata;
mod outcome;
mod pasted;
mod profile;
mod receiver;
mod retry;
mod scope;
pub mod self_service;
mod terminal;
mod token;
mod token_code;
mod token_request;
mod transport;
mod unseen;

pub use altinn_exchange::{ExchangeCode, ExchangeOutcome, exchange_request};
pub use altinn_scopes::{CommonScope, WhoGives, common_scopes};
pub use assertion::{Assertion, AssertionError};
pub use catalogue::{AnswerCode, CATALOGUE, Entry};
pub use command::{curl_command, powershell_command};
pub use environment::{Environment, EnvironmentName, NotGenuine};
pub use grant::{
    AuthorizationDetail, GRANT_LIFETIME_SECONDS, GrantClaims, GrantHeader, SignedGrant,
    SystemUserOrganisation, UnsignedGrant,
};
pub use grant_request::{GrantField, GrantProblem, GrantProblemCode, GrantRequest, SystemUser};
pub use identifiers::{IdentifierError, OrganisationNumber, PersonNumber};
pub use jwt::{DecodedJwt, JwtError};
pub use jwt_id::JwtId;
pub use metadata::{Metadata, MetadataError};
pub use outcome::{Explanation, TokenOutcome, Unreachable};
pub use profile::{AnnouncedAlgorithms, AnnouncedSource, announced, profile};
pub use receiver::{
    FieldFacts, FieldValue, HandOver, HandOverField, HandOverOrder, HandOverPlan, HandOverProblem,
    HandOverProblemCode, Piece, PublicText, Receiver, ReceiverFacts, SecretForm, receivers,
};
pub use retry::RetryPolicy;
pub use scope::{ScopeError, Scopes};
pub use token::Token;
pub use token_code::{TokenCode, TokenCodeValues, TokenLanguage, Tried, token_code};
pub use token_request::TokenRequest;
pub use transport::{Encoding, Method, Request, Response, Transport, TransportError};
