//! DER as it comes: PKCS#8, PKCS#1, SEC 1, SPKI, PKCS#12, X.509.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use nokkelsmie_fuzz::{mutate::mutate, properties};

fuzz_target!(|input: &[u8]| {
    properties::reads(input);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(&["der", "around"], data, size, max_size, seed)
});
