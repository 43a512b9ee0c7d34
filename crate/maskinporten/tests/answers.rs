//! Each row of the catalogue, from answers as Maskinporten gives them: the code
//! stands in the description, in `error_uri`, or nowhere at all.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests

use nokkelsmie_maskinporten::{AnswerCode, CATALOGUE, Explanation, Response, TokenOutcome};

fn answer(status: u16, body: &str) -> Response {
    Response { status, headers: Vec::new(), body: body.to_owned() }
}

#[track_caller]
fn refused(response: &Response) -> Explanation {
    match TokenOutcome::of(response, Some(1_795_411_859)) {
        TokenOutcome::Refused { explanation } => explanation,
        other => panic!("{other:?}"),
    }
}

/// `error` and `error_description` as they are without a code.
const WORDS: [(&str, &str, &str); 22] = [
    ("MP-011", "invalid_request", "Invalid assertion. Invalid parameter value"),
    ("MP-012", "invalid_grant", "Validation of JWT Bearer grant failed. Grant is used before"),
    (
        "MP-100",
        "invalid_grant",
        "Invalid assertion. Client authentication failed. Client not found",
    ),
    ("MP-100", "invalid_grant", "Invalid assertion. Client authentication failed."),
    (
        "MP-110",
        "invalid_grant",
        "Invalid assertion. Client authentication failed. Invalid JWT claim aud.",
    ),
    (
        "MP-120",
        "invalid_grant",
        "Invalid assertion. Client authentication failed. The JWT is signed with an invalid certificate.",
    ),
    ("MP-121", "invalid_grant", "Invalid assertion. Client authentication failed. Expired key."),
    (
        "MP-122",
        "invalid_grant",
        "Invalid JWT. Invalid organization number for client. Does not match certificate orgno",
    ),
    (
        "MP-123",
        "invalid_grant",
        "Invalid assertion. Client authentication failed. Invalid JWT header x5c",
    ),
    (
        "MP-124",
        "invalid_grant",
        "Invalid assertion. Client authentication failed. Invalid JWT signature.",
    ),
    ("MP-130", "invalid_grant", "Invalid assertion. Client authentication failed. JWT is expired"),
    (
        "MP-200",
        "invalid_scope",
        "Token request contains invalid scopes for client, altinn:serviceowners/read",
    ),
    ("MP-201", "invalid_scope", "Token request contains scopes not allowed for maskinporten"),
    (
        "MP-250",
        "forbidden",
        "Consumer has not been granted access to the scope folkeregister:deling/offentligutenhjemmel.",
    ),
    (
        "MP-251",
        "forbidden",
        "Consumer 958935420 has not delegated access to the scope folkeregister:deling/offentligutenhjemmel to supplier 920204368.",
    ),
    ("MP-301", "invalid_request", "Unknown authorization details type"),
    ("MP-302", "invalid_request", "Unknown fields in the authorization details"),
    ("MP-303", "invalid_altinn_customer_configuration", "System user not found"),
    (
        "unknown-kid",
        "invalid_grant",
        "Invalid assertion. Client authentication failed. Unknown key identifier (kid) for client.",
    ),
    (
        "kid-missing",
        "invalid_grant",
        "Invalid assertion. Client authentication failed. Invalid JWT. The client requires pre-registered jwk and no key identifier (kid) provided",
    ),
    (
        "issued-in-future",
        "invalid_grant",
        "Invalid assertion. Client authentication failed. Invalid JWT. JWT is issued in the future",
    ),
    (
        "own-consumer",
        "invalid_request",
        "Validation of JWT claim failed: The combination consumer_org in claim and delegation scope on client is invalid",
    ),
];

