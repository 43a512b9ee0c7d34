//! The texts of the page against the table of rules.

use nokkelsmie_keys::inspect::FindingCode;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const LOCALES: [(&str, &str); 3] = [
    ("nb", include_str!("../../../../www/locales/findings/nb.json")),
    ("nn", include_str!("../../../../www/locales/findings/nn.json")),
    ("en", include_str!("../../../../www/locales/findings/en.json")),
];

fn texts(json: &str) -> Map<String, Value> {
    serde_json::from_str(json).unwrap()
}

fn name(code: FindingCode) -> String {
    serde_json::to_value(code).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn every_rule_has_its_two_texts_and_no_text_is_left_over() {
    let expected: BTreeSet<String> = FindingCode::ALL
        .iter()
        .flat_map(|code| ["means", "do"].map(|part| format!("finding.{}.{part}", name(*code))))
        .collect();
    for (locale, json) in LOCALES {
        let found: BTreeSet<String> = texts(json).keys().cloned().collect();
        let missing: Vec<_> = expected.difference(&found).collect();
        let left_over: Vec<_> = found.difference(&expected).collect();
        assert!(missing.is_empty() && left_over.is_empty(), "{locale}: {missing:?} {left_over:?}");
    }
}

#[test]
fn every_placeholder_is_a_value_of_its_rule() {
    for (locale, json) in LOCALES {
        let texts = texts(json);
        for code in FindingCode::ALL {
            for part in ["means", "do"] {
                let text = texts[&format!("finding.{}.{part}", name(*code))].as_str().unwrap();
                for placeholder in text.split('{').skip(1) {
                    let placeholder = placeholder.split('}').next().unwrap();
                    let is_known = code.rule().values.contains(&placeholder);
                    assert!(is_known, "{locale}, {code:?}: {placeholder}");
                }
            }
        }
    }
}

#[test]
fn the_three_languages_differ() {
    let [nb, nn, en] = LOCALES.map(|(_, json)| texts(json));
    for (key, text) in &nb {
        assert_ne!(en[key], *text, "{key}");
        let text = text.as_str().unwrap();
        assert!(text.ends_with('.') && text.len() > 10, "{key}");
    }
    let same = nb.iter().filter(|(key, text)| nn[*key] == **text).count();
    assert!(same * 4 < nb.len(), "{same} of {} texts are the same in nynorsk", nb.len());
}
