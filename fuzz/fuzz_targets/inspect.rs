//! Whatever is read is judged, for every environment: a key without errors can be
//! used, and no finding shows anything private.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use nokkelsmie_fuzz::{mutate::mutate, properties};
use nokkelsmie_keys::inspect::{Context, Verdict, inspect_together, judge};
use nokkelsmie_keys::read::hide_private_texts;
use nokkelsmie_maskinporten::{EnvironmentName, profile};

/// 2026-11-24
const NOW: u64 = 1_795_478_400;

fuzz_target!(|input: &[u8]| {
    let Some(mut materials) = properties::reads_the_same(input) else { return };
    hide_private_texts(&mut materials);
    for environment in [EnvironmentName::Test, EnvironmentName::Production] {
        inspect_together(&materials, &profile(environment));
    }
    for material in materials.iter().filter(|it| properties::is_cheap(it)).take(2) {
        let (findings, key) = judge(material);
        for environment in
            [EnvironmentName::Test, EnvironmentName::Production, EnvironmentName::Practice]
        {
            for is in [false, true] {
                let context = Context { now: NOW, repeats_kid: is, for_portal: is };
                let report = findings.with_labels(material, &profile(environment), &context);
                assert!(report.verdict != Verdict::Ready || key.is_ok(), "ready, and no key");
                properties::shows_nothing_private(&format!("{report:?}"), material);
            }
        }
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(&["jwk", "weak", "pem", "der", "carriers"], data, size, max_size, seed)
});
