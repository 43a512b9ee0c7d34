//! A client as the API shows it.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{clients::Client, clock, integration_type::IntegrationType};

/// The object, member by member. Borrowed: a list has thousands.
#[derive(Serialize)]
pub struct ClientObject<'a> {
    client_id: &'a str,
    client_name: &'a str,
    description: &'a str,
    scopes: &'a [String],
    integration_type: IntegrationType,
    application_type: &'a str,
    token_endpoint_auth_method: &'a str,
    grant_types: &'a [String],
    access_token_lifetime: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_orgno: Option<&'a str>,
    created: String,
    last_updated: String,
    active: bool,
    #[serde(flatten)]
    other: &'a Map<String, Value>,
}

impl<'a> From<&'a Client> for ClientObject<'a> {
    fn from(client: &'a Client) -> Self {
        let metadata = &client.metadata;
        Self {
            client_id: &client.client_id,
            client_name: &client.name,
            description: &client.description,
            scopes: &client.scopes,
            integration_type: metadata.integration_type,
            application_type: &metadata.application_type,
            token_endpoint_auth_method: &metadata.token_endpoint_auth_method,
            grant_types: &metadata.grant_types,
            access_token_lifetime: metadata.access_token_lifetime,
            client_orgno: client.customer.as_deref(),
            created: clock::rfc3339(client.created),
            last_updated: clock::rfc3339(client.last_updated),
            active: client.active,
            other: &metadata.other,
        }
    }
}
