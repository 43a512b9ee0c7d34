//! The clients that were made here.

use serde_json::{Map, Value};

use crate::{integration_type::IntegrationType, keys::KeySet, random};

/// A client.
#[derive(Debug, Clone)]
pub struct Client {
    /// A UUID; the `iss` of its grants.
    pub client_id: String,
    /// Display name.
    pub name: String,
    /// Description, may be empty.
    pub description: String,
    /// Number of the organisation that made and keeps it.
    pub organisation: &'static str,
    /// Number of the customer a supplier made it for (`client_orgno`).
    pub customer: Option<String>,
    /// What else it is registered with.
    pub metadata: Metadata,
    /// Scopes attached to it, with or without access, in the order they came.
    pub scopes: Vec<String>,
    /// Its keys.
    pub keys: KeySet,
    /// Unix seconds.
    pub created: u64,
    /// Unix seconds of the last change, keys not counted.
    pub last_updated: u64,
    /// It may be used; DELETE makes this false, and nothing makes it true again.
    pub active: bool,
}

/// Client metadata (RFC 7591 §2), as the self-service API names it.
#[derive(Debug, Clone)]
pub struct Metadata {
    /// What it is for.
    pub integration_type: IntegrationType,
    /// `web`, `browser` or `native`.
    pub application_type: String,
    /// `private_key_jwt` for Maskinporten.
    pub token_endpoint_auth_method: String,
    /// One for Maskinporten: JWT bearer.
    pub grant_types: Vec<String>,
    /// Seconds. Kept and shown; the token endpoint gives what it always gives.
    pub access_token_lifetime: u64,
    /// Members that only other integration types have, as they were sent.
    pub other: Map<String, Value>,
}

/// The grant type of Maskinporten (RFC 7523 §2.1).
pub const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

impl Metadata {
    /// What a client of this type has when nothing else is asked for.
    pub fn of(integration_type: IntegrationType) -> Self {
        let mut other = Map::new();
        let grant_type = if integration_type.logs_people_in() {
            other.insert("redirect_uris".into(), serde_json::json!(["https://example.no/inn"]));
            "authorization_code"
        } else {
            JWT_BEARER
        };
        Self {
            integration_type,
            application_type: "web".to_owned(),
            token_endpoint_auth_method: "private_key_jwt".to_owned(),
            grant_types: vec![grant_type.to_owned()],
            access_token_lifetime: 120,
            other,
        }
    }
}

impl Client {
    /// Number of the organisation its tokens speak for.
    pub fn consumer(&self) -> &str {
        self.customer.as_deref().unwrap_or(self.organisation)
    }

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
    /// Makes a Maskinporten client without keys.
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
            customer: None,
            metadata: Metadata::of(IntegrationType::Maskinporten),
            scopes: Vec::new(),
            keys: KeySet::default(),
            created: now,
            last_updated: now,
            active: true,
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
