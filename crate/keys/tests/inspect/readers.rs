//! From text, as people paste it, to findings.

use crate::keys::judge;
use nokkelsmie_keys::inspect::{FindingCode as Code, Verdict};
use nokkelsmie_keys::read;

/// The point 3·G.
const X: &str = "Xsvk0aYzCkTI9--VHUvxZebGtyHvramF-0FmG8bn_Ww";
const Y: &str = "hzRkDEmY_343SwbOGmSi7NgqsDY4T7g9mnmxJ6J9UDI";

fn ec(x: &str, y: &str, more: &str) -> String {
    format!(
        r#"{{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"a","x":"{x}","y":"{y}"{more}}}"#
    )
}

fn found(text: &str) -> Vec<(Code, Option<&'static str>)> {
    let report = judge(&read::read(text.as_bytes()).unwrap()[0]);
    report.findings.iter().map(|finding| (finding.code, finding.field)).collect()
}

#[test]
fn a_sound_text_has_no_findings() {
    assert_eq!(found(&ec(X, Y, "")), []);
}

#[test]
fn faults_of_spelling_are_named_with_their_member() {
    let padded = format!("{X}=");
    assert_eq!(found(&ec(&padded, Y, "")), [(Code::Base64urlPadding, Some("x"))]);
    let plain = X.replace('-', "+");
    assert_eq!(found(&ec(&plain, Y, "")), [(Code::Base64urlStandardAlphabet, Some("x"))]);
    let broken = format!(" {X}");
    assert_eq!(found(&ec(&broken, Y, "")), [(Code::Base64urlWhitespace, Some("x"))]);
    let spare = X.replace("Ww", "Wx");
    assert_eq!(found(&ec(&spare, Y, "")), [(Code::Base64urlTrailingBits, Some("x"))]);
}

#[test]
fn a_member_that_stands_twice_is_found_behind_an_escape() {
    let more = format!(r#","\u0078":"{X}""#);
    assert_eq!(found(&ec(X, Y, &more)), [(Code::DuplicateMember, Some("x"))]);
}

#[test]
fn labels_of_the_wrong_type_are_found() {
    let text = ec(X, Y, "").replace(r#""a""#, "17");
    assert_eq!(found(&text), [(Code::KidNotText, Some("kid"))]);
    let text = ec(X, Y, "").replace(r#""sig""#, "true");
    assert_eq!(found(&text), [(Code::LabelWrongType, Some("use"))]);
    let text = ec(X, Y, r#","exp":"tomorrow""#);
    assert_eq!(found(&text), [(Code::LabelWrongType, Some("exp"))]);
    let text = ec(X, Y, r#","key_ops":"sign""#);
    assert_eq!(found(&text), [(Code::LabelWrongType, Some("key_ops"))]);
}

#[test]
fn a_value_that_is_no_base64url_is_not_also_missing() {
    assert_eq!(found(&ec("!!!", Y, "")), [(Code::Base64urlMalformed, Some("x"))]);
    let text = ec(X, Y, "").replace(&format!(r#""{X}""#), "5");
    assert_eq!(found(&text), [(Code::MemberWrongType, Some("x"))]);
}

#[test]
fn a_private_scalar_is_held_against_the_point() {
    let d = |last: u8| {
        let mut d = [0; 32];
        d[31] = last;
        format!(r#","d":"{}""#, nokkelsmie_jose::base64url::encode(d))
    };
    assert_eq!(found(&ec(X, Y, &d(3))), []);
    assert_eq!(found(&ec(X, Y, &d(5))), [(Code::EcPairMismatch, Some("d"))]);
}

#[test]
fn what_stands_around_the_key_is_a_note() {
    let text = format!("\u{feff}{}", ec(X, Y, ""));
    let report = judge(&read::read(text.as_bytes()).unwrap()[0]);
    assert_eq!(report.verdict, Verdict::Ready);
    assert_eq!(report.findings[0].code, Code::TextAround);
}
