use nokkelsmie_jose::JwkError;
use nokkelsmie_jose::strict_json::JsonError;
use nokkelsmie_maskinporten::{AssertionError, JwtError, MetadataError, TransportError};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;

/// What the functions of this module throw: an object with a code, and what
/// belongs to it. It never holds any of the input.
#[derive(Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum PortalError {
    /// The page gave something of another type: a fault of the page.
    Argument,
    /// The grant is no signed JWT.
    AssertionMalformed,
    /// Not three parts with dots between.
    JwtParts,
    /// A part is not base64url.
    JwtEncoding,
    /// The header or the claims are no JSON object.
    JwtJson,
    /// Not authorization server metadata (RFC 8414).
    MetadataMalformed,
    /// Metadata of another environment.
    MetadataOfAnother,
    /// Refused before it was sent, or before it was read: a private key.
    PrivateMaterial,
    /// Refused before it was sent: it has no such encoding.
    Unencodable,
    /// The server lets no other page read its answers, or there is no network.
    BlockedOrOffline,
    /// Nothing came in time.
    Timeout,
    /// Not JSON.
    JsonSyntax {
        /// Where that shows.
        position: Position,
    },
    /// JSON that stops too early.
    JsonIncomplete,
    /// Objects or arrays more than 127 deep.
    JsonTooDeep,
    /// More text than is read.
    TooLong,
    /// A member stands twice in an object.
    DuplicateMember,
    /// JSON, but no JWK, array of JWKs or JWK Set.
    NoJwk,
    /// A member that must be there is missing.
    MemberMissing {
        /// Its name.
        field: &'static str,
    },
    /// A member has the wrong type, encoding or length.
    MemberMalformed {
        /// Its name.
        field: &'static str,
    },
    /// A member holds a value that is not known here.
    MemberUnsupported {
        /// Its name.
        field: &'static str,
    },
}

/// A place in a text; both count from 1, columns in octets.
#[derive(Debug, PartialEq, Eq, Serialize, Tsify)]
pub struct Position {
    line: usize,
    column: usize,
}

impl From<PortalError> for JsValue {
    fn from(error: PortalError) -> Self {
        error.into_js().map_or(JsValue::UNDEFINED, Self::from)
    }
}

impl From<tsify::Error> for PortalError {
    fn from(_: tsify::Error) -> Self {
        Self::Argument
    }
}

impl From<TransportError> for PortalError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::PrivateMaterial => Self::PrivateMaterial,
            TransportError::Unencodable => Self::Unencodable,
            TransportError::BlockedOrOffline => Self::BlockedOrOffline,
            TransportError::Timeout => Self::Timeout,
        }
    }
}

impl From<AssertionError> for PortalError {
    fn from(error: AssertionError) -> Self {
        match error {
            AssertionError::AssertionMalformed => Self::AssertionMalformed,
            AssertionError::PrivateMaterial => Self::PrivateMaterial,
        }
    }
}

impl From<MetadataError> for PortalError {
    fn from(error: MetadataError) -> Self {
        match error {
            MetadataError::MetadataMalformed => Self::MetadataMalformed,
            MetadataError::MetadataOfAnother => Self::MetadataOfAnother,
        }
    }
}

impl From<JwtError> for PortalError {
    fn from(error: JwtError) -> Self {
        match error {
            JwtError::JwtParts => Self::JwtParts,
            JwtError::JwtEncoding => Self::JwtEncoding,
            JwtError::JwtJson => Self::JwtJson,
        }
    }
}

impl From<JwkError> for PortalError {
    fn from(error: JwkError) -> Self {
        match error {
            JwkError::Json(error) => error.into(),
            JwkError::NoObject => Self::NoJwk,
            JwkError::PrivateMember => Self::PrivateMaterial,
            JwkError::Missing(field) => Self::MemberMissing { field },
            JwkError::Member(field) => Self::MemberMalformed { field },
            JwkError::Unsupported(field) => Self::MemberUnsupported { field },
        }
    }
}

impl From<JsonError> for PortalError {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::Syntax { line, column } => {
                Self::JsonSyntax { position: Position { line, column } }
            }
            JsonError::Incomplete => Self::JsonIncomplete,
            JsonError::TooDeep => Self::JsonTooDeep,
            JsonError::TooLong => Self::TooLong,
            JsonError::DuplicateMember => Self::DuplicateMember,
        }
    }
}
