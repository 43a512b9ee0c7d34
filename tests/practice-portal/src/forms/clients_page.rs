//! The organisation's clients, with the button `Opprett klient`.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::html;

use super::{
    labels::{self, Label},
    page::page,
    session::Member,
};
use crate::{Portal, clock};

/// The list of clients.
pub async fn show(State(portal): State<Arc<Portal>>, member: Member) -> Response {
    let t = |label: Label| label.text(member.visit.language);
    let state = portal.state();
    let clients: Vec<_> = state.clients.of(member.organisation.number).collect();
    let content = html! {
        div.title {
            h1 { (t(labels::CLIENTS)) }
            form method="get" action="/portal/clients/new" {
                button.primary type="submit" { (t(labels::CREATE_CLIENT)) }
            }
        }
        @if clients.is_empty() {
            p.empty { (t(labels::NO_CLIENTS)) }
        } @else {
            ul.cards {
                @for client in clients {
                    li {
                        h2 { a href={ "/portal/clients/" (client.client_id) } { (client.name) } }
                        dl {
                            dt { (t(labels::CLIENT_ID)) }
                            dd { code { (client.client_id) } }
                            dt { (t(labels::KEYS)) }
                            dd { (client.keys.iter().len()) }
                            dt { (t(labels::CREATED)) }
                            dd { (clock::readable(client.created)) " UTC" }
                        }
                    }
                }
            }
        }
    };
    page(&member.visit, t(labels::CLIENTS), &content)
}
