//! What a password protects: PKCS#8, PKCS#12, older PEM, OpenSSH.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use nokkelsmie_fuzz::{mutate::mutate, properties};

fuzz_target!(|input: &[u8]| {
    properties::reads_locked(input);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(&["around"], data, size, max_size, seed)
});
