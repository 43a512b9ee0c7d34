//! A public key may be handed to the portal.

use nokkelsmie_keys::PrivateKey;
use nokkelsmie_maskinporten::{Encoding, Request};

/// Compiled, never run.
pub async fn send(key: &PrivateKey) {
    if let Ok(request) = Request::post("", Encoding::Json, &key.public_jwk()) {
        let _answer = nokkelsmie_portal::send(request, None).await;
    }
}

fn main() {}
