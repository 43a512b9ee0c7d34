//! JSON that tries to mean two things, or more than it can.

use crate::code;
use nokkelsmie_keys::read::{self, ReadErrorCode as Code};
use nokkelsmie_keys::{IrregularityKind as Kind, Material, PrivateKey, PublicKey};
use serde_json::Value;

/// The key of RFC 8037 appendix A.1.
const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const D: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

/// The JWK with more members at its end.
fn jwk(more: &str) -> String {
    format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{X}","d":"{D}"{more}}}"#)
}

fn one(text: &str) -> Material {
    let mut materials = read::read(text.as_bytes()).unwrap_or_else(|e| panic!("{e}: {text}"));
    assert_eq!(materials.len(), 1, "{text}");
    materials.remove(0)
}

fn noted(material: &Material) -> Vec<(&str, Kind)> {
    material.irregularities.iter().map(|note| (note.field.as_str(), note.kind)).collect()
}

/// Every character of a name may be written as an escape, and so hide that the
/// member stands twice.
#[test]
fn members_that_stand_twice_are_noted() {
    for (more, name) in [
        (r#","d":"AA""#, "d"),
        (r#","\u0064":"AA""#, "d"),
        (r#","\u0078":"AA""#, "x"),
        (r#","\u006B\u0074\u0079":"OKP""#, "kty"),
        (r#","k\u0074y":"OKP""#, "kty"),
        (r#","kid":"a","\u006bid":"b""#, "kid"),
        (r#","a\/b":1,"a\u002fb":2"#, "a/b"),
        (r#","a~b":1,"a\u007eb":2"#, "a~b"),
        (r#","":1,"":2"#, ""),
    ] {
        for text in
            [jwk(more), format!("[{}]", jwk(more)), format!(r#"{{"keys":[{}]}}"#, jwk(more))]
        {
            assert_eq!(noted(&one(&text)), [(name, Kind::Duplicate)], "{text}");
        }
    }
}

/// The last one counts, as most parsers have it (RFC 7517 §4).
#[test]
fn of_two_members_the_last_counts() {
    let key = one(&jwk(r#","\u0078":"AA""#));
    PrivateKey::try_from(&key).unwrap_err();
    assert!(PrivateKey::try_from(&one(&jwk(&format!(r#","x":"{X}""#)))).is_ok());
}

/// What stands twice elsewhere than in the key is not its fault.
#[test]
fn members_of_members_may_stand_twice() {
    assert_eq!(noted(&one(&jwk(r#","more":{"d":1,"d":2}"#))), []);
    let two = format!(r#"{{"keys":[{},{}]}}"#, jwk(r#","kid":"a","kid":"b""#), jwk(""));
    let materials = read::read(two.as_bytes()).unwrap();
    assert_eq!(noted(&materials[0]), [("kid", Kind::Duplicate)]);
    assert_eq!(noted(&materials[1]), []);
}

/// Names that mean something to JavaScript mean nothing here.
#[test]
fn names_of_javascript_are_names() {
    for name in ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"] {
        let beside = one(&jwk(&format!(r#","{name}":{{"kty":"RSA","d":"AA","alg":"none"}}"#)));
        assert_eq!(noted(&beside), [], "{name}");
        assert!(PrivateKey::try_from(&beside).is_ok(), "{name}");
        // Nothing is inherited: a public key stays public, a missing member missing.
        let public =
            one(&format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{X}","{name}":{{"d":"{D}"}}}}"#));
        assert!(!public.is_private() && PublicKey::try_from(&public).is_ok(), "{name}");
        let missing = one(&format!(r#"{{"kty":"OKP","crv":"Ed25519","{name}":{{"x":"{X}"}}}}"#));
        PublicKey::try_from(&missing).unwrap_err();
        assert_eq!(code(format!(r#"{{"{name}":{{"kty":"OKP"}}}}"#)), Code::NoKeyType, "{name}");
    }
}

#[test]
fn values_of_other_types_are_noted_at_every_member() {
    let members = ["x", "d", "kid", "alg", "use", "key_ops", "exp"];
    let values = ["null", "true", "-1", "1.5", "1e3", "1e300", "18446744073709551616", "[]", "{}"];
    let mut tried = 0;
    for member in members {
        for value in values {
            if (member, value) == ("key_ops", "[]") {
                continue;
            }
            let mut object: serde_json::Map<String, Value> =
                serde_json::from_str(&jwk("")).unwrap();
            object.insert(member.into(), Value::Null);
            let text = Value::Object(object).to_string().replace("null", value);
            assert_eq!(noted(&one(&text)), [(member, Kind::WrongType)], "{text}");
            tried += 1;
        }
    }
    assert_eq!(tried, 62);
    for value in ["null", "1", "[\"OKP\"]", "{}"] {
        let text = jwk("").replace("\"OKP\"", value);
        assert_eq!(code(&text), Code::NoKeyType, "{text}");
        let text = jwk("").replace("\"Ed25519\"", value);
        assert_eq!(code(&text), Code::CurveUnknown, "{text}");
    }
}

#[test]
fn what_is_no_json_value_is_no_json() {
    for value in [
        "1e400",
        "-1e400",
        "1e99999999999",
        "NaN",
        "Infinity",
        "undefined",
        "01",
        "0x10",
        "+1",
        ".5",
        "1.",
        "1_000",
        "'a'",
        r#""\ud800""#,
        r#""\udc00\ud800""#,
        r#""\ud800\ud800""#,
        r#""\ud800a""#,
        r#""\u12""#,
        r#""\x41""#,
        "\"a\tb\"",
        "\"a\nb\"",
        "\"\u{1}\"",
        "// a\n1",
        "/* a */ 1",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "(1)",
        "\u{a0}1",
    ] {
        let text = jwk(&format!(r#","more":{value}"#));
        let code = code(&text);
        assert!(matches!(code, Code::JsonSyntax), "{value}: {code}");
    }
}

#[test]
fn characters_written_as_escapes_are_what_they_mean() {
    let escaped = X.bytes().map(|c| format!("\\u{c:04x}")).collect::<String>();
    assert_eq!(noted(&one(&jwk("").replace(X, &escaped))), []);
    let nul = one(&jwk(r#","kid":"a\u0000b""#));
    assert_eq!(nul.metadata.kid.as_deref(), Some("a\0b"));
    let pair = one(&jwk(r#","kid":"\ud83d\udd11""#));
    assert_eq!(pair.metadata.kid.as_deref(), Some("\u{1f511}"));
    let key = one(&jwk("").replace(X, "\\u0000"));
    assert_eq!(noted(&key), [("x", Kind::NotBase64url)]);
}

#[test]
fn nesting_has_an_end() {
    let nested = |open: &str, close: &str, deep: usize| {
        jwk(&format!(r#","more":{}1{}"#, open.repeat(deep), close.repeat(deep)))
    };
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        assert_eq!(noted(&one(&nested(open, close, 126))), [], "{open}");
        for deep in [127, 128, 200, 10_000] {
            assert_eq!(code(nested(open, close, deep)), Code::JsonTooDeep, "{open} {deep}");
        }
    }
}
