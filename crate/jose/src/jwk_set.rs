use crate::PublicJwk;
use serde::Serialize;
use serde_json::Value;

/// A set of public keys (RFC 7517 §5): `{"keys":[…]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JwkSet {
    /// The keys, in the order they were given.
    pub keys: Vec<PublicJwk>,
}

impl JwkSet {
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
