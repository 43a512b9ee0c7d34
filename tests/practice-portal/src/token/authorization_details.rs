//! `authorization_details` (RFC 9396) of the one type Maskinporten supports, a
//! system user in Altinn.

use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use crate::organisations::{self, CUSTOMER, EXTERNAL_REF};

/// The one type the metadata announces.
pub const TYPE: &str = "urn:altinn:systemuser";

/// Identifiers of the practice customer's system user, as the token carries them.
const SYSTEM_USER_ID: &str = "a8b2c0d4-1e3f-4a5b-8c7d-0f1e2d3c4b5a";

/// Judges the claim and gives what the access token says about it.
///
/// # Errors
/// MP-301 another type, MP-302 an unknown field, MP-303 a malformed value or a
/// system user that Altinn does not know.
pub fn judge(claim: &Value, supplier: &str) -> Result<Value, Refusal> {
    let Value::Array(details) = claim else {
        return Err(Refusal::DetailsValue("authorization_details"));
    };
    let [Value::Object(detail)] = details.as_slice() else {
        return Err(Refusal::DetailsValue("authorization_details"));
    };
    if detail.get("type").and_then(Value::as_str) != Some(TYPE) {
        return Err(Refusal::DetailsType);
    }
    only_fields(detail, &["type", "systemuser_org", "externalRef"])?;
    let customer = customer(detail)?;
    let external_ref = external_ref(detail)?;
    if customer != CUSTOMER || external_ref.is_some_and(|one| one != EXTERNAL_REF) {
        return Err(Refusal::SystemUser);
    }
    let mut granted = detail.clone();
    granted.insert("systemuser_id".to_owned(), json!([SYSTEM_USER_ID]));
    granted.insert("system_id".to_owned(), json!(format!("{supplier}_ovelse")));
    Ok(json!([granted]))
}

/// The number in `{"authority":"iso6523-actorid-upis","ID":"0192:<orgnr>"}`.
fn customer(detail: &Map<String, Value>) -> Result<&str, Refusal> {
    let malformed = Refusal::DetailsValue("systemuser_org");
    let Some(Value::Object(organisation)) = detail.get("systemuser_org") else {
        return Err(malformed);
    };
    only_fields(organisation, &["authority", "ID"])?;
    let member = |name: &str| organisation.get(name).and_then(Value::as_str);
    if member("authority") != Some("iso6523-actorid-upis") {
        return Err(malformed);
    }
    member("ID")
        .and_then(|id| id.strip_prefix("0192:"))
        .filter(|number| organisations::is_number(number))
        .ok_or(malformed)
}

fn external_ref(detail: &Map<String, Value>) -> Result<Option<&str>, Refusal> {
    match detail.get("externalRef") {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::DetailsValue("externalRef")),
    }
}

fn only_fields(object: &Map<String, Value>, known: &[&str]) -> Result<(), Refusal> {
    if object.keys().all(|name| known.contains(&name.as_str())) {
        Ok(())
    } else {
        Err(Refusal::DetailsField)
    }
}
