//! The public vocabulary of JOSE keys.
//!
//! Nothing in this crate is secret and nothing does I/O: it names the
//! [algorithms](Algorithm), says what a service [accepts](Profile), holds
//! [public keys](PublicJwk) and recognises [private
//! material](private_material) so that others can refuse it.
//!
//! ```
//! use nokkelsmie_jose::PublicJwk;
//! let key = PublicJwk::from_json(r#"{"kty":"OKP","crv":"Ed25519",
//!     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)?;
//! // RFC 8037 appendix A.3
//! assert_eq!(key.thumbprint().to_string(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
//! # Ok::<(), nokkelsmie_jose::JwkError>(())
//! ```

mod algorithm;
pub mod base64url;
mod jwk_set;
mod key_id;
pub mod private_material;
mod profile;
mod public;
mod public_jwk;
pub mod strict_json;
mod thumbprint;

pub use algorithm::{
    Algorithm, AlgorithmInfo, Curve, Hash, KeyType, MINIMUM_MODULUS_BITS, REGISTRY,
};
pub use jwk_set::JwkSet;
pub use key_id::{KeyId, KeyIdError};
pub use profile::Profile;
pub use public::Public;
pub use public_jwk::{JwkError, KeyUse, PublicJwk, PublicParameters, bit_length};
pub use thumbprint::Thumbprint;
