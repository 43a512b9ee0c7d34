//! Altinn takes no token of Maskinporten's: it exchanges it for one of its own
//! (docs.altinn.studio "Exchange of JWT token").

use crate::listed::listed;
use crate::{DecodedJwt, Environment, Request, Response, Token, TransportError, Unreachable};
use crate::{pasted, terminal};
use serde::Serialize;
use serde_json::{Map, Value};

/// What came of asking for Altinn's token.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null, hashmap_as_object))]
pub enum ExchangeOutcome {
    /// Altinn's token. What it says of time and scope stands in its claims.
    Token {
        /// The token.
        token: Token,
    },
    /// An answer without a token.
    Refused {
        /// What it means.
        code: ExchangeCode,
        /// The HTTP status; 0 when it is not known.
        status: u16,
        /// The server's own words, the first 300 characters.
        description: Option<String>,
    },
    /// No answer.
    Unreachable {
        /// As far as a page can tell.
        code: Unreachable,
    },
}

listed! {
    /// Why Altinn gave no token. The texts are `exchange.<code>.means` and
    /// `exchange.<code>.do` in `www/locales/answers`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
    #[serde(rename_all = "kebab-case")]
    #[cfg_attr(feature = "ts", derive(tsify::Tsify))]
    pub enum ExchangeCode {
        /// Maskinporten's token has expired, or is of another environment.
        NotAccepted,
        /// The token is good, but not for this.
        Forbidden,
        /// Too many requests.
        RateLimited,
        /// The server has trouble of its own.
        ServerError,
        /// None of these.
        Unrecognised,
    }
}

/// As it goes to the environment's Altinn: `GET` with Maskinporten's token as bearer.
///
/// # Errors
/// [`TransportError::Unencodable`] when the text is no token.
pub fn exchange_request(environment: &Environment, token: &str) -> Result<Request, TransportError> {
    Request::get(&environment.altinn_exchange)?.with_bearer(token)
}

impl ExchangeOutcome {
    /// What came of sending the request at `now`, Unix seconds.
    ///
    /// # Errors
    /// The request was refused before it was sent.
    pub fn of_answer(
        answer: Result<Response, TransportError>,
        now: u64,
    ) -> Result<Self, TransportError> {
        match answer {
            Ok(response) => Ok(Self::of(&response, now)),
            Err(error) => Ok(Self::Unreachable { code: Unreachable::of(error)? }),
        }
    }

    /// Reads what a person pasted back from a terminal at `now`, Unix seconds: an
    /// answer, the token alone, or what the terminal said when there was none.
    pub fn of_pasted(text: &str, now: u64) -> Self {
        let response = Response::from_pasted(text, pasted::STATUS_UNKNOWN);
        let outcome = Self::of(&response, now);
        let says_nothing =
            matches!(&outcome, Self::Refused { code: ExchangeCode::Unrecognised, .. });
        let trouble = says_nothing.then(|| terminal::trouble(&response)).flatten();
        trouble.map_or(outcome, |code| Self::Unreachable { code })
    }

    fn of(response: &Response, now: u64) -> Self {
        let is_success = matches!(response.status, pasted::STATUS_UNKNOWN | 200..=299);
        match token_within(&response.body, now).filter(|_| is_success) {
            Some(token) => Self::Token { token },
            None => Self::Refused {
                code: ExchangeCode::of(response.status),
                status: response.status,
                description: words_of(&response.body),
            },
        }
    }
}

impl ExchangeCode {
    fn of(status: u16) -> Self {
        match status {
            400 | 401 => Self::NotAccepted,
            403 => Self::Forbidden,
            429 => Self::RateLimited,
            500.. => Self::ServerError,
            _ => Self::Unrecognised,
        }
    }
}

/// The body is the token itself, in some answers as a JSON string.
fn token_within(body: &str, now: u64) -> Option<Token> {
    let access_token = serde_json::from_str::<String>(body).unwrap_or_else(|_| body.trim().into());
    let DecodedJwt { header, claims } = DecodedJwt::from_compact(&access_token).ok()?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    let exp = claims.get("exp").and_then(Value::as_u64).unwrap_or_default();
    Some(Token {
        access_token,
        token_type: "Bearer".into(),
        expires_in: exp.saturating_sub(now),
        scope: text("scope").unwrap_or_default(),
        header: Some(header),
        claims: Some(claims),
    })
}

