//! How much is read at most.

use crate::forms::SPKI_PEM;
use crate::{JWK, base64, code};
use nokkelsmie_keys::read::{self, MAXIMUM_KEYS, MAXIMUM_LEN, ReadErrorCode as Code};
use std::time::{Duration, Instant};

#[test]
fn limits() {
    assert_eq!(code(vec![b' '; MAXIMUM_LEN + 1]), Code::TooLong);
    assert_eq!(code(vec![b' '; MAXIMUM_LEN]), Code::Empty);
    assert_eq!(code("[".repeat(200)), Code::JsonTooDeep);
    assert_eq!(code("[".repeat(MAXIMUM_LEN)), Code::JsonTooDeep);
    assert_eq!(code("{\"a\":".repeat(100_000)), Code::JsonTooDeep);
    let keys = |count: usize| format!("[{}]", vec![JWK; count].join(","));
    assert_eq!(read::read(keys(MAXIMUM_KEYS).as_bytes()).unwrap().len(), MAXIMUM_KEYS);
    assert_eq!(code(keys(MAXIMUM_KEYS + 1)), Code::TooManyKeys);
    let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    assert_eq!(code(pem.repeat(MAXIMUM_KEYS + 1)), Code::TooManyKeys);
    let short = "-----BEGIN A-----AAAA-----END A-----";
    assert_eq!(code(short.repeat(MAXIMUM_LEN / short.len())), Code::TooManyKeys);
    assert_eq!(code("'".repeat(MAXIMUM_LEN)), Code::Unrecognised);
    assert_eq!(code("\"".repeat(MAXIMUM_LEN)), Code::Unrecognised);
    let twice = base64(&base64(JWK));
    assert_eq!(read::read(twice.as_bytes()).unwrap().len(), 1);
    assert_eq!(code(base64(&twice)), Code::Base64TooDeep);
}

