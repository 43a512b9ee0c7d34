use nokkelsmie_jose::Public;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A client as the API gave it, every member kept: it is written back whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>", into = "Map<String, Value>")]
pub struct RegisteredClient(Map<String, Value>);

/// What the server writes itself: refused, or at best ignored, when it is sent.
const OWNED_BY_SERVER: [&str; 2] = ["created", "last_updated"];

/// Not an object with a `client_id` that can stand in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAClient;

impl RegisteredClient {
    /// `client_id`
    pub fn client_id(&self) -> &str {
        self.text("client_id")
    }

    /// The whole object as it is sent in a PUT.
    pub(crate) fn body(&self) -> ClientBody {
        let is_own = |(name, _): &(&String, &Value)| !OWNED_BY_SERVER.contains(&name.as_str());
        let members = self.0.iter().filter(is_own);
        ClientBody(members.map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

impl TryFrom<Map<String, Value>> for RegisteredClient {
    type Error = NotAClient;
    fn try_from(members: Map<String, Value>) -> Result<Self, NotAClient> {
        let client = Self(members);
        if is_client_id(client.client_id()) { Ok(client) } else { Err(NotAClient) }
    }
}

impl From<RegisteredClient> for Map<String, Value> {
    fn from(client: RegisteredClient) -> Self {
        client.0
    }
}

/// Whether a text can be a `client_id`, and stand in an address as it is: those
/// seen are UUIDs, older ones names.
pub(crate) fn is_client_id(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    !text.is_empty() && text.bytes().all(plain) && text.bytes().any(|b| b != b'.')
}

/// A client on its way to the server.
#[derive(Serialize)]
#[serde(transparent)]
pub(crate) struct ClientBody(pub Map<String, Value>);

impl Public for ClientBody {}

impl core::fmt::Display for NotAClient {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("not a client")
    }
}

impl std::error::Error for NotAClient {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_back_whole_but_for_what_the_server_owns() {
        let text = r#"{"client_id":"a-1","client_name":"Å","unheard_of":{"x":[1]},"created":"2026","last_updated":"2026"}"#;
        let client: RegisteredClient = serde_json::from_str(text).unwrap();
        let body = serde_json::to_string(&client.body()).unwrap();
        assert_eq!(body, r#"{"client_id":"a-1","client_name":"Å","unheard_of":{"x":[1]}}"#);
        assert_eq!(serde_json::to_string(&client).unwrap(), text);
    }

    #[test]
    fn a_client_id_leads_nowhere_else() {
        for text in ["", ".", "..", "a/b", "a?b", "a%2fb", "å", "a b"] {
            assert!(!is_client_id(text), "{text}");
        }
        assert!(is_client_id("b590f149-d0ba-4fca-b367-bccd9e444a00"));
        assert!(is_client_id("oidc_gammel.klient"));
    }
}
