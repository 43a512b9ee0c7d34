use crate::Algorithm;
use std::borrow::Cow;

/// What a service accepts, as of a date. Values live with the service's other
/// facts (for Maskinporten: `nokkelsmie_maskinporten`); metadata that was
/// fetched or pasted overrides the announced algorithms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// A short name that codes and tests can use, as in `maskinporten`.
    pub name: &'static str,
    /// The day the facts were read, `YYYY-MM-DD`.
    pub as_of: Cow<'static, str>,
    /// The algorithms that the service announces.
    pub announced: Cow<'static, [Algorithm]>,
    /// The most keys one client may have.
    pub maximum_keys: usize,
    /// Days that a key lives from when it was posted.
    pub key_life_days: u32,
    /// Days before the end when a warning is due.
    pub expiry_warning_days: u32,
}

impl Profile {
    /// Whether the service announces this algorithm.
    pub fn announces(&self, algorithm: Algorithm) -> bool {
        self.announced.contains(&algorithm)
    }

    /// The same profile with the algorithms that metadata of that day announced.
    pub fn overridden(mut self, announced: Vec<Algorithm>, as_of: String) -> Self {
        self.announced = announced.into();
        self.as_of = as_of.into();
        self
    }
}
