//! The portal's public JWK: the same when it is written and read again, alone and in
//! a set.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use nokkelsmie_fuzz::mutate::mutate;
use nokkelsmie_jose::{JwkSet, PublicJwk, strict_json};

fuzz_target!(|text: &str| {
    let Ok(key) = PublicJwk::from_json(text) else { return };
    let written = key.to_json();
    assert_eq!(PublicJwk::from_json(&written).as_ref(), Ok(&key));
    assert_eq!(PublicJwk::from_json(&written).map(|it| it.thumbprint()), Ok(key.thumbprint()));

    let set = JwkSet { keys: vec![key.clone(), key] };
    for (text, pointer) in [(set.to_json(), "/keys/1"), (set.to_json_array(), "/1")] {
        let listed = strict_json::parse(&text).ok().and_then(|set| set.pointer(pointer).cloned());
        let listed = listed.map(|it| PublicJwk::from_value(&it));
        assert_eq!(listed.as_ref(), Some(&Ok(set.keys[1].clone())));
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(&["jwk"], data, size, max_size, seed)
});
