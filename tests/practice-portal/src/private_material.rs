//! Finds private keys in what was received.
//!
//! No private key belongs in any request to Maskinporten or its portal. So
//! everything that arrives is searched, in the clear and inside base64, and a
//! hit is refused and counted. What was found is never kept or shown.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// Private members of a JWK (RFC 7518 §6.2.2, §6.3.2, §6.4.1), as they stand in JSON
/// once white space is gone. `oth` is an array, the others are text.
const MEMBERS: [&str; 8] = [
    "\"d\":\"",
    "\"p\":\"",
    "\"q\":\"",
    "\"dp\":\"",
    "\"dq\":\"",
    "\"qi\":\"",
    "\"oth\":[",
    "\"k\":\"",
];

/// The end of every private PEM label: `RSA PRIVATE KEY`, `ENCRYPTED PRIVATE KEY` …
const PEM_LABEL: &[u8] = b"PRIVATE KEY-----";

/// How deep base64 is unwrapped: a base64 JWK inside a JSON inside a JWT.
const DEPTH: u8 = 3;

/// Fewer characters hold no key.
const SHORTEST_TOKEN: usize = 40;

/// There is a private key in this, in the clear, percent-encoded or in base64.
pub fn is_in(bytes: &[u8]) -> bool {
    is_in_text(bytes, DEPTH) || is_in_text(&percent_decoded(bytes), DEPTH)
}

fn is_in_text(bytes: &[u8], depth: u8) -> bool {
    let plain = unescaped(bytes);
    contains(&plain, PEM_LABEL)
        || has_private_members(&plain)
        || is_private_der(bytes)
        || (depth > 0 && is_in_base64(bytes, depth))
}

/// Looks for the members however the JSON is spaced or quoted in other JSON.
fn has_private_members(plain: &[u8]) -> bool {
    let dense: Vec<u8> = plain
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace() && **byte != b'\\')
        .map(|byte| if *byte == b'\'' { b'"' } else { *byte })
        .collect();
    MEMBERS.iter().any(|member| contains(&dense, member.as_bytes()))
}

/// Looks inside each run of base64 characters, with line breaks (in the clear
/// or as `\n` in JSON) kept and taken away, and from each of the four alignments.
fn is_in_base64(bytes: &[u8], depth: u8) -> bool {
    let joined: Vec<u8> =
        unescaped(bytes).into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
    [bytes, &joined].into_iter().any(|text| {
        text.split(|byte| !is_base64(*byte))
            .filter(|token| token.len() >= SHORTEST_TOKEN)
            .any(|token| (0..4).any(|start| is_in_text(&decoded(&token[start..]), depth - 1)))
    })
}

/// PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2), SEC1 (RFC 5915) and encrypted
/// PKCS#8 begin with a SEQUENCE and one of these.
fn is_private_der(bytes: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 5] = [
        &[0x02, 0x01, 0x00, 0x30],
        &[0x02, 0x01, 0x01, 0x30],
        &[0x02, 0x01, 0x00, 0x02, 0x82],
        &[0x02, 0x01, 0x00, 0x02, 0x81],
        &[0x02, 0x01, 0x01, 0x04],
    ];
    const PBES2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d];
    let [0x30, length, rest @ ..] = bytes else {
        return false;
    };
    let content = match length {
        0x81 => rest.get(1..),
        0x82 => rest.get(2..),
        0x83 => rest.get(3..),
        0..=0x7f => Some(rest),
        _ => None,
    };
    content.is_some_and(|content| {
        BEGINNINGS.iter().any(|start| content.starts_with(start))
            || contains(&content[..content.len().min(24)], PBES2)
    })
}

/// Decodes standard or URL-safe base64 leniently: the last odd character is left out.
fn decoded(token: &[u8]) -> Vec<u8> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let mut standard: Vec<u8> = token
        .iter()
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => *other,
        })
        .collect();
    if standard.len() % 4 == 1 {
        standard.pop();
    }
    LENIENT.decode(standard).unwrap_or_default()
}

/// JSON's `\u0064` and `\n` written out.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        match (first, after) {
            (b'\\', [b'n' | b'r' | b't', ..]) => {
                plain.push(b'\n');
                rest = &after[1..];
            }
            (b'\\', [b'u', b'0', b'0', high, low, ..]) if hex(*high, *low).is_some() => {
                plain.extend(hex(*high, *low));
                rest = &after[5..];
            }
            _ => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    plain
}

fn percent_decoded(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        match (first, after) {
            (b'%', [high, low, ..]) if hex(*high, *low).is_some() => {
                plain.extend(hex(*high, *low));
                rest = &after[2..];
            }
            (b'+', _) => {
                plain.push(b' ');
                rest = after;
            }
            _ => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    plain
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::is_in;

    const PRIVATE: &str = r#"{"kty":"RSA","n":"AQAB","d":"AQABAQABAQAB"}"#;
    const PUBLIC: &str = r#"{"kty":"RSA","kid":"d","use":"sig","e":"AQAB","n":"0vx7agoebGcQ"}"#;

    #[test]
    fn public_keys_pass() {
        assert!(!is_in(PUBLIC.as_bytes()));
        assert!(!is_in(STANDARD.encode(PUBLIC).as_bytes()));
        assert!(!is_in(b"-----BEGIN PUBLIC KEY-----\nMIIB\n"));
        assert!(!is_in(b"description=Private+key+for+tests"));
    }

    #[test]
    fn private_keys_are_found_however_wrapped() {
        let base64 = STANDARD.encode(PRIVATE);
        let twice = STANDARD.encode(&base64);
        let wrapped = format!("{}\n{}", &base64[..20], &base64[20..]);
        for text in [
            PRIVATE.to_owned(),
            PRIVATE.replace(':', " : "),
            PRIVATE.replace('"', "\\\""),
            PRIVATE.replace('"', "%22"),
            PRIVATE.replace("\"d\"", "\"\\u0064\""),
            "-----BEGIN RSA PRIVATE KEY-----".to_owned(),
            "-----BEGIN%20ENCRYPTED%20PRIVATE%20KEY-----".to_owned(),
            format!("name={base64}"),
            format!("noise{base64}"),
            twice,
            wrapped,
        ] {
            assert!(is_in(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn private_der_is_found_without_a_label() {
        let mut pkcs8 = vec![0x30, 0x82, 0x04, 0xbe, 0x02, 0x01, 0x00, 0x30, 0x0d];
        pkcs8.resize(60, 7);
        assert!(is_in(STANDARD.encode(&pkcs8).as_bytes()));
    }
}
