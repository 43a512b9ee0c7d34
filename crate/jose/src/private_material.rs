//! Recognises private keys in text, so that the room with the network can
//! refuse them: private JWK members at any depth, labels of private keys (PEM,
//! OpenPGP, OpenSSH, PuTTY, `openssl -text`), DER of private keys in base64 or
//! hexadecimal, Java's key stores, the XML and JSON of .NET, and all of them
//! behind base64 (wrapped up to [`MAXIMUM_WRAPPINGS`] times, in lines, indented
//! or not, of UTF-8 or UTF-16), behind the escapes of JSON, HTML and URLs, and
//! with the quotes and invisible marks that word processors and chats put in.
//!
//! It guards against mistakes, not against somebody who hides a key. It does
//! not see a number of a key alone, without its name, a piece from the middle of
//! a key, text in hexadecimal, base64 that program text puts together from
//! pieces, and what is compressed or encrypted without a label.

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
    /// A JWK with a private member, or the same numbers in the XML of .NET.
    Jwk,
    /// A PEM block of a private key (RFC 7468 §10–11, RFC 5915, PKCS#1, OpenSSH),
    /// or another file with a label that says so (OpenPGP, PuTTY).
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
    if let Ok(value) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}').trim())
        && let Some(found) = in_value(&value, wrappings)
    {
        return Some(found);
    }
    // Text that is no JSON as a whole may still hold a key: a member that is
    // cut off, several objects after one another, escaped quotes, noise around it.
    let text = &plain(text);
    if has_private_label(text) {
        return Some(PrivateMaterial::Pem);
    }
    if has_private_member(text) || has_private_element(text) {
        return Some(PrivateMaterial::Jwk);
    }
    if has_private_der(text) || has_private_hexadecimal(text) || has_key_store(text) {
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

/// The text without the escapes of JSON, HTML and URLs, without marks that are
/// not seen, and without zero octets: ASCII in UTF-16 has one after each letter.
fn plain(text: &str) -> String {
    let mut text = text.replace(is_unseen, "");
    for _ in 0..MAXIMUM_WRAPPINGS {
        let inner = unescape(&text);
        if inner == text {
            break;
        }
        text = inner;
    }
    text
}

/// Soft hyphens, characters without width, marks of direction.
fn is_unseen(c: char) -> bool {
    matches!(c, '\0' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '%', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) = escape(rest.as_bytes()).unwrap_or((char::from(rest.as_bytes()[0]), 1));
        out.push(c);
        rest = &rest[length..];
    }
    out + rest
}

/// The character that stands at the beginning behind an escape, if it is ASCII,
/// and the octets that the escape takes.
fn escape(text: &[u8]) -> Option<(char, usize)> {
    let hexadecimal = |from: usize, to: usize| {
        let digits = text.get(from..to)?.iter().map(|&octet| char::from(octet).to_digit(16));
        let number = digits.into_iter().try_fold(0, |number, digit| Some(number << 4 | digit?))?;
        let octet = u8::try_from(number).ok().filter(u8::is_ascii)?;
        Some((char::from(octet), to))
    };
    match text {
        [b'%', ..] => hexadecimal(1, 3),
        [b'\\', b'u', ..] => hexadecimal(2, 6),
        [b'\\', b'x', ..] => hexadecimal(2, 4),
        [b'&', b'#', b'x' | b'X', ..] => {
            let end = text.iter().take(10).position(|&octet| octet == b';')?;
            hexadecimal(3, end).map(|(c, _)| (c, end + 1))
        }
        [b'&', b'#', ..] => {
            let end = text.iter().take(10).position(|&octet| octet == b';')?;
            let number: u8 = core::str::from_utf8(&text[2..end]).ok()?.parse().ok()?;
            number.is_ascii().then_some((char::from(number), end + 1))
        }
        [b'\\', c @ (b'"' | b'/'), ..] => Some((char::from(*c), 2)),
        [b'\\', b'n' | b'r' | b't', ..] => Some(('\n', 2)),
        _ => {
            let names = [("&quot;", '"'), ("&apos;", '\''), ("&lt;", '<'), ("&gt;", '>')];
            let (name, c) = names.into_iter().find(|(it, _)| text.starts_with(it.as_bytes()))?;
            Some((c, name.len()))
        }
    }
}