#[test]
fn by_words_when_there_is_no_code() {
    for (code, error, words) in WORDS {
        let body = serde_json::json!({
            "error": error,
            "error_description": format!("{words} (trace_id: 493f1671fdc2eef443fd443a88e052ea)"),
        });
        let explanation = refused(&answer(400, &body.to_string()));
        assert_eq!(explanation.code.as_str(), code, "{words}");
        assert_eq!(explanation.error.as_deref(), Some(error));
        assert_eq!(explanation.trace_id.as_deref(), Some("493f1671fdc2eef443fd443a88e052ea"));
    }
}

#[test]
fn by_code_wherever_it_stands() {
    for entry in CATALOGUE.iter().filter(|entry| entry.name.starts_with("MP-")) {
        let name = entry.name;
        for body in [
            format!(
                r#"{{"error":"invalid_grant","error_description":"{name}: noko nytt (trace_id: 1)"}}"#
            ),
            format!(
                r#"{{"error":"invalid_grant","error_description":"Noko nytt. (trace_id: 1)","error_uri":"https://test.maskinporten.no/errors/{name}"}}"#
            ),
            format!(r#"{{"error":"invalid_altinn_customer_configuration ({name})"}}"#),
        ] {
            assert_eq!(refused(&answer(400, &body)).code, entry.code, "{body}");
        }
    }
}

#[test]
fn the_code_counts_more_than_the_words() {
    let body = r#"{"error":"forbidden","error_description":"MP-124: Consumer has not been granted access to the scope x"}"#;
    assert_eq!(refused(&answer(403, body)).code, AnswerCode::Mp124);
}

#[test]
fn a_code_that_is_not_in_the_catalogue_leaves_the_words() {
    let body = r#"{"error":"invalid_grant","error_description":"MP-199: Expired key"}"#;
    assert_eq!(refused(&answer(400, body)).code, AnswerCode::Mp121);
    let body = r#"{"error":"invalid_grant","error_description":"MP-199: something new"}"#;
    let explanation = refused(&answer(400, body));
    assert_eq!(explanation.code, AnswerCode::Unrecognised);
    assert_eq!(explanation.description.as_deref(), Some("MP-199: something new"));
}

#[test]
fn words_that_only_begin_as_mp_100_are_not_mp_100() {
    let body = r#"{"error":"invalid_grant","error_description":"Invalid assertion. Client authentication failed. Something new. (trace_id: 1)"}"#;
    assert_eq!(refused(&answer(400, body)).code, AnswerCode::Unrecognised);
}

#[test]
fn by_error_and_by_status_last() {
    let forbidden = r#"{"error":"forbidden","error_description":"No. (correlation id: 2d40caf9-ea11-9710-d7fa-82639fe7374f)"}"#;
    let explanation = refused(&answer(403, forbidden));
    assert_eq!(explanation.code, AnswerCode::Forbidden);
    assert_eq!(explanation.trace_id.as_deref(), Some("2d40caf9-ea11-9710-d7fa-82639fe7374f"));
    for (status, code) in [
        (429, AnswerCode::RateLimited),
        (500, AnswerCode::ServerError),
        (503, AnswerCode::ServerError),
        (403, AnswerCode::Unrecognised),
        (200, AnswerCode::Unrecognised),
    ] {
        let explanation = refused(&answer(status, "<html>Service Unavailable</html>"));
        assert_eq!(explanation.code, code, "{status}");
        assert_eq!(explanation.description, None);
    }
}

#[test]
fn says_when_the_key_works_and_when_to_try_again() {
    let names = |chosen: fn(&AnswerCode) -> bool| -> Vec<&str> {
        let codes = CATALOGUE.iter().map(|entry| &entry.code);
        codes.filter(|code| chosen(code)).map(|code| code.as_str()).collect()
    };
    let works = names(|code| code.entry().key_works);
    assert_eq!(works, ["MP-200", "MP-250", "MP-251", "forbidden"]);
    let retry = names(|code| code.entry().retry);
    assert_eq!(retry, ["MP-012", "unknown-kid", "rate-limited", "server-error"]);
    let body = r#"{"error":"invalid_scope","error_description":"MP-200"}"#;
    assert!(refused(&answer(400, body)).key_works);
}

#[test]
fn works_out_the_clock_skew_of_the_date() {
    let mut response = answer(400, "{}");
    assert_eq!(refused(&response).clock_skew_seconds, None);
    response.headers = vec![("date".into(), "Mon, 23 Nov 2026 05:29:59 GMT".into())];
    assert_eq!(refused(&response).clock_skew_seconds, Some(-60));
    match TokenOutcome::of(&response, None) {
        TokenOutcome::Refused { explanation } => assert_eq!(explanation.clock_skew_seconds, None),
        other => panic!("{other:?}"),
    }
}

#[test]
fn finds_the_trace_elsewhere_too() {
    let body = r#"{"error":"x","correlation_id":"c-1"}"#;
    assert_eq!(refused(&answer(500, body)).trace_id.as_deref(), Some("c-1"));
    let mut response = answer(500, "");
    response.headers = vec![("x-correlation-id".into(), "h-1".into())];
    assert_eq!(refused(&response).trace_id.as_deref(), Some("h-1"));
}

#[test]
fn a_token_is_decoded_when_it_can_be() {
    let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzY29wZSI6ImFsdGlubjpzZXJ2aWNlb3duZXIiLCJleHAiOjE3OTU0MTE5Nzl9.AAAA";
    let body = format!(
        r#"{{"access_token":"{jwt}","token_type":"Bearer","expires_in":119,"scope":"altinn:serviceowner"}}"#
    );
    let TokenOutcome::Token { token } = TokenOutcome::of(&answer(200, &body), None) else {
        panic!()
    };
    assert_eq!((token.expires_in, token.token_type.as_str()), (119, "Bearer"));
    assert_eq!(token.header.as_ref().unwrap()["alg"], "RS256");
    assert_eq!(token.claims.as_ref().unwrap()["exp"], 1_795_411_979);
    assert!(!format!("{token:?}").contains(jwt));

    let opaque = r#"{"access_token":"IxC0B76vlWl3fiQhAwZUmD0hr_PPwC9hSIXRdoUslPU=","token_type":"Bearer","expires_in":599,"scope":"difitest:test1"}"#;
    let TokenOutcome::Token { token } = TokenOutcome::of(&answer(200, opaque), None) else {
        panic!()
    };
    assert_eq!((token.header, token.claims), (None, None));
}

#[test]
fn a_token_in_a_refusal_is_no_token() {
    let body = r#"{"access_token":"x","token_type":"Bearer"}"#;
    assert_eq!(refused(&answer(400, body)).code, AnswerCode::Unrecognised);
    assert_eq!(refused(&answer(200, r#"{"access_token":""}"#)).code, AnswerCode::Unrecognised);
}

#[test]
fn pasted_answers_with_noise_around_them() {
    let pasted = "HTTP/2 400 \r\ndate: Mon, 23 Nov 2026 05:30:59 GMT\r\n\r\n{\"error\":\"invalid_grant\",\"error_description\":\"MP-124\"}\nuser@host:~$ ";
    let explanation = refused(&Response::from_pasted(pasted, 0));
    assert_eq!((explanation.code, explanation.status), (AnswerCode::Mp124, 400));
    // As `ConvertTo-Json` of PowerShell prints it.
    let pasted = "{\r\n    \"access_token\":  \"x\",\r\n    \"expires_in\":  119\r\n}\r\nPS C:\\>";
    let outcome = TokenOutcome::of(&Response::from_pasted(pasted, 0), None);
    assert!(matches!(outcome, TokenOutcome::Token { .. }));
}

#[test]
fn crosses_to_javascript_and_back() {
    let outcome = TokenOutcome::of(&answer(400, r#"{"error":"x"}"#), None);
    let value = serde_json::to_value(&outcome).unwrap();
    assert_eq!(value["kind"], "refused");
    assert_eq!(value["explanation"]["keyWorks"], false);
    assert_eq!(serde_json::from_value::<TokenOutcome>(value).unwrap(), outcome);
}
