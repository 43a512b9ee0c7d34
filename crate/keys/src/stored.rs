//! Whether a key that was stored stands there in the form that its reader wants.
//! [`read`](crate::read) takes a key from almost anything; a service does not.

use crate::codes::codes;
use crate::form::{pem, pkcs8};
use crate::read::WipedJson;
use crate::write::PrivateFormat;
use crate::{Secret, base64};
use nokkelsmie_jose::strict_json;
use serde_json::Value;
use zeroize::Zeroizing;

codes! {
    /// What keeps a reader from taking a stored key.
    pub enum FormFault {
        /// A byte order mark before it, as some editors and PowerShell write.
        ByteOrderMark = "byte-order-mark",
        /// Quotes around it that are part of it.
        Quoted = "quoted",
        /// A line break after base64.
        TrailingNewline = "trailing-newline",
        /// White space within base64, or before it.
        LineBreaks = "line-breaks",
        /// `-` and `_` in what is to be standard base64.
        UrlAlphabet = "url-alphabet",
        /// Base64 without the `=` that belong at its end.
        NoPadding = "no-padding",
        /// Base64 of base64.
        EncodedTwice = "encoded-twice",
        /// A JWK where another form is wanted.
        IsJwk = "is-jwk",
        /// A JWK as an object, where a text is wanted.
        IsObject = "is-object",
        /// A list or a set of keys where one key is wanted.
        IsSet = "is-set",
        /// Base64 where another form is wanted.
        IsBase64 = "is-base64",
        /// PEM where another form is wanted.
        IsPem = "is-pem",
        /// A PEM with another label than `PRIVATE KEY`.
        OtherPem = "other-pem",
        /// None of the forms that are written here.
        OtherForm = "other-form",
    }
}

/// What is wrong with what is stored, for a reader that wants `form`
/// ([`PrivateFormat::Jwk`], [`PrivateFormat::Base64Jwk`] or
/// [`PrivateFormat::Pkcs8Pem`]); `None` when nothing is. Whether it is a key at all is
/// for others to say.
pub fn form_fault(stored: &[u8], form: PrivateFormat) -> Option<FormFault> {
    let Ok(text) = core::str::from_utf8(stored) else {
        let has_mark = stored.starts_with(&[0xff, 0xfe]) || stored.starts_with(&[0xfe, 0xff]);
        return Some(if has_mark { FormFault::ByteOrderMark } else { FormFault::OtherForm });
    };
    if text.starts_with('\u{feff}') {
        return Some(FormFault::ByteOrderMark);
    }
    match (shape(text), form) {
        (Shape::Quoted, _) => Some(FormFault::Quoted),
        (Shape::Set, _) => Some(FormFault::IsSet),
        (Shape::Other, _) => Some(FormFault::OtherForm),
        (Shape::Jwk, PrivateFormat::Jwk) | (Shape::Pkcs8Pem, PrivateFormat::Pkcs8Pem) => None,
        (Shape::Jwk, _) => Some(FormFault::IsJwk),
        (Shape::Pem, PrivateFormat::Pkcs8Pem) => Some(FormFault::OtherPem),
        (Shape::Pem | Shape::Pkcs8Pem, _) => Some(FormFault::IsPem),
        (Shape::Base64(inner), PrivateFormat::Base64Jwk) => base64_fault(text, &inner),
        (Shape::Base64(_), _) => Some(FormFault::IsBase64),
    }
}

enum Shape {
    Jwk,
    Set,
    Pkcs8Pem,
    Pem,
    Quoted,
    Base64(Secret),
    Other,
}