fn has_private_label(text: &str) -> bool {
    let in_dashes = ["-----BEGIN ", "-----END "].iter().any(|dashes| {
        text.match_indices(dashes).any(|(at, found)| {
            let label = text[at + found.len()..].split("-----").next().unwrap_or_default();
            ["PRIVATE KEY", "PRIVATE KEY BLOCK"].iter().any(|end| label.ends_with(end))
        })
    });
    in_dashes || LABELS.iter().any(|label| text.contains(label))
}

/// What stands in no other file: those of PuTTY, OpenSSH (behind base64), age,
/// and the first line of `openssl rsa -text`, `openssl ec -text` and the like.
const LABELS: [&str; 4] =
    ["PuTTY-User-Key-File", "openssh-key-v1", "AGE-SECRET-KEY-1", "Private-Key: ("];

/// A private name, a colon and a value that looks like one: as in JSON (whole
/// or cut off), JavaScript and YAML; or an equals sign, as in TOML, properties
/// and Ruby.
fn has_private_member(text: &str) -> bool {
    text.match_indices([':', '=']).any(|(at, sign)| {
        let before = text[..at].trim_end();
        let unquoted = before.trim_end_matches(QUOTES);
        // After base64 an equals sign is its padding, and what stands before is no name.
        let in_name = if sign == ":" { is_word } else { is_base64 };
        let name = unquoted.rsplit(|c: char| !in_name(c)).next().unwrap_or_default();
        let known = PRIVATE_MEMBERS.contains(&name) && (sign == ":" || name != "k");
        if !known && !OTHER_NAMES.contains(&name) {
            return false;
        }
        // `>` and `|` begin a value on the lines below in YAML, and `=>` is Ruby's.
        let value = text[at + 1..].trim_start_matches('>').trim_start();
        let value = value.trim_start_matches(QUOTES).trim_start_matches(['>', '|']);
        let value = beginning(value);
        let quoted_name = unquoted.len() < before.len();
        if known && sign == ":" {
            value.len() >= 16 && (quoted_name || looks_random(&value))
        } else {
            value.len() >= 40 && looks_random(&value)
        }
    })
}

/// The names of .NET's `RSAParameters` and `ECParameters`, and of PKCS#1 (RFC 8017 §A.1.2).
const OTHER_NAMES: [&str; 9] =
    ["D", "P", "Q", "DP", "DQ", "InverseQ", "privateExponent", "prime1", "prime2"];

/// Also those that word processors and chats make of them.
const QUOTES: [char; 13] = ['"', '\'', '\\', '`', '“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// A private number in the XML of .NET (`RSAKeyValue`, `RSAParameters`).
fn has_private_element(text: &str) -> bool {
    ["<D>", "<P>", "<Q>", "<DP>", "<DQ>", "<InverseQ>"].iter().any(|element| {
        text.match_indices(element)
            .any(|(at, _)| looks_random(&beginning(text[at + element.len()..].trim_start())))
    })
}

/// How a run of base64 begins, joined over line ends with the indentation of
/// the next line; a space within a line ends it, as it does between words.
fn beginning(text: &str) -> String {
    let mut value = String::new();
    let mut rest = text;
    while value.len() < 64 {
        let end = rest.bytes().take(64).take_while(|&octet| is_base64(octet.into())).count();
        value.push_str(&rest[..end]);
        let next = rest[end..].trim_start();
        let space = &rest[end..rest.len() - next.len()];
        let goes_on = (1..64).contains(&end) && space.contains(['\n', '\r']);
        if !goes_on && end < 64 {
            break;
        }
        rest = next;
    }
    value
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
            .filter(|c| !c.is_whitespace())
            .take_while(|&c| is_base64(c))
            .take(64)
            .collect();
        head.len() >= 40 && decode(&head).is_some_and(|octets| is_private_der(&octets))
    })
}

