//! Inspection: for every rule a key that breaks it and a twin that does not.

// Helpers of tests are no tests to clippy.
#![allow(clippy::unwrap_used)]

mod cases;
mod examples;
mod keys;
mod limits;
mod readers;
mod report;
mod sets;
mod texts;
