//! The room with the keys: what the vault's worker can be asked.
//!
//! Bindings only. Keys stay in this module's memory behind handles; the memory
//! that they stood in is wiped when it is freed.

mod card;
mod entry;
mod failure;
mod generation;
mod hand_over;
mod shelf;
mod stack;
mod vault;

pub use card::{Changes, KeyCard, Origin, PublicTexts, ReadOutcome};
pub use failure::Failure;
pub use generation::{KeyGeneration, PrimalityProof, PrimeSearch};
pub use hand_over::{StoredCheck, StoredCode};
pub use vault::Vault;

/// Wipes whatever is freed, also what libraries forget.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
