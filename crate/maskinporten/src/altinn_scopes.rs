use crate::listed::listed;
use serde::Serialize;

/// A scope that people ask for, and the key of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct CommonScope {
    /// As it stands in a grant.
    pub scope: String,
    /// `scope.<scope>` in `www/locales/answers`: what it gives access to.
    pub key: String,
    /// Whom to ask for it.
    pub who_gives: WhoGives,
}

listed! {
    /// How access to a scope is had. The texts are `scope.give.<who>` in
    /// `www/locales/answers`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
    #[serde(rename_all = "kebab-case")]
    #[cfg_attr(feature = "ts", derive(tsify::Tsify))]
    pub enum WhoGives {
        /// Altinn gives it to service owners ("Access as a service owner").
        ServiceOwner,
        /// Altinn gives it to suppliers that register for system users ("Scopes for
        /// systembruker-API-et").
        SystemVendor,
        /// Altinn, which says no more in public.
        Altinn,
    }
}

/// Altinn's scopes that people ask for first (docs.altinn.studio, "API scopes").
const ALTINN_SCOPES: [(&str, WhoGives); 14] = {
    use WhoGives::{Altinn, ServiceOwner, SystemVendor};
    [
        ("altinn:serviceowner", ServiceOwner),
        ("altinn:serviceowner/instances.read", ServiceOwner),
        ("altinn:serviceowner/instances.write", ServiceOwner),
        ("altinn:instances.read", Altinn),
        ("altinn:instances.write", Altinn),
        ("altinn:authentication/systemregister.write", SystemVendor),
        ("altinn:authentication/systemuser.request.read", SystemVendor),
        ("altinn:authentication/systemuser.request.write", SystemVendor),
        ("altinn:authorization/authorize", Altinn),
        ("altinn:events.subscribe", Altinn),
        ("altinn:correspondence.read", Altinn),
        ("altinn:correspondence.write", Altinn),
        ("altinn:broker.read", Altinn),
        ("altinn:broker.write", Altinn),
    ]
};

/// Altinn's scopes that people ask for first, with the keys of their texts.
pub fn common_scopes() -> Vec<CommonScope> {
    let row = |&(scope, who_gives): &(&str, WhoGives)| CommonScope {
        scope: scope.into(),
        key: format!("scope.{scope}"),
        who_gives,
    };
    ALTINN_SCOPES.iter().map(row).collect()
}
