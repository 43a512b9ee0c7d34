//! A client: its details, and the sections above them.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use maud::{Markup, html};

use super::{
    labels::{self, Label, Language},
    page::{done, not_found, page},
    session::Member,
};
use crate::{Portal, clients::Client, clock};

/// The sections of a client's page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Names and identifiers.
    Details,
    /// Authentication keys.
    Keys,
    /// Scopes.
    Scopes,
}

impl Section {
    const ALL: [(Self, &'static str, Label); 3] = [
        (Self::Details, "", labels::DETAILS),
        (Self::Keys, "/keys", labels::KEYS),
        (Self::Scopes, "/scopes", labels::SCOPES),
    ];
}

/// The client's details.
pub async fn show(
    State(portal): State<Arc<Portal>>,
    member: Member,
    Path(client_id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let t = |label: Label| label.text(member.visit.language);
    let mut state = portal.state();
    let Some(client) = state.clients.find_own(member.organisation.number, &client_id) else {
        return not_found(&member.visit);
    };
    let content = html! {
        (heading(client, Section::Details, member.visit.language))
        @if query.as_deref() == Some("created") {
            (done(html! { (t(labels::CLIENT_CREATED)) }))
        }
        dl.wide {
            dt { (t(labels::CLIENT_ID)) }
            dd { code { (client.client_id) } }
            dt { (t(labels::DISPLAY_NAME)) }
            dd { (client.name) }
            dt { (t(labels::DESCRIPTION)) }
            dd { @if client.description.is_empty() { "–" } @else { (client.description) } }
            dt { (t(labels::INTEGRATION_TYPE)) }
            dd { (client.metadata.integration_type.label()) }
            dt { (t(labels::CREATED)) }
            dd { (clock::readable(client.created)) " UTC" }
            dt { (t(labels::KEYS)) }
            dd { (client.keys.iter().len()) }
            dt { (t(labels::SCOPES)) }
            dd {
                @if client.scopes.is_empty() { (t(labels::NONE)) }
                @for scope in &client.scopes { code { (scope) } br; }
            }
        }
        @if client.keys.iter().len() == 0 { p { (t(labels::NEEDS_KEY)) } }
    };
    page(&member.visit, &client.name, &content)
}

/// The client's name and its sections, the current one marked.
pub fn heading(client: &Client, current: Section, language: Language) -> Markup {
    html! {
        p { a href="/portal/" { (labels::CLIENTS.text(language)) } }
        h1 { (client.name) }
        nav.tabs aria-label=(labels::SECTIONS.text(language)) {
            @for (section, path, label) in Section::ALL {
                a href={ "/portal/clients/" (client.client_id) (path) }
                    aria-current=[(section == current).then_some("page")] {
                    (label.text(language))
                }
            }
        }
    }
}
