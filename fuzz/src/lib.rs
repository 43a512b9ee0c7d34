//! What the fuzz targets have in common: how an input is [changed](mutate) so
//! that it stays a key in most places, and what must be [true](properties) of
//! whatever is read.

pub mod mutate;
pub mod properties;
