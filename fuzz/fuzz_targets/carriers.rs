//! What carries a key: base64, quotes, UTF-16, lines of `.env`; and what is stored, as its
//! reader would take it.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use nokkelsmie_fuzz::{mutate::mutate, properties};

fuzz_target!(|input: &[u8]| {
    properties::reads(input);
    properties::judges_stored(input);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(&["carriers"], data, size, max_size, seed)
});
