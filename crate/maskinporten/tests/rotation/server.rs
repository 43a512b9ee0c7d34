use crate::dice::Dice;
use nokkelsmie_jose::base64url;
use nokkelsmie_maskinporten::self_service::{ApiCall, ApiOutcome, RegisteredKey};
use nokkelsmie_maskinporten::{Response, TransportError};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

pub const NOW: u64 = 1_795_000_000;
pub const YEAR: u64 = 365 * 24 * 3600;

/// A public key of Ed25519 that is nobody's.
pub fn jwk(number: u64) -> Map<String, Value> {
    let mut x = [7; 32];
    x[..8].copy_from_slice(&number.to_be_bytes());
    let x = base64url::encode(x);
    let value = json!({"kty": "OKP", "alg": "EdDSA", "use": "sig", "kid": format!("k{number}"), "crv": "Ed25519", "x": x});
    value.as_object().unwrap().clone()
}

/// One client's keys, as the API keeps them, and somebody else who changes them.
pub struct Server {
    pub keys: Vec<Map<String, Value>>,
    pub calls: Vec<ApiCall>,
    /// What another writer read some time ago.
    stale: Option<Vec<Map<String, Value>>>,
    last_number: u64,
    pub has_set: bool,
    /// Its clock, Unix seconds.
    pub now: u64,
}

impl Server {
    pub fn with_keys(count: u64) -> Self {
        let dated = |number| with_expiry(jwk(number), NOW + 1000 * number);
        Self {
            keys: (1..=count).map(dated).collect(),
            calls: Vec::new(),
            stale: None,
            last_number: 100,
            has_set: count > 0,
            now: NOW,
        }
    }

    pub fn kids(&self) -> BTreeSet<String> {
        self.keys.iter().map(kid).collect()
    }

    /// The answer, as it comes over the network.
    pub fn answer(&mut self, call: &ApiCall) -> ApiOutcome {
        let response = self.respond(call);
        ApiOutcome::of(call, &response)
    }

    /// Without the tool hearing of it.
    pub fn respond(&mut self, call: &ApiCall) -> Response {
        self.calls.push(call.clone());
        match call {
            ApiCall::ReadKeys { .. } if !self.has_set => response(404, json!({"status": 404})),
            ApiCall::ReadKeys { .. } => response(200, json!({"keys": self.keys})),
            ApiCall::ReadClient { client_id } => response(200, json!({"client_id": client_id})),
            ApiCall::WriteKeys { keys, .. } => self.write(keys),
            ApiCall::DeleteKeys { .. } => {
                self.keys.clear();
                self.has_set = false;
                response(204, Value::Null)
            }
            other => panic!("{other:?}"),
        }
    }

    fn write(&mut self, keys: &[RegisteredKey]) -> Response {
        if keys.len() > 5 {
            return response(400, json!({"errors": [{"errorMessage": "more than 5 keys"}]}));
        }
        let members = |key: &RegisteredKey| {
            let key = serde_json::to_value(key).unwrap().as_object().unwrap().clone();
            let given = key.get("exp").and_then(Value::as_u64).unwrap_or(u64::MAX);
            with_expiry(key, given.min(self.now + YEAR))
        };
        self.keys = keys.iter().map(members).collect();
        self.has_set = true;
        response(200, json!({"keys": self.keys}))
    }

    /// Another writer: adds a key, removes or renews one, puts back a set that was
    /// read before, or reads one.
    pub fn other_writer(&mut self, dice: &mut Dice) {
        let count = self.keys.len() as u64;
        let new_year = self.now + YEAR;
        match dice.roll(7) {
            0 | 1 if count < 4 => {
                self.last_number += 1;
                self.keys.push(with_expiry(jwk(self.last_number), new_year));
            }
            2 | 3 => {
                if let Some(stale) = self.stale.take() {
                    self.keys = stale;
                }
            }
            4 if count > 0 => {
                self.keys.remove(dice.roll(count) as usize);
            }
            5 if count > 0 => {
                self.keys[dice.roll(count) as usize].insert("exp".into(), new_year.into());
            }
            _ => self.stale = Some(self.keys.clone()),
        }
        self.has_set |= !self.keys.is_empty();
    }
}

pub fn kid(key: &Map<String, Value>) -> String {
    key["kid"].as_str().unwrap().to_owned()
}

pub fn with_expiry(mut key: Map<String, Value>, exp: u64) -> Map<String, Value> {
    key.insert("exp".into(), exp.into());
    key
}

fn response(status: u16, body: Value) -> Response {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    Response { status, headers: vec![], body }
}

/// An answer that never came.
pub fn no_answer(call: &ApiCall) -> ApiOutcome {
    ApiOutcome::of_answer(call, Err(TransportError::BlockedOrOffline)).unwrap()
}

/// An answer of trouble.
pub fn trouble(call: &ApiCall, status: u16) -> ApiOutcome {
    ApiOutcome::of(call, &response(status, json!({"status": status, "correlation_id": "c-7"})))
}
