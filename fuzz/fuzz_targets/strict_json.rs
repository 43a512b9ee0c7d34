//! Strict JSON: it has one meaning or is refused, and the place of an error is there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nokkelsmie_jose::strict_json::{self, JsonError, MAXIMUM_DUPLICATES};
use serde_json::Value;

fuzz_target!(|text: &str| {
    let parsed = strict_json::parse(text);
    match strict_json::read(text) {
        Ok(document) => {
            assert!(document.duplicates.len() <= MAXIMUM_DUPLICATES);
            match document.duplicates.is_empty() {
                true => assert_eq!(parsed.as_ref(), Ok(&document.value)),
                false => assert_eq!(parsed, Err(JsonError::DuplicateMember)),
            }
            if is_exact(&document.value) {
                let written = document.value.to_string();
                assert_eq!(strict_json::parse(&written), Ok(document.value), "{written}");
            }
        }
        Err(error) => {
            assert_eq!(parsed, Err(error));
            if let JsonError::Syntax { line, column } = error {
                let length = text.split('\n').nth(line - 1).map(str::len);
                assert!(length.is_some_and(|length| column <= length + 1), "{error}");
            }
        }
    }
});

/// The library rounds fractions as it reads them; no key has any.
fn is_exact(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_f64(),
        Value::Array(list) => list.iter().all(is_exact),
        Value::Object(members) => members.values().all(is_exact),
        _ => true,
    }
}
