//! Read, write in every form that fits, read again: it is the same key.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use nokkelsmie_fuzz::{mutate::mutate, properties};
use nokkelsmie_keys::{PrivateKey, PublicKey};

fuzz_target!(|input: &[u8]| {
    let Some(materials) = properties::reads_the_same(input) else { return };
    for material in materials.iter().filter(|it| properties::is_cheap(it)).take(2) {
        if let Ok(key) = PrivateKey::try_from(material) {
            properties::private_comes_back(&key);
        }
        if let Ok(key) = PublicKey::try_from(material) {
            properties::public_comes_back(&key);
        }
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(&["jwk", "pem", "der", "carriers"], data, size, max_size, seed)
});
