use crate::unseen::is_unseen;
use crate::{form, http_date};
use core::fmt;
use nokkelsmie_jose::Public;
use nokkelsmie_jose::private_material::{self, PrivateMaterial};
use serde::Serialize;
use serde_json::Value;

/// Carries requests to a server and answers back: `fetch` on the page,
/// something without a network in tests.
#[allow(async_fn_in_trait)] // one thread: nothing here need be `Send`
pub trait Transport {
    /// Sends once. It follows no redirect, sends no cookie, and gives up after
    /// a while.
    ///
    /// # Errors
    /// [`TransportError::BlockedOrOffline`] or [`TransportError::Timeout`]
    async fn send(&self, request: Request) -> Result<Response, TransportError>;
}

/// A request that may leave the page. It is made of [`Public`] values only, and
/// each was searched for private keys: another one cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    method: Method,
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
}

/// The method of a request (RFC 9110 §9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    /// As it stands in a request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// How a value is written into the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `application/x-www-form-urlencoded`; the value is an object of texts.
    Form,
    /// `application/json`
    Json,
}

/// An answer, as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case; from another origin only those that the browser
    /// lets a page see.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// Refused before it was sent: there is a private key in it.
    PrivateMaterial,
    /// Refused before it was sent: the value has no such encoding.
    Unencodable,
    /// The server lets no other page read its answers, or there is no network.
    BlockedOrOffline,
    /// Nothing came in time.
    Timeout,
}

impl Request {
    /// Asks for a document.
    ///
    /// # Errors
    /// [`TransportError::PrivateMaterial`]
    pub fn get(url: &str) -> Result<Self, TransportError> {
        Self::without_body(Method::Get, url)
    }

    /// Asks for something to be taken away.
    ///
    /// # Errors
    /// [`TransportError::PrivateMaterial`]
    pub fn delete(url: &str) -> Result<Self, TransportError> {
        Self::without_body(Method::Delete, url)
    }

    /// Sends a value that may leave the page.
    ///
    /// # Errors
    /// [`TransportError::PrivateMaterial`] or [`TransportError::Unencodable`]
    pub fn post<T: Public + Serialize>(
        url: &str,
        encoding: Encoding,
        value: &T,
    ) -> Result<Self, TransportError> {
        Self::with_body(Method::Post, url, encoding, value)
    }

    /// As [`Request::post`], for a whole that takes the place of another.
    ///
    /// # Errors
    /// [`TransportError::PrivateMaterial`] or [`TransportError::Unencodable`]
    pub fn put<T: Public + Serialize>(
        url: &str,
        encoding: Encoding,
        value: &T,
    ) -> Result<Self, TransportError> {
        Self::with_body(Method::Put, url, encoding, value)
    }

    /// The request with an access token (RFC 6750 §2.1).
    ///
    /// # Errors
    /// [`TransportError::PrivateMaterial`], or [`TransportError::Unencodable`] when the
    /// text is no token ("b64token").
    pub fn with_bearer(mut self, token: &str) -> Result<Self, TransportError> {
        let is_token = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
        if token.is_empty() || !token.chars().all(is_token) {
            return Err(TransportError::Unencodable);
        }
        self.headers.push(("authorization", format!("Bearer {token}")));
        self.refused()
    }

    fn without_body(method: Method, url: &str) -> Result<Self, TransportError> {
        Self { method, url: url.to_owned(), headers: accept(), body: None }.refused()
    }

    fn with_body<T: Public + Serialize>(
        method: Method,
        url: &str,
        encoding: Encoding,
        value: &T,
    ) -> Result<Self, TransportError> {
        let value = serde_json::to_value(value).map_err(|_| TransportError::Unencodable)?;
        // Before the encoding: percent signs would hide a key.
        refuse(private_material::in_json(&value))?;
        let mut headers = accept();
        headers.push(("content-type", encoding.media_type().to_owned()));
        let body = Some(encoding.encode(&value)?);
        Self { method, url: url.to_owned(), headers, body }.refused()
    }

    /// The same request by the server of `origin`, which relays it: for where Digdir's
    /// servers let no page of another origin read their answers (`www/server`).
    pub fn relayed(mut self, origin: &str) -> Self {
        if let Some(address) = self.url.strip_prefix("https://") {
            self.url = format!("{}/relay/{address}", origin.trim_end_matches('/'));
        }
        self
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Where it goes.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its header fields.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Its body.
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// The request, unless it holds private material anywhere.
    fn refused(self) -> Result<Self, TransportError> {
        let values = self.headers.iter().map(|(_, value)| value);
        let mut texts = core::iter::once(&self.url).chain(values).chain(&self.body);
        refuse(texts.find_map(|text| private_material::find(text)))?;
        Ok(self)
    }
}

fn accept() -> Vec<(&'static str, String)> {
    vec![("accept", "application/json".to_owned())]
}

fn refuse(found: Option<PrivateMaterial>) -> Result<(), TransportError> {
    found.map_or(Ok(()), |_| Err(TransportError::PrivateMaterial))
}

impl Encoding {
    fn media_type(self) -> &'static str {
        match self {
            Self::Form => "application/x-www-form-urlencoded",
            Self::Json => "application/json",
        }
    }

