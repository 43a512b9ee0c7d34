//! What Maskinporten wants.
