use serde::{Deserialize, Deserializer, Serialize};

/// A scope that the organisation asked for or was given (`GET /scopes/access/all`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ScopeAccess {
    /// Its name.
    pub scope: String,
    /// `APPROVED`, `REQUESTED` or `DENIED`; others may come.
    #[serde(default, deserialize_with = "empty_for_null")]
    pub state: String,
    /// Who owns the API.
    #[serde(default)]
    pub owner_orgno: Option<String>,
    /// Who may use it.
    #[serde(default)]
    pub consumer_orgno: Option<String>,
    /// When access was asked for, as the server writes it.
    #[serde(default)]
    pub created: Option<String>,
    /// When it was given or refused, as the server writes it.
    #[serde(default)]
    pub last_updated: Option<String>,
}

/// A scope that every organisation may use (`GET /scopes/all?accessible_for_all=true`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct OpenScope {
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The integration types that may have it; none named: all.
    #[serde(default, deserialize_with = "empty_for_null")]
    pub allowed_integration_types: Vec<String>,
}

/// A member that is `null` says as much as one that is not there.
fn empty_for_null<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    reader: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(reader)?.unwrap_or_default())
}