    fn encode(self, value: &Value) -> Result<String, TransportError> {
        match self {
            Self::Json => Ok(unseen_escaped(&value.to_string())),
            Self::Form => {
                let object = value.as_object().ok_or(TransportError::Unencodable)?;
                let text = |value: &'_ Value| value.as_str().map(str::to_owned);
                let texts: Option<Vec<String>> = object.values().map(text).collect();
                let texts = texts.ok_or(TransportError::Unencodable)?;
                let names = object.keys().map(String::as_str);
                Ok(form::encode(names.zip(texts.iter().map(String::as_str))))
            }
        }
    }
}

impl Response {
    /// The first value of a header field; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// `Retry-After` (RFC 9110 §10.2.3) in seconds. A date counts from the answer's own
    /// `Date`, else from `now`, Unix seconds; what is past is 0.
    pub(crate) fn retry_after_seconds(&self, now: Option<u64>) -> Option<u32> {
        let text = self.header("retry-after")?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(seconds);
        }
        let end = http_date::parse(text)?;
        let own = self.header("date").and_then(http_date::parse);
        let begin = own.or_else(|| i64::try_from(now?).ok())?;
        Some(u32::try_from(end.saturating_sub(begin).max(0)).unwrap_or(u32::MAX))
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PrivateMaterial => "private-material",
            Self::Unencodable => "unencodable",
            Self::BlockedOrOffline => "blocked-or-offline",
            Self::Timeout => "timeout",
        })
    }
}

impl std::error::Error for TransportError {}

/// JSON in which what is not seen is written out (RFC 8259 §7): control characters that JSON
/// allows as they are, line ends and marks of direction. A body is also pasted into terminals,
/// where DEL would take away what stands before it.
fn unseen_escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for letter in json.chars() {
        if is_unseen(letter) {
            escaped.push_str(&format!("\\u{:04x}", u32::from(letter)));
        } else {
            escaped.push(letter);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Serialize)]
    struct Anything(Value);
    impl Public for Anything {}

    const URL: &str = "https://example.no/x";

    #[test]
    fn a_private_key_is_refused_wherever_it_stands() {
        let jwk = json!({"kty": "OKP", "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"});
        let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp";
        let base64 =
            "eyJrdHkiOiJPS1AiLCJkIjoibldHeG5lXzlXbUM2aEVyMGt1d3N4RVJKeFdsN01ta1pjRHVzQXh5dWYyQSJ9";
        for value in [
            json!({"keys": [jwk]}),
            json!({"text": jwk.to_string()}),
            json!({"text": pem}),
            json!({"text": base64}),
        ] {
            for encoding in [Encoding::Form, Encoding::Json] {
                let refused = Request::post(URL, encoding, &Anything(value.clone()));
                assert_eq!(refused, Err(TransportError::PrivateMaterial), "{value}");
            }
        }
        let url = format!("{URL}#{jwk}");
        assert_eq!(Request::get(&url), Err(TransportError::PrivateMaterial));
    }

    #[test]
    fn encodes_forms_and_json() {
        let value = Anything(json!({"b": "ø &", "a": "2"}));
        let form = Request::post(URL, Encoding::Form, &value).unwrap();
        assert_eq!(form.body(), Some("b=%C3%B8+%26&a=2"));
        let headers: Vec<_> = form.headers().collect();
        let media_type = ("content-type", "application/x-www-form-urlencoded");
        assert_eq!(headers, [("accept", "application/json"), media_type]);
        let json = Request::post(URL, Encoding::Json, &value).unwrap();
        assert_eq!(json.body(), Some(r#"{"b":"ø &","a":"2"}"#));
    }

    #[test]
    fn what_is_not_seen_is_written_out_in_json() {
        let text = "a\u{7f}b\u{85}c\u{2028}d\u{202e}e\u{feff}å";
        let json = Request::post(URL, Encoding::Json, &Anything(json!({ "a": text }))).unwrap();
        let body = json.body().unwrap();
        assert_eq!(body, r#"{"a":"a\u007fb\u0085c\u2028d\u202ee\ufeffå"}"#);
        assert_eq!(serde_json::from_str::<Value>(body).unwrap()["a"], text);
    }

    #[test]
    fn a_form_is_an_object_of_texts() {
        for value in [json!([]), json!({"a": 1})] {
            let refused = Request::post(URL, Encoding::Form, &Anything(value));
            assert_eq!(refused, Err(TransportError::Unencodable));
        }
    }
}
