use nokkelsmie_jose::Public;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A client as the API gave it, every member kept: it is written back whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>", into = "Map<String, Value>")]
pub struct RegisteredClient(Map<String, Value>);

/// What the server writes itself: refused, or at best ignored, when it is sent.
const OWNED_BY_SERVER: [&str; 2] = ["created", "last_updated"];

/// Not an object with a `client_id` that can stand in an address, or with members of other types
/// than the API's.
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

    /// What a person reads of it is text, where it is there at all.
    fn has_known_types(&self) -> bool {
        let is = |name: &str, fits: fn(&Value) -> bool| {
            self.0.get(name).is_none_or(|it| it.is_null() || fits(it))
        };
        let texts = ["client_name", "description", "integration_type"];
        let plain = ["client_orgno", "created", "last_updated"];
        texts.iter().all(|name| is(name, Value::is_string))
            && plain.iter().all(|name| is(name, |it| !it.is_object() && !it.is_array()))
            && is("scopes", |it| it.as_array().is_some_and(|all| all.iter().all(Value::is_string)))
    }

    fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

impl TryFrom<Map<String, Value>> for RegisteredClient {
    type Error = NotAClient;
    fn try_from(members: Map<String, Value>) -> Result<Self, NotAClient> {
        let client = Self(members);
        let is_one = is_client_id(client.client_id()) && client.has_known_types();
        if is_one { Ok(client) } else { Err(NotAClient) }
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
    fn members_of_other_types_are_no_clients() {
        for members in [
            r#""client_name":{"toString":1}"#,
            r#""description":7"#,
            r#""integration_type":[]"#,
            r#""scopes":"a:b c:d""#,
            r#""scopes":["a:b",1]"#,
            r#""client_orgno":{}"#,
        ] {
            let text = format!(r#"{{"client_id":"a",{members}}}"#);
            assert!(serde_json::from_str::<RegisteredClient>(&text).is_err(), "{text}");
        }
        let bare = r#"{"client_id":"a","client_name":null,"scopes":null}"#;
        assert!(serde_json::from_str::<RegisteredClient>(bare).is_ok());
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
