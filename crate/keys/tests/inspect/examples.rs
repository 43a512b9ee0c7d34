use crate::keys::*;
use nokkelsmie_jose::{PublicJwk, PublicParameters};
use nokkelsmie_keys::inspect::{FindingCode, Value, Verdict};
use nokkelsmie_keys::{Material, RawKey, RawRsa};

/// The public parts of published examples (`examples.json`; facts from the
/// documents that it names).
#[test]
fn published_examples_are_refused() {
    let examples: serde_json::Value = serde_json::from_str(include_str!("examples.json")).unwrap();
    let examples = examples.as_array().unwrap();
    assert_eq!(examples.len(), 22);
    for example in examples {
        let report = judge(&material(&example["jwk"]));
        let finding = report.findings.iter().find(|it| it.code == FindingCode::KnownExample);
        let published = Value::Text(example["published"].as_str().unwrap().into());
        assert_eq!(finding.unwrap().values["published"], published);
        assert_eq!(report.verdict, Verdict::Refused);
    }
}

#[test]
fn a_key_that_resembles_an_example_is_not_one() {
    let examples: serde_json::Value = serde_json::from_str(include_str!("examples.json")).unwrap();
    let mut nearly = material(&examples[0]["jwk"]);
    if let RawKey::Rsa(key) = &mut nearly.key {
        increment(key.n.as_mut().unwrap());
    }
    let found = judge(&nearly).findings;
    assert!(found.iter().all(|it| it.code != FindingCode::KnownExample));
}

fn material(jwk: &serde_json::Value) -> Material {
    let jwk_of = PublicJwk::from_value(jwk).unwrap();
    let key = match jwk_of.parameters {
        PublicParameters::Rsa { n, e } => {
            RawKey::Rsa(Box::new(RawRsa { n: Some(n), e: Some(e), ..RawRsa::default() }))
        }
        PublicParameters::Ec { curve, x, y } => {
            RawKey::Ec { curve, x: Some(x), y: Some(y), d: None }
        }
        PublicParameters::Okp { curve, x } => RawKey::Okp { curve, x: Some(x), d: None },
    };
    jwk_with_labels(key)
}

fn jwk_with_labels(key: RawKey) -> Material {
    jwk(key, "RS256")
}
