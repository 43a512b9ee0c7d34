//! A client as it is sent, held to every rule, with all that is wrong told at once.

use serde_json::{Map, Value};

use super::problem::{FieldError, Problem};
use crate::{
    clients::{Client, JWT_BEARER, Metadata},
    integration_type::IntegrationType,
    organisations, scopes,
};

const OBJECT: &str = "client";

/// Guessed: Digdir gives no limits.
const LONGEST_NAME: usize = 255;
const LONGEST_LIFETIME: u64 = 7_200;

/// What PUT must have all of, and POST may leave out.
const DEFAULTED: [&str; 5] = [
    "description",
    "application_type",
    "token_endpoint_auth_method",
    "grant_types",
    "access_token_lifetime",
];

/// Members that are kept as they are; those of other integration types.
const OTHER: [&str; 13] = [
    "redirect_uris",
    "post_logout_redirect_uris",
    "frontchannel_logout_uri",
    "frontchannel_logout_session_required",
    "client_uri",
    "logo_uri",
    "authorization_lifetime",
    "refresh_token_lifetime",
    "refresh_token_usage",
    "code_challenge_method",
    "sso_disabled",
    "jwks_uri",
    "allowed_cors_origins",
];

/// A client that keeps the rules.
#[derive(Debug)]
pub struct PostedClient {
    /// `client_name`.
    pub name: String,
    /// May be empty.
    pub description: String,
    /// With or without access.
    pub scopes: Vec<String>,
    /// The rest.
    pub metadata: Metadata,
    /// `client_orgno`.
    pub customer: Option<String>,
}

impl PostedClient {
    /// Reads what POST sends.
    ///
    /// # Errors
    /// 400 with every field that is wrong.
    pub fn new(object: &Map<String, Value>) -> Result<Self, Problem> {
        let mut reader = Reader { object, errors: Vec::new() };
        for field in ["client_id", "active"] {
            if object.contains_key(field) {
                reader.wrong(field, "is set by the server");
            }
        }
        reader.read()
    }

    /// Reads what PUT sends: the whole object, in the place of `current`.
    ///
    /// # Errors
    /// 400 with every field that is wrong, is missing, or cannot change.
    pub fn whole(object: &Map<String, Value>, current: &Client) -> Result<Self, Problem> {
        let mut reader = Reader { object, errors: Vec::new() };
        for field in DEFAULTED {
            if !object.contains_key(field) {
                reader.wrong(field, "is required: PUT takes the whole object");
            }
        }
        let fixed = [
            ("client_id", Value::from(current.client_id.as_str())),
            ("active", current.active.into()),
            ("integration_type", current.metadata.integration_type.name().into()),
            ("client_orgno", current.customer.clone().into()),
        ];
        for (field, value) in fixed {
            let sent = object.get(field);
            // A name that is no type gets its own words below.
            let is_type = field == "integration_type"
                && sent.and_then(Value::as_str).and_then(IntegrationType::from_name).is_none();
            if !is_type && sent.is_some_and(|sent| *sent != value) {
                reader.wrong(field, "cannot be changed");
            }
        }
        if current.customer.is_some() && !object.contains_key("client_orgno") {
            reader.wrong("client_orgno", "is required: PUT takes the whole object");
        }
        reader.read()
    }
}