fn shape(text: &str) -> Shape {
    let trimmed = text.trim();
    if trimmed.starts_with('[') {
        return Shape::Set;
    }
    if trimmed.starts_with('{') {
        let Ok(document) = strict_json::read(trimmed) else { return Shape::Other };
        let value = WipedJson(document.value);
        return match (value.0.get("kty"), value.0.get("keys")) {
            (Some(_), _) => Shape::Jwk,
            (None, Some(_)) => Shape::Set,
            _ => Shape::Other,
        };
    }
    if pem::is_plausible(trimmed) {
        let is_pkcs8 = trimmed.starts_with(&format!("-----BEGIN {}-----", pkcs8::LABEL));
        return if is_pkcs8 { Shape::Pkcs8Pem } else { Shape::Pem };
    }
    if trimmed.len() > 1
        && ['"', '\'', '`'].iter().any(|q| trimmed.starts_with(*q) && trimmed.ends_with(*q))
    {
        return Shape::Quoted;
    }
    if base64::is_plausible(trimmed)
        && let (Some(octets), _) = base64::decode(trimmed)
    {
        return Shape::Base64(octets);
    }
    Shape::Other
}

fn base64_fault(text: &str, inner: &[u8]) -> Option<FormFault> {
    let Ok(inner) = core::str::from_utf8(inner) else { return Some(FormFault::OtherForm) };
    match shape(inner) {
        Shape::Jwk => {}
        Shape::Base64(_) => return Some(FormFault::EncodedTwice),
        Shape::Set => return Some(FormFault::IsSet),
        Shape::Pem | Shape::Pkcs8Pem => return Some(FormFault::IsPem),
        Shape::Quoted | Shape::Other => return Some(FormFault::OtherForm),
    }
    let body = text.trim_end();
    match () {
        () if body.contains(|c: char| c.is_ascii_whitespace()) => Some(FormFault::LineBreaks),
        () if body.contains(['-', '_']) => Some(FormFault::UrlAlphabet),
        () if !body.len().is_multiple_of(4) => Some(FormFault::NoPadding),
        () if body.len() != text.len() => Some(FormFault::TrailingNewline),
        () => None,
    }
}

/// What a setting holds in a file with others.
pub enum Setting {
    /// This text.
    Text(Zeroizing<String>),
    /// An object or a list, which is no text.
    Object,
}

/// The setting of a name: in JSON at any depth and in any case (.NET's configuration has
/// no case, and writes `A:Name`, `A--Name` and `A__Name` for `Name` in `A`), otherwise on a
/// line `name=value` or `name: value`, the last of them, as shells and readers of `.env` do.
/// What stands under `data` of a Kubernetes Secret is taken out of its base64. With
/// `beside`, it is the one that has a setting of that name in the same section. `None` when
/// there is none.
pub fn setting(text: &str, name: &str, beside: Option<&str>) -> Option<Setting> {
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    let wanted = Wanted { name, beside };
    if trimmed.starts_with('{')
        && let Ok(document) = strict_json::read(trimmed)
    {
        return wanted.in_json(&WipedJson(document.value).0, false);
    }
    wanted.on_a_line(trimmed)
}

struct Wanted<'a> {
    name: &'a str,
    beside: Option<&'a str>,
}

impl Wanted<'_> {
    fn in_json(&self, value: &Value, is_data: bool) -> Option<Setting> {
        let members = match value {
            Value::Object(members) => members,
            Value::Array(list) => return list.iter().find_map(|one| self.in_json(one, false)),
            _ => return None,
        };
        let is_secret = members.get("kind").is_some_and(|kind| kind == "Secret");
        members.iter().find_map(|(key, value)| {
            match (value, self.is_met(key, members.keys().map(String::as_str))) {
                (Value::String(text), true) => {
                    let text = Zeroizing::new(text.clone());
                    Some(Setting::Text(if is_data { decoded(text) } else { text }))
                }
                (Value::Object(_) | Value::Array(_), true) => Some(Setting::Object),
                _ => self.in_json(value, is_secret && key == "data"),
            }
        })
    }

    fn on_a_line(&self, text: &str) -> Option<Setting> {
        let (mut is_data, mut last) = (false, None);
        for line in text.lines() {
            if !line.starts_with([' ', '\t', '#']) {
                is_data = line.trim_end() == "data:";
            }
            let Some((key, value)) = named(line) else { continue };
            if self.is_met(key, text.lines().filter_map(named).map(|(key, _)| key)) {
                let value = unquoted(value.trim());
                last = Some(Setting::Text(if is_data { decoded(value) } else { value }));
            }
        }
        last
    }

    /// Whether this is the name, among these.
    fn is_met<'k>(&self, key: &str, mut all: impl Iterator<Item = &'k str>) -> bool {
        let Some(own) = section(key, self.name) else { return false };
        self.beside.is_none_or(|beside| {
            all.any(|key| section(key, beside).is_some_and(|one| one.eq_ignore_ascii_case(own)))
        })
    }
}

