//! The control endpoint: what a test may turn and see. Not Maskinporten's.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::{
    Portal, clock,
    keys::{Posted, PostedAt, algorithm::Algorithm, read},
    organisations::{self, ORGANISATIONS},
    settings::{Failure, Settings},
};

/// `/_practice/…`. JSON bodies only: a page of another origin would need a
/// preflight for those, and gets none.
pub fn routes() -> Router<Arc<Portal>> {
    Router::new()
        .route("/_practice/control", post(control).get(settings))
        .route("/_practice/log", get(log))
        .route("/_practice/clients", post(create_client))
}

/// What may be turned. What is not named stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Control {
    reset: bool,
    clock_skew_seconds: Option<i64>,
    key_delay_seconds: Option<u64>,
    cors: Option<bool>,
    algorithms: Option<Vec<Algorithm>>,
    #[serde(deserialize_with = "given")]
    fail_next: Option<Option<Failure>>,
    slow_ms: Option<u64>,
}

/// `null` takes the failure away; not named leaves it.
fn given<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<Option<Failure>>, D::Error> {
    Option::deserialize(reader).map(Some)
}

async fn control(
    State(portal): State<Arc<Portal>>,
    Json(control): Json<Control>,
) -> Json<Settings> {
    if control.reset {
        portal.reset();
    }
    let settings = &mut portal.state().settings;
    set(&mut settings.clock_skew_seconds, control.clock_skew_seconds);
    set(&mut settings.key_delay_seconds, control.key_delay_seconds);
    set(&mut settings.cors, control.cors);
    set(&mut settings.algorithms, control.algorithms);
    set(&mut settings.fail_next, control.fail_next);
    set(&mut settings.slow_ms, control.slow_ms);
    Json(settings.clone())
}

fn set<T>(setting: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *setting = value;
    }
}

async fn settings(State(portal): State<Arc<Portal>>) -> Json<Settings> {
    Json(portal.state().settings.clone())
}

async fn log(State(portal): State<Arc<Portal>>) -> Json<Value> {
    let state = portal.state();
    Json(json!({
        "privateMaterial": state.log.private_material(),
        "requests": state.log.entries(),
    }))
}

/// A client without the forms.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewClient {
    name: String,
    #[serde(default)]
    scopes: Vec<String>,
    organisation: Option<String>,
    jwk: Option<Value>,
    /// Lets the key expire so many seconds from now; negative: it has expired.
    key_expires_in_seconds: Option<i64>,
    /// The key waits like one from the form; otherwise it is known at once.
    #[serde(default)]
    key_delay: bool,
}

async fn create_client(
    State(portal): State<Arc<Portal>>,
    Json(new): Json<NewClient>,
) -> Result<Response, ControlError> {
    let organisation = match &new.organisation {
        Some(number) => organisations::find(number).ok_or(ControlError::Organisation)?,
        None => &ORGANISATIONS[0],
    };
    let mut state = portal.state();
    let now = clock::now(&state.settings);
    let posted = new
        .jwk
        .map(|jwk| read::read(&jwk.to_string(), &state.settings.algorithms))
        .transpose()
        .map_err(|error| ControlError::Key(format!("{error:?}")))?;

    let client =
        state.clients.create(organisation.number, new.name, String::new(), new.scopes, now);
    if let Some(posted) = posted {
        let machine_now =
            if new.key_delay { clock::machine_now() } else { std::time::Duration::ZERO };
        let outcome = client.keys.post(posted, PostedAt { now, machine_now });
        if let (Ok(Posted::Added { kid }), Some(seconds)) = (outcome, new.key_expires_in_seconds) {
            client.keys.set_expiry(&kid, now.saturating_add_signed(seconds));
        }
    }
    let body = Json(json!({ "client_id": client.client_id }));
    Ok((StatusCode::CREATED, body).into_response())
}

/// Why no client was made.
enum ControlError {
    Organisation,
    Key(String),
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let problem = match self {
            Self::Organisation => "organisation".to_owned(),
            Self::Key(rule) => format!("jwk: {rule}"),
        };
        let body = Json(json!({ "problem": problem }));
        (StatusCode::UNPROCESSABLE_ENTITY, body).into_response()
    }
}
