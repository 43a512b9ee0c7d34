//! A public key may be handed to the portal.

use nokkelsmie_keys::PrivateKey;
use nokkelsmie_maskinporten::Encoding;

/// Compiled, never run.
pub async fn send(key: &PrivateKey) {
    let _answer = nokkelsmie_portal::send_public("", Encoding::Json, &key.public_jwk()).await;
}

fn main() {}
