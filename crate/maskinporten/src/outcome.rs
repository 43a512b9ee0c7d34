use crate::catalogue::{AnswerCode, Refusal};
use crate::listed::listed;
use crate::{Response, Scopes, Token, TransportError, http_date, terminal};
use nokkelsmie_jose::strict_json;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What came of asking for a token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null, hashmap_as_object))]
pub enum TokenOutcome {
    /// A token.
    Token {
        /// The token.
        token: Token,
    },
    /// An answer without a token.
    Refused {
        /// What it means.
        explanation: Explanation,
    },
    /// No answer. The grant may be spent all the same.
    Unreachable {
        /// As far as a page can tell.
        code: Unreachable,
    },
}

listed! {
    /// Why there was no answer of the token endpoint. The texts are
    /// `answer.<code>.means` and `answer.<code>.do` in `www/locales/answers`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    #[cfg_attr(feature = "ts", derive(tsify::Tsify))]
    pub enum Unreachable {
        /// The server lets no other page read its answers, or there is no network:
        /// a page cannot tell them apart.
        BlockedOrOffline,
        /// Nothing came in time.
        Timeout,
        /// In a terminal: no connection, or it broke.
        NoConnection,
        /// In a terminal: the server's name has no address.
        NameNotFound,
        /// In a terminal: a certificate that this machine does not trust.
        CertificateNotTrusted,
        /// In a terminal: a proxy on the way says no.
        ProxyRefused,
        /// What was pasted is a web page, as proxies and firewalls send them.
        WebPage,
        /// What was pasted has a head and nothing in it.
        EmptyAnswer,
    }
}

impl Unreachable {
    /// Why nothing came of sending.
    ///
    /// # Errors
    /// The request was refused before it was sent.
    pub(crate) fn of(error: TransportError) -> Result<Self, TransportError> {
        match error {
            TransportError::BlockedOrOffline => Ok(Self::BlockedOrOffline),
            TransportError::Timeout => Ok(Self::Timeout),
            refused => Err(refused),
        }
    }
}

/// A refusal, explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Explanation {
    /// What it means.
    pub code: AnswerCode,
    /// The HTTP status; 0 when it is not known.
    pub status: u16,
    /// `error` (RFC 6749 §5.2)
    pub error: Option<String>,
    /// `error_description`, the server's own words.
    pub description: Option<String>,
    /// What Digdir's support asks for.
    pub trace_id: Option<String>,
    /// client_id, kid, key and signature are right all the same.
    pub key_works: bool,
    /// It is about scopes.
    pub about_scopes: bool,
    /// The scopes that the server's own words name, when it is about scopes.
    pub scopes: Vec<String>,
    /// Time may heal it: a new attempt may work though nobody mends anything.
    pub retry: bool,
    /// The grant was used before: no waiting heals that, but a new grant does.
    pub spent: bool,
    /// Seconds that the server asked to wait (`Retry-After`).
    pub retry_after_seconds: Option<u32>,
    /// How far the server's clock is ahead of this one (negative: behind), in
    /// seconds; null when the answer's `Date` could not be read.
    pub clock_skew_seconds: Option<i64>,
}

impl TokenOutcome {
    /// What came of sending a grant at `now`, Unix seconds.
    ///
    /// # Errors
    /// The request was refused before it was sent.
    pub fn of_answer(
        answer: Result<Response, TransportError>,
        now: u64,
    ) -> Result<Self, TransportError> {
        match answer {
            Ok(response) => Ok(Self::of(&response, Some(now))),
            Err(error) => Ok(Self::Unreachable { code: Unreachable::of(error)? }),
        }
    }

    /// Reads what a person pasted back from a terminal: an answer, or what the
    /// terminal said when there was none. `status` counts only where the text
    /// does not say it; 0 when it is not known.
    pub fn of_pasted(text: &str, status: u16) -> Self {
        let response = Response::from_pasted(text, status);
        let outcome = Self::of(&response, None);
        let says_nothing = matches!(&outcome, Self::Refused { explanation }
            if explanation.code == AnswerCode::Unrecognised
                && explanation.error.is_none()
                && explanation.description.is_none());
        let trouble = says_nothing.then(|| terminal::trouble(&response)).flatten();
        trouble.map_or(outcome, |code| Self::Unreachable { code })
    }

