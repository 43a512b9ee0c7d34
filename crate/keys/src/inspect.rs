//! Judges a key: see [`inspect`].
