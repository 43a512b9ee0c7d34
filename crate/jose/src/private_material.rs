//! Recognises private keys in text, so that the room with the network can
//! refuse them: private JWK members at any depth, PEM labels of private keys,
//! and both behind base64 (wrapped up to [`MAXIMUM_WRAPPINGS`] times).

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Serialize;
use serde_json::Value;

/// How often a text is unwrapped from base64 to look inside.
pub const MAXIMUM_WRAPPINGS: usize = 3;

/// JWK members that hold private or symmetric keys (RFC 7518 §6.2.2, §6.3.2,
/// §6.4; RFC 8037 §2).
pub const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// What was recognised. It never holds any of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum PrivateMaterial {
    /// A JWK with a private member.
    Jwk,
    /// A PEM block of a private key (RFC 7468 §10–11, RFC 5915, PKCS#1, OpenSSH).
    Pem,
    /// DER of a private key (PKCS#8, PKCS#1, SEC1 or PKCS#12) in base64.
    Der,
}

/// Looks for private material anywhere in the text.
pub fn find(text: &str) -> Option<PrivateMaterial> {
    look(text, MAXIMUM_WRAPPINGS)
}

/// Looks for private material in JSON that was parsed.
pub fn in_json(value: &Value) -> Option<PrivateMaterial> {
    in_value(value, MAXIMUM_WRAPPINGS)
}

fn look(text: &str, wrappings: usize) -> Option<PrivateMaterial> {
    if has_private_label(text) {
        return Some(PrivateMaterial::Pem);
    }
    if let Ok(value) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}').trim())
        && let Some(found) = in_value(&value, wrappings)
    {
        return Some(found);
    }
    // Text that is no JSON as a whole may still hold a key: a member that is
    // cut off, several objects after one another, escaped quotes, noise around it.
    if has_private_member(text) {
        return Some(PrivateMaterial::Jwk);
    }
    if wrappings == 0 {
        return None;
    }
    base64_runs(text).find_map(|octets| match core::str::from_utf8(&octets) {
        Ok(inner) => look(inner, wrappings - 1),
        Err(_) => is_private_der(&octets).then_some(PrivateMaterial::Der),
    })
}

fn in_value(value: &Value, wrappings: usize) -> Option<PrivateMaterial> {
    match value {
        Value::Object(object) => {
            let private = object.iter().any(|(name, value)| is_private_member(name, value));
            if private {
                return Some(PrivateMaterial::Jwk);
            }
            object.values().find_map(|value| in_value(value, wrappings))
        }
        Value::Array(list) => list.iter().find_map(|value| in_value(value, wrappings)),
        Value::String(text) if wrappings > 0 => look(text, wrappings - 1),
        _ => None,
    }
}

/// Refused wherever they stand, whatever the value: a key set of a client has
/// no other use for these names.
fn is_private_member(name: &str, value: &Value) -> bool {
    PRIVATE_MEMBERS.contains(&name) && !value.is_null()
}

fn has_private_label(text: &str) -> bool {
    text.match_indices("-----BEGIN ").any(|(at, begin)| {
        let label = text[at + begin.len()..].split("-----").next().unwrap_or_default();
        label.ends_with("PRIVATE KEY")
    })
}

/// A quoted private name, a colon and a quoted value with at least 16
/// characters; quotes may be escaped, as in JSON inside JSON or in C sources.
fn has_private_member(text: &str) -> bool {
    PRIVATE_MEMBERS.iter().any(|name| {
        ["\"", "\\\"", "'"].iter().any(|quote| {
            let needle = format!("{quote}{name}{quote}");
            text.match_indices(&needle).any(|(at, found)| {
                let rest = text[at + found.len()..].trim_start();
                let Some(rest) = rest.strip_prefix(':') else { return false };
                let Some(value) = rest.trim_start().strip_prefix(quote) else { return false };
                value.chars().take_while(|&c| is_base64(c)).count() >= 16
            })
        })
    })
}

/// The octets of every longer run of base64 in the text (either alphabet,
/// lines joined, padding optional).
fn base64_runs(text: &str) -> impl Iterator<Item = Vec<u8>> {
    text.split(|c: char| !is_base64(c) && !matches!(c, '\r' | '\n' | '='))
        .filter(|run| run.len() >= 40)
        .filter_map(|run| {
            let plain: String = run
                .chars()
                .filter(|&c| is_base64(c))
                .map(|c| match c {
                    '-' => '+',
                    '_' => '/',
                    c => c,
                })
                .collect();
            // A length that no octet string has: leave the rest of the last group.
            let whole = if plain.len() % 4 == 1 { &plain[..plain.len() - 1] } else { &plain };
            LENIENT.decode(whole).ok()
        })
}

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_')
}

