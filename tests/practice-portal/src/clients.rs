//! The clients that were made here.

use crate::{keys::KeySet, random};

/// A Maskinporten client.
#[derive(Debug, Clone)]
pub struct Client {
    /// A UUID; the `iss` of its grants.
    pub client_id: String,
    /// Display name.
    pub name: String,
    /// Description, may be empty.
    pub description: String,
    /// Number of the organisation that owns it.
    pub organisation: &'static str,
    /// Scopes attached to it, with or without access, in the order they came.
    pub scopes: Vec<String>,
    /// Its keys.
    pub keys: KeySet,
    /// Unix seconds.
    pub created: u64,
}

impl Client {
    /// Attaches scopes; those it has already stay as they are.
    pub fn attach(&mut self, scopes: impl IntoIterator<Item = String>) {
        for scope in scopes {
            if !self.scopes.contains(&scope) {
                self.scopes.push(scope);
            }
        }
    }
}

/// All clients of all organisations.
#[derive(Debug, Default)]
pub struct Clients(Vec<Client>);

impl Clients {
    /// Makes a client without keys and gives its `client_id`.
    pub fn create(
        &mut self,
        organisation: &'static str,
        name: String,
        description: String,
        scopes: impl IntoIterator<Item = String>,
        now: u64,
    ) -> &mut Client {
        let mut client = Client {
            client_id: random::uuid(),
            name,
            description,
            organisation,
            scopes: Vec::new(),
            keys: KeySet::default(),
            created: now,
        };
        client.attach(scopes);
        self.0.push(client);
        self.0.last_mut().expect("one was just pushed")
    }

    /// The client with this `client_id`.
    pub fn find(&self, client_id: &str) -> Option<&Client> {
        self.0.iter().find(|one| one.client_id == client_id)
    }

    /// The client with this `client_id`, if the organisation owns it.
    pub fn find_own(&mut self, organisation: &str, client_id: &str) -> Option<&mut Client> {
        self.0.iter_mut().find(|one| one.client_id == client_id && one.organisation == organisation)
    }

    /// The organisation's clients, oldest first.
    pub fn of<'a>(&'a self, organisation: &'a str) -> impl Iterator<Item = &'a Client> {
        self.0.iter().filter(move |one| one.organisation == organisation)
    }

    /// Forgets all clients.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
