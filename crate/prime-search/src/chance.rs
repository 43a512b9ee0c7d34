//! For tests, and for a program that counts instructions (crate/keys/examples/primes.rs).

use core::convert::Infallible;
use rand_core::{TryCryptoRng, TryRng};

/// Numbers that look random and come again (splitmix64). No key may ever be made with them.
pub(crate) struct Chance(pub(crate) u64);

impl TryRng for Chance {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|number| (number >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Ok(mixed ^ (mixed >> 31))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        for octets in octets.chunks_mut(8) {
            octets.copy_from_slice(&self.try_next_u64()?.to_le_bytes()[..octets.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Chance {}