/// Of a problem document (RFC 9457), or a body of plain words.
fn words_of(body: &str) -> Option<String> {
    let problem = serde_json::from_str::<Map<String, Value>>(body).unwrap_or_default();
    let member = ["detail", "title", "message", "error_description", "error"]
        .iter()
        .find_map(|name| problem.get(*name)?.as_str());
    let words = member.unwrap_or(if body.contains(['<', '{']) { "" } else { body.trim() });
    (!words.is_empty()).then(|| words.chars().take(300).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EnvironmentName;

    const NOW: u64 = 1_795_000_000;

    fn answer(status: u16, body: &str) -> ExchangeOutcome {
        let response = Response { status, headers: Vec::new(), body: body.to_owned() };
        ExchangeOutcome::of_answer(Ok(response), NOW).unwrap()
    }

    /// `{"alg":"none"}` and claims that end in half an hour.
    fn jwt() -> String {
        let claims = format!(r#"{{"scope":"altinn:broker.read","exp":{}}}"#, NOW + 1800);
        let part = |text: &str| nokkelsmie_jose::base64url::encode(text.as_bytes());
        format!("{}.{}.AA", part(r#"{"alg":"none"}"#), part(&claims))
    }

    #[test]
    fn the_token_goes_in_a_header() {
        let environment = Environment::named(EnvironmentName::Production).unwrap();
        let request = exchange_request(&environment, "e30.e30.AA").unwrap();
        assert_eq!(
            request.url(),
            "https://platform.altinn.no/authentication/api/v1/exchange/maskinporten"
        );
        assert!(request.headers().any(|field| field == ("authorization", "Bearer e30.e30.AA")));
        assert_eq!(request.body(), None);
        assert!(exchange_request(&environment, "e30.e30.AA\nx: y").is_err());
    }

    #[test]
    fn a_token_is_read_as_it_is_and_as_a_json_string() {
        let jwt = jwt();
        let whole = format!("HTTP/2 200 \r\ncontent-type: text/plain\r\n\r\n{jwt}\n");
        for outcome in [
            answer(200, &jwt),
            answer(200, &format!("\"{jwt}\"")),
            ExchangeOutcome::of_pasted(&format!(" {jwt}\n"), NOW),
            ExchangeOutcome::of_pasted(&whole, NOW),
        ] {
            let ExchangeOutcome::Token { token } = outcome else { panic!("{outcome:?}") };
            assert_eq!((token.expires_in, token.scope.as_str()), (1800, "altinn:broker.read"));
            assert_eq!(token.access_token, jwt);
        }
    }

    #[test]
    fn a_refusal_is_told_by_its_status() {
        use ExchangeCode::{Forbidden, NotAccepted, RateLimited, ServerError, Unrecognised};
        for (status, wanted) in [
            (401, NotAccepted),
            (400, NotAccepted),
            (403, Forbidden),
            (429, RateLimited),
            (503, ServerError),
            (302, Unrecognised),
        ] {
            // A token in the body of a refusal is none.
            let outcome = answer(status, &jwt());
            assert!(
                matches!(outcome, ExchangeOutcome::Refused { code, .. } if code == wanted),
                "{status}: {outcome:?}"
            );
        }
    }

    #[test]
    fn the_servers_words_are_kept() {
        let words = |body: &str| match answer(401, body) {
            ExchangeOutcome::Refused { description, .. } => description,
            _ => None,
        };
        assert_eq!(words(r#"{"title":"Unauthorized"}"#).as_deref(), Some("Unauthorized"));
        assert_eq!(words("No such token\n").as_deref(), Some("No such token"));
        assert_eq!(words("<html></html>"), None);
        assert_eq!(words(""), None);
        assert_eq!(words(&"ø".repeat(400)).unwrap().chars().count(), 300);
    }

    #[test]
    fn what_a_terminal_says_when_there_is_no_answer() {
        let outcome = ExchangeOutcome::of_pasted("curl: (6) Could not resolve host: x", NOW);
        assert_eq!(outcome, ExchangeOutcome::Unreachable { code: Unreachable::NameNotFound });
        let outcome = ExchangeOutcome::of_pasted("HTTP/1.1 401\n\n", NOW);
        assert!(matches!(outcome, ExchangeOutcome::Refused { status: 401, .. }), "{outcome:?}");
    }
}