/// What stands before the name; `None` where the key is another.
fn section<'k>(key: &'k str, name: &str) -> Option<&'k str> {
    let (before, last) = key.split_at_checked(key.len().checked_sub(name.len())?)?;
    let is_whole = before.is_empty() || [":", "--", "__"].iter().any(|mark| before.ends_with(mark));
    (is_whole && last.eq_ignore_ascii_case(name)).then_some(before)
}

/// A line with a name, and what stands there.
fn named(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(['=', ':'])?;
    let key = key.trim();
    Some((key.strip_prefix("export ").unwrap_or(key).trim_matches(['"', '\'', ' ']), value))
}

/// Of YAML and of shells.
fn unquoted(value: &str) -> Zeroizing<String> {
    let between = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    if between('"').is_some()
        && let Ok(text) = serde_json::from_str::<String>(value)
    {
        return Zeroizing::new(text);
    }
    let inner = between('\'').or_else(|| between('"')).unwrap_or(value);
    Zeroizing::new(inner.replace("''", "'"))
}

fn decoded(text: Zeroizing<String>) -> Zeroizing<String> {
    let inner = base64::decode(&text).0.and_then(|octets| {
        core::str::from_utf8(&octets).ok().map(|inner| Zeroizing::new(inner.to_owned()))
    });
    inner.unwrap_or(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)] // a test may

    use super::*;
    use FormFault::*;
    use PrivateFormat::{Base64Jwk, Jwk, Pkcs8Pem};

    const JWK: &str = r#"{"kty":"EC","crv":"P-256","d":"AAAA>>>???"}"#;

    fn encode(text: &str) -> String {
        base64::encode_standard(text.as_bytes()).to_string()
    }

    fn fault(text: &str, form: PrivateFormat) -> Option<FormFault> {
        form_fault(text.as_bytes(), form)
    }

    #[test]
    fn each_form_is_taken_as_it_is_written_here() {
        assert_eq!(fault(JWK, Jwk), None);
        assert_eq!(fault(&format!("{JWK}\n"), Jwk), None, "JSON may end so");
        assert_eq!(fault(&encode(JWK), Base64Jwk), None);
        assert_eq!(
            fault("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n", Pkcs8Pem),
            None
        );
    }

    #[test]
    fn every_fault_of_base64_is_named() {
        let right = encode(JWK);
        assert!(right.ends_with('=') && right.contains(['+', '/']), "{right}");
        let url = right.replace('+', "-").replace('/', "_");
        let (line, rest) = right.split_at(20);
        let pem = "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n";
        for (text, wanted) in [
            (format!("{right}\n"), TrailingNewline),
            (format!("{right}\r\n"), TrailingNewline),
            (format!("{line}\n{rest}"), LineBreaks),
            (format!(" {right}"), LineBreaks),
            (url, UrlAlphabet),
            (right.trim_end_matches('=').to_owned(), NoPadding),
            (encode(&right), EncodedTwice),
            (encode(&encode(&right)), EncodedTwice),
            (format!("\u{feff}{right}"), ByteOrderMark),
            (format!("\"{right}\""), Quoted),
            (JWK.to_owned(), IsJwk),
            (pem.to_owned(), IsPem),
            (encode(pem), IsPem),
            (encode(&format!("[{JWK}]")), IsSet),
            (format!("{{\"keys\":[{JWK}]}}"), IsSet),
            ("noe annet".to_owned(), OtherForm),
            (encode("noe annet enn en nøkkel"), OtherForm),
        ] {
            assert_eq!(fault(&text, Base64Jwk), Some(wanted), "{text}");
        }
        assert_eq!(form_fault(&[0xff, 0xfe, b'a', 0], Base64Jwk), Some(ByteOrderMark));
        assert_eq!(form_fault(&[0x30, 0x82], Base64Jwk), Some(OtherForm));
    }

    #[test]
    fn another_form_is_named() {
        assert_eq!(fault(&encode(JWK), Jwk), Some(IsBase64));
        let rsa = "-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----";
        assert_eq!(fault(rsa, Jwk), Some(IsPem));
        assert_eq!(fault(rsa, Pkcs8Pem), Some(OtherPem));
        assert_eq!(fault(JWK, Pkcs8Pem), Some(IsJwk));
    }

    fn text(file: &str, name: &str) -> Option<String> {
        match setting(file, name, None)? {
            Setting::Text(text) => Some(text.to_string()),
            Setting::Object => Some("object".to_owned()),
        }
    }

    #[test]
    fn a_setting_is_found_where_its_reader_finds_it() {
        for file in [
            r#"{"A":1,"MaskinportenSettings":{"JwkBase64":"x=="}}"#,
            r#"{"MaskinportenSettings:JwkBase64":"x=="}"#,
            r#"{"maskinportensettings":{"jwkbase64":"x=="}}"#,
            r#"[{"MaskinportenSettings--JwkBase64":"x=="}]"#.trim_matches(['[', ']']),
            "MaskinportenSettings__JwkBase64=x==",
            "# JwkBase64=y\nexport JwkBase64='x=='\r\nOTHER=z",
            "stringData:\n  OTHER: a\n  JwkBase64: 'x=='\n",
            "stringData:\n  \"JwkBase64\": \"x=\\u003d\"\n",
            "apiVersion: v1\ndata:\n  JwkBase64: eD09\nkind: Secret\n",
            r#"{"kind":"Secret","data":{"JwkBase64":"eD09"}}"#,
        ] {
            assert_eq!(text(file, "JwkBase64").as_deref(), Some("x=="), "{file}");
        }
        assert_eq!(text(r#"{"JwkBase64":{"kty":"RSA"}}"#, "JwkBase64").as_deref(), Some("object"));
        for file in ["", "{}", r#"{"data":{"EncodedJwk":"x"}}"#, "x==", "NotJwkBase64=x"] {
            assert_eq!(text(file, "JwkBase64"), None, "{file}");
        }
        assert_eq!(text("A='it''s'", "A").as_deref(), Some("it's"));
        assert_eq!(text("A=old\nB=x\nA=new\n", "A").as_deref(), Some("new"), "the last counts");
    }

    #[test]
    fn a_setting_beside_another_is_that_of_its_section() {
        for file in [
            r#"{"AzureAd":{"ClientId":"other"},"MaskinportenSettings":{"ClientId":"own","JwkBase64":"x"}}"#,
            r#"{"AzureAd:ClientId":"other","Mp:ClientId":"own","mp:jwkbase64":"x"}"#,
            "AzureAd__ClientId=other\nMp__JwkBase64=x\nMp__ClientId=own\nIdPorten__ClientId=other",
        ] {
            let Some(Setting::Text(found)) = setting(file, "ClientId", Some("JwkBase64")) else {
                panic!("{file}")
            };
            assert_eq!(*found, "own", "{file}");
        }
        assert!(
            setting(r#"{"A":{"ClientId":"other"},"JwkBase64":"x"}"#, "ClientId", Some("JwkBase64"))
                .is_none()
        );
    }
}
