use crate::{JwkSet, PublicJwk};

/// Marks a value that may leave the page.
///
/// What takes something to the network asks for this trait, so that handing it
/// a private key does not compile. Implement it for public keys and signed
/// grants; never for anything that holds a secret.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may not leave the page: it is not `nokkelsmie_jose::Public`"
)]
pub trait Public {}

impl Public for PublicJwk {}
impl Public for JwkSet {}
