//! The claims of a grant, each of its type.

use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::{organisations, scopes};

/// Every claim Maskinporten knows. "Unknown claims give 400."
const KNOWN: [&str; 13] = [
    "aud",
    "iss",
    "sub",
    "scope",
    "iat",
    "exp",
    "nbf",
    "jti",
    "resource",
    "pid",
    "consumer_org",
    "iss_onbehalfof",
    "authorization_details",
];

/// The claims of a grant.
#[derive(Debug, Clone)]
pub struct Claims {
    /// One or more audiences; exactly one is right.
    pub audience: Vec<String>,
    /// The `client_id`.
    pub issuer: String,
    /// At least one, in the order asked.
    pub scopes: Vec<String>,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds.
    pub expires: u64,
    /// Recommended, so that a grant cannot be used twice.
    pub jti: Option<String>,
    /// Audiences wished for the access token.
    pub resource: Vec<String>,
    /// Number of a person.
    pub pid: Option<String>,
    /// Number of the customer who has delegated.
    pub consumer_org: Option<String>,
    /// Older form of acting for another client.
    pub on_behalf_of: Option<String>,
    /// RFC 9396, judged in `authorization_details`.
    pub authorization_details: Option<Value>,
}

impl Claims {
    /// Reads the claims.
    ///
    /// # Errors
    /// MP-011 for an unknown claim, a missing one and one of the wrong type.
    pub fn read(claims: &Map<String, Value>) -> Result<Self, Refusal> {
        if claims.keys().any(|name| !KNOWN.contains(&name.as_str())) {
            return Err(Refusal::UnknownParameter);
        }
        let read = Self {
            audience: audience(claims)?,
            issuer: required(text(claims, "iss")?, "iss")?,
            scopes: scopes_of(required(text(claims, "scope")?, "scope")?)?,
            issued_at: time(claims, "iat")?,
            expires: time(claims, "exp")?,
            jti: text(claims, "jti")?,
            resource: texts(claims, "resource")?,
            pid: text(claims, "pid")?,
            consumer_org: text(claims, "consumer_org")?,
            on_behalf_of: text(claims, "iss_onbehalfof")?,
            authorization_details: claims.get("authorization_details").cloned(),
        };
        read.check()
    }

    /// The scopes as the token answer names them.
    pub fn scope(&self) -> String {
        self.scopes.join(" ")
    }

    fn check(self) -> Result<Self, Refusal> {
        let is_person = |pid: &String| pid.len() == 11 && pid.bytes().all(|b| b.is_ascii_digit());
        if self.pid.as_ref().is_some_and(|pid| !is_person(pid)) {
            return Err(Refusal::Parameter("pid"));
        }
        if let Some(consumer) = &self.consumer_org
            && (!organisations::is_number(consumer) || self.on_behalf_of.is_some())
        {
            return Err(Refusal::Parameter("consumer_org"));
        }
        if self.expires <= self.issued_at {
            return Err(Refusal::Parameter("exp"));
        }
        Ok(self)
    }
}

/// RFC 7519 §4.1.3: text, or an array of texts.
fn audience(claims: &Map<String, Value>) -> Result<Vec<String>, Refusal> {
    match claims.get("aud") {
        Some(Value::String(one)) => Ok(vec![one.clone()]),
        Some(Value::Array(_)) => texts(claims, "aud"),
        _ => Err(Refusal::Parameter("aud")),
    }
}

/// RFC 6749 §3.3: separated by single spaces.
fn scopes_of(scope: String) -> Result<Vec<String>, Refusal> {
    let all: Vec<String> = scope.split(' ').map(str::to_owned).collect();
    if all.iter().all(|one| scopes::is_name(one)) {
        Ok(all)
    } else {
        Err(Refusal::Parameter("scope"))
    }
}

fn required(value: Option<String>, name: &'static str) -> Result<String, Refusal> {
    value.ok_or(Refusal::Parameter(name))
}

/// Text without line breaks or other control characters, not empty.
fn text(claims: &Map<String, Value>, name: &'static str) -> Result<Option<String>, Refusal> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if is_plain(text) => Ok(Some(text.clone())),
        Some(_) => Err(Refusal::Parameter(name)),
    }
}

fn texts(claims: &Map<String, Value>, name: &'static str) -> Result<Vec<String>, Refusal> {
    let malformed = Refusal::Parameter(name);
    match claims.get(name) {
        None => Ok(Vec::new()),
        Some(Value::Array(items)) => items
            .iter()
            .map(|item| item.as_str().filter(|text| is_plain(text)))
            .map(|text| text.map(str::to_owned).ok_or(malformed.clone()))
            .collect(),
        Some(_) => Err(malformed),
    }
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(char::is_control)
}

/// NumericDate (RFC 7519 §2), whole seconds.
fn time(claims: &Map<String, Value>, name: &'static str) -> Result<u64, Refusal> {
    claims.get(name).and_then(Value::as_u64).ok_or(Refusal::Parameter(name))
}
