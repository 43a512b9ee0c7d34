//! The scopes that exist here, and who has access to them.

/// One scope.
#[derive(Debug)]
pub struct Scope {
    /// `prefix:subscope`.
    pub name: &'static str,
    /// The organisations here have access.
    pub granted: bool,
    /// A Maskinporten client may use it; otherwise it is for user login (MP-201).
    pub maskinporten: bool,
}

/// Altinn's scopes that people ask for first, and one of another integration
/// type. Which are granted is chosen for practice: the service owner's and
/// the authorisation ones are not.
pub const SCOPES: [Scope; 15] = [
    Scope::granted("altinn:instances.read"),
    Scope::granted("altinn:instances.write"),
    Scope::granted("altinn:authentication/systemregister.write"),
    Scope::granted("altinn:authentication/systemuser.request.read"),
    Scope::granted("altinn:authentication/systemuser.request.write"),
    Scope::granted("altinn:events.subscribe"),
    Scope::granted("altinn:correspondence.read"),
    Scope::granted("altinn:correspondence.write"),
    Scope::granted("altinn:broker.read"),
    Scope::granted("altinn:broker.write"),
    Scope::withheld("altinn:serviceowner"),
    Scope::withheld("altinn:serviceowner/instances.read"),
    Scope::withheld("altinn:serviceowner/instances.write"),
    Scope::withheld("altinn:authorization/authorize"),
    Scope { name: "openid", granted: true, maskinporten: false },
];

impl Scope {
    const fn granted(name: &'static str) -> Self {
        Self { name, granted: true, maskinporten: true }
    }

    const fn withheld(name: &'static str) -> Self {
        Self { name, granted: false, maskinporten: true }
    }
}

/// The scopes a form offers: those the organisation has access to, for a
/// Maskinporten client.
pub fn available() -> impl Iterator<Item = &'static Scope> {
    SCOPES.iter().filter(|one| one.granted && one.maskinporten)
}

/// The organisation has access. A scope nobody here has heard of is one the
/// organisation has no access to.
pub fn is_granted(name: &str) -> bool {
    SCOPES.iter().any(|one| one.name == name && one.granted)
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
