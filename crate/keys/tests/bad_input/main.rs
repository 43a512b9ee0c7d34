//! Bad input: each kind of failure has its code, and nothing panics.

// Helpers of tests are no tests to clippy.
#![allow(clippy::unwrap_used, clippy::panic)]

mod costs;
mod damage;
mod der;
mod encodings;
mod forms;
mod irregular_der;
mod json;
mod keystore;
mod labels;
mod limits;
mod rsa;
mod texts;

use nokkelsmie_keys::Password;
use nokkelsmie_keys::read::{self, ReadErrorCode};

/// The key of RFC 8037 appendix A.1.
const JWK: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

/// Why an input is not read.
fn code(input: impl AsRef<[u8]>) -> ReadErrorCode {
    match read::read(input.as_ref()) {
        Ok(materials) => panic!("{} keys read", materials.len()),
        Err(error) => error.code,
    }
}

fn code_with_password(input: &[u8]) -> ReadErrorCode {
    let password = Password::new(forms::PASSWORD.to_owned().into());
    match read::read_with_password(input, &password) {
        Ok(materials) => panic!("{} keys read", materials.len()),
        Err(error) => error.code,
    }
}

fn base64(text: &str) -> String {
    // base64url without padding is one of the spellings that are read
    nokkelsmie_jose::base64url::encode(text)
}
