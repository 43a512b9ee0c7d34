//! Who is logged in, and in which language: two cookies.

use std::{collections::HashMap, convert::Infallible, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};

use super::labels::Language;
use crate::{
    Portal,
    organisations::{self, Organisation},
    random,
    settings::Build,
};

/// Names the session.
pub const SESSION_COOKIE: &str = "practice-session";

/// Remembers the language.
pub const LANGUAGE_COOKIE: &str = "practice-language";

/// Which organisation each session represents.
#[derive(Debug, Default)]
pub struct Sessions(HashMap<String, &'static Organisation>);

impl Sessions {
    /// A new session; its name goes into the cookie.
    pub fn open(&mut self, organisation: &'static Organisation) -> String {
        let name = random::token();
        self.0.insert(name.clone(), organisation);
        name
    }

    /// Represents another organisation from now on.
    pub fn change(&mut self, name: &str, organisation: &'static Organisation) {
        if let Some(current) = self.0.get_mut(name) {
            *current = organisation;
        }
    }

    /// Ends a session.
    pub fn close(&mut self, name: &str) {
        self.0.remove(name);
    }
}

/// The language of a request: `?lang=` first, then the cookie.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The language to answer in.
    pub language: Language,
    /// The page, for the language links.
    pub path: String,
    /// The organisation, once logged in.
    pub organisation: Option<&'static Organisation>,
    /// How the pages are built.
    pub build: Build,
    /// The language was chosen by this very request.
    chosen: bool,
}

impl FromRequestParts<Arc<Portal>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        portal: &Arc<Portal>,
    ) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let chosen = form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "lang")
            .and_then(|(_, tag)| Language::from_tag(&tag));
        let remembered = cookie(&parts.headers, LANGUAGE_COOKIE).and_then(Language::from_tag);
        let organisation = cookie(&parts.headers, SESSION_COOKIE)
            .and_then(|name| portal.state().sessions.0.get(name).copied());
        let build = portal.state().settings.build;
        let language = match build {
            Build::Relabelled => Language::Relabelled,
            _ => chosen.or(remembered).unwrap_or_default(),
        };
        Ok(Self {
            language,
            build,
            path: parts.uri.path().to_owned(),
            organisation,
            chosen: chosen.is_some(),
        })
    }
}

impl Visit {
    /// The cookie to set, when this request chose a language.
    pub fn language_cookie(&self) -> Option<String> {
        self.chosen.then(|| set_cookie(LANGUAGE_COOKIE, self.language.tag()))
    }
}

/// A visit by somebody who is logged in; others are sent to the log-in page.
#[derive(Debug, Clone)]
pub struct Member {
    /// The visit.
    pub visit: Visit,
    /// The organisation.
    pub organisation: &'static Organisation,
}

impl FromRequestParts<Arc<Portal>> for Member {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Response> {
        let Ok(visit) = Visit::from_request_parts(parts, portal).await;
        match visit.organisation {
            Some(organisation) => Ok(Self { visit, organisation }),
            None => Err(to_log_in(&visit)),
        }
    }
}

/// To the log-in page, in the language that was asked for.
fn to_log_in(visit: &Visit) -> Response {
    let redirect = Redirect::to("/portal/login");
    match visit.language_cookie() {
        Some(cookie) => ([(header::SET_COOKIE, cookie)], redirect).into_response(),
        None => redirect.into_response(),
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split("; "))
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// A `Set-Cookie` value for the portal's pages.
pub fn set_cookie(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/portal; HttpOnly; SameSite=Lax")
}

/// The organisation a log-in choice stands for.
pub fn organisation_of_choice(choice: &str) -> Option<&'static Organisation> {
    match choice {
        "number" => organisations::ORGANISATIONS.iter().find(|one| !one.synthetic),
        "synthetic" => organisations::synthetic().next(),
        _ => None,
    }
}
