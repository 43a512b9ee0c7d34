use super::call::ApiCall;
use super::client::RegisteredClient;
use super::key_set::RegisteredKeys;
use super::scopes::{OpenScope, ScopeAccess};
use crate::listed::listed;
use crate::{Response, TransportError, Unreachable, terminal};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum ApiOutcome {
    /// The clients that the organisation may see.
    Clients {
        /// As the server gave them.
        #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>[]"))]
        clients: Vec<RegisteredClient>,
        /// How many more the answer held that cannot be used: without a `client_id`, or
        /// with one that cannot stand in an address.
        #[serde(default, rename = "leftOut")]
        left_out: usize,
    },
    /// One client, as it stands after the call.
    Client {
        /// As the server gave it.
        #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>"))]
        client: RegisteredClient,
    },
    /// The keys of a client.
    Keys {
        /// As the server gave them.
        keys: RegisteredKeys,
    },
    /// The scopes that the organisation asked for or was given.
    ScopeAccess {
        /// As the server gave them.
        scopes: Vec<ScopeAccess>,
    },
    /// The scopes that are open to all.
    OpenScopes {
        /// As the server gave them.
        scopes: Vec<OpenScope>,
    },
    /// It was done; the answer holds nothing.
    Done,
    /// It was not done, or nobody knows.
    Refused {
        /// Why.
        refusal: ApiRefusal,
    },
    /// No answer. What changes something may have been done all the same.
    Unreachable {
        /// As far as can be told.
        code: Unreachable,
    },
}

/// An answer that says no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ApiRefusal {
    /// What it means.
    pub code: ApiErrorCode,
    /// The HTTP status; 0 when it is not known.
    pub status: u16,
    /// The server's own words.
    pub description: Option<String>,
    /// What is wrong with what was sent.
    pub errors: Vec<ApiFieldError>,
    /// What Digdir's support asks for.
    pub correlation_id: Option<String>,
    /// Time may heal it.
    pub retry: bool,
    /// Seconds that the server asked to wait (`Retry-After`).
    pub retry_after_seconds: Option<u32>,
}

/// One of `errors`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ApiFieldError {
    /// `fieldIdentifier`: the member that was sent; null when it is about none.
    pub field: Option<String>,
    /// `errorMessage`, the server's own words.
    pub message: String,
}

listed! {
    /// What a refusal means. The texts are `api.<code>.means` and `api.<code>.do`
    /// in `www/locales/api`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    #[cfg_attr(feature = "ts", derive(tsify::Tsify))]
    pub enum ApiErrorCode {
        /// 401: the token has expired, or is none.
        Token,
        /// 403: the token's scopes do not allow this.
        Scope,
        /// 404: there is no such client.
        NotFound,
        /// 409: somebody else changed it.
        Conflict,
        /// 400 or 422: something in what was sent.
        Invalid,
        /// 429
        RateLimited,
        /// 5xx
        ServerError,
        /// An answer of another form than the API's.
        Malformed,
        /// Any other.
        Unrecognised,
    }
}

impl ApiOutcome {
    /// What came of sending a call.
    ///
    /// # Errors
    /// The request was refused before it was sent.
    pub fn of_answer(
        call: &ApiCall,
        answer: Result<Response, TransportError>,
    ) -> Result<Self, TransportError> {
        match answer {
            Ok(response) => Ok(Self::of(call, &response)),
            Err(error) => Ok(Self::Unreachable { code: Unreachable::of(error)? }),
        }
    }

    /// Reads what a person pasted back from a terminal.
    pub fn of_pasted(call: &ApiCall, text: &str) -> Self {
        let response = Response::from_pasted(text, 0);
        let outcome = Self::of(call, &response);
        let says_nothing = matches!(&outcome, Self::Refused { refusal }
            if refusal.code == ApiErrorCode::Malformed);
        let trouble = says_nothing.then(|| terminal::trouble(&response)).flatten();
        trouble.map_or(outcome, |code| Self::Unreachable { code })
    }

