//! See the examples: one must compile, the other must not.