struct Reader<'a> {
    object: &'a Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn read(mut self) -> Result<PostedClient, Problem> {
        self.known_only();
        let integration_type = self.integration_type();
        let name = self.name();
        let scopes = self.texts("scopes");
        self.check_scopes(scopes.as_deref());
        let posted = PostedClient {
            name,
            description: self.optional_text("description").unwrap_or_default(),
            scopes: scopes.unwrap_or_default(),
            metadata: self.metadata(integration_type.unwrap_or_default()),
            customer: self.customer(),
        };
        if self.errors.is_empty() { Ok(posted) } else { Err(Problem::fields(self.errors)) }
    }

    fn wrong(&mut self, field: &str, message: &str) {
        self.errors.push(FieldError::new(OBJECT, field, format!("{field} {message}")));
    }

    fn known_only(&mut self) {
        const KNOWN: [&str; 6] =
            ["client_id", "active", "client_name", "scopes", "integration_type", "client_orgno"];
        let object = self.object;
        for field in object.keys().map(String::as_str) {
            if ["created", "last_updated"].contains(&field) {
                self.wrong(field, "is set by the server and may not be sent");
            } else if ![&KNOWN[..], &DEFAULTED, &OTHER].iter().any(|list| list.contains(&field)) {
                self.wrong(field, "is unknown");
            }
        }
    }

    fn integration_type(&mut self) -> Option<IntegrationType> {
        let name = self.object.get("integration_type").and_then(Value::as_str);
        let found = name.and_then(IntegrationType::from_name);
        if found.is_none() {
            self.wrong("integration_type", "must be one of those that exist");
        }
        found
    }

    fn name(&mut self) -> String {
        let name = self.object.get("client_name").and_then(Value::as_str).unwrap_or_default();
        if name.trim().is_empty() {
            self.wrong("client_name", "must not be empty");
        } else if name.chars().count() > LONGEST_NAME {
            self.wrong("client_name", "is too long");
        }
        name.to_owned()
    }

    fn check_scopes(&mut self, scopes: Option<&[String]>) {
        let Some(scopes) = scopes else {
            return self.wrong("scopes", "must be an array of scopes");
        };
        if scopes.iter().any(|one| !scopes::is_name(one)) {
            self.wrong("scopes", "has a malformed scope");
        }
        let is_repeated = |(at, one): (usize, &String)| scopes[..at].contains(one);
        if scopes.iter().enumerate().any(is_repeated) {
            self.wrong("scopes", "has a scope twice");
        }
    }

    fn customer(&mut self) -> Option<String> {
        let customer = self.optional_text("client_orgno")?;
        if !organisations::is_number(&customer) {
            self.wrong("client_orgno", "must be an organisation number of nine digits");
        }
        Some(customer)
    }

    /// Each member with its rule; where it is not sent, what the type has.
    fn metadata(&mut self, integration_type: IntegrationType) -> Metadata {
        let mut metadata = Metadata::of(integration_type);
        metadata.other.clear();
        for (name, value) in self.object {
            if OTHER.contains(&name.as_str()) {
                metadata.other.insert(name.clone(), value.clone());
            }
        }
        if let Some(text) = self.one_of("application_type", &["web", "browser", "native"]) {
            metadata.application_type = text;
        }
        const METHODS: [&str; 4] =
            ["private_key_jwt", "client_secret_basic", "client_secret_post", "none"];
        let is_maskinporten = integration_type == IntegrationType::Maskinporten;
        let methods = if is_maskinporten { &METHODS[..1] } else { &METHODS };
        if let Some(text) = self.one_of("token_endpoint_auth_method", methods) {
            metadata.token_endpoint_auth_method = text;
        }
        self.read_grant_types(&mut metadata, is_maskinporten);
        if let Some(lifetime) = self.object.get("access_token_lifetime") {
            match lifetime.as_u64().filter(|seconds| (1..=LONGEST_LIFETIME).contains(seconds)) {
                Some(seconds) => metadata.access_token_lifetime = seconds,
                None => self.wrong("access_token_lifetime", "must be from 1 to 7200 seconds"),
            }
        }
        if integration_type.logs_people_in()
            && self.texts("redirect_uris").is_none_or(|all| all.is_empty())
        {
            self.wrong("redirect_uris", "must have an address");
        }
        metadata
    }

    fn read_grant_types(&mut self, metadata: &mut Metadata, is_maskinporten: bool) {
        if !self.object.contains_key("grant_types") {
            return;
        }
        let good = self
            .texts("grant_types")
            .filter(|all| !all.is_empty() && (!is_maskinporten || *all == [JWT_BEARER]));
        match good {
            Some(all) => metadata.grant_types = all,
            None => self.wrong("grant_types", "must be an array of those the type has"),
        }
    }

    fn one_of(&mut self, field: &'static str, allowed: &[&str]) -> Option<String> {
        let text = self.optional_text(field)?;
        if !allowed.contains(&text.as_str()) {
            self.wrong(field, &format!("must be one of {}", allowed.join(", ")));
        }
        Some(text)
    }

    fn optional_text(&mut self, field: &str) -> Option<String> {
        match self.object.get(field) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(_) => {
                self.wrong(field, "must be text");
                None
            }
        }
    }

    fn texts(&self, field: &str) -> Option<Vec<String>> {
        let items = self.object.get(field)?.as_array()?;
        items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
    }
}
