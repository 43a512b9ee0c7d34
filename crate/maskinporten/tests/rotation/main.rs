//! Rotations against a server that is written in the test: with other writers, and
//! with answers that fail before or after the work is done.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests

mod dice;
mod interleavings;
mod one;
mod renewals;
mod server;
mod stopping;
mod stored;
mod trouble;
mod walk;
