use serde::Serialize;

/// A scope that people ask for, and the key of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct CommonScope {
    /// As it stands in a grant.
    pub scope: String,
    /// `scope.<scope>` in `www/locales/answers`: what it gives access to.
    pub key: String,
}

/// Altinn's scopes that people ask for first (docs.altinn.studio, "API scopes").
pub const ALTINN_SCOPES: [&str; 14] = [
    "altinn:serviceowner",
    "altinn:serviceowner/instances.read",
    "altinn:serviceowner/instances.write",
    "altinn:instances.read",
    "altinn:instances.write",
    "altinn:authentication/systemregister.write",
    "altinn:authentication/systemuser.request.read",
    "altinn:authentication/systemuser.request.write",
    "altinn:authorization/authorize",
    "altinn:events.subscribe",
    "altinn:correspondence.read",
    "altinn:correspondence.write",
    "altinn:broker.read",
    "altinn:broker.write",
];

/// [`ALTINN_SCOPES`] with the keys of their texts.
pub fn common_scopes() -> Vec<CommonScope> {
    let row = |scope: &&str| CommonScope { scope: (*scope).into(), key: format!("scope.{scope}") };
    ALTINN_SCOPES.iter().map(row).collect()
}
