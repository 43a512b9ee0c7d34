//! A private key may not: this must fail to compile, and the error must name
//! the trait that is missing.

use nokkelsmie_keys::PrivateKey;
use nokkelsmie_maskinporten::{Encoding, Request};

/// The same call as in `public_key_leaves`, but for the key itself.
pub async fn send(key: &PrivateKey) {
    if let Ok(request) = Request::post("", Encoding::Json, key) {
        let _answer = nokkelsmie_portal::send(request, None).await;
    }
}

fn main() {}
