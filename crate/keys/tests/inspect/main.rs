//! Inspection: for every rule a key that breaks it and a twin that does not.

mod cases;
mod keys;
mod limits;
mod private_numbers;
mod report;
mod sets;
mod texts;
