//! The room with the keys.
