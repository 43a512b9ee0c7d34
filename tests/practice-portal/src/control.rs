//! The control endpoint: what a test may turn and see. Not Maskinporten's.

mod interference;
mod many_clients;
mod new_client;

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
    Portal,
    faults::Faults,
    keys::algorithm::Algorithm,
    organisations::{self, ORGANISATIONS, Organisation},
    pace::{Pace, RateLimit},
    settings::{Build, Failure, Settings},
};

/// `/_practice/…`. JSON bodies only: a page of another origin would need a
/// preflight for those, and gets none.
pub fn routes() -> Router<Arc<Portal>> {
    Router::new()
        .route("/_practice/control", post(control).get(settings))
        .route("/_practice/log", get(log))
        .route("/_practice/clients", post(new_client::create))
        .route("/_practice/many", post(many_clients::create))
        .route("/_practice/writers", post(interference::wait))
}

/// What may be turned. What is not named stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Control {
    reset: bool,
    clock_skew_seconds: Option<i64>,
    key_delay_seconds: Option<u64>,
    cors: Option<bool>,
    expose_headers: Option<bool>,
    only_status200: Option<bool>,
    algorithms: Option<Vec<Algorithm>>,
    #[serde(deserialize_with = "given")]
    fail_next: Option<Option<Failure>>,
    slow_ms: Option<u64>,
    #[serde(deserialize_with = "given")]
    faults: Option<Option<Faults>>,
    #[serde(deserialize_with = "given")]
    rate_limit: Option<Option<RateLimit>>,
    build: Option<Build>,
}

/// `null` takes it away; not named leaves it.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    reader: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(reader).map(Some)
}

async fn control(
    State(portal): State<Arc<Portal>>,
    Json(control): Json<Control>,
) -> Json<Settings> {
    if control.reset {
        portal.reset();
    }
    let state = &mut *portal.state();
    // The same seed again draws the same again.
    if let Some(Some(faults)) = &control.faults {
        state.lot.seed(faults.seed);
    }
    if control.rate_limit.is_some() {
        state.pace = Pace::default();
    }
    let settings = &mut state.settings;
    set(&mut settings.clock_skew_seconds, control.clock_skew_seconds);
    set(&mut settings.key_delay_seconds, control.key_delay_seconds);
    set(&mut settings.cors, control.cors);
    set(&mut settings.expose_headers, control.expose_headers);
    set(&mut settings.only_status200, control.only_status200);
    set(&mut settings.algorithms, control.algorithms);
    set(&mut settings.fail_next, control.fail_next);
    set(&mut settings.slow_ms, control.slow_ms);
    set(&mut settings.faults, control.faults);
    set(&mut settings.rate_limit, control.rate_limit);
    set(&mut settings.build, control.build);
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

/// Why nothing was made.
enum ControlError {
    Organisation,
    Customer,
    Certificate,
    Key(String),
    Action,
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let problem = match self {
            Self::Organisation => "organisation".to_owned(),
            Self::Customer => "clientOrgno".to_owned(),
            Self::Certificate => "certificate: a client with keys uses those".to_owned(),
            Self::Key(rule) => format!("jwk: {rule}"),
            Self::Action => "action".to_owned(),
        };
        let body = Json(json!({ "problem": problem }));
        (StatusCode::UNPROCESSABLE_ENTITY, body).into_response()
    }
}

/// The organisation with this number; when none is named, the first.
fn organisation(number: Option<&str>) -> Result<&'static Organisation, ControlError> {
    match number {
        Some(number) => organisations::find(number).ok_or(ControlError::Organisation),
        None => Ok(&ORGANISATIONS[0]),
    }
}
