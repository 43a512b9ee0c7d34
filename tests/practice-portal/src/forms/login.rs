//! The log-in page, the change of organisation and the reset.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::html;

use super::{
    fields::Posted,
    labels::{self, Label},
    page::page,
    session::{self, Member, SESSION_COOKIE, Visit},
};
use crate::{Portal, organisations};

/// `Logg inn`: `Med organisasjonsnummer` or `Med syntetisk organisasjon`.
pub async fn show(visit: Visit) -> Response {
    let t = |label: Label| label.text(visit.language);
    let own = session::organisation_of_choice("number");
    let content = html! {
        h1 { (t(labels::LOG_IN)) }
        p.lead { (t(labels::LOG_IN_LEAD)) }
        form.choices method="post" action="/portal/login" {
            div.choice {
                button.wide type="submit" name="choice" value="number" {
                    (t(labels::WITH_ORGANISATION_NUMBER))
                }
                @if let Some(own) = own {
                    p.hint {
                        (t(labels::WITH_ORGANISATION_NUMBER_EXPLAINED)) " "
                        (own.name) " (" (own.number) ")."
                    }
                }
            }
            div.choice {
                button.wide type="submit" name="choice" value="synthetic" {
                    (t(labels::WITH_SYNTHETIC))
                }
                p.hint { (t(labels::WITH_SYNTHETIC_EXPLAINED)) }
            }
        }
    };
    page(&visit, t(labels::LOG_IN), &content)
}

/// Opens a session.
pub async fn log_in(State(portal): State<Arc<Portal>>, body: Bytes) -> Response {
    let posted = Posted::read(&body);
    let Some(organisation) = session::organisation_of_choice(posted.text("choice")) else {
        return Redirect::to("/portal/login").into_response();
    };
    let name = portal.state().sessions.open(organisation);
    let cookie = session::set_cookie(SESSION_COOKIE, &name);
    ([(header::SET_COOKIE, cookie)], Redirect::to("/portal/")).into_response()
}

/// Ends the session.
pub async fn log_out(State(portal): State<Arc<Portal>>, headers: HeaderMap) -> Redirect {
    if let Some(name) = session::cookie(&headers, SESSION_COOKIE) {
        portal.state().sessions.close(name);
    }
    Redirect::to("/portal/login")
}

/// Represents another synthetic organisation.
pub async fn change_organisation(
    State(portal): State<Arc<Portal>>,
    member: Member,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let posted = Posted::read(&body);
    let wanted = organisations::find(posted.text("organisation")).filter(|one| one.synthetic);
    match (wanted, session::cookie(&headers, SESSION_COOKIE)) {
        (Some(organisation), Some(name)) if member.organisation.synthetic => {
            portal.state().sessions.change(name, organisation);
            Redirect::to("/portal/").into_response()
        }
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Forgets all clients; people stay logged in.
pub async fn reset(State(portal): State<Arc<Portal>>) -> Redirect {
    portal.state().clients.clear();
    Redirect::to("/portal/")
}
