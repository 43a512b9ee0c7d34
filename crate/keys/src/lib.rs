//! Secret keys of Maskinporten clients: generate, read, inspect, write, sign.
//!
//! Secrets live here and nowhere else; nothing in this crate does I/O.

pub mod inspect;
mod material;

pub use material::{
    Format, HiddenSecret, Irregularity, IrregularityKind, Material, Metadata, Octets, RawKey,
    RawRsa, Secret, Text,
};
