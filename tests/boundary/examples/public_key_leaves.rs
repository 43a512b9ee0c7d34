//! A public key may be handed to the portal.

use nokkelsmie_keys::PrivateKey;

/// Compiled, never run.
pub fn send(key: &PrivateKey) {
    let _ = nokkelsmie_portal::outgoing(&key.public_jwk());
}

fn main() {}