    /// Reads an answer of the token endpoint. `now`, Unix seconds, is when it
    /// came, by this machine's clock; `None` when that is not known.
    pub fn of(response: &Response, now: Option<u64>) -> Self {
        let answer = strict_json::read(json_within(&response.body)).map(|document| document.value);
        let answer = answer.unwrap_or(Value::Null);
        let is_success = matches!(response.status, 0 | 200..=299);
        match Token::of(&answer).filter(|_| is_success) {
            Some(token) => Self::Token { token },
            None => Self::Refused { explanation: explain(response, &answer, now) },
        }
    }
}

/// The JSON object of a text that may have something before and after it.
fn json_within(text: &str) -> &str {
    match (text.find('{'), text.rfind('}')) {
        (Some(begin), Some(end)) if begin < end => &text[begin..=end],
        _ => text,
    }
}

fn explain(response: &Response, answer: &Value, now: Option<u64>) -> Explanation {
    let text = |name: &str| answer[name].as_str();
    let refusal = Refusal {
        error: text("error"),
        description: text("error_description"),
        uri: text("error_uri"),
    };
    let code = AnswerCode::of(response.status, &refusal);
    let about_scopes = is_about_scopes(code);
    Explanation {
        code,
        status: response.status,
        error: refusal.error.map(str::to_owned),
        description: refusal.description.map(str::to_owned),
        trace_id: trace_id(response, answer),
        key_works: code.entry().key_works,
        about_scopes,
        scopes: refusal.description.filter(|_| about_scopes).map_or(vec![], scopes_within),
        retry: code.entry().retry,
        spent: code == AnswerCode::Mp012,
        retry_after_seconds: response.retry_after_seconds(now),
        clock_skew_seconds: clock_skew(response, now),
    }
}

fn is_about_scopes(code: AnswerCode) -> bool {
    use AnswerCode::{Forbidden, Mp200, Mp201, Mp250, Mp251};
    matches!(code, Mp200 | Mp201 | Mp250 | Mp251 | Forbidden)
}

/// Words with a colon inside, as all scopes of Maskinporten have: its answers
/// put them in no quotes.
fn scopes_within(description: &str) -> Vec<String> {
    let delimits = |c: char| c.is_whitespace() || ",;()[]\"'".contains(c);
    let words = description.split(delimits).map(|word| word.trim_end_matches(['.', ':']));
    let is_scope = |word: &&str| match word.split_once(':') {
        Some((prefix, rest)) => {
            let is_id = ["trace", "correlation"].iter().any(|name| prefix.starts_with(name));
            !prefix.is_empty() && !rest.starts_with("//") && !is_id
        }
        None => false,
    };
    let found = words.filter(is_scope).collect::<Vec<_>>().join(" ");
    found.parse::<Scopes>().map_or(vec![], |scopes| scopes.iter().map(str::to_owned).collect())
}

/// Of the description (`(trace_id: …)`, older: `(correlation id: …)`), of a
/// member of its own, or of a header.
fn trace_id(response: &Response, answer: &Value) -> Option<String> {
    let members = ["trace_id", "traceId", "correlation_id", "correlationId"];
    let headers = ["x-correlation-id", "x-trace-id"];
    let own = || members.iter().find_map(|name| answer[*name].as_str());
    let header = || headers.iter().find_map(|name| response.header(name));
    let within = answer["error_description"].as_str().and_then(trace_within);
    within.or_else(own).or_else(header).map(str::to_owned)
}

fn trace_within(description: &str) -> Option<&str> {
    let names = ["trace_id:", "trace id:", "traceid:", "correlation id:", "correlation_id:"];
    // ASCII only changes, so that places in both texts are the same.
    let lower = description.to_ascii_lowercase();
    let begin = names.iter().find_map(|name| Some(lower.find(name)? + name.len()))?;
    let rest = description[begin..].trim_start();
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
    Some(&rest[..end.unwrap_or(rest.len())]).filter(|id| !id.is_empty())
}

fn clock_skew(response: &Response, now: Option<u64>) -> Option<i64> {
    let server = http_date::parse(response.header("date")?)?;
    server.checked_sub(i64::try_from(now?).ok()?)
}
