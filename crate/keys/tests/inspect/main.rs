//! Inspection: for every rule a key that breaks it and a twin that does not.

mod cases;
mod examples;
mod keys;
mod limits;
mod report;
mod sets;
mod texts;
