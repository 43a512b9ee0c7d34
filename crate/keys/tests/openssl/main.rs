//! What this crate writes is read by OpenSSL's command line, and the other way
//! round. Where there is no `openssl` the tests fail: it is part of the tools.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod business;
mod keys;
mod passwords;

use std::io::Write;
use std::process::{Command, Stdio};

/// A password, which OpenSSL finds in its environment: `-passin env:WORD`.
const WORD: &str = "blåbær 1814";

/// Runs `openssl` with `input` on its standard input; panics with what it said.
fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .env("WORD", WORD)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("openssl is there");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?}: {said}");
    output.stdout
}