    /// Reads an answer.
    pub fn of(call: &ApiCall, response: &Response) -> Self {
        let is_success = matches!(response.status, 0 | 200..=299);
        // An error that was pasted without its status.
        let looks_like_error = response.status == 0
            && parsed::<Value>(response)
                .is_some_and(|it| it["errors"].is_array() || it["error"].is_string());
        if !is_success || looks_like_error {
            return Self::Refused { refusal: explain(response) };
        }
        read(call, response).unwrap_or_else(|| Self::Refused {
            refusal: ApiRefusal { code: ApiErrorCode::Malformed, ..explain(response) },
        })
    }

    /// The refusal, when it is one.
    pub fn refusal(&self) -> Option<&ApiRefusal> {
        match self {
            Self::Refused { refusal } => Some(refusal),
            _ => None,
        }
    }
}

fn read(call: &ApiCall, response: &Response) -> Option<ApiOutcome> {
    Some(match call {
        ApiCall::ListClients => clients(response)?,
        // "PUT: 200" is all that is documented: what came of it is to be read.
        ApiCall::UpdateClient { .. } if response.body.trim().is_empty() => ApiOutcome::Done,
        ApiCall::CreateClient { .. } => ApiOutcome::Client { client: parsed(response)? },
        ApiCall::ReadClient { client_id } => one_client(response, client_id)?,
        ApiCall::UpdateClient { client } => one_client(response, client.client_id())?,
        ApiCall::ReadKeys { .. } => ApiOutcome::Keys { keys: keys(response)? },
        // What it says is read again in any case, but it must be this API that says it.
        ApiCall::WriteKeys { .. }
        | ApiCall::DeleteKeys { .. }
        | ApiCall::DeactivateClient { .. } => {
            let is_empty = response.body.trim().is_empty();
            let is_known =
                response.status != 0 && (is_empty || parsed::<Value>(response).is_some());
            is_known.then_some(ApiOutcome::Done)?
        }
        ApiCall::ListScopeAccess => ApiOutcome::ScopeAccess { scopes: each(response)?.0 },
        ApiCall::ListOpenScopes => ApiOutcome::OpenScopes { scopes: each(response)?.0 },
    })
}

/// Another client than was asked for is no answer: what is written next would be written to it.
fn one_client(response: &Response, client_id: &str) -> Option<ApiOutcome> {
    let client: RegisteredClient = parsed(response)?;
    (client.client_id() == client_id).then_some(ApiOutcome::Client { client })
}

/// One that has no usable `client_id` is of no use here, but the others are.
fn clients(response: &Response) -> Option<ApiOutcome> {
    let (clients, left_out) = each(response)?;
    Some(ApiOutcome::Clients { clients, left_out })
}

/// Those that can be read, and how many cannot.
fn each<T: DeserializeOwned>(response: &Response) -> Option<(Vec<T>, usize)> {
    let list: Vec<Value> = parsed(response)?;
    let all = list.len();
    let read: Vec<T> =
        list.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect();
    let left_out = all - read.len();
    Some((read, left_out))
}

/// An answer without `keys` is not taken for a set without keys: that would be
/// written back.
fn keys(response: &Response) -> Option<RegisteredKeys> {
    let value: Value = parsed(response)?;
    value.get("keys")?.as_array()?;
    serde_json::from_value(value).ok()
}

fn parsed<T: DeserializeOwned>(response: &Response) -> Option<T> {
    let value: Value = serde_json::from_str(response.body.trim()).ok()?;
    serde_json::from_value(value).ok()
}

