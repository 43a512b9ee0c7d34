//! What became of a key.

use nokkelsmie_keys::{PublicKey, read};
use std::collections::BTreeMap;

/// Reads a public key; an error is its code.
pub fn public(input: &[u8]) -> Result<PublicKey, &'static str> {
    let materials = read::read(input).map_err(|error| error.code.as_str())?;
    assert_eq!(materials.len(), 1);
    PublicKey::try_from(&materials[0]).map_err(|error| error.code.as_str())
}

/// How many keys there were of each kind; printed, and held by the tests.
#[derive(Default)]
pub struct Counts(BTreeMap<String, usize>);

impl Counts {
    pub fn count(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    /// `expected`: in the order of the alphabet.
    pub fn hold(&self, name: &str, expected: &[(&str, usize)]) {
        println!("{name}: {:#?}", self.0);
        let found: Vec<_> = self.0.iter().map(|(what, count)| (what.as_str(), *count)).collect();
        assert_eq!(found, expected, "{name}");
    }
}
