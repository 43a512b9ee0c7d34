//! base64url: what is decoded has one spelling only, and a fault is where it says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nokkelsmie_jose::base64url::{self, Fault};

fuzz_target!(|text: &str| {
    let decoded = base64url::decode(text);
    match base64url::check(text) {
        Ok(()) => assert_eq!(decoded.map(base64url::encode).as_deref(), Ok(text)),
        Err(fault) => {
            assert_eq!(decoded, Err(fault));
            if let Fault::StandardAlphabet { offset }
            | Fault::Whitespace { offset }
            | Fault::Character { offset } = fault
            {
                assert!(offset < text.len());
            }
        }
    }
});
