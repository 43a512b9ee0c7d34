use crate::DecodedJwt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A token answer (RFC 6749 §5.1).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null, hashmap_as_object))]
pub struct Token {
    /// `access_token`
    pub access_token: String,
    /// `token_type`: `Bearer`
    pub token_type: String,
    /// `expires_in`: seconds from when it was given; 0 when the answer does not say.
    pub expires_in: u64,
    /// `scope`: those that were given.
    pub scope: String,
    /// The token's JOSE header; null when the token is opaque.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown> | null"))]
    pub header: Option<Map<String, Value>>,
    /// The token's claims, not verified; null when the token is opaque.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown> | null"))]
    pub claims: Option<Map<String, Value>>,
}

impl Token {
    /// Reads a token answer; `None` when it is none.
    pub(crate) fn of(answer: &Value) -> Option<Self> {
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        let access_token = text("access_token").filter(|token| !token.is_empty())?;
        // "The access token is opaque for the client, and the format may be
        // changed" (docs.digdir.no, "/token endpoint"): decoded when it can be.
        let (header, claims) = match DecodedJwt::from_compact(&access_token) {
            Ok(jwt) => (Some(jwt.header), Some(jwt.claims)),
            Err(_) => (None, None),
        };
        Some(Self {
            access_token,
            token_type: text("token_type").unwrap_or_default(),
            expires_in: answer["expires_in"].as_u64().unwrap_or_default(),
            scope: text("scope").unwrap_or_default(),
            header,
            claims,
        })
    }
}

/// Whoever has the token can use it: it is not for logs.
impl core::fmt::Debug for Token {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Token")
            .field("access_token", &"[secret]")
            .field("expires_in", &self.expires_in)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}
