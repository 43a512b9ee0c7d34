//! A strict stand-in for Maskinporten: the token endpoint, its metadata,
//! and the self-service portal's forms and API, for practice and for tests.
//!
//! Everything is in memory and on loopback. It depends on none of the crates
//! it judges, and verifies signatures with another library (ring). What is
//! known of Maskinporten and what is guessed: `README.md`.

pub mod altinn;
pub mod arguments;
pub mod base64url;
pub mod clients;
pub mod clock;
pub mod control;
pub mod faults;
pub mod forms;
pub mod hosts;
pub mod integration_type;
pub mod keys;
pub mod metadata;
pub mod organisations;
pub mod pace;
pub mod portal;
pub mod private_material;
pub mod random;
pub mod reception;
pub mod request_log;
pub mod scopes;
pub mod self_service;
pub mod server;
pub mod settings;
pub mod site;
pub mod strict_json;
pub mod tls;
pub mod token;
pub mod writers;

use std::sync::Arc;

use axum::{Router, middleware};

pub use portal::{Configuration, Portal};

/// Everything the practice portal answers.
pub fn router(portal: Arc<Portal>) -> Router {
    Router::new()
        .merge(token::routes())
        .merge(metadata::routes())
        .merge(forms::routes())
        .merge(control::routes())
        .merge(self_service::routes())
        .merge(altinn::routes())
        .fallback(site::serve)
        .layer(middleware::from_fn_with_state(Arc::clone(&portal), reception::receive))
        .with_state(portal)
}
