//! The self-service portal's forms as pages under `/portal/`, without script.
//!
//! Labels are those of Digdir's portal, as far as they are known; how the
//! pages look is guessed. One setting builds them in other ways (`Build`), for
//! what must get on with pages that are not ours. Every POST answers with a redirect to a GET, or with
//! the form again and what is wrong with it.

mod add_client;
mod client_page;
mod clients_page;
mod fields;
mod key_problems;
mod keys_page;
mod labels;
mod login;
mod page;
mod scopes_page;
pub mod session;

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

use crate::Portal;

/// The pages, in the order a person meets them.
pub fn routes() -> Router<Arc<Portal>> {
    Router::new()
        .route("/portal", get(|| async { Redirect::to("/portal/") }))
        .route("/portal/", get(clients_page::show))
        .route("/portal/portal.css", get(stylesheet))
        .route("/portal/react.js", get(react))
        .route("/portal/login", get(login::show).post(login::log_in))
        .route("/portal/logout", post(login::log_out))
        .route("/portal/organisation", post(login::change_organisation))
        .route("/portal/reset", post(login::reset))
        .route("/portal/clients/new", get(add_client::choose))
        .route("/portal/clients/new/maskinporten", get(add_client::form).post(add_client::create))
        .route("/portal/clients/{client_id}", get(client_page::show))
        .route("/portal/clients/{client_id}/keys", get(keys_page::list))
        .route("/portal/clients/{client_id}/keys/add", get(keys_page::form).post(keys_page::add))
        .route("/portal/clients/{client_id}/keys/remove", post(keys_page::remove))
        .route("/portal/clients/{client_id}/scopes", get(scopes_page::list))
        .route(
            "/portal/clients/{client_id}/scopes/add",
            get(scopes_page::form).post(scopes_page::add),
        )
        .route("/portal/clients/{client_id}/scopes/remove", post(scopes_page::remove))
}

/// Built from `tests/practice-portal/react/`; only the build of that name asks for it.
async fn react(State(portal): State<Arc<Portal>>) -> Response {
    let Some(path) = &portal.configuration.react else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match tokio::fs::read(path).await {
        Ok(script) => {
            ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn stylesheet() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("forms/portal.css"))
}
