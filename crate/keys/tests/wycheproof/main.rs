//! Keys of Wycheproof: what it calls invalid is refused, and what it calls valid
//! is read, unless this project refuses it on purpose, with a code that says why.
//!
//! Its tests of prime numbers and of PBES2 stand beside the code that they are
//! about (`src/prime.rs`, `src/encryption/pbes2.rs`).

// Helpers of tests are no tests to clippy.
#![allow(clippy::unwrap_used, clippy::panic)]

mod curves;
mod outcome;
mod points;
mod rsa;
mod signatures;
