//! Every refusal that Maskinporten's token endpoint is known to give.

use serde::{Deserialize, Serialize};

/// What a refusal means. The texts are `answer.<code>.means` and
/// `answer.<code>.do` in `www/locales/answers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum AnswerCode {
    /// Invalid parameter value in the grant.
    #[serde(rename = "MP-011")]
    Mp011,
    /// The grant was used before.
    #[serde(rename = "MP-012")]
    Mp012,
    /// No such client.
    #[serde(rename = "MP-100")]
    Mp100,
    /// `aud` is not the issuer.
    #[serde(rename = "MP-110")]
    Mp110,
    /// Signed with an invalid certificate.
    #[serde(rename = "MP-120")]
    Mp120,
    /// The key has been on the client for too long.
    #[serde(rename = "MP-121")]
    Mp121,
    /// The certificate is another organisation's.
    #[serde(rename = "MP-122")]
    Mp122,
    /// `x5c` is malformed.
    #[serde(rename = "MP-123")]
    Mp123,
    /// The signature is not the registered key's.
    #[serde(rename = "MP-124")]
    Mp124,
    /// The grant has expired.
    #[serde(rename = "MP-130")]
    Mp130,
    /// The scope is not on the client.
    #[serde(rename = "MP-200")]
    Mp200,
    /// The scope is for another type of client.
    #[serde(rename = "MP-201")]
    Mp201,
    /// The organisation has no access to the scope.
    #[serde(rename = "MP-250")]
    Mp250,
    /// The consumer has not delegated the scope.
    #[serde(rename = "MP-251")]
    Mp251,
    /// `authorization_details` of an unknown type.
    #[serde(rename = "MP-301")]
    Mp301,
    /// An unknown field in `authorization_details`.
    #[serde(rename = "MP-302")]
    Mp302,
    /// An invalid value in `authorization_details`, or no such system user.
    #[serde(rename = "MP-303")]
    Mp303,
    /// No such key on the client, or not yet.
    UnknownKid,
    /// The grant names no key.
    KidMissing,
    /// `iat` is ahead of the server's clock.
    IssuedInFuture,
    /// `consumer_org` is the client's own organisation.
    OwnConsumer,
    /// The signature algorithm is not accepted for this key.
    Algorithm,
    /// Delegation is missing (older form of MP-251).
    Forbidden,
    /// Too many requests.
    RateLimited,
    /// The server has trouble of its own.
    ServerError,
    /// None of these.
    Unrecognised,
}

/// One row of the [catalogue](CATALOGUE).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it means.
    pub code: AnswerCode,
    /// The code as text: as Maskinporten writes it, or this project's own.
    pub name: &'static str,
    /// How `error_description` says it when it carries no code (lower case).
    texts: &'static [&'static str],
    /// The refusal proves that client_id, kid, key and signature are right.
    pub key_works: bool,
    /// Time may heal it: the same request may work later though nobody mends
    /// anything. Each attempt has a new grant, so that MP-012 is not among them.
    pub retry: bool,
}

