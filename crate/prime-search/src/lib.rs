//! Looks for numbers that are almost certainly prime, fast. **It is a filter: it proves nothing.**
//!
//! What it gives is a [`Candidate`]: a random number of a given length without small factors that
//! passed Fermat's test with base 2. Whoever wants a prime proves it by other means (nokkelsmie-keys
//! does, by crypto-primes). So a mistake here can waste time or leave out a prime; it can never make
//! a composite number a prime.
//!
//! ```
//! # use core::convert::Infallible;
//! # struct Counter(u64);
//! # impl rand_core::TryRng for Counter {
//! #     type Error = Infallible;
//! #     fn try_next_u32(&mut self) -> Result<u32, Infallible> { Ok(self.try_next_u64()? as u32) }
//! #     fn try_next_u64(&mut self) -> Result<u64, Infallible> {
//! #         self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
//! #         let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
//! #         Ok(x ^ (x >> 29))
//! #     }
//! #     fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
//! #         for octet in octets { *octet = self.try_next_u32()? as u8 }
//! #         Ok(())
//! #     }
//! # }
//! # impl rand_core::TryCryptoRng for Counter {}
//! # let mut rng = Counter(1);
//! use nokkelsmie_prime_search::{Found, Integers, Search, Size};
//!
//! let mut search = Search::<Integers>::new(Size::new(512).unwrap(), 65537);
//! let candidate = loop {
//!     match search.advance(&mut rng, 10_000)? {
//!         Found::NotYet => continue,
//!         Found::Candidate(candidate) => break candidate,
//!         Found::Exhausted => panic!("the random numbers are not random"),
//!     }
//! };
//! let mut octets = [0; 64];
//! candidate.write(&mut octets);
//! assert!(octets[0] >= 0xC0 && octets[63] % 2 == 1);
//! # Ok::<(), Infallible>(())
//! ```
//!
//! # How the numbers are chosen
//! A window of [`WINDOW`] odd numbers begins at a random odd number whose two upper bits are set. Those
//! with a prime factor below 2¹⁸, and those p for which p − 1 has a factor in common with the public
//! exponent e, are crossed out; what is left is tried in random order. The next candidate comes from a
//! window of its own. `docs/primes.md` says how near that is to "every prime as likely as every other"
//! (FIPS 186-5 A.1.3).
//!
//! # Time
//! It does not take the same time for every number, and what is secret decides: it is made for a
//! machine on which nobody else measures. Everything that was a candidate is wiped, but for what calls that
//! have returned leave on the stack: that is for the caller to overwrite.
#![no_std]

#[cfg(test)]
mod chance;
mod fermat;
mod kernel;
mod number;
mod search;
mod small_primes;
mod window;

pub use kernel::fused::{Fused, is_fused};
pub use kernel::integers::Integers;
pub use kernel::{Kernel, Lanes};
pub use number::Size;
pub use search::{Candidate, Found, Search};
pub use window::WINDOW;