fn explain(response: &Response) -> ApiRefusal {
    let answer: Value = parsed(response).unwrap_or(Value::Null);
    let status = match response.status {
        0 => answer["status"].as_u64().and_then(|status| status.try_into().ok()).unwrap_or(0),
        status => status,
    };
    let code = match status {
        401 => ApiErrorCode::Token,
        403 => ApiErrorCode::Scope,
        404 | 410 => ApiErrorCode::NotFound,
        409 | 412 => ApiErrorCode::Conflict,
        400 | 422 => ApiErrorCode::Invalid,
        429 => ApiErrorCode::RateLimited,
        500.. => ApiErrorCode::ServerError,
        _ => ApiErrorCode::Unrecognised,
    };
    let text = |name: &str| answer[name].as_str().filter(|text| !text.is_empty()).map(shortened);
    ApiRefusal {
        code,
        status,
        description: text("error_description")
            .or_else(|| text("error"))
            .or_else(|| text("message")),
        errors: field_errors(&answer),
        correlation_id: text("correlation_id")
            .or_else(|| response.header("x-correlation-id").map(shortened)),
        retry: matches!(code, ApiErrorCode::RateLimited | ApiErrorCode::ServerError),
        retry_after_seconds: response.retry_after_seconds(None),
    }
}

/// A server's own words are shown and looked through: no more of them than a person reads.
fn shortened(text: &str) -> String {
    text.chars().take(2000).collect()
}