/// As the value of a setting whose value is a setting, and so on.
#[test]
fn a_text_in_a_text_ends_somewhere() {
    let start = Instant::now();
    for times in [4, 5_000, 500_000] {
        let nested = format!(r#"{}\"{}"#, "=\"".repeat(times), "a".repeat(40));
        assert_eq!(code(nested), Code::Unrecognised, "{times}");
    }
    let escaped = |text: &str| serde_json::Value::from(text).to_string();
    let once = format!("JWK={}", escaped(JWK));
    assert_eq!(read::read(once.as_bytes()).unwrap().len(), 1);
    let often = (0..6).fold(once, |text, _| format!("JWK={}", escaped(&text)));
    assert_eq!(code(often), Code::JsonSyntax);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

/// The text with spaces after it, until it is as long as may be.
fn filled(text: &str, length: usize) -> Vec<u8> {
    let mut octets = text.as_bytes().to_vec();
    octets.resize(length, b' ');
    octets
}

#[test]
fn a_text_may_be_just_as_long_as_the_limit() {
    for text in [JWK, SPKI_PEM] {
        assert_eq!(read::read(&filled(text, MAXIMUM_LEN)).unwrap().len(), 1);
        assert_eq!(code(filled(text, MAXIMUM_LEN + 1)), Code::TooLong);
    }
    // So may a file in DER, whatever is in it.
    let der = [&[0x30, 0x83, 0x0f, 0xff, 0xfb, 2, 1, 3][..], &vec![5; MAXIMUM_LEN - 8]].concat();
    assert_eq!(der.len(), MAXIMUM_LEN);
    assert_eq!(code(&der), Code::Der);
    assert_eq!(code([&der[..], &[0]].concat()), Code::TooLong);
}

/// As many keys as may be in one text, in each form that holds several.
#[test]
fn a_text_may_have_just_as_many_keys_as_the_limit() {
    type Many = fn(usize) -> String;
    let forms: [(&str, Many); 5] = [
        ("PEM", |count| SPKI_PEM.repeat(count)),
        ("JWK Set", |count| format!(r#"{{"keys":[{}]}}"#, vec![JWK; count].join(","))),
        ("array", |count| format!("[{}]", vec![JWK; count].join(","))),
        ("settings with JWKs", |count| format!(r#"{{"a":[{}]}}"#, vec![JWK; count].join(","))),
        ("settings with PEM", |count| {
            let pem = serde_json::Value::from(SPKI_PEM).to_string();
            format!(r#"{{"a":[{}]}}"#, vec![pem; count].join(","))
        }),
    ];
    for (name, many) in forms {
        let read = read::read(many(MAXIMUM_KEYS).as_bytes());
        assert_eq!(read.unwrap_or_else(|e| panic!("{name}: {e}")).len(), MAXIMUM_KEYS, "{name}");
        assert_eq!(code(many(MAXIMUM_KEYS + 1)), Code::TooManyKeys, "{name}");
    }
}

/// Certificates count as keys do: each is held against each.
#[test]
fn a_text_of_keys_and_certificates_has_one_limit() {
    let certificate = crate::forms::CERTIFICATE.pem();
    let text = |keys, certificates| SPKI_PEM.repeat(keys) + &certificate.repeat(certificates);
    let keys = read::read(text(50, 50).as_bytes()).unwrap();
    assert_eq!(keys.len(), 50);
    assert!(keys.iter().all(|key| key.certificates.len() == 1));
    assert_eq!(code(text(51, 50)), Code::TooManyKeys);
    assert_eq!(read::read(text(0, 100).as_bytes()).unwrap().len(), 100);
}

/// A text of a megabyte: PEM with other text between the blocks, and JSON, with the
/// keys at its end. How long it takes is printed and not judged.
#[test]
fn a_megabyte_is_read() {
    let fill = |block: &str, count: usize, open: &str, between: char, close: &str| {
        let left = MAXIMUM_LEN - open.len() - close.len() - count * block.len();
        let gap: String = std::iter::repeat_n(between, left / count).collect();
        let mut text = format!("{open}{}{close}", format!("{gap}{block}").repeat(count));
        text.extend(std::iter::repeat_n(' ', MAXIMUM_LEN - text.len()));
        text
    };
    let jwk = format!("{JWK},");
    let one_line = "\n# ingen nøkkel her, bare tekst\n".repeat(4000) + SPKI_PEM;
    let deep = format!(r#"{{"a":"{}","#, "æ".repeat(500_000)) + &JWK[1..];
    let texts = [
        ("PEM", fill(SPKI_PEM, MAXIMUM_KEYS, "", '\n', ""), MAXIMUM_KEYS),
        ("PEM in other text", fill(SPKI_PEM, MAXIMUM_KEYS, "", 'x', ""), MAXIMUM_KEYS),
        ("PEM after lines", one_line, 1),
        ("JSON", fill(&jwk, MAXIMUM_KEYS - 1, "[", '\n', &format!("{JWK}]")), MAXIMUM_KEYS),
        ("one member", deep, 1),
    ];
    for (name, text, count) in texts {
        let start = Instant::now();
        let read = read::read(text.as_bytes()).map(|keys| keys.len());
        println!("{name}: {} octets in {:?}", text.len(), start.elapsed());
        assert_eq!(read, Ok(count), "{name}");
    }
}

/// The same without an end that is soon reached: what is no key is not searched for
/// ever.
#[test]
fn a_megabyte_of_something_else_is_refused() {
    let fill = |unit: &str| unit.repeat(MAXIMUM_LEN / unit.len());
    let word = "A".repeat(40);
    for (name, text, expected) in [
        ("braces", fill("{"), Code::JsonSyntax),
        ("arrays", format!("[{}1]", fill("1,").split_at(MAXIMUM_LEN - 4).0), Code::TooManyKeys),
        (
            "objects",
            format!("[{}{{}}]", fill("{},").split_at(MAXIMUM_LEN - 7).0),
            Code::TooManyKeys,
        ),
        ("escapes", format!("\"{}\"", fill("\\u0041").split_at(600_000).0), Code::Unrecognised),
        ("words", fill(&format!("{word} ")), Code::Unrecognised),
        ("names", fill("a=b\n"), Code::Unrecognised),
        ("one word", fill("A"), Code::Unrecognised),
        ("dashes", fill("-"), Code::Unrecognised),
        ("beginnings", fill("-----BEGIN "), Code::PemIncomplete),
        ("backslashes", fill("\\"), Code::Unrecognised),
    ] {
        let start = Instant::now();
        let code = code(&text);
        println!("{name}: {} octets in {:?}: {code}", text.len(), start.elapsed());
        assert_eq!(code, expected, "{name}");
    }
}
