//! How a client proves itself: with a registered key (`kid`), or with the
//! business certificate of its organisation (`x5c`).

use serde_json::{Map, Value};

use super::{grant::Grant, refusal::Refusal};
use crate::{
    clients::Client,
    clock,
    keys::{algorithm::Algorithm, certificate::Certificate},
    settings::Settings,
};

/// Header members a grant may have; others are refused (guess).
const HEADER: [&str; 6] = ["alg", "kid", "typ", "cty", "x5c", "x5t#S256"];

/// What the header says of the signature.
#[derive(Debug)]
pub struct Proof {
    algorithm: Algorithm,
    certificate: Option<Certificate>,
}

impl Proof {
    /// Reads the header.
    ///
    /// # Errors
    /// MP-011 for an unknown member, MP-123 for an `x5c` that is not an array of
    /// strings, MP-120 for one whose first certificate cannot be read.
    pub fn read(header: &Map<String, Value>, settings: &Settings) -> Result<Self, Refusal> {
        if header.keys().any(|name| !HEADER.contains(&name.as_str())) {
            return Err(Refusal::UnknownParameter);
        }
        let alg = header.get("alg").and_then(Value::as_str);
        let algorithm = alg
            .and_then(Algorithm::from_name)
            .filter(|algorithm| settings.algorithms.contains(algorithm))
            .ok_or(Refusal::UnsupportedAlgorithm)?;
        let certificate = header.get("x5c").map(leaf).transpose()?;
        Ok(Self { algorithm, certificate })
    }

    /// The client's own key or certificate signed the grant. Gives how, as the
    /// access token names it. With both in the header the `kid` counts (guess).
    ///
    /// # Errors
    /// MP-120, MP-121, MP-122, MP-124, and those about `kid` that have no code.
    pub fn check(
        &self,
        client: &Client,
        grant: &Grant,
        settings: &Settings,
    ) -> Result<&'static str, Refusal> {
        match &self.certificate {
            Some(certificate) if !grant.header.contains_key("kid") => {
                let now = clock::now(settings);
                check_certificate(certificate, client, grant, self.algorithm, now)?;
                Ok("virksomhetssertifikat")
            }
            _ => {
                check_signature(client, grant, self.algorithm, settings)?;
                Ok("private_key_jwt")
            }
        }
    }
}

/// The first of the chain; the others are only held to be texts.
fn leaf(chain: &Value) -> Result<Certificate, Refusal> {
    let texts: Option<Vec<&str>> =
        chain.as_array().and_then(|chain| chain.iter().map(Value::as_str).collect());
    let texts = texts.ok_or(Refusal::CertificateChain)?;
    let first = texts.first().ok_or(Refusal::CertificateChain)?;
    Certificate::from_base64(first).ok_or(Refusal::Certificate)
}

/// A client with registered keys must name one of them.
fn check_certificate(
    certificate: &Certificate,
    client: &Client,
    grant: &Grant,
    algorithm: Algorithm,
    now: u64,
) -> Result<(), Refusal> {
    if client.keys.iter().len() > 0 {
        return Err(Refusal::MissingKid);
    }
    if !certificate.is_practice || !certificate.is_valid(now) {
        return Err(Refusal::Certificate);
    }
    if certificate.organisation.as_deref() != Some(client.organisation) {
        return Err(Refusal::OtherOrganisation);
    }
    if certificate.key.verifies(algorithm, grant.signed.as_bytes(), &grant.signature) {
        Ok(())
    } else {
        Err(Refusal::Signature)
    }
}

fn check_signature(
    client: &Client,
    grant: &Grant,
    algorithm: Algorithm,
    settings: &Settings,
) -> Result<(), Refusal> {
    let kid = grant.header.get("kid").and_then(Value::as_str).ok_or(Refusal::MissingKid)?;
    let key = client
        .keys
        .find(kid)
        .filter(|key| key.is_known(clock::machine_now(), settings.key_delay_seconds))
        .ok_or(Refusal::UnknownKid)?;
    if key.is_expired(clock::now(settings)) {
        return Err(Refusal::ExpiredKey);
    }
    if let Some(registered) = key.algorithm
        && registered != algorithm
    {
        return Err(Refusal::OtherAlgorithm(registered));
    }
    if key.key.verifies(algorithm, grant.signed.as_bytes(), &grant.signature) {
        Ok(())
    } else {
        Err(Refusal::Signature)
    }
}
