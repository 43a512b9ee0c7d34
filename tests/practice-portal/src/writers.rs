//! Somebody else who changes the keys of a client, between what a test reads
//! and what it writes. The API has no `If-Match`.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    clients::Client,
    keys::{KeySet, PostedAt, algorithm::Algorithm, read},
};

/// When the other writer writes: around a call to `/clients/{id}/jwks`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// After GET was answered.
    AfterRead,
    /// Before POST, PUT or DELETE is done.
    BeforeWrite,
    /// After POST, PUT or DELETE was done.
    AfterWrite,
}

/// What the other writer does.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Adds this JWK beside the others, if there is room.
    Add(Value),
    /// Takes away the key with this `kid`.
    Drop(String),
    /// Puts back the set as it was before the last write through the API.
    PutBack(bool),
}

/// One of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writer {
    /// Whose keys.
    pub client_id: String,
    /// When.
    pub when: When,
    /// What.
    pub action: Action,
    /// How many calls it meets; one when not given.
    #[serde(default = "once")]
    pub times: u32,
}

fn once() -> u32 {
    1
}

/// All that wait for their call.
#[derive(Debug, Default)]
pub struct Writers {
    waiting: Vec<Writer>,
    /// Each client's keys before the last write through the API.
    before_last_write: HashMap<String, KeySet>,
}

impl Writers {
    /// Lets one wait; gives how many wait now.
    pub fn wait(&mut self, writer: Writer) -> usize {
        self.waiting.push(writer);
        self.waiting.len()
    }

    /// A write through the API is about to be done.
    pub fn remember(&mut self, client: &Client) {
        self.before_last_write.insert(client.client_id.clone(), client.keys.clone());
    }

    /// Lets those write whose moment this is.
    pub fn write(&mut self, when: When, client: &mut Client, accepted: &[Algorithm], at: PostedAt) {
        let is_now = |one: &Writer| one.when == when && one.client_id == client.client_id;
        let acting: Vec<Action> =
            self.waiting.iter().filter(|one| is_now(one)).map(|one| one.action.clone()).collect();
        for writer in self.waiting.iter_mut().filter(|one| is_now(one)) {
            writer.times = writer.times.saturating_sub(1);
        }
        self.waiting.retain(|one| one.times > 0);
        for action in acting {
            self.act(&action, client, accepted, at);
        }
    }

    fn act(&self, action: &Action, client: &mut Client, accepted: &[Algorithm], at: PostedAt) {
        match action {
            // The key was read when the writer came; a full set keeps it out,
            // as it would keep out anybody's.
            Action::Add(jwk) => {
                if let Ok(posted) = read::read_one(jwk, accepted) {
                    client.keys.post(posted, at).ok();
                }
            }
            Action::Drop(kid) => {
                client.keys.remove(kid, at.now);
            }
            Action::PutBack(_) => {
                if let Some(before) = self.before_last_write.get(&client.client_id) {
                    client.keys = before.clone();
                }
            }
        }
    }
}