fn field_errors(answer: &Value) -> Vec<ApiFieldError> {
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let one = |error: &Value| {
        let field = text(&error["fieldIdentifier"]);
        Some(ApiFieldError { message: shortened(&text(&error["errorMessage"])?), field })
    };
    answer["errors"].as_array().into_iter().flatten().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> Response {
        Response { status, headers: vec![], body: body.to_owned() }
    }

    fn code(call: &ApiCall, status: u16, body: &str) -> Option<ApiErrorCode> {
        ApiOutcome::of(call, &response(status, body)).refusal().map(|refusal| refusal.code)
    }

    #[test]
    fn reads_the_errors_of_the_documentation() {
        let body = r#"{"status":400,"timestamp":"2026-11-24T10:00:00Z","correlation_id":"c-7",
            "errors":[{"errorMessage":"must not be empty","isFieldError":true,
            "objectName":"client","fieldIdentifier":"client_name"}],
            "error":"invalid_client_metadata","error_description":"Validation failed"}"#;
        let outcome = ApiOutcome::of(&ApiCall::ListClients, &response(400, body));
        let refusal = outcome.refusal().unwrap();
        assert_eq!(refusal.code, ApiErrorCode::Invalid);
        assert_eq!(refusal.correlation_id.as_deref(), Some("c-7"));
        assert_eq!(refusal.errors[0].field.as_deref(), Some("client_name"));
        assert!(!refusal.retry);
        // Pasted without its head.
        let pasted = ApiOutcome::of_pasted(&ApiCall::ListClients, body);
        assert_eq!(pasted, outcome);
    }

    #[test]
    fn a_set_without_keys_is_not_taken_for_an_empty_one() {
        let call = ApiCall::ReadKeys { client_id: "c".into() };
        for body in ["", "{}", "[]", r#"{"keys":null}"#, r#"{"keys":[1]}"#, "<html>"] {
            assert_eq!(code(&call, 200, body), Some(ApiErrorCode::Malformed), "{body}");
        }
        assert_eq!(code(&call, 200, r#"{"keys":[]}"#), None);
    }

    #[test]
    fn says_what_time_may_heal() {
        let call = ApiCall::ListClients;
        let mut limited = response(429, "");
        limited.headers.push(("retry-after".into(), "7".into()));
        let refusal = ApiOutcome::of(&call, &limited).refusal().cloned().unwrap();
        assert_eq!(
            (refusal.code, refusal.retry_after_seconds),
            (ApiErrorCode::RateLimited, Some(7))
        );
        assert!(refusal.retry);
        // RFC 9110 §10.2.3: a date as well.
        limited.headers = vec![
            ("date".into(), "Mon, 23 Nov 2026 05:30:59 GMT".into()),
            ("retry-after".into(), "Mon, 23 Nov 2026 05:32:00 GMT".into()),
        ];
        let refusal = ApiOutcome::of(&call, &limited).refusal().cloned().unwrap();
        assert_eq!(refusal.retry_after_seconds, Some(61));
        assert_eq!(code(&call, 503, "<html>"), Some(ApiErrorCode::ServerError));
        assert_eq!(code(&call, 401, ""), Some(ApiErrorCode::Token));
    }

    #[test]
    fn a_change_without_an_answers_body_is_done_and_a_new_client_without_one_is_not_known() {
        let client = serde_json::from_str(r#"{"client_id":"a"}"#).unwrap();
        let update = ApiCall::UpdateClient { client };
        assert_eq!(ApiOutcome::of(&update, &response(200, "")), ApiOutcome::Done);
        let draft = serde_json::from_str(
            r#"{"name":"a","description":"","scopes":["a:b"],"clientOrgno":null}"#,
        )
        .unwrap();
        let create = ApiCall::CreateClient { draft };
        let outcome = ApiOutcome::of(&create, &response(201, ""));
        assert_eq!(outcome.refusal().map(|it| it.code), Some(ApiErrorCode::Malformed));
    }

    #[test]
    fn done_is_what_the_api_says_and_nobody_else() {
        let stop = ApiCall::DeactivateClient { client_id: "a".into() };
        for (status, body) in [(204, ""), (200, ""), (200, "{}"), (202, r#"{"active":false}"#)] {
            assert_eq!(ApiOutcome::of(&stop, &response(status, body)), ApiOutcome::Done);
        }
        for (status, body) in [
            (200, "<html>Logg inn</html>"),
            (0, ""),
            (0, "x"),
            (0, r#"{"message":"Unauthorized"}"#),
        ] {
            let outcome = ApiOutcome::of(&stop, &response(status, body));
            assert_eq!(outcome.refusal().unwrap().code, ApiErrorCode::Malformed, "{status} {body}");
        }
        let pasted = ApiOutcome::of_pasted(&stop, "curl: (6) Could not resolve host: x");
        assert!(matches!(pasted, ApiOutcome::Unreachable { .. }));
    }

    #[test]
    fn another_client_is_no_answer() {
        let read = ApiCall::ReadClient { client_id: "a".into() };
        let of = |body: &str| ApiOutcome::of(&read, &response(200, body));
        assert!(matches!(of(r#"{"client_id":"a"}"#), ApiOutcome::Client { .. }));
        let other = of(r#"{"client_id":"b"}"#);
        assert_eq!(other.refusal().unwrap().code, ApiErrorCode::Malformed);
    }

    #[test]
    fn one_unreadable_client_costs_no_other_and_is_counted() {
        let body = r#"[{"client_id":"a"},{"client_name":"without"},{"client_id":"b"},
            {"client_id":"a b"},{"client_id":7},"c"]"#;
        let outcome = ApiOutcome::of(&ApiCall::ListClients, &response(200, body));
        let ApiOutcome::Clients { clients, left_out } = outcome else { panic!() };
        assert_eq!((clients.len(), left_out), (2, 4));
    }

    #[test]
    fn scopes_that_leave_out_what_others_say() {
        let body = r#"[{"name":"a:b","description":null,"allowed_integration_types":null},
            {"description":"nameless"},{"name":"c:d","allowed_integration_types":["krr"]}]"#;
        let outcome = ApiOutcome::of(&ApiCall::ListOpenScopes, &response(200, body));
        let ApiOutcome::OpenScopes { scopes } = outcome else { panic!() };
        let names: Vec<_> = scopes.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["a:b", "c:d"]);
        assert!(scopes[0].allowed_integration_types.is_empty());

        let body = r#"[{"scope":"a:b","state":null,"created":"2026-01-02T03:04:05Z"}]"#;
        let outcome = ApiOutcome::of(&ApiCall::ListScopeAccess, &response(200, body));
        let ApiOutcome::ScopeAccess { scopes } = outcome else { panic!() };
        assert_eq!((scopes[0].state.as_str(), scopes[0].last_updated.as_deref()), ("", None));
    }

    #[test]
    fn a_terminals_complaint_is_no_answer() {
        let pasted =
            ApiOutcome::of_pasted(&ApiCall::ListClients, "curl: (6) Could not resolve host: x");
        assert_eq!(pasted, ApiOutcome::Unreachable { code: Unreachable::NameNotFound });
    }
}
