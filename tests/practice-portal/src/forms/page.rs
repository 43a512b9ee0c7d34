//! The frame around every page: banner, top menu, foot.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};

use super::{
    labels::{self, Label, Language},
    session::Visit,
};
use crate::{
    organisations::{self, Organisation},
    settings::Build,
};

/// No script at all, and forms only to here; the only image is the empty icon.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// As a portal that is careful may have it: no script but its own, and no way
/// to make one from text.
const STRICT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The policy of a build.
fn policy(build: Build) -> &'static str {
    match build {
        Build::Plain | Build::Relabelled => POLICY,
        Build::React | Build::Strict => STRICT,
    }
}

/// What is guessed of a build, for whoever looks at it.
fn explained(build: Build) -> Option<Label> {
    match build {
        Build::Plain => None,
        Build::React => Some(labels::REACT_EXPLAINED),
        Build::Relabelled => Some(labels::RELABELLED_EXPLAINED),
        Build::Strict => Some(labels::STRICT_EXPLAINED),
    }
}

/// A page of the portal.
pub fn page(visit: &Visit, title: &str, content: &Markup) -> Response {
    page_with_status(visit, StatusCode::OK, title, content)
}

/// A form again, because something in it must be put right.
pub fn refused_form(visit: &Visit, title: &str, content: &Markup) -> Response {
    let title = format!("{}: {title}", labels::PROBLEM.text(visit.language));
    page_with_status(visit, StatusCode::UNPROCESSABLE_ENTITY, &title, content)
}

/// No such client, or not one of this organisation's.
pub fn not_found(visit: &Visit) -> Response {
    let title = labels::NOT_FOUND.text(visit.language);
    let content = html! {
        h1 { (title) }
        p { (labels::NOT_FOUND_EXPLAINED.text(visit.language)) }
        p { a href="/portal/" { (labels::CLIENTS.text(visit.language)) } }
    };
    page_with_status(visit, StatusCode::NOT_FOUND, title, &content)
}

/// A short message on top of a page after something was done.
pub fn done(message: Markup) -> Markup {
    html! { div.alert.success role="status" { p { (message) } } }
}

fn page_with_status(visit: &Visit, status: StatusCode, title: &str, content: &Markup) -> Response {
    let language = visit.language;
    let t = |label: Label| label.text(language);
    let body = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                // For the bookmarklet: it may do its work here too.
                meta name="nokkelsmie" content="practice";
                title { (title) " – " (t(labels::SELF_SERVICE)) " (" (t(labels::PRACTICE)) ")" }
                link rel="stylesheet" href="/portal/portal.css";
                link rel="icon" href="data:,";
            }
            body {
                a.skip href="#content" { (t(labels::SKIP)) }
                header {
                    p.practice { strong { (t(labels::PRACTICE)) } " " (t(labels::PRACTICE_EXPLAINED))
                        @if let Some(label) = explained(visit.build) { " " (t(label)) }
                    }
                    div.top {
                        a.brand href="/portal/" { (t(labels::SELF_SERVICE)) }
                        (languages(visit))
                        @if let Some(organisation) = visit.organisation {
                            (organisation_menu(organisation, language))
                        }
                    }
                }
                main #content tabindex="-1" { (content) }
                footer {
                    form method="post" action="/portal/reset" {
                        button.quiet type="submit" { (t(labels::RESET)) }
                        span { (t(labels::RESET_EXPLAINED)) }
                    }
                    a href="/" { (t(labels::TO_NOKKELSMIE)) }
                }
                @if visit.build == Build::React { script src="/portal/react.js" {} }
            }
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, policy(visit.build)),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    let mut response = (status, headers, body.into_string()).into_response();
    if let Some(cookie) = visit.language_cookie().and_then(|text| text.parse().ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Each language by its own name.
fn languages(visit: &Visit) -> Markup {
    let link = |language: Language, name: &str| {
        html! {
            a href={ (visit.path) "?lang=" (language.tag()) } lang=(language.tag())
                hreflang=(language.tag())
                aria-current=[(language == visit.language).then_some("true")] { (name) }
        }
    };
    html! {
        nav.languages aria-label=(labels::LANGUAGE.text(visit.language)) {
            (link(Language::Nb, "Bokmål")) " " (link(Language::En, "English"))
        }
    }
}

/// Top menu, right: the organisation. A drop-down for synthetic ones.
fn organisation_menu(current: &Organisation, language: Language) -> Markup {
    let t = |label: Label| label.text(language);
    html! {
        div.organisation {
            @if current.synthetic {
                form method="post" action="/portal/organisation" {
                    label for="organisation" { (t(labels::ORGANISATION)) }
                    select #organisation name="organisation" {
                        @for one in organisations::synthetic() {
                            option value=(one.number) selected[one == current] {
                                (one.name) " (" (one.number) ")"
                            }
                        }
                    }
                    button type="submit" { (t(labels::CHANGE)) }
                }
            } @else {
                p { span.label { (t(labels::ORGANISATION)) } " " (current.name) " (" (current.number) ")" }
            }
            form method="post" action="/portal/logout" {
                button.quiet type="submit" { (t(labels::LOG_OUT)) }
            }
        }
    }
}
