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
    if has_private_der(text) {
        return Some(PrivateMaterial::Der);
    }
    if wrappings == 0 {
        return None;
    }
    base64_inside(text).find_map(|inner| look(&inner, wrappings - 1))
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
    ["-----BEGIN ", "-----END "].iter().any(|dashes| {
        text.match_indices(dashes).any(|(at, found)| {
            let label = text[at + found.len()..].split("-----").next().unwrap_or_default();
            label.ends_with("PRIVATE KEY")
        })
    })
}

/// A private name, a colon and a value that looks like one: as in JSON (whole,
/// cut off, escaped, in HTML or a URL), JavaScript and YAML.
fn has_private_member(text: &str) -> bool {
    let plain =
        text.replace("\\\"", "\"").replace("&quot;", "\"").replace("%22", "\"").replace("%3A", ":");
    plain.match_indices(':').any(|(colon, _)| {
        let before = plain[..colon].trim_end();
        let unquoted = before.trim_end_matches(['"', '\'']);
        let name = unquoted.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next();
        if !name.is_some_and(|name| PRIVATE_MEMBERS.contains(&name)) {
            return false;
        }
        let value = plain[colon + 1..].trim_start().trim_start_matches(['"', '\'']);
        let value: &str = &value[..value.find(|c| !is_base64(c)).unwrap_or(value.len())];
        let quoted_name = unquoted.len() < before.len();
        value.len() >= 16 && (quoted_name || looks_random(value))
    })
}

/// Digits, capitals and small letters in at least 20 characters: no word.
fn looks_random(text: &str) -> bool {
    let has = |kind: fn(&char) -> bool| text.chars().any(|c| kind(&c));
    text.len() >= 20
        && has(char::is_ascii_digit)
        && has(char::is_ascii_uppercase)
        && has(char::is_ascii_lowercase)
}

/// The DER of a private key begins at the beginning of some run of base64; its
/// first octets tell.
fn has_private_der(text: &str) -> bool {
    let starts = text.char_indices().filter(|&(at, c)| {
        // DER of these begins 30 80–30 84 or 30 20–30 7f: in base64 with M.
        c == 'M' && !text[..at].ends_with(is_base64)
    });
    starts.into_iter().any(|(at, _)| {
        let head: String = text[at..]
            .chars()
            .filter(|c| !matches!(c, '\r' | '\n'))
            .take_while(|&c| is_base64(c))
            .take(64)
            .collect();
        head.len() >= 40 && decode(&head).is_some_and(|octets| is_private_der(&octets))
    })
}

/// The text inside every longer run of base64 (either alphabet, lines joined,
/// padding optional). What stands before it, as in `NAME_OF_IT=…` or a word on
/// the line above, shifts where it begins: all four places are tried.
fn base64_inside(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !is_base64(c) && !matches!(c, '\r' | '\n'))
        .map(|run| run.chars().filter(|&c| is_base64(c)).collect::<String>())
        .filter(|run| run.len() >= 40)
        .flat_map(|run| (0..4).filter_map(move |start| decode(&run[start..])).collect::<Vec<_>>())
        .map(|octets| String::from_utf8_lossy(&octets).into_owned())
}

/// Base64 of either alphabet; an incomplete last group is left out.
fn decode(text: &str) -> Option<Vec<u8>> {
    let plain = text.replace('-', "+").replace('_', "/");
    let whole = if plain.len() % 4 == 1 { &plain[..plain.len() - 1] } else { &plain };
    LENIENT.decode(whole).ok()
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
    fn sees_it_after_a_word_and_in_other_writings() {
        let once = STANDARD.encode(JWK);
        for text in [
            format!("MASKINPORTEN_JWK={once}"),
            format!("her er nokkelen\n{once}"),
            format!("a\n{once}\nhilsen"),
            JWK.replace('"', "%22").replace(':', "%3A"),
            JWK.replace('"', "&quot;"),
            JWK.replace('"', "\\\""),
            "{d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A'}".to_owned(),
            "d: nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A".to_owned(),
        ] {
            assert_eq!(find(&text), Some(PrivateMaterial::Jwk), "{text}");
        }
        let der = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
        assert_eq!(find(&format!("KEY={der}")), Some(PrivateMaterial::Der));
        assert_eq!(find(&format!("{}\n{}", &der[..44], &der[44..])), Some(PrivateMaterial::Der));
        assert_eq!(find("VhC\n-----END PRIVATE KEY-----"), Some(PrivateMaterial::Pem));
    }

    #[test]
    fn a_megabyte_of_base64_comes_to_an_end() {
        let text = "aGVpIHDDpSBkZWcg".repeat(65_536);
        assert_eq!(find(&text), None);
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
            "d: administrasjonsavdelingen p: https://example.no/Abc123",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