/// The same octets in hexadecimal.
fn has_private_hexadecimal(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_hexdigit()).any(|run| {
        let digit = |octet: &u8| char::from(*octet).to_digit(16).unwrap_or_default() as u8;
        let head = run.as_bytes().get(..80).filter(|head| head.starts_with(b"30"));
        head.is_some_and(|head| {
            let octets = head.chunks_exact(2).map(|two| digit(&two[0]) << 4 | digit(&two[1]));
            is_private_der(&octets.collect::<Vec<u8>>())
        })
    })
}

/// A key store of Java (JKS, JCEKS) in base64: FEEDFEED or CECECECE, then version 1 or 2.
fn has_key_store(text: &str) -> bool {
    ["/u3+7QAAAA", "_u3-7QAAAA", "zs7OzgAAAA"]
        .iter()
        .any(|head| text.match_indices(head).any(|(at, _)| !text[..at].ends_with(is_base64)))
}

/// The text inside every longer run of base64 (either alphabet, joined over
/// white space, padding optional). What stands before it, as in `NAME_OF_IT=…` or a word on
/// the line above, shifts where it begins: all four places are tried.
fn base64_inside(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !is_base64(c) && !c.is_whitespace())
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
    fn sees_it_in_indented_lines() {
        let der = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
        for line_end in ["\n", "\r\n"] {
            let block = |text: &str| {
                let lines = text.as_bytes().chunks(14).map(String::from_utf8_lossy);
                lines.map(|line| format!("{line_end}    {line}")).collect::<String>()
            };
            let text = format!("key: |{}", block(&STANDARD.encode(JWK)));
            assert_eq!(find(&text), Some(PrivateMaterial::Jwk), "{text}");
            assert_eq!(find(&format!("key: |{}", block(der))), Some(PrivateMaterial::Der));
            let d = block("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
            for text in [format!("\"d\":\"{}\"", d.trim_start()), format!("d: >-{d}")] {
                assert_eq!(find(&text), Some(PrivateMaterial::Jwk), "{text}");
            }
        }
    }

    #[test]
    fn sees_through_utf_16() {
        let little: Vec<u8> = JWK.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = JWK.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for octets in [little, big] {
            assert_eq!(find(&STANDARD.encode(&octets)), Some(PrivateMaterial::Jwk));
            let marked = STANDARD.encode([&[0xff, 0xfe], &octets[..]].concat());
            assert_eq!(find(&format!("key={marked}")), Some(PrivateMaterial::Jwk));
        }
    }

    #[test]
    fn sees_through_escapes() {
        let noise = format!("jwk = {JWK};");
        for text in [
            noise.replace("\"d\"", "\"\\u0064\""),
            noise.replace("\"d\"", "\"\\\\u0064\""),
            noise.replace('"', "\\\\\\\""),
            noise.replace('"', "%22").replace(':', "%3a"),
            noise.replace('"', "%2522").replace(':', "%253A"),
            noise.replace("\"d\"", "%22%64%22"),
            noise.replace('"', "&#34;"),
            STANDARD.encode(JWK).replace('A', "%41"),
        ] {
            assert_eq!(find(&text), Some(PrivateMaterial::Jwk), "{text}");
        }
        assert_eq!(find("%2D----BEGIN%20PRIVATE%20KEY-----"), Some(PrivateMaterial::Pem));
        let der = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
        let escaped = format!("x {}", der.replace('/', "\\/").replace("5E1h", "5E\\n1h"));
        assert_eq!(find(&escaped), Some(PrivateMaterial::Der));
    }

    #[test]
    fn sees_the_xml_of_dot_net() {
        let value = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
        let public = format!("<Modulus>{value}</Modulus><Exponent>AQAB</Exponent>");
        assert_eq!(find(&format!("<RSAKeyValue>{public}</RSAKeyValue>")), None);
        for name in ["D", "P", "Q", "DP", "DQ", "InverseQ"] {
            let text = format!("<RSAKeyValue>{public}<{name}>\n  {value}\n</{name}></RSAKeyValue>");
            assert_eq!(find(&text), Some(PrivateMaterial::Jwk), "{text}");
            let escaped = text.replace('<', "&lt;").replace('>', "&gt;");
            assert_eq!(find(&escaped), Some(PrivateMaterial::Jwk), "{escaped}");
            assert_eq!(find(&STANDARD.encode(&text)), Some(PrivateMaterial::Jwk));
        }
    }

    #[test]
    fn a_long_text_comes_to_an_end() {
        for piece in [
            "aGVpIHDDpSBkZWcg",
            "vanlig tekst og ",
            "M               ",
            "\"d\":           ",
            "d: a\n\n\n\n\n\n\n\n\n\n\n\n",
            "<D>\n            ",
            "-----BEGIN      ",
            "%25252525252525 ",
            "\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\",
            "                ",
            "AAAAAAAAAAAAAAAA",
            "d = d = d = d = ",
            "================",
            "\"”»\"”»\"”»\"”»\"”»:",
            "&#x000000000022;",
            "3030303030303030",
        ] {
            let start = std::time::Instant::now();
            assert_eq!(find(&piece.repeat(16_384)), None, "{piece}");
            assert!(start.elapsed().as_secs() < 20, "{piece}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn sees_labels_of_private_keys() {
        for label in [
            "PRIVATE KEY",
            "RSA PRIVATE KEY",
            "EC PRIVATE KEY",
            "ENCRYPTED PRIVATE KEY",
            "OPENSSH PRIVATE KEY",
            "PGP PRIVATE KEY BLOCK",
        ] {
            assert_eq!(find(&format!("x\n-----BEGIN {label}-----\n")), Some(PrivateMaterial::Pem));
        }
        assert_eq!(find("PuTTY-User-Key-File-3: ssh-ed25519"), Some(PrivateMaterial::Pem));
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
    fn sees_through_quotes_and_marks_of_other_programs() {
        let d = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
        let marked = |mark: char| d.chars().flat_map(|c| [c, mark]).collect::<String>();
        for text in [
            JWK.replace('"', "”"),
            JWK.replace('"', "»"),
            JWK.replace('"', "&#x22;"),
            JWK.replace('"', "&#34;").replace(':', "&#58;"),
            JWK.replace('"', "\\x22"),
            JWK.replace(d, &marked('\u{200b}')),
            JWK.replace(d, &marked('\u{ad}')),
            STANDARD.encode(JWK).chars().flat_map(|c| [c, '\u{200b}']).collect(),
            format!("d = \"{d}\""),
            format!("d={d}"),
            format!("{{\"d\" => \"{d}\"}}"),
            format!("{{\"Curve\":{{}},\"D\":\"{d}\"}}"),
            format!("privateExponent: '{d}'"),
        ] {
            assert_eq!(find(&text), Some(PrivateMaterial::Jwk), "{text}");
        }
    }

    #[test]
    fn sees_key_stores_hexadecimal_and_what_openssl_prints() {
        // Ed25519 PKCS#8 of RFC 8410 §10.3
        let octets = "302e020100300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842";
        for text in [
            octets.to_owned(),
            format!("0x{}", octets.to_uppercase()),
            "JKS=/u3+7QAAAAIAAAABAAAAAQAEbm9ra2Vs".to_owned(),
        ] {
            assert_eq!(find(&text), Some(PrivateMaterial::Der), "{text}");
        }
        for text in [
            "Private-Key: (2048 bit, 2 primes)\nmodulus:\n    00:c1",
            "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtz",
        ] {
            assert_eq!(find(text), Some(PrivateMaterial::Pem), "{text}");
        }
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
            "d: The meeting in Room 12 is at noon, says the Board of 2026",
            "\"d\": \"en vanlig setning som er lang nok\"",
            "<P>Avdelingen for Digitalisering holder til i 3. etasje",
            "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZ\n-----END PGP PUBLIC KEY BLOCK-----",
            "d=administrasjonsavdelingen&p=https://example.no/Abc123",
            "https://example.no/?q=Abc123Abc123Abc123Abc123&k=11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwI",
            "\"D\": \"Ola Nordmann 2026\", \"P\": \"Abc123Abc123Abc123Abc123\"",
            // Padding, and then another text in base64
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/d=\n11qYAYKxCrfVS7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "302a300506032b657003210019bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1",
            "„Å være eller ikke være“: det er spørsmålet",
            &"Dette er en lang tekst uten noen tegn som bryter base64 ".repeat(50),
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
