//! What was sent by a form, and the fields of one.

use axum::body::Bytes;
use maud::{Markup, html};

use super::labels::{self, Language};

/// The fields of a posted form, in their order.
pub struct Posted(Vec<(String, String)>);

impl Posted {
    /// Reads a body of the type `application/x-www-form-urlencoded`.
    pub fn read(body: &Bytes) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// The first value of a field, without white space around it.
    pub fn text(&self, name: &str) -> &str {
        let first = self.0.iter().find(|(field, _)| field == name);
        first.map_or("", |(_, value)| value.trim())
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The field's `id`.
    pub field: &'static str,
    /// One sentence.
    pub text: String,
}

/// The list of problems above a form; each links to its field.
pub fn summary(problems: &[Problem], language: Language) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.alert.danger role="alert" tabindex="-1" autofocus aria-labelledby="problems" {
                h2 #problems { (labels::PROBLEMS.text(language)) }
                ul {
                    @for problem in problems {
                        li { a href={ "#" (problem.field) } { (problem.text) } }
                    }
                }
            }
        }
    }
}

/// A label, a hint, the problem and, between them, the control itself.
pub struct Field<'a> {
    /// The control's `id`; its `name` is the same.
    pub id: &'static str,
    /// What the label says.
    pub label: &'a str,
    /// A word beside the label, such as "optional".
    pub mark: Option<&'a str>,
    /// A sentence under the label.
    pub hint: Option<&'a str>,
    /// All problems of the form.
    pub problems: &'a [Problem],
}

impl Field<'_> {
    /// One line of text.
    pub fn input(&self, value: &str) -> Markup {
        self.around(&html! {
            input type="text" id=(self.id) name=(self.id) value=(value) autocomplete="off"
                aria-describedby=[self.described_by()] aria-invalid=[self.invalid()];
        })
    }

    /// Several lines of text.
    pub fn area(&self, value: &str, rows: u8) -> Markup {
        self.around(&html! {
            textarea id=(self.id) name=(self.id) rows=(rows) spellcheck="false" autocomplete="off"
                autocapitalize="off" aria-describedby=[self.described_by()]
                aria-invalid=[self.invalid()] {
                // HTML drops the first line break after the tag.
                "\n" (value)
            }
        })
    }

    fn around(&self, control: &Markup) -> Markup {
        html! {
            div.field {
                label for=(self.id) { (self.label) }
                @if let Some(mark) = self.mark { " " span.mark { (mark) } }
                @if let Some(hint) = self.hint { p.hint id={ (self.id) "-hint" } { (hint) } }
                (control)
                @for problem in self.own() {
                    p.problem id={ (self.id) "-problem" } { (problem.text) }
                }
            }
        }
    }

    fn own(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|one| one.field == self.id)
    }

    fn invalid(&self) -> Option<&'static str> {
        self.own().next().map(|_| "true")
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.map(|_| format!("{}-hint", self.id));
        let problem = self.own().next().map(|_| format!("{}-problem", self.id));
        let ids: Vec<String> = hint.into_iter().chain(problem).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
