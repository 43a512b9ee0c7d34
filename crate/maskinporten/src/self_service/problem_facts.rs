use super::key_change::KeyChangeProblem;
use super::outcome::ApiOutcome;
use crate::TokenOutcome;
use serde::Serialize;

/// What a report tells of a problem: codes and numbers, never the server's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ProblemFacts {
    /// Stable; that of the API, the token endpoint, the change or the vault.
    pub code: String,
    /// The HTTP status; null when there was no answer, or it is not known.
    pub status: Option<u16>,
    /// What Digdir's support asks for.
    pub correlation_id: Option<String>,
    /// The kids or thumbprints that it is about.
    pub about: Vec<String>,
}

impl ProblemFacts {
    pub(super) fn of_code(code: &str) -> Self {
        Self { code: code.to_owned(), status: None, correlation_id: None, about: Vec::new() }
    }

    pub(super) fn of_change(problem: &KeyChangeProblem) -> Self {
        use KeyChangeProblem as Problem;
        let (code, names) = match problem {
            Problem::Answer { outcome } => return Self::of_answer(outcome),
            Problem::TooMany { vanished, .. } => ("too-many", vanished.clone()),
            Problem::KidTaken { name, .. } => ("kid-taken", vec![name.clone()]),
            Problem::Missing { name } => ("missing", vec![name.clone()]),
            Problem::Ambiguous { name } => ("ambiguous", vec![name.clone()]),
            Problem::LastWorkingKey { keys } => ("last-working-key", keys.clone()),
            Problem::Contested { missing, not_renewed } => {
                ("contested", [missing.as_slice(), not_renewed].concat())
            }
        };
        Self { about: names.into_iter().map(|name| name.0).collect(), ..Self::of_code(code) }
    }

    pub(super) fn of_token(outcome: &TokenOutcome) -> Self {
        match outcome {
            TokenOutcome::Refused { explanation } => Self {
                status: known(explanation.status),
                correlation_id: explanation.trace_id.clone().filter(|id| is_id(id)),
                ..Self::of_code(explanation.code.as_str())
            },
            TokenOutcome::Unreachable { code } => Self::of_code(&text_of(code)),
            TokenOutcome::Token { .. } => Self::of_code("unrecognised"),
        }
    }

    fn of_answer(outcome: &ApiOutcome) -> Self {
        match outcome {
            ApiOutcome::Refused { refusal } => Self {
                status: known(refusal.status),
                correlation_id: refusal.correlation_id.clone().filter(|id| is_id(id)),
                ..Self::of_code(&text_of(&refusal.code))
            },
            ApiOutcome::Unreachable { code } => Self::of_code(&text_of(code)),
            // An answer to something else.
            _ => Self::of_code("malformed"),
        }
    }

    /// For a line of the log.
    pub(super) fn words(self) -> Vec<String> {
        let status = self.status.map(|status| format!("HTTP {status}"));
        [Some(self.code), status, self.correlation_id]
            .into_iter()
            .flatten()
            .chain(self.about)
            .collect()
    }
}

fn known(status: u16) -> Option<u16> {
    Some(status).filter(|status| *status != 0)
}

/// What a server puts there may be anything: only what looks like an id is passed on.
fn is_id(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.:".contains(&b);
    (1..=64).contains(&text.len()) && text.bytes().all(plain)
}

/// A code as it is written in JSON.
fn text_of(code: &impl Serialize) -> String {
    let value = serde_json::to_value(code).unwrap_or_default();
    value.as_str().unwrap_or("unrecognised").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Response;
    use crate::self_service::ApiCall;

    fn words(correlation_id: &str) -> String {
        let body = serde_json::json!({
            "correlation_id": correlation_id, "error_description": "the server's own words",
        });
        let response = Response { status: 403, headers: vec![], body: body.to_string() };
        let outcome = ApiOutcome::of(&ApiCall::ListClients, &response);
        ProblemFacts::of_change(&KeyChangeProblem::Answer { outcome }).words().join(" ")
    }

    #[test]
    fn only_what_looks_like_an_id_is_passed_on() {
        assert_eq!(words("4bf92f35-77b3.x:1"), "scope HTTP 403 4bf92f35-77b3.x:1");
        for text in ["", "two words", "{\"kty\":\"RSA\"}", &"a".repeat(65)] {
            assert_eq!(words(text), "scope HTTP 403", "{text}");
        }
    }
}
