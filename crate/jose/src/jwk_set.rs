use crate::{JwkError, PublicJwk, strict_json};
use serde::Serialize;
use serde_json::Value;

/// A set of public keys (RFC 7517 §5): `{"keys":[…]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JwkSet {
    /// The keys, in the order they were given.
    pub keys: Vec<PublicJwk>,
}

impl JwkSet {
    /// Reads a JWK Set, a JSON array of keys, or one key.
    ///
    /// # Errors
    /// The first fault; [`JwkError::PrivateMember`] when a key in it is private.
    pub fn from_json(text: &str) -> Result<Self, JwkError> {
        let value = strict_json::parse(text)?;
        let keys = match &value {
            Value::Array(keys) => keys.as_slice(),
            Value::Object(object) => match object.get("keys") {
                Some(Value::Array(keys)) => keys.as_slice(),
                Some(_) => return Err(JwkError::Member("keys")),
                None => core::slice::from_ref(&value),
            },
            _ => return Err(JwkError::NoObject),
        };
        let keys = keys.iter().map(PublicJwk::from_value).collect::<Result<_, _>>()?;
        Ok(Self { keys })
    }

    /// `{"keys":[…]}`, indented.
    pub fn to_json(&self) -> String {
        let keys: Vec<Value> = self.keys.iter().map(PublicJwk::to_value).collect();
        format!("{:#}", serde_json::json!({ "keys": keys }))
    }

    /// `[…]`, indented: the form that older guides to the portal asked for.
    pub fn to_json_array(&self) -> String {
        format!("{:#}", Value::Array(self.keys.iter().map(PublicJwk::to_value).collect()))
    }
}
