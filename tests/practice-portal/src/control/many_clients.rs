//! `POST /_practice/many`: a crowd of plausible clients, for measurements.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{ControlError, organisation};
use crate::{
    Portal, base64url,
    clients::{Client, Metadata},
    clock::{self, DAY},
    integration_type::IntegrationType,
    keys::{PostedAt, algorithm::Algorithm, read},
    random,
    scopes::{self, SCOPES},
    settings::Settings,
};

/// More than any organisation has.
const MOST: usize = 100_000;

/// How old the oldest is.
const OLDEST_DAYS: usize = 1_500;

const SYSTEMS: [&str; 12] = [
    "Skjema",
    "Arkiv",
    "Lønn",
    "Byggesak",
    "Barnehage",
    "Skatt",
    "Fiskeri",
    "Løyve",
    "Tilskudd",
    "Helse",
    "Innkjøp",
    "Vannverk",
];
const PARTS: [&str; 8] =
    ["api", "melding", "app", "integrasjon", "rapport", "mottak", "innsyn", "jobb"];
const STAGES: [&str; 4] = ["test", "at", "yt", "prod"];
const DESCRIPTIONS: [&str; 5] = [
    "",
    "Sender meldinger til Altinn",
    "Henter skjema hver natt",
    "Driftes av leverandør, kontakt brukerstøtte før endring",
    "Erstatter den gamle klienten «æøå» & co.",
];

/// How many, and how their keys are.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Crowd {
    count: usize,
    /// So many of them, spread evenly, are Maskinporten clients with a key.
    #[serde(default)]
    keyed: usize,
    /// Their keys expire from tomorrow until then.
    #[serde(default = "a_year")]
    expiring_within_days: u64,
    /// The public key they share, each under a `kid` of its own. When it is not
    /// given, a number that nobody has the private half of.
    jwk: Option<Map<String, Value>>,
    organisation: Option<String>,
}

fn a_year() -> u64 {
    365
}

pub(super) async fn create(
    State(portal): State<Arc<Portal>>,
    Json(crowd): Json<Crowd>,
) -> Result<Response, ControlError> {
    let owner = organisation(crowd.organisation.as_deref())?;
    let (count, jwk) = (crowd.count.min(MOST), crowd.jwk.clone().unwrap_or_else(nobodys_key));
    let mut state = portal.state();
    let settings = state.settings.clone();
    // Held to the rules once, before anything is made.
    key(&jwk, 0, &crowd, &settings)?;
    let mut keyed = Vec::new();
    for number in 0..count {
        // Of every `count` numbers exactly `keyed` cross a whole step.
        let is_keyed = (number + 1) * crowd.keyed / count > number * crowd.keyed / count;
        let kind = if is_keyed { IntegrationType::Maskinporten } else { kind(number) };
        let age = u64::try_from((count - number) * OLDEST_DAYS / count).unwrap_or_default();
        let created = clock::now(&settings).saturating_sub(age * DAY);
        let (name, description) = words(number);
        let client =
            state.clients.create(owner.number, name, description, scopes_of(number, kind), created);
        client.metadata = Metadata::of(kind);
        if is_keyed {
            give_key(client, &jwk, keyed.len(), &crowd, &settings)?;
            keyed.push(client.client_id.clone());
        }
    }
    let body = Json(json!({ "count": count, "keyed": keyed }));
    Ok((StatusCode::CREATED, body).into_response())
}

fn words(number: usize) -> (String, String) {
    let name = format!(
        "{} {} {} {:05}",
        SYSTEMS[number % SYSTEMS.len()],
        PARTS[number / SYSTEMS.len() % PARTS.len()],
        STAGES[number / 7 % STAGES.len()],
        number + 1
    );
    (name, DESCRIPTIONS[number % DESCRIPTIONS.len()].to_owned())
}

/// Four in ten are of another service.
fn kind(number: usize) -> IntegrationType {
    match number % 10 {
        1 | 6 => IntegrationType::Idporten,
        3 => IntegrationType::Ansattporten,
        5 => IntegrationType::ApiKlient,
        8 => IntegrationType::Krr,
        _ => IntegrationType::Maskinporten,
    }
}

/// The first is granted, so that a key can be proved; the others vary, and some
/// of them lack access.
fn scopes_of(number: usize, kind: IntegrationType) -> Vec<String> {
    if kind != IntegrationType::Maskinporten {
        return vec!["openid".to_owned(), "profile".to_owned()];
    }
    let for_maskinporten: Vec<_> = SCOPES.iter().filter(|one| one.maskinporten).collect();
    let granted: Vec<_> = scopes::available().collect();
    let first = granted[number % granted.len().max(1)].name;
    let others =
        (0..number % 3).map(|step| for_maskinporten[(number + step * 5) % for_maskinporten.len()]);
    let mut names = vec![first.to_owned()];
    names.extend(others.map(|one| one.name.to_owned()));
    names
}

fn give_key(
    client: &mut Client,
    jwk: &Map<String, Value>,
    number: usize,
    crowd: &Crowd,
    settings: &Settings,
) -> Result<(), ControlError> {
    let at = PostedAt { now: clock::now(settings), machine_now: Duration::ZERO };
    client
        .keys
        .post(key(jwk, number, crowd, settings)?, at)
        .map(|_| ())
        .map_err(|error| ControlError::Key(format!("{error:?}")))
}

/// The shared key under the `kid` and with the expiry of this number.
fn key(
    jwk: &Map<String, Value>,
    number: usize,
    crowd: &Crowd,
    settings: &Settings,
) -> Result<read::PostedKey, ControlError> {
    let days = 1 + u64::try_from(number).unwrap_or_default() % crowd.expiring_within_days.max(1);
    let mut jwk = jwk.clone();
    jwk.insert("kid".to_owned(), format!("mange-{:05}", number + 1).into());
    jwk.insert("exp".to_owned(), (clock::now(settings) + days * DAY - 60).into());
    read::read_one(&Value::Object(jwk), &settings.algorithms)
        .map_err(|error| ControlError::Key(format!("{error:?}")))
}

/// An odd number of 2048 bits.
fn nobodys_key() -> Map<String, Value> {
    let mut modulus: Vec<u8> = (0..8).flat_map(|_| random::bytes()).collect();
    if let [first, .., last] = modulus.as_mut_slice() {
        *first |= 0x80;
        *last |= 1;
    }
    let mut jwk = Map::new();
    for (name, value) in [
        ("kty", "RSA"),
        ("use", "sig"),
        ("alg", Algorithm::RS256.name()),
        ("e", "AQAB"),
        ("n", &base64url::encode(&modulus)),
    ] {
        jwk.insert(name.to_owned(), value.into());
    }
    jwk
}
