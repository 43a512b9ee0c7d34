//! Every code of reading and of keys has its text in the three languages.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use nokkelsmie_keys::KeyErrorCode;
use nokkelsmie_keys::read::ReadErrorCode;
use std::collections::BTreeSet;

#[test]
fn every_code_has_a_text_and_every_text_a_code() {
    let read = ReadErrorCode::ALL.iter().map(|code| code.as_str());
    let keys = KeyErrorCode::ALL.iter().map(|code| code.as_str());
    let codes: BTreeSet<String> = read.chain(keys).map(|code| format!("read.{code}")).collect();
    assert_eq!(codes.len(), ReadErrorCode::ALL.len() + KeyErrorCode::ALL.len());
    for locale in ["nb", "nn", "en"] {
        let path =
            format!("{}/../../www/locales/reading/{locale}.json", env!("CARGO_MANIFEST_DIR"));
        let texts: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let named: BTreeSet<String> = texts.keys().cloned().collect();
        assert_eq!(named, codes, "{locale}");
        assert!(texts.values().all(|text| text.as_str().is_some_and(|text| text.len() > 20)));
    }
}

#[test]
fn codes_are_what_serde_writes() {
    for code in ReadErrorCode::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
    }
    for code in KeyErrorCode::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
    }
}
