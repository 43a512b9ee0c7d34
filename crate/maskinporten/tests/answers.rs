//! Each row of the catalogue, from answers as Maskinporten gives them: the code
//! stands in the description, in `error_uri`, or nowhere at all.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests

use nokkelsmie_maskinporten::{
    AnswerCode, CATALOGUE, Explanation, Response, TokenOutcome, Unreachable,
};

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
fn says_when_the_key_works_what_it_is_about_and_when_to_try_again() {
    let names = |chosen: fn(&AnswerCode) -> bool| -> Vec<&str> {
        let codes = CATALOGUE.iter().map(|entry| &entry.code);
        codes.filter(|code| chosen(code)).map(|code| code.as_str()).collect()
    };
    let works = names(|code| code.entry().key_works);
    assert_eq!(works, ["MP-200", "MP-250", "MP-251", "forbidden"]);
    let retry = names(|code| code.entry().retry);
    assert_eq!(retry, ["unknown-kid", "rate-limited", "server-error"]);
    let about = |code: &str| {
        let body = format!(r#"{{"error":"x","error_description":"{code}"}}"#);
        let Explanation { key_works, about_scopes, spent, .. } = refused(&answer(400, &body));
        (key_works, about_scopes, spent)
    };
    assert_eq!(about("MP-200"), (true, true, false));
    assert_eq!(about("MP-201"), (false, true, false));
    assert_eq!(about("MP-012"), (false, false, true));
    assert_eq!(about("MP-124"), (false, false, false));
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
fn names_the_scopes_that_the_words_name() {
    let scopes = |description: &str| {
        let body = serde_json::json!({"error": "invalid_scope", "error_description": description});
        refused(&answer(400, &body.to_string())).scopes
    };
    let named = "MP-200: Token request contains invalid scopes for client, altinn:serviceowners/read, ks:fiks. (trace_id:1a)";
    assert_eq!(scopes(named), ["altinn:serviceowners/read", "ks:fiks"]);
    let named = "Consumer 958935420 has not delegated access to the scope folkeregister:deling/offentligutenhjemmel to supplier 920204368.";
    assert_eq!(scopes(named), ["folkeregister:deling/offentligutenhjemmel"]);
    let link = "MP-250: see https://docs.digdir.no (correlation id: 1)";
    assert_eq!(scopes(link), [""; 0]);
    assert_eq!(scopes("MP-124: Invalid JWT signature for a:b"), [""; 0], "not about scopes");
}

#[track_caller]
fn trouble(text: &str) -> Unreachable {
    match TokenOutcome::of_pasted(text, 0) {
        TokenOutcome::Unreachable { code } => code,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn what_curl_says_when_no_answer_came() {
    use Unreachable::*;
    for (text, code) in [
        (
            "curl: (7) Failed to connect to test.maskinporten.no port 443 after 21 ms: Couldn't connect to server",
            NoConnection,
        ),
        ("curl: (52) Empty reply from server", NoConnection),
        ("curl: (56) Recv failure: Connection reset by peer", NoConnection),
        ("curl: (35) Recv failure: Connection reset by peer", NoConnection),
        ("curl: (6) Could not resolve host: test.maskinporten.no", NameNotFound),
        ("curl: (5) Could not resolve proxy: proxy.kommune.no", ProxyRefused),
        ("curl: (56) CONNECT tunnel failed, response 407", ProxyRefused),
        ("curl: (56) Received HTTP code 403 from proxy after CONNECT", ProxyRefused),
        ("curl: (28) Connection timed out after 30001 milliseconds", Timeout),
        (
            "curl: (60) SSL certificate problem: unable to get local issuer certificate\nMore details here: https://curl.se/docs/sslcerts.html",
            CertificateNotTrusted,
        ),
        (
            "user@host:~$ curl --silent --max-time 30 --config - <<'SLUTT'\n> data = \"assertion=e30.e30.\"\n> SLUTT\ncurl: (35) schannel: next InitializeSecurityContext failed: CRYPT_E_NO_REVOCATION_CHECK",
            CertificateNotTrusted,
        ),
    ] {
        assert_eq!(trouble(text), code, "{text}");
    }
}

#[test]
fn what_powershell_says_when_no_answer_came() {
    use Unreachable::*;
    for (text, code) in [
        ("Unable to connect to the remote server", NoConnection),
        (
            "Invoke-RestMethod : Unable to connect to the remote\r\nserver\r\nAt line:10 char:5\r\n+     Invoke-RestMethod -UseBasicParsing -TimeoutSec 30 -Method Post",
            NoConnection,
        ),
        ("Kan ikke koble til den eksterne serveren", NoConnection),
        (
            "No connection could be made because the target machine actively refused it. (127.0.0.1:8080)",
            NoConnection,
        ),
        (
            "The underlying connection was closed: An unexpected error occurred on a send.",
            NoConnection,
        ),
        ("The remote name could not be resolved: 'test.maskinporten.no'", NameNotFound),
        ("Kan ikke løse det eksterne navnet: 'test.maskinporten.no'", NameNotFound),
        ("No such host is known. (test.maskinporten.no:443)", NameNotFound),
        ("The operation has timed out.", Timeout),
        ("Tidsavbrudd for operasjonen.", Timeout),
        (
            "The request was canceled due to the configured HttpClient.Timeout of 30 seconds elapsing.",
            Timeout,
        ),
        (
            "The underlying connection was closed: Could not establish trust relationship for the SSL/TLS secure channel.",
            CertificateNotTrusted,
        ),
        (
            "The SSL connection could not be established, see inner exception.",
            CertificateNotTrusted,
        ),
        ("The remote server returned an error: (407) Proxy Authentication Required.", ProxyRefused),
        ("Den eksterne serveren returnerte en feil: (407)", ProxyRefused),
    ] {
        assert_eq!(trouble(text), code, "{text}");
    }
}

#[test]
fn a_web_page_and_an_empty_answer_are_no_answers() {
    use Unreachable::*;
    let page = "<!DOCTYPE html>\n<html><body>Access denied: connection refused { }</body></html>";
    assert_eq!(trouble(page), WebPage);
    assert_eq!(trouble(&format!("HTTP/1.1 403 Forbidden\r\nserver: x\r\n\r\n{page}")), WebPage);
    assert_eq!(trouble(&format!("HTTP/1.1 407 Proxy\r\nserver: x\r\n\r\n{page}")), ProxyRefused);
    assert_eq!(trouble("HTTP/2 200\r\ndate: x\r\n\r\n"), EmptyAnswer);
}

#[test]
fn an_answer_is_an_answer_whatever_the_terminal_said_around_it() {
    let text = "{\"error\":\"x\",\"error_description\":\"connection refused\"}";
    for (text, code) in [
        (text, AnswerCode::Unrecognised),
        ("HTTP/1.1 503 Service Unavailable\r\n\r\n<html></html>", AnswerCode::ServerError),
        ("noe annet", AnswerCode::Unrecognised),
        // About the client certificate of this machine.
        ("curl: (58) unable to set private key file: 'a.pem' type PEM", AnswerCode::Unrecognised),
    ] {
        match TokenOutcome::of_pasted(text, 0) {
            TokenOutcome::Refused { explanation } => assert_eq!(explanation.code, code, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn crosses_to_javascript_and_back() {
    let outcome = TokenOutcome::of(&answer(400, r#"{"error":"x"}"#), None);
    let value = serde_json::to_value(&outcome).unwrap();
    assert_eq!(value["kind"], "refused");
    assert_eq!(value["explanation"]["keyWorks"], false);
    assert_eq!(serde_json::from_value::<TokenOutcome>(value).unwrap(), outcome);
}