/// A SEQUENCE that begins with an INTEGER is a private key (PKCS#1 version 0 or
/// 1, PKCS#8 version 0 or 1, SEC1 version 1, PKCS#12 version 3); public ones
/// begin with a SEQUENCE, or with the modulus itself (PKCS#1 public).
fn is_private_der(octets: &[u8]) -> bool {
    let [0x30, length, rest @ ..] = octets else { return false };
    let header = if *length < 0x80 { 0 } else { usize::from(length & 0x7f) };
    matches!(rest.get(header..), Some([0x02, 0x01, 0..=3, ..]))
        // EncryptedPrivateKeyInfo: AlgorithmIdentifier with an OID of PKCS#5 or PKCS#12
        || rest.get(header..).is_some_and(|body| {
            let window = &body[..body.len().min(24)];
            [&b"\x2a\x86\x48\x86\xf7\x0d\x01\x05"[..], &b"\x2a\x86\x48\x86\xf7\x0d\x01\x0c"[..]]
                .iter()
                .any(|oid| window.windows(oid.len()).any(|octets| octets == *oid))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;

    const JWK: &str =
        r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"#;

    #[test]
    fn sees_private_members_at_any_depth() {
        assert_eq!(find(JWK), Some(PrivateMaterial::Jwk));
        assert_eq!(find(&format!(r#"{{"keys":[{{"a":{JWK}}}]}}"#)), Some(PrivateMaterial::Jwk));
        assert_eq!(find(&format!("const key = '{JWK}';")), Some(PrivateMaterial::Jwk));
        let inside_a_string = serde_json::json!({ "jwk": JWK }).to_string();
        assert_eq!(find(&inside_a_string), Some(PrivateMaterial::Jwk));
        assert_eq!(find(&JWK[..JWK.len() - 1]), Some(PrivateMaterial::Jwk));
    }

    #[test]
    fn sees_through_base64() {
        let once = STANDARD.encode(JWK);
        let twice = STANDARD.encode(&once);
        for text in [
            &once,
            &twice,
            &format!("JWK_BASE64=\"{once}\""),
            &format!("{{\"EncodedJwk\":\"{once}\"}}"),
        ] {
            assert_eq!(find(text), Some(PrivateMaterial::Jwk), "{text}");
        }
        let lines: String = once
            .as_bytes()
            .chunks(30)
            .map(|l| format!("{}\n", String::from_utf8_lossy(l)))
            .collect();
        assert_eq!(find(&lines), Some(PrivateMaterial::Jwk));
    }

    #[test]
    fn sees_labels_of_private_keys() {
        for label in [
            "PRIVATE KEY",
            "RSA PRIVATE KEY",
            "EC PRIVATE KEY",
            "ENCRYPTED PRIVATE KEY",
            "OPENSSH PRIVATE KEY",
        ] {
            assert_eq!(find(&format!("x\n-----BEGIN {label}-----\n")), Some(PrivateMaterial::Pem));
        }
        assert_eq!(
            find(&STANDARD.encode("-----BEGIN PRIVATE KEY-----\nMC4CAQA")),
            Some(PrivateMaterial::Pem)
        );
    }

    #[test]
    fn sees_der() {
        // Ed25519 PKCS#8 of RFC 8410 §10.3
        let der = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
        assert_eq!(find(der), Some(PrivateMaterial::Der));
    }

    #[test]
    fn lets_public_text_pass() {
        let public = r#"{"kty":"OKP","crv":"Ed25519","kid":"d","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        // RFC 8410 §10.1
        let spki = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
        let grant = format!(
            "{}.{}.c2lnbmF0dXJl",
            STANDARD.encode(r#"{"alg":"RS256","kid":"k"}"#),
            STANDARD.encode(r#"{"aud":"https://test.maskinporten.no/","scope":"a:b"}"#)
        );
        for text in [
            public,
            spki,
            &STANDARD.encode(public),
            &grant,
            "",
            "{",
            "vanlig tekst om \"d\" og \"p\": ja",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
