//! The checks, in the order they are made: what the grant is, who sent it,
//! whether it is genuine, whether it is timely, and what it asks for.

use serde_json::{Value, json};

use super::{authorization_details, claims::Claims, grant::Grant, proof::Proof, refusal::Refusal};
use crate::{
    clients::Client,
    clock,
    integration_type::IntegrationType,
    organisations::{CUSTOMER, DELEGATED_SCOPE},
    portal::State,
    random, scopes,
    token::access_token::TokenSigner,
};

/// Digdir: "exp − iat ≤ 120 s".
const LONGEST_LIFETIME: u64 = 120;

/// Digdir: "iat within 10 s of the server's clock".
const CLOCK_TOLERANCE: u64 = 10;

/// What an accepted grant gives right to.
#[derive(Debug)]
pub struct Granted {
    /// The grant's claims.
    pub claims: Claims,
    client_id: String,
    /// Number of whom the token speaks for, unless a customer delegates.
    organisation: String,
    /// Number of who made the client for that organisation.
    supplier: Option<String>,
    /// How the client proved itself, as the token names it.
    method: &'static str,
    authorization_details: Option<Value>,
}

/// Judges a grant that was sent to the issuer. From the moment its signature
/// and times are found good its `jti` is spent, whatever is said about scopes.
///
/// # Errors
/// The first check that fails.
pub fn judge(state: &mut State, issuer: &str, grant: &Grant) -> Result<Granted, Refusal> {
    let now = clock::now(&state.settings);
    let proof = Proof::read(&grant.header, &state.settings)?;
    let claims = Claims::read(&grant.claims)?;

    let client = state
        .clients
        .find(&claims.issuer)
        .filter(|client| client.active)
        .ok_or(Refusal::UnknownClient)?;
    if claims.audience != [issuer] {
        return Err(Refusal::Audience);
    }
    let method = proof.check(client, grant, &state.settings)?;
    check_times(&claims, now)?;
    if let Some(jti) = &claims.jti {
        state.spent.spend(&client.client_id, jti)?;
    }
    check_consumer(&claims, client)?;
    let authorization_details = claims
        .authorization_details
        .as_ref()
        .map(|details| authorization_details::judge(details, client.organisation))
        .transpose()?;
    check_scopes(&claims, client)?;
    Ok(Granted {
        client_id: client.client_id.clone(),
        organisation: client.consumer().to_owned(),
        supplier: client.customer.as_ref().map(|_| client.organisation.to_owned()),
        method,
        authorization_details,
        claims,
    })
}

fn check_times(claims: &Claims, now: u64) -> Result<(), Refusal> {
    if claims.expires - claims.issued_at > LONGEST_LIFETIME {
        return Err(Refusal::Lifetime);
    }
    if claims.issued_at > now + CLOCK_TOLERANCE {
        return Err(Refusal::Future);
    }
    if claims.expires <= now {
        return Err(Refusal::Expired);
    }
    Ok(())
}

fn check_consumer(claims: &Claims, client: &Client) -> Result<(), Refusal> {
    let Some(consumer) = &claims.consumer_org else {
        return Ok(());
    };
    if consumer == client.consumer() {
        return Err(Refusal::OwnConsumer);
    }
    Ok(())
}

/// First all that is wrong with the client, then all that is wrong with access.
fn check_scopes(claims: &Claims, client: &Client) -> Result<(), Refusal> {
    if claims.scopes.iter().any(|one| !client.scopes.contains(one)) {
        return Err(Refusal::ScopeNotOnClient);
    }
    if client.metadata.integration_type != IntegrationType::Maskinporten
        || !claims.scopes.iter().all(|one| scopes::is_for_maskinporten(one))
    {
        return Err(Refusal::ScopeNotForMaskinporten);
    }
    for scope in &claims.scopes {
        check_access(scope, claims, client)?;
    }
    Ok(())
}

/// With a customer, what the customer delegated counts; without, what the
/// client's own organisation was granted.
fn check_access(scope: &str, claims: &Claims, client: &Client) -> Result<(), Refusal> {
    match &claims.consumer_org {
        Some(consumer) if consumer != CUSTOMER || scope != DELEGATED_SCOPE => {
            Err(Refusal::NotDelegated {
                consumer: consumer.clone(),
                supplier: client.consumer().to_owned(),
                scope: scope.to_owned(),
            })
        }
        None if !scopes::is_granted(scope) => Err(Refusal::ScopeNotGranted {
            consumer: client.consumer().to_owned(),
            scope: scope.to_owned(),
        }),
        _ => Ok(()),
    }
}

impl Granted {
    /// The claims of the access token, as Maskinporten's look.
    pub fn claims(&self, issuer: &str, now: u64) -> Value {
        let asked = &self.claims;
        let mut token = json!({
            "iss": issuer,
            "client_amr": self.method,
            "client_id": self.client_id,
            "scope": asked.scope(),
            "token_type": "Bearer",
            "iat": now,
            "exp": now + TokenSigner::LIFETIME_SECONDS,
            "jti": random::token(),
        });
        match &asked.consumer_org {
            None => {
                token["consumer"] = party(&self.organisation);
                if let Some(supplier) = &self.supplier {
                    token["supplier"] = party(supplier);
                }
            }
            Some(consumer) => {
                token["consumer"] = party(consumer);
                token["supplier"] = party(&self.organisation);
                token["delegation_source"] = json!("https://www.altinn.no/");
            }
        }
        match asked.resource.as_slice() {
            [] => {}
            [one] => token["aud"] = json!(one),
            several => token["aud"] = json!(several),
        }
        if let Some(pid) = &asked.pid {
            token["pid"] = json!(pid);
        }
        if let Some(details) = &self.authorization_details {
            token["authorization_details"] = details.clone();
        }
        token
    }
}

/// An organisation as ISO 6523 names it.
fn party(number: &str) -> Value {
    json!({ "authority": "iso6523-actorid-upis", "ID": format!("0192:{number}") })
}
