//! The self-service API under `/api/v1`, on the same clients as the forms.
//!
//! Calls, scopes and shapes are Digdir's, as far as they are known; what is
//! guessed stands in `README.md`.

mod answer;
mod caller;
mod client_object;
mod clients;
mod key_rules;
mod key_set;
mod posted_client;
pub mod problem;
mod scope_lists;

use std::sync::Arc;

use axum::{
    Router,
    routing::{any, get},
};

use crate::{Portal, reception::preflight};
pub use caller::bearer;
use problem::Problem;

/// Where the API begins.
const BASE: &str = "/api/v1";

/// A path of the API.
pub fn is_path(path: &str) -> bool {
    path.strip_prefix(BASE).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// All calls.
pub fn routes() -> Router<Arc<Portal>> {
    let calls = Router::new()
        .route("/clients", get(clients::list).post(clients::create).options(preflight))
        .route(
            "/clients/{client_id}",
            get(clients::show).put(clients::change).delete(clients::deactivate).options(preflight),
        )
        .route(
            "/clients/{client_id}/jwks",
            get(key_set::show)
                .post(key_set::post)
                .put(key_set::put)
                .delete(key_set::delete)
                .options(preflight),
        )
        .route("/scopes/access/all", get(scope_lists::access).options(preflight))
        .route("/scopes/all", get(scope_lists::open).options(preflight))
        .method_not_allowed_fallback(|| async { Problem::method() })
        .route("/{*rest}", any(|| async { Problem::not_found("No such resource") }));
    Router::new().nest(BASE, calls)
}
