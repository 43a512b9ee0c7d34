//! The client's keys: the list, and the field `JWK eller PEM format`.

use std::sync::Arc;

use axum::{
    Extension,
    body::Bytes,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    client_page::{Section, heading},
    fields::{self, Field, Posted as PostedForm, Problem},
    key_problems,
    labels::{self, Label, Language},
    page::{done, not_found, page, refused_form},
    session::Member,
};
use crate::{
    Portal,
    clients::Client,
    clock,
    keys::{Posted, PostedAt, RegisteredKey, read},
    reception::PrivateMaterial,
    settings::Settings,
};

/// The field's `id` and `name`.
const FIELD: &str = "key";

/// What was just done, told once at the top of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    saved: Option<String>,
    pem: Option<String>,
    renewed: Option<String>,
    removed: Option<String>,
}

/// The list of keys.
pub async fn list(
    State(portal): State<Arc<Portal>>,
    member: Member,
    Path(client_id): Path<String>,
    Query(just_done): Query<Done>,
) -> Response {
    let language = member.visit.language;
    let t = |label: Label| label.text(language);
    let mut state = portal.state();
    let settings = state.settings.clone();
    let Some(client) = state.clients.find_own(member.organisation.number, &client_id) else {
        return not_found(&member.visit);
    };
    let content = html! {
        (heading(client, Section::Keys, language))
        (what_was_done(&just_done, client, language))
        div.title {
            h2 { (t(labels::KEYS)) }
            form method="get" action={ "/portal/clients/" (client.client_id) "/keys/add" } {
                button.primary type="submit" { (t(labels::ADD)) }
            }
        }
        p { (t(labels::KEYS_LEAD)) }
        @if client.keys.iter().len() == 0 {
            p.empty { (t(labels::NO_KEYS)) }
        } @else {
            ul.cards {
                @for key in client.keys.iter() { (key_card(key, client, &settings, language)) }
            }
        }
    };
    page(&member.visit, t(labels::KEYS), &content)
}

/// The empty field.
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
    let content = key_form(client, "", &[], language);
    page(&member.visit, labels::ADD_KEY.text(language), &content)
}

/// `Lagre`.
pub async fn add(
    State(portal): State<Arc<Portal>>,
    member: Member,
    Path(client_id): Path<String>,
    private: Option<Extension<PrivateMaterial>>,
    body: Bytes,
) -> Response {
    let language = member.visit.language;
    let mut state = portal.state();
    let settings = state.settings.clone();
    let Some(client) = state.clients.find_own(member.organisation.number, &client_id) else {
        return not_found(&member.visit);
    };
    let posted = PostedForm::read(&body);
    // What holds a private key is not even looked at again.
    let pasted =
        if private.is_some() { Err(read::KeyError::Private) } else { Ok(posted.text(FIELD)) };
    let outcome = pasted
        .and_then(|text| read::read(text, &settings.algorithms))
        .map_err(|error| (key_problems::of_key(error), error))
        .map(|key| (key.kid.is_none(), key));
    let (problem, keep) = match outcome {
        Ok((is_pem, key)) => match client.keys.post(key, posted_at(&settings)) {
            Ok(done) => return Redirect::to(&address(&client_id, &done, is_pem)).into_response(),
            Err(error) => (key_problems::of_set(error), true),
        },
        Err((problem, error)) => (problem, error != read::KeyError::Private),
    };
    let problem = Problem { field: FIELD, text: problem.text(language) };
    let typed = if keep { posted.text(FIELD) } else { "" };
    let content = key_form(client, typed, &[problem], language);
    refused_form(&member.visit, labels::ADD_KEY.text(language), &content)
}

/// `Fjern`.
pub async fn remove(
    State(portal): State<Arc<Portal>>,
    member: Member,
    Path(client_id): Path<String>,
    body: Bytes,
) -> Response {
    let mut state = portal.state();
    let now = clock::now(&state.settings);
    let Some(client) = state.clients.find_own(member.organisation.number, &client_id) else {
        return not_found(&member.visit);
    };
    client.keys.remove(PostedForm::read(&body).text("kid"), now);
    Redirect::to(&format!("/portal/clients/{client_id}/keys?removed=yes")).into_response()
}

