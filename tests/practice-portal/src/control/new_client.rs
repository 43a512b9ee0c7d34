//! `POST /_practice/clients`: a client without the forms.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ControlError, organisation};
use crate::{
    Portal,
    clients::Metadata,
    clock,
    integration_type::IntegrationType,
    keys::{Posted, PostedAt, SetError, read},
    organisations,
};

/// What it is to be.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct NewClient {
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    scopes: Vec<String>,
    organisation: Option<String>,
    #[serde(default, alias = "integration_type")]
    integration_type: IntegrationType,
    /// The customer a supplier made it for.
    #[serde(alias = "client_orgno")]
    client_orgno: Option<String>,
    /// It signs with a business certificate, and so has no keys.
    #[serde(default)]
    certificate: bool,
    jwk: Option<Value>,
    /// Lets the key expire so many seconds from now; negative: it has expired.
    key_expires_in_seconds: Option<i64>,
    #[serde(default)]
    keys: Vec<NewKey>,
    /// The keys wait like those from the form; otherwise they are known at once.
    #[serde(default)]
    key_delay: bool,
}

/// A key with its own expiry.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewKey {
    jwk: Value,
    expires_in_seconds: Option<i64>,
}

impl NewClient {
    /// The single key and the several, in one list.
    fn all_keys(&self) -> Vec<NewKey> {
        let expires_in_seconds = self.key_expires_in_seconds;
        let single = self.jwk.clone().map(|jwk| NewKey { jwk, expires_in_seconds });
        single.into_iter().chain(self.keys.iter().cloned()).collect()
    }
}

pub(super) async fn create(
    State(portal): State<Arc<Portal>>,
    Json(new): Json<NewClient>,
) -> Result<Response, ControlError> {
    let owner = organisation(new.organisation.as_deref())?;
    if new.client_orgno.as_ref().is_some_and(|number| !organisations::is_number(number)) {
        return Err(ControlError::Customer);
    }
    let keys = new.all_keys();
    if new.certificate && !keys.is_empty() {
        return Err(ControlError::Certificate);
    }
    let mut state = portal.state();
    let now = clock::now(&state.settings);
    let mut set = crate::keys::KeySet::default();
    for key in keys {
        let posted = read::read_one(&key.jwk, &state.settings.algorithms)
            .map_err(|error| ControlError::Key(format!("{error:?}")))?;
        let machine_now = if new.key_delay { clock::machine_now() } else { Duration::ZERO };
        let (Posted::Added { kid } | Posted::Renewed { kid }) = set
            .post(posted, PostedAt { now, machine_now })
            .map_err(|error: SetError| ControlError::Key(format!("{error:?}")))?;
        if let Some(seconds) = key.expires_in_seconds {
            set.set_expiry(&kid, now.saturating_add_signed(seconds));
        }
    }
    let client = state.clients.create(owner.number, new.name, new.description, new.scopes, now);
    client.metadata = Metadata::of(new.integration_type);
    client.customer = new.client_orgno;
    client.keys = set;
    let body = Json(json!({ "client_id": client.client_id }));
    Ok((StatusCode::CREATED, body).into_response())
}
