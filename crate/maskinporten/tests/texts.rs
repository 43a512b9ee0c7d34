//! Every code has its texts, in every language, and no text is without a code.
#![allow(clippy::expect_used, clippy::unwrap_used)] // helpers of tests

use nokkelsmie_maskinporten::self_service::{ApiErrorCode, KeyChangeProblem, KeyName, LogCode};
use nokkelsmie_maskinporten::{
    CATALOGUE, ExchangeCode, GrantProblemCode, Unreachable, WhoGives, common_scopes,
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Refused before it was sent, which is no refusal of Maskinporten's.
const NOT_SENT: &str = "private-material";

fn texts(topic: &str, locale: &str) -> Map<String, Value> {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/../../www/locales/{topic}/{locale}.json");
    let text = std::fs::read_to_string(&path).expect(&path);
    serde_json::from_str(&text).expect(&path)
}

#[test]
fn codes_and_texts_agree() {
    let on_the_way: Vec<Value> =
        Unreachable::ALL.iter().map(|code| serde_json::to_value(code).unwrap()).collect();
    let on_the_way = on_the_way.iter().filter_map(Value::as_str).chain([NOT_SENT]);
    let codes = CATALOGUE.iter().map(|entry| entry.name).chain(on_the_way);
    let mut wanted: BTreeSet<String> = common_scopes().into_iter().map(|row| row.key).collect();
    for code in codes {
        wanted.insert(format!("answer.{code}.means"));
        wanted.insert(format!("answer.{code}.do"));
    }
    let name = |value: Value| value.as_str().map(str::to_owned).unwrap();
    for code in ExchangeCode::ALL {
        let code = name(serde_json::to_value(code).unwrap());
        wanted.insert(format!("exchange.{code}.means"));
        wanted.insert(format!("exchange.{code}.do"));
    }
    for who in WhoGives::ALL {
        wanted.insert(format!("scope.give.{}", name(serde_json::to_value(who).unwrap())));
    }
    for locale in ["nb", "nn", "en"] {
        let texts = texts("answers", locale);
        let given: BTreeSet<String> = texts.keys().cloned().collect();
        assert_eq!(given, wanted, "{locale}");
        for (key, text) in &texts {
            let text = text.as_str().expect(key);
            assert!(!text.trim().is_empty() && !text.contains('{'), "{locale} {key}");
        }
    }
}

#[test]
fn every_problem_of_a_grant_has_its_text_on_the_page() {
    for locale in ["nb", "nn", "en"] {
        let texts = texts("page", locale);
        for code in GrantProblemCode::ALL {
            let code = serde_json::to_value(code).unwrap();
            let key = format!("problem.{}", code.as_str().unwrap());
            assert!(texts.contains_key(&key), "{locale} {key}");
        }
    }
}

#[test]
fn every_code_of_the_self_service_api_has_its_text() {
    let codes = |all: Vec<Value>, keys: &[&str]| -> Vec<String> {
        let key = |code: &str, key: &&str| key.replace('*', code);
        all.iter()
            .filter_map(Value::as_str)
            .flat_map(|code| keys.iter().map(move |pattern| key(code, pattern)))
            .collect()
    };
    let value = |code: &ApiErrorCode| serde_json::to_value(code).unwrap();
    let mut wanted =
        codes(ApiErrorCode::ALL.iter().map(value).collect(), &["api.*.means", "api.*.do"]);
    let value = |code: &LogCode| serde_json::to_value(code).unwrap();
    wanted.extend(codes(LogCode::ALL.iter().map(value).collect(), &["rotation.log.*"]));
    wanted.extend(codes(key_change_problems(), &["change.*.means", "change.*.do"]));
    for locale in ["nb", "nn", "en"] {
        let texts = texts("clients", locale);
        for key in &wanted {
            assert!(texts.contains_key(key), "{locale} {key}");
        }
    }
}

/// An answer has the texts of its own code.
fn key_change_problems() -> Vec<Value> {
    use KeyChangeProblem as Problem;
    let name = || KeyName("k".into());
    let (keys, written, vanished) = (vec![name()], false, vec![]);
    let problems = [
        Problem::TooMany { keys: keys.clone(), written, vanished: vanished.clone() },
        Problem::KidTaken { name: name(), written, vanished },
        Problem::Missing { name: name() },
        Problem::Ambiguous { name: name() },
        Problem::LastWorkingKey { keys: keys.clone() },
        Problem::Contested { missing: keys.clone(), not_renewed: keys },
    ];
    problems.iter().map(|problem| serde_json::to_value(problem).unwrap()["kind"].clone()).collect()
}
