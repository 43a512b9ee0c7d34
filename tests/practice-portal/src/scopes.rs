//! The scopes that exist here, and who has access to them.

use crate::integration_type::IntegrationType;

/// One scope.
#[derive(Debug)]
pub struct Scope {
    /// `prefix:subscope`.
    pub name: &'static str,
    /// What the organisations here may do with it.
    pub access: Access,
    /// A Maskinporten client may use it; otherwise it is for user login (MP-201).
    pub maskinporten: bool,
}

/// What an organisation may do with a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The owner opened it to all; nobody asks for it (`accessible_for_all`).
    Open,
    /// The owner gave it (`APPROVED`).
    Approved,
    /// Asked for, not answered (`REQUESTED`).
    Requested,
    /// Asked for and refused (`DENIED`).
    Denied,
}

/// Who owns all of them: Digdir.
pub const OWNER: &str = "991825827";

/// Altinn's scopes that people ask for first, those of the self-service API,
/// two that are open to all, and some of another integration type. Which are
/// granted is chosen for practice: the service owner's and the authorisation
/// ones are not.
pub const SCOPES: [Scope; 23] = [
    Scope::new("altinn:instances.read", Access::Approved),
    Scope::new("altinn:instances.write", Access::Approved),
    Scope::new("altinn:authentication/systemregister.write", Access::Approved),
    Scope::new("altinn:authentication/systemuser.request.read", Access::Approved),
    Scope::new("altinn:authentication/systemuser.request.write", Access::Approved),
    Scope::new("altinn:events.subscribe", Access::Approved),
    Scope::new("altinn:correspondence.read", Access::Approved),
    Scope::new("altinn:correspondence.write", Access::Approved),
    Scope::new("altinn:broker.read", Access::Approved),
    Scope::new("altinn:broker.write", Access::Approved),
    Scope::new("altinn:serviceowner", Access::Requested),
    Scope::new("altinn:serviceowner/instances.read", Access::Requested),
    Scope::new("altinn:serviceowner/instances.write", Access::Requested),
    Scope::new("altinn:authorization/authorize", Access::Denied),
    Scope::new("idporten:dcr.read", Access::Approved),
    Scope::new("idporten:dcr.modify", Access::Approved),
    Scope::new("idporten:dcr.write", Access::Approved),
    Scope::new("idporten:dcr.supplier", Access::Approved),
    Scope::new("idporten:scopes.write", Access::Approved),
    Scope::new("ovelse:open.read", Access::Open),
    Scope::new("ovelse:open.write", Access::Open),
    Scope { name: "openid", access: Access::Open, maskinporten: false },
    Scope { name: "profile", access: Access::Open, maskinporten: false },
];

impl Scope {
    const fn new(name: &'static str, access: Access) -> Self {
        Self { name, access, maskinporten: true }
    }

    /// The organisation has access.
    pub fn is_granted(&self) -> bool {
        matches!(self.access, Access::Open | Access::Approved)
    }

    /// Before and after the first `:`; a scope of OpenID Connect has no prefix.
    pub fn parts(&self) -> (&'static str, &'static str) {
        self.name.split_once(':').unwrap_or(("", self.name))
    }

    /// The types of client that may use it.
    pub fn integration_types(&self) -> &'static [IntegrationType] {
        if self.maskinporten {
            &[IntegrationType::Maskinporten]
        } else {
            &[IntegrationType::Idporten, IntegrationType::Ansattporten]
        }
    }
}

/// The scopes a form offers: those the organisation has access to, for a
/// Maskinporten client.
pub fn available() -> impl Iterator<Item = &'static Scope> {
    SCOPES.iter().filter(|one| one.is_granted() && one.maskinporten)
}

/// The organisation has access. A scope nobody here has heard of is one the
/// organisation has no access to.
pub fn is_granted(name: &str) -> bool {
    SCOPES.iter().any(|one| one.name == name && one.is_granted())
}

/// A Maskinporten client may use it.
pub fn is_for_maskinporten(name: &str) -> bool {
    SCOPES.iter().find(|one| one.name == name).is_none_or(|one| one.maskinporten)
}

/// A scope token (RFC 6749 §3.3): printable ASCII without space, `"` and `\`.
pub fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 255
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}
