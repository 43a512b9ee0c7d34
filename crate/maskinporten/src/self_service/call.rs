use super::client::{RegisteredClient, is_client_id};
use super::client_draft::ClientDraft;
use super::key_set::{KeysBody, RegisteredKey};
use crate::{Encoding, Environment, Request, TransportError};
use serde::{Deserialize, Serialize};

/// One call of the API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum ApiCall {
    /// `GET /clients`
    ListClients,
    /// `GET /clients/{id}`
    ReadClient {
        /// `client_id`
        client_id: String,
    },
    /// `POST /clients`
    CreateClient {
        /// What the person filled in.
        draft: ClientDraft,
    },
    /// `PUT /clients/{id}`: the whole object.
    UpdateClient {
        /// As it was read, with what is to be changed.
        #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>"))]
        client: RegisteredClient,
    },
    /// `DELETE /clients/{id}`: deactivates it for good; it is never erased.
    DeactivateClient {
        /// `client_id`
        client_id: String,
    },
    /// `GET /clients/{id}/jwks`
    ReadKeys {
        /// `client_id`
        client_id: String,
    },
    /// `POST /clients/{id}/jwks` for a client without keys, else `PUT`: replaces them all.
    WriteKeys {
        /// `client_id`
        client_id: String,
        /// All of them, old and new.
        #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>[]"))]
        keys: Vec<RegisteredKey>,
        /// The client has none yet.
        first: bool,
    },
    /// `DELETE /clients/{id}/jwks`
    DeleteKeys {
        /// `client_id`
        client_id: String,
    },
    /// `GET /scopes/access/all`
    ListScopeAccess,
    /// `GET /scopes/all?accessible_for_all=true`, which is open: it takes no token.
    ListOpenScopes,
}

impl ApiCall {
    /// As it goes to the environment's API.
    ///
    /// # Errors
    /// [`TransportError::PrivateMaterial`]; [`TransportError::Unencodable`] when the
    /// `client_id` or the token is none.
    pub fn to_request(
        &self,
        environment: &Environment,
        access_token: &str,
    ) -> Result<Request, TransportError> {
        let base = &environment.self_service_api;
        let clients = format!("{base}/clients");
        let client = |id: &str| match is_client_id(id) {
            true => Ok(format!("{clients}/{id}")),
            false => Err(TransportError::Unencodable),
        };
        let keys_of = |id: &str| Ok(format!("{}/jwks", client(id)?));
        let json = Encoding::Json;
        let request = match self {
            Self::ListClients => Request::get(&clients),
            Self::ReadClient { client_id } => Request::get(&client(client_id)?),
            Self::CreateClient { draft } => Request::post(&clients, json, &draft.body()),
            Self::UpdateClient { client: changed } => {
                Request::put(&client(changed.client_id())?, json, &changed.body())
            }
            Self::DeactivateClient { client_id } => Request::delete(&client(client_id)?),
            Self::ReadKeys { client_id } => Request::get(&keys_of(client_id)?),
            Self::WriteKeys { client_id, keys, first } => {
                let write = if *first { Request::post } else { Request::put };
                write(&keys_of(client_id)?, json, &KeysBody { keys })
            }
            Self::DeleteKeys { client_id } => Request::delete(&keys_of(client_id)?),
            Self::ListScopeAccess => Request::get(&format!("{base}/scopes/access/all")),
            Self::ListOpenScopes => {
                return Request::get(&format!("{base}/scopes/all?accessible_for_all=true"));
            }
        };
        request?.with_bearer(access_token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EnvironmentName, Method};

    fn request(call: &ApiCall) -> Result<Request, TransportError> {
        call.to_request(&Environment::named(EnvironmentName::Test).unwrap(), "e30.e30.AA")
    }

    #[test]
    fn the_table_of_the_documentation() {
        let client: RegisteredClient =
            serde_json::from_str(r#"{"client_id":"c-1","created":"x"}"#).unwrap();
        let id = || "c-1".to_owned();
        let keys = vec![serde_json::from_str(r#"{"kty":"RSA","kid":"k"}"#).unwrap()];
        let write = |first| ApiCall::WriteKeys { client_id: id(), keys: keys.clone(), first };
        for (call, method, path, body) in [
            (ApiCall::ListClients, Method::Get, "clients", None),
            (ApiCall::ReadClient { client_id: id() }, Method::Get, "clients/c-1", None),
            (
                ApiCall::UpdateClient { client },
                Method::Put,
                "clients/c-1",
                Some(r#"{"client_id":"c-1"}"#),
            ),
            (ApiCall::DeactivateClient { client_id: id() }, Method::Delete, "clients/c-1", None),
            (ApiCall::ReadKeys { client_id: id() }, Method::Get, "clients/c-1/jwks", None),
            (
                write(true),
                Method::Post,
                "clients/c-1/jwks",
                Some(r#"{"keys":[{"kty":"RSA","kid":"k"}]}"#),
            ),
            (
                write(false),
                Method::Put,
                "clients/c-1/jwks",
                Some(r#"{"keys":[{"kty":"RSA","kid":"k"}]}"#),
            ),
            (ApiCall::DeleteKeys { client_id: id() }, Method::Delete, "clients/c-1/jwks", None),
            (ApiCall::ListScopeAccess, Method::Get, "scopes/access/all", None),
        ] {
            let sent = request(&call).unwrap();
            let url = format!("https://api.test.samarbeid.digdir.no/api/v1/{path}");
            assert_eq!((sent.method(), sent.url(), sent.body()), (method, url.as_str(), body));
            assert!(sent.headers().any(|header| header == ("authorization", "Bearer e30.e30.AA")));
        }
    }

    #[test]
    fn open_scopes_take_no_token() {
        let sent = request(&ApiCall::ListOpenScopes).unwrap();
        assert!(sent.headers().all(|(name, _)| name != "authorization"));
    }

    #[test]
    fn a_client_id_cannot_lead_elsewhere() {
        for id in ["", "..", "a/../b", "a?b", "a#b"] {
            let refused = request(&ApiCall::ReadKeys { client_id: id.into() });
            assert_eq!(refused, Err(TransportError::Unencodable), "{id}");
        }
    }

    #[test]
    fn a_private_key_among_the_keys_is_not_sent() {
        let keys = vec![
            serde_json::from_str(
                r#"{"kty":"OKP","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"#,
            )
            .unwrap(),
        ];
        let refused = request(&ApiCall::WriteKeys { client_id: "c".into(), keys, first: true });
        assert_eq!(refused, Err(TransportError::PrivateMaterial));
    }
}