fn posted_at(settings: &Settings) -> PostedAt {
    PostedAt { now: clock::now(settings), machine_now: clock::machine_now() }
}

/// A kid needs no escaping: letters, digits and `._-`.
fn address(client_id: &str, done: &Posted, is_pem: bool) -> String {
    let list = format!("/portal/clients/{client_id}/keys");
    match done {
        Posted::Added { kid } if is_pem => format!("{list}?pem={kid}"),
        Posted::Added { kid } => format!("{list}?saved={kid}"),
        Posted::Renewed { kid } => format!("{list}?renewed={kid}"),
    }
}

/// Only what is true: the kid named in the address must be on the client.
fn what_was_done(just_done: &Done, client: &Client, language: Language) -> Markup {
    let told = [
        (&just_done.saved, labels::KEY_SAVED),
        (&just_done.pem, labels::PEM_SAVED),
        (&just_done.renewed, labels::KEY_RENEWED),
    ];
    html! {
        @for (kid, label) in told {
            @if let Some(kid) = kid.as_ref().filter(|kid| client.keys.find(kid).is_some()) {
                (done(html! { (label.text(language)) " " code { (kid) } }))
            }
        }
        @if just_done.removed.is_some() {
            (done(html! { (labels::KEY_REMOVED.text(language)) }))
        }
    }
}

fn key_card(
    key: &RegisteredKey,
    client: &Client,
    settings: &Settings,
    language: Language,
) -> Markup {
    let t = |label: Label| label.text(language);
    let algorithm = key
        .algorithm
        .map_or_else(|| accepted_by(key, settings), |algorithm| algorithm.name().to_owned());
    html! {
        li {
            h3 { span { (t(labels::KEY_ID)) } code { (key.kid) } }
            @if key.is_expired(clock::now(settings)) {
                p { span.tag.danger { (t(labels::EXPIRED)) } }
            } @else if !key.is_known(clock::machine_now(), settings.key_delay_seconds) {
                p { span.tag { (t(labels::NOT_KNOWN_YET)) } }
            }
            dl {
                dt { (t(labels::ALGORITHM)) }
                dd { (algorithm) }
                dt { (t(labels::KEY_TYPE)) }
                dd { (key.key.describe()) }
                dt { (t(labels::CREATED)) }
                dd { (clock::readable(key.created)) " UTC" }
                dt { (t(labels::EXPIRES)) }
                dd { (clock::readable(key.expires)) " UTC" }
            }
            form method="post" action={ "/portal/clients/" (client.client_id) "/keys/remove" } {
                input type="hidden" name="kid" value=(key.kid);
                button.quiet type="submit" aria-label={ (t(labels::REMOVE_KEY)) " " (key.kid) } {
                    (t(labels::REMOVE))
                }
            }
        }
    }
}

/// A PEM says nothing of its algorithm: all that fit will do.
fn accepted_by(key: &RegisteredKey, settings: &Settings) -> String {
    let names: Vec<&str> = settings
        .algorithms
        .iter()
        .filter(|one| key.key.fits(**one))
        .map(|one| one.name())
        .collect();
    names.join(", ")
}

fn key_form(client: &Client, typed: &str, problems: &[Problem], language: Language) -> Markup {
    let t = |label: Label| label.text(language);
    let keys = format!("/portal/clients/{}/keys", client.client_id);
    html! {
        (heading(client, Section::Keys, language))
        h2 { (t(labels::ADD_KEY)) }
        (fields::summary(problems, language))
        form.form method="post" action={ (keys) "/add" } {
            (Field {
                id: FIELD,
                label: t(labels::KEY_FIELD),
                mark: None,
                hint: Some(t(labels::KEY_HINT)),
                problems,
            }.area(typed, 12))
            div.buttons {
                button.primary type="submit" { (t(labels::SAVE)) }
                a href=(keys) { (t(labels::CANCEL)) }
            }
        }
    }
}
