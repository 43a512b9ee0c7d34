//! A private key may not: this must fail to compile, and the error must name
//! the trait that is missing.

use nokkelsmie_keys::PrivateKey;
use nokkelsmie_maskinporten::Encoding;

/// The same call as in `public_key_leaves`, but for the key itself.
pub async fn send(key: &PrivateKey) {
    let _answer = nokkelsmie_portal::send_public("", Encoding::Json, key).await;
}

fn main() {}
