//! What comes back from Maskinporten, fetched or pasted: token answers, errors,
//! what a terminal prints, metadata, tokens.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use nokkelsmie_fuzz::mutate::mutate;
use nokkelsmie_maskinporten::{
    DecodedJwt, Environment, EnvironmentName, Metadata, Response, RetryPolicy, TokenOutcome,
};

/// 2026-11-24
const NOW: u64 = 1_795_478_400;

fuzz_target!(|text: &str| {
    // The status matters where the text says none: one for each input is enough.
    let status = [0, 200, 400, 429, 503][text.len() % 5];
    let outcome = TokenOutcome::of_pasted(text, status);
    RetryPolicy::default().next_wait(1, &outcome);
    TokenOutcome::of(&Response::from_pasted(text, status), Some(NOW));
    if let (Ok(metadata), Some(environment)) =
        (Metadata::from_json(text), Environment::named(EnvironmentName::Test))
    {
        let _ = metadata.announced(&environment, "2026-11-24");
    }
    let _ = DecodedJwt::from_compact(text);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(&["answers"], data, size, max_size, seed)
});
