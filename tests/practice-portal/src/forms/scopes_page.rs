//! The tab `Scopes`: the list, and the choice among those available.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    client_page::{Section, heading},
    fields::{self, Field, Posted, Problem},
    labels::{self, Label, Language},
    page::{done, not_found, page, refused_form},
    session::Member,
};
use crate::{Portal, clients::Client, scopes};

/// The box for scopes that are not in the list.
const OTHER: &str = "other-scopes";

/// What is ticked in the list, and what is typed in the box.
#[derive(Debug, Default)]
pub struct ScopeChoice {
    ticked: Vec<String>,
    typed: String,
}

impl ScopeChoice {
    /// Reads the two fields.
    pub fn read(posted: &Posted) -> Self {
        Self {
            ticked: posted.all("scope").map(str::to_owned).collect(),
            typed: posted.text(OTHER).to_owned(),
        }
    }

    /// All that was chosen.
    pub fn all(&self) -> Vec<String> {
        let typed = self.typed.split_whitespace().map(str::to_owned);
        self.ticked.iter().cloned().chain(typed).collect()
    }

    /// A problem when something chosen cannot be a scope.
    pub fn malformed(&self, language: Language) -> Option<Problem> {
        self.all().iter().any(|one| !scopes::is_name(one)).then(|| Problem {
            field: OTHER,
            text: labels::SCOPE_MALFORMED.text(language).to_owned(),
        })
    }

    /// The list and the box. Scopes the client has already are left out.
    pub fn fields(&self, language: Language, attached: &[String], problems: &[Problem]) -> Markup {
        let is_attached = |name: &str| attached.iter().any(|one| one == name);
        html! {
            fieldset {
                legend { (labels::AVAILABLE_SCOPES.text(language)) }
                @for scope in scopes::available().filter(|scope| !is_attached(scope.name)) {
                    div.check {
                        input type="checkbox" name="scope" value=(scope.name) id=(scope.name)
                            checked[self.ticked.iter().any(|one| one == scope.name)];
                        label for=(scope.name) { (scope.name) }
                    }
                }
            }
            (Field {
                id: OTHER,
                label: labels::OTHER_SCOPES.text(language),
                mark: Some(labels::OPTIONAL.text(language)),
                hint: Some(labels::OTHER_SCOPES_HINT.text(language)),
                problems,
            }.area(&self.typed, 3))
        }
    }
}

/// The list of scopes.
pub async fn list(
    State(portal): State<Arc<Portal>>,
    member: Member,
    Path(client_id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let language = member.visit.language;
    let t = |label: Label| label.text(language);
    let mut state = portal.state();
    let Some(client) = state.clients.find_own(member.organisation.number, &client_id) else {
        return not_found(&member.visit);
    };
    let content = html! {
        (heading(client, Section::Scopes, language))
        @match query.as_deref() {
            Some("saved") => (done(html! { (t(labels::SCOPES_SAVED)) })),
            Some("removed") => (done(html! { (t(labels::SCOPE_REMOVED)) })),
            _ => {}
        }
        div.title {
            h2 { (t(labels::SCOPES)) }
            form method="get" action={ "/portal/clients/" (client.client_id) "/scopes/add" } {
                button.primary type="submit" { (t(labels::ADD)) }
            }
        }
        p { (t(labels::SCOPES_LEAD)) }
        @if client.scopes.is_empty() {
            p.empty { (t(labels::NO_SCOPES)) }
        } @else {
            ul.rows {
                @for scope in &client.scopes { (scope_row(scope, client, language)) }
            }
        }
    };
    page(&member.visit, t(labels::SCOPES), &content)
}

/// The choice, empty.
pub async fn form(
    State(portal): State<Arc<Portal>>,
    member: Member,
    Path(client_id): Path<String>,
) -> Response {
    let mut state = portal.state();
    let Some(client) = state.clients.find_own(member.organisation.number, &client_id) else {
        return not_found(&member.visit);
    };
    let language = member.visit.language;
    let content = scope_form(client, &ScopeChoice::default(), &[], language);
    page(&member.visit, labels::ADD_SCOPES.text(language), &content)
}

/// `Send inn`.
pub async fn add(
    State(portal): State<Arc<Portal>>,
    member: Member,
    Path(client_id): Path<String>,
    body: Bytes,
) -> Response {
    let language = member.visit.language;
    let mut state = portal.state();
    let Some(client) = state.clients.find_own(member.organisation.number, &client_id) else {
        return not_found(&member.visit);
    };
    let choice = ScopeChoice::read(&Posted::read(&body));
    let nothing_chosen = choice
        .all()
        .is_empty()
        .then(|| Problem { field: OTHER, text: labels::NO_SCOPE_CHOSEN.text(language).to_owned() });
    if let Some(problem) = nothing_chosen.or_else(|| choice.malformed(language)) {
        let content = scope_form(client, &choice, &[problem], language);
        return refused_form(&member.visit, labels::ADD_SCOPES.text(language), &content);
    }
    client.attach(choice.all());
    Redirect::to(&format!("/portal/clients/{client_id}/scopes?saved")).into_response()
}

/// `Fjern`.
pub async fn remove(
    State(portal): State<Arc<Portal>>,
    member: Member,
    Path(client_id): Path<String>,
    body: Bytes,
) -> Response {
    let mut state = portal.state();
    let Some(client) = state.clients.find_own(member.organisation.number, &client_id) else {
        return not_found(&member.visit);
    };
    let posted = Posted::read(&body);
    client.scopes.retain(|one| one != posted.text("scope"));
    Redirect::to(&format!("/portal/clients/{client_id}/scopes?removed")).into_response()
}

fn scope_row(scope: &str, client: &Client, language: Language) -> Markup {
    let t = |label: Label| label.text(language);
    html! {
        li {
            code { (scope) }
            @if scopes::is_granted(scope) {
                span.tag.success { (t(labels::GRANTED)) }
            } @else {
                span.tag.danger { (t(labels::ACCESS_MISSING)) }
            }
            form method="post" action={ "/portal/clients/" (client.client_id) "/scopes/remove" } {
                input type="hidden" name="scope" value=(scope);
                button.quiet type="submit" aria-label={ (t(labels::REMOVE_SCOPE)) " " (scope) } {
                    (t(labels::REMOVE))
                }
            }
        }
    }
}

fn scope_form(
    client: &Client,
    choice: &ScopeChoice,
    problems: &[Problem],
    language: Language,
) -> Markup {
    let t = |label: Label| label.text(language);
    let scopes = format!("/portal/clients/{}/scopes", client.client_id);
    html! {
        (heading(client, Section::Scopes, language))
        h2 { (t(labels::ADD_SCOPES)) }
        (fields::summary(problems, language))
        form.form method="post" action={ (scopes) "/add" } {
            (choice.fields(language, &client.scopes, problems))
            div.buttons {
                button.primary type="submit" { (t(labels::SUBMIT)) }
                a href=(scopes) { (t(labels::CANCEL)) }
            }
        }
    }
}
