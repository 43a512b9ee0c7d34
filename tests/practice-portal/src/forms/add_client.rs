//! `Legg til klient` and `Legg til Maskinporten klient`.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    fields::{self, Field, Posted, Problem},
    labels::{self, Label},
    page::{page, refused_form},
    scopes_page::ScopeChoice,
    session::Member,
};
use crate::{Portal, clock};

/// Guessed: Digdir gives no limit.
const LONGEST_NAME: usize = 255;

/// The services; only Maskinporten is part of the practice.
const OTHERS: [(&str, Label); 4] = [
    ("ID-porten", labels::LOGIN_SERVICE_EXPLAINED),
    ("Ansattporten", labels::LOGIN_SERVICE_EXPLAINED),
    ("API-klient", labels::LOGIN_SERVICE_EXPLAINED),
    ("KRR", labels::CONTACT_REGISTER_EXPLAINED),
];

/// `Legg til klient`: which service?
pub async fn choose(member: Member) -> Response {
    let t = |label: Label| label.text(member.visit.language);
    let content = html! {
        p { a href="/portal/" { (t(labels::BACK)) } }
        h1 { (t(labels::ADD_CLIENT)) }
        p.lead { (t(labels::CHOOSE_SERVICE)) }
        ul.cards {
            li {
                h2 { a href="/portal/clients/new/maskinporten" { "Maskinporten" } }
                p { (t(labels::MASKINPORTEN_EXPLAINED)) }
            }
            @for (name, explained) in OTHERS {
                li.muted {
                    h2 { (name) }
                    p { (t(explained)) " – " (t(labels::NOT_IN_PRACTICE)) }
                }
            }
        }
    };
    page(&member.visit, t(labels::ADD_CLIENT), &content)
}

/// `Legg til Maskinporten klient`, empty.
pub async fn form(member: Member) -> Response {
    let content = client_form(&member, &ClientForm::default(), &[]);
    let title = labels::ADD_MASKINPORTEN_CLIENT.text(member.visit.language);
    page(&member.visit, title, &content)
}

/// `Opprett`.
pub async fn create(State(portal): State<Arc<Portal>>, member: Member, body: Bytes) -> Response {
    let form = ClientForm::read(&Posted::read(&body));
    let problems = form.problems(&member);
    if !problems.is_empty() {
        let title = labels::ADD_MASKINPORTEN_CLIENT.text(member.visit.language);
        let content = client_form(&member, &form, &problems);
        return refused_form(&member.visit, title, &content);
    }
    let mut state = portal.state();
    let now = clock::now(&state.settings);
    let client = state.clients.create(
        member.organisation.number,
        form.name,
        form.description,
        form.scopes.all(),
        now,
    );
    Redirect::to(&format!("/portal/clients/{}?created", client.client_id)).into_response()
}

#[derive(Default)]
struct ClientForm {
    name: String,
    description: String,
    scopes: ScopeChoice,
}

impl ClientForm {
    fn read(posted: &Posted) -> Self {
        Self {
            name: posted.text("name").to_owned(),
            description: posted.text("description").to_owned(),
            scopes: ScopeChoice::read(posted),
        }
    }

    fn problems(&self, member: &Member) -> Vec<Problem> {
        let language = member.visit.language;
        let name = match self.name.chars().count() {
            0 => Some(labels::NAME_MISSING),
            1..=LONGEST_NAME => None,
            _ => Some(labels::NAME_TOO_LONG),
        };
        name.map(|label| Problem { field: "name", text: label.text(language).to_owned() })
            .into_iter()
            .chain(self.scopes.malformed(language))
            .collect()
    }
}

fn client_form(member: &Member, form: &ClientForm, problems: &[Problem]) -> Markup {
    let language = member.visit.language;
    let t = |label: Label| label.text(language);
    html! {
        p { a href="/portal/clients/new" { (t(labels::BACK)) } }
        h1 { (t(labels::ADD_MASKINPORTEN_CLIENT)) }
        p.lead { (t(labels::CHANGE_LATER)) }
        (fields::summary(problems, language))
        form.form method="post" action="/portal/clients/new/maskinporten" {
            (Field {
                id: "name",
                label: t(labels::DISPLAY_NAME),
                mark: None,
                hint: None,
                problems,
            }.input(&form.name))
            (Field {
                id: "description",
                label: t(labels::DESCRIPTION),
                mark: Some(t(labels::OPTIONAL)),
                hint: Some(t(labels::DESCRIPTION_HINT)),
                problems,
            }.area(&form.description, 3))
            (form.scopes.fields(language, &[], problems))
            div.buttons {
                button.primary type="submit" { (t(labels::CREATE)) }
                a href="/portal/" { (t(labels::CANCEL)) }
            }
        }
    }
}
