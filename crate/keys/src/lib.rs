//! Secret keys of Maskinporten clients: generate, read, inspect, write, sign.
//!
//! Secrets live here and nowhere else; nothing in this crate does I/O.
//!
//! What was [read](read::read) is [`Material`] until it was judged; a
//! [`PrivateKey`] or [`PublicKey`] is made of it with `try_from`, and a function
//! that holds one need not check it again.
//!
//! ```
//! use nokkelsmie_jose::Algorithm;
//! use nokkelsmie_keys::generate::{KeyKind, generate};
//! use nokkelsmie_keys::write::{PrivateFormat, PublicFormat};
//! use nokkelsmie_keys::{PrivateKey, read, write};
//!
//! let mut key = generate(KeyKind::P256, Algorithm::ES256, None)?;
//! key.set_key_id(Some("min-klient-1".parse()?));
//! let pem = write::private(&key, PrivateFormat::Pkcs8Pem)?;
//! let again = PrivateKey::try_from(&read::read(pem.as_bytes())?[0])?;
//! assert!(again.matches(&key.public_key()));
//! assert!(write::public(&key.public_key(), PublicFormat::Jwk)?.contains("min-klient-1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod base64;
mod codes;
mod der;
mod ec_key;
mod ed25519_key;
mod encryption;
mod form;
pub mod generate;
pub mod inspect;
pub mod jws;
mod key;
mod key_error;
mod material;
mod password;
mod prime;
mod private_key;
mod public_key;
mod random;
pub mod read;
mod read_error;
mod related;
mod rsa_key;
mod sign;
pub mod stored;
pub mod write;

pub use encryption::{MAXIMUM_ROUNDS, MAXIMUM_SCRYPT_MEMORY};
pub use form::x509::Certificate;
pub use key::Key;
pub use key_error::{KeyError, KeyErrorCode};
pub use material::{
    Format, HiddenSecret, Irregularity, IrregularityKind, Material, Metadata, Octets, RawKey,
    RawRsa, Secret, Text,
};
pub use password::Password;
pub use private_key::PrivateKey;
pub use public_key::PublicKey;
use random::random;
pub use related::{Identity, MOST_RELATED, Related, Relation};
pub use sign::SignError;
pub use write::WriteError;
