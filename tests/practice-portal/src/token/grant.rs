//! A JWT grant as it stands: JWS compact serialisation (RFC 7515 §3.1), not yet judged.

use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::{base64url, strict_json};

/// The parts of a grant.
#[derive(Debug)]
pub struct Grant {
    /// The JOSE header.
    pub header: Map<String, Value>,
    /// The claims.
    pub claims: Map<String, Value>,
    /// What was signed: header and claims as they were sent, with the dot.
    pub signed: String,
    /// The signature.
    pub signature: Vec<u8>,
}

impl Grant {
    /// Takes a grant apart.
    ///
    /// # Errors
    /// MP-011 for anything that is not three strict base64url parts of which
    /// two are JSON objects. A line break is the usual cause.
    pub fn read(assertion: &str) -> Result<Self, Refusal> {
        let malformed = Refusal::Parameter("assertion");
        let [header, claims, signature] = *assertion.split('.').collect::<Vec<_>>() else {
            return Err(malformed);
        };
        let (Some(header_object), Some(claims_object), Some(signature)) =
            (object(header), object(claims), base64url::decode(signature))
        else {
            return Err(malformed);
        };
        Ok(Self {
            header: header_object,
            claims: claims_object,
            signed: format!("{header}.{claims}"),
            signature,
        })
    }
}

fn object(part: &str) -> Option<Map<String, Value>> {
    match strict_json::parse(&base64url::decode(part)?)? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}
