use nokkelsmie_maskinporten::{AssertionError, MetadataError, TransportError};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;

/// What the functions of this module throw: an object with a code. It never
/// holds any of the input.
#[derive(Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum PortalError {
    /// The page gave something of another type: a fault of the page.
    Argument,
    /// The grant is no signed JWT.
    AssertionMalformed,
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