const fn mend(code: AnswerCode, name: &'static str, texts: &'static [&'static str]) -> Entry {
    Entry { code, name, texts, key_works: false, retry: false }
}

const fn key_works(code: AnswerCode, name: &'static str, texts: &'static [&'static str]) -> Entry {
    Entry { code, name, texts, key_works: true, retry: false }
}

const fn retry(code: AnswerCode, name: &'static str, texts: &'static [&'static str]) -> Entry {
    Entry { code, name, texts, key_works: false, retry: true }
}

/// Sources: docs.digdir.no "Feilsøking i Maskinporten" for codes and wording;
/// rows without a code from answers that were seen in public. `algorithm`'s
/// wording is a guess: no such answer has been published.
pub const CATALOGUE: [Entry; 26] = {
    use AnswerCode::*;
    [
        mend(Mp011, "MP-011", &["invalid parameter value"]),
        mend(Mp012, "MP-012", &["grant is used before"]),
        mend(Mp100, "MP-100", &["client not found"]),
        mend(Mp110, "MP-110", &["invalid jwt claim aud"]),
        mend(Mp120, "MP-120", &["signed with an invalid certificate"]),
        mend(Mp121, "MP-121", &["expired key"]),
        mend(Mp122, "MP-122", &["does not match certificate orgno"]),
        mend(Mp123, "MP-123", &["invalid jwt header x5c"]),
        mend(Mp124, "MP-124", &["invalid jwt signature"]),
        mend(Mp130, "MP-130", &["jwt is expired"]),
        key_works(Mp200, "MP-200", &["invalid scopes for client"]),
        mend(Mp201, "MP-201", &["scopes not allowed for maskinporten"]),
        key_works(Mp250, "MP-250", &["has not been granted access to the scope"]),
        key_works(Mp251, "MP-251", &["has not delegated access to the scope"]),
        mend(Mp301, "MP-301", &["unknown authorization details type"]),
        mend(Mp302, "MP-302", &["unknown fields in the authorization details"]),
        mend(
            Mp303,
            "MP-303",
            &["invalid authorization details values", "invalid_altinn_customer_configuration"],
        ),
        retry(UnknownKid, "unknown-kid", &["unknown key identifier"]),
        mend(KidMissing, "kid-missing", &["no key identifier (kid) provided"]),
        mend(
            IssuedInFuture,
            "issued-in-future",
            &["issued in the future", "issue time is after now"],
        ),
        mend(OwnConsumer, "own-consumer", &["combination consumer_org in claim and delegation"]),
        mend(
            Algorithm,
            "algorithm",
            &["signature algorithm", "registered with alg", "another algorithm expected"],
        ),
        // Not told by its text but by `error` or the status: see `explain`.
        key_works(Forbidden, "forbidden", &[]),
        retry(RateLimited, "rate-limited", &[]),
        retry(ServerError, "server-error", &[]),
        mend(Unrecognised, "unrecognised", &[]),
    ]
};

impl AnswerCode {
    /// Its row.
    pub const fn entry(self) -> &'static Entry {
        // The rows stand in the order of the enum; a test holds that.
        &CATALOGUE[self as usize]
    }

    /// The code as text, as in `MP-124`.
    pub const fn as_str(self) -> &'static str {
        self.entry().name
    }

    /// What a refusal means: its MP code first, then its words, then the
    /// `error` (RFC 6749 §5.2), then the HTTP status.
    pub(crate) fn of(status: u16, refusal: &Refusal<'_>) -> Self {
        let by_code = || refusal.all().find_map(by_mp_code);
        let by_words = || refusal.all().find_map(by_words);
        by_code().or_else(by_words).unwrap_or(match status {
            429 => Self::RateLimited,
            500.. => Self::ServerError,
            _ if refusal.error == Some("forbidden") => Self::Forbidden,
            _ if refusal.is_bare_client_failure() => Self::Mp100,
            _ => Self::Unrecognised,
        })
    }
}

/// The members of an error answer (RFC 6749 §5.2).
#[derive(Default)]
pub(crate) struct Refusal<'a> {
    pub error: Option<&'a str>,
    pub description: Option<&'a str>,
    /// Ends with the code in answers of Maskinporten's own.
    pub uri: Option<&'a str>,
}

impl<'a> Refusal<'a> {
    fn all(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        [self.description, self.uri, self.error].into_iter().flatten()
    }

    /// "MP-100: Invalid assertion. Client authentication failed." and nothing
    /// more but the trace: other refusals begin with the same words.
    fn is_bare_client_failure(&self) -> bool {
        let words = self.description.unwrap_or_default().split('(').next().unwrap_or_default();
        words.trim().trim_end_matches('.').to_lowercase()
            == "invalid assertion. client authentication failed"
    }
}

fn by_mp_code(text: &str) -> Option<AnswerCode> {
    text.match_indices("MP-").find_map(|(at, _)| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let name = text.get(at..at + 6)?;
        let ends = !digit(text[at + 6..].chars().next());
        CATALOGUE.iter().find(|entry| ends && entry.name == name).map(|entry| entry.code)
    })
}

fn by_words(text: &str) -> Option<AnswerCode> {
    let text = text.to_lowercase();
    let says = |entry: &&Entry| entry.texts.iter().any(|words| text.contains(words));
    CATALOGUE.iter().find(says).map(|entry| entry.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_enum_and_have_its_names() {
        for entry in &CATALOGUE {
            assert_eq!(entry.code.entry(), entry);
            assert_eq!(serde_json::to_value(entry.code).unwrap(), entry.name);
        }
    }

    #[test]
    fn no_row_takes_anothers_words() {
        for entry in &CATALOGUE {
            for words in entry.texts {
                assert_eq!(by_words(words), Some(entry.code), "{words}");
            }
        }
    }

    #[test]
    fn a_longer_number_is_another_code() {
        assert_eq!(by_mp_code("see MP-1240"), None);
        assert_eq!(by_mp_code("MP-æøå MP-124."), Some(AnswerCode::Mp124));
        assert_eq!(by_mp_code("MP-12"), None);
    }
}
