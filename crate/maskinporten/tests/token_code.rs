//! The programs: every value in its place, and as text of the language.

#![allow(clippy::unwrap_used)] // helpers of tests

use nokkelsmie_maskinporten::{
    Environment, EnvironmentName, GrantRequest, TokenCodeValues, TokenLanguage, token_code,
};

/// What ends a literal or begins something within it, in one language or another.
const HARD: &str = r#"a"b'c\d$e${f}{g}‘h’æøå"#;

fn values() -> TokenCodeValues {
    let request = GrantRequest {
        client_id: " b590f149-d0ba-4fca-b367-bccd9e444a00 ".into(),
        scope: "altinn:serviceowner\n altinn:broker.read".into(),
        ..GrantRequest::default()
    };
    TokenCodeValues::new(&request, &Environment::named(EnvironmentName::Test).unwrap())
}

fn text(language: TokenLanguage, values: &TokenCodeValues) -> String {
    token_code(language, values).text
}

#[test]
fn every_program_has_the_values_and_no_place_left() {
    for &language in TokenLanguage::ALL {
        let text = text(language, &values());
        for value in [
            "b590f149-d0ba-4fca-b367-bccd9e444a00",
            "altinn:serviceowner altinn:broker.read",
            "https://test.maskinporten.no/token",
        ] {
            assert_eq!(text.matches(value).count(), 1, "{language:?}: {value}");
        }
        for quote in ['"', '\''] {
            let issuer = format!("{quote}https://test.maskinporten.no/{quote}");
            assert!(text.matches(&issuer).count() <= 1, "{language:?}");
        }
        assert!(!text.contains("{{"), "{language:?}");
        assert!(!text.contains("consumer_org"), "{language:?}");
        assert!(!text.contains("resource"), "{language:?}");
    }
}

#[test]
fn what_is_asked_for_beside_stands_there() {
    let values = TokenCodeValues {
        resource: vec!["https://a.example.no".into(), "https://b.example.no".into()],
        consumer_org: "974760673".into(),
        ..values()
    };
    for &language in TokenLanguage::ALL {
        let text = text(language, &values);
        assert!(text.contains("974760673"), "{language:?}");
        let several = [
            "\"https://a.example.no\", \"https://b.example.no\"",
            "'https://a.example.no', 'https://b.example.no'",
        ];
        assert!(several.iter().any(|list| text.contains(list)), "{language:?}");
    }
}

#[test]
fn what_is_not_filled_in_is_named() {
    let environment = Environment::named(EnvironmentName::Production).unwrap();
    let values = TokenCodeValues::new(&GrantRequest::default(), &environment);
    for &language in TokenLanguage::ALL {
        let text = text(language, &values);
        assert!(text.contains("<client_id>") && text.contains("<scope>"), "{language:?}");
    }
}

#[test]
fn a_value_stays_within_its_quotes() {
    let values = TokenCodeValues { client_id: HARD.into(), ..values() };
    for &language in TokenLanguage::ALL {
        use TokenLanguage as Language;
        let expected = match language {
            Language::Csharp
            | Language::Java
            | Language::Python
            | Language::Go
            | Language::Rust => r#""a\"b'c\\d$e${f}{g}‘h’æøå""#,
            Language::Kotlin => r#""a\"b'c\\d\$e\${f}{g}‘h’æøå""#,
            Language::Typescript => r#"'a"b\'c\\d$e${f}{g}‘h’æøå'"#,
            Language::Powershell => r#"'a"b''c\d$e${f}{g}‘‘h’’æøå'"#,
        };
        assert!(text(language, &values).contains(expected), "{language:?}");
    }
}

#[test]
fn a_value_is_one_line_of_what_one_sees() {
    let client_id = "a\nb\r\nc\u{2028}d\0e\u{1b}f\u{202e}g\u{200b}\u{ad}\u{feff}h".to_owned();
    let values = TokenCodeValues { client_id, ..values() };
    for &language in TokenLanguage::ALL {
        assert!(text(language, &values).contains("a b c defgh"), "{language:?}");
    }
}

/// A place in a value is text as any other.
#[test]
fn a_value_is_not_filled_in_itself() {
    let values = TokenCodeValues { client_id: "{{scope}}".into(), ..values() };
    for &language in TokenLanguage::ALL {
        assert!(text(language, &values).contains("{{scope}}"), "{language:?}");
    }
}
