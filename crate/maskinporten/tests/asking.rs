//! Asking for a token without a network: what is sent, what is made of the
//! answer, and when to ask again.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests

use core::future::Future;
use core::task::{Context, Poll, Waker};
use core::time::Duration;
use nokkelsmie_maskinporten::{
    Assertion, Environment, EnvironmentName, Request, Response, RetryPolicy, TokenOutcome,
    TokenRequest, Transport, TransportError,
};
use std::cell::RefCell;
use std::pin::pin;

/// Gives one answer and keeps what was sent.
struct Stand {
    answer: Result<Response, TransportError>,
    sent: RefCell<Vec<Request>>,
}

impl Transport for Stand {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.sent.borrow_mut().push(request);
        self.answer.clone()
    }
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the stand answers at once"),
    }
}

fn ask(answer: Result<Response, TransportError>) -> (TokenOutcome, Vec<Request>) {
    let stand = Stand { answer, sent: RefCell::default() };
    let environment = Environment::named(EnvironmentName::Test).unwrap();
    let grant: Assertion = "e30.e30.AA".parse().unwrap();
    let request = TokenRequest::new(grant).to_request(&environment).unwrap();
    let answer = now(stand.send(request));
    (TokenOutcome::of_answer(answer, 0).unwrap(), stand.sent.into_inner())
}

fn refused(status: u16, headers: &[(&str, &str)], description: &str) -> TokenOutcome {
    let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let body = serde_json::json!({"error": "x", "error_description": description}).to_string();
    ask(Ok(Response { status, headers, body })).0
}

fn seconds(attempts: u32, outcome: &TokenOutcome) -> Option<u64> {
    RetryPolicy::default().next_wait(attempts, outcome).map(|wait| wait.as_secs())
}

#[test]
fn one_request_to_the_token_endpoint() {
    let body = r#"{"access_token":"x","token_type":"Bearer","expires_in":119}"#.to_owned();
    let (outcome, sent) = ask(Ok(Response { status: 200, headers: vec![], body }));
    assert!(matches!(outcome, TokenOutcome::Token { .. }));
    let [request] = &sent[..] else { panic!("{sent:?}") };
    assert_eq!(request.url(), "https://test.maskinporten.no/token");
    assert_eq!(seconds(1, &outcome), None);
}

#[test]
fn a_key_that_is_not_known_yet_is_tried_for_twelve_minutes() {
    let outcome = refused(400, &[], "Unknown key identifier (kid) for client.");
    let waits: Vec<_> = (1..).map_while(|attempts| seconds(attempts, &outcome)).collect();
    assert!(waits.iter().all(|&wait| wait == 15));
    assert_eq!(waits.iter().sum::<u64>(), 12 * 60);
}

#[test]
fn trouble_of_the_server_or_the_network_is_tried_with_growing_waits() {
    let trouble = [
        refused(503, &[], ""),
        refused(429, &[], ""),
        ask(Err(TransportError::Timeout)).0,
        ask(Err(TransportError::BlockedOrOffline)).0,
    ];
    for outcome in trouble {
        let waits: Vec<_> = (1..).map_while(|attempts| seconds(attempts, &outcome)).collect();
        assert_eq!(waits, [2, 4, 8, 16], "{outcome:?}");
    }
    let patient = RetryPolicy { attempts: u32::MAX, ..RetryPolicy::default() };
    let wait = patient.next_wait(1_000_000, &refused(503, &[], ""));
    assert_eq!(wait, Some(Duration::from_secs(60)));
}

#[test]
fn a_server_that_asks_for_time_gets_it() {
    let asked = |time| refused(429, &[("retry-after", time)], "");
    assert_eq!(seconds(1, &asked("90")), Some(90));
    assert_eq!(seconds(1, &asked("1")), Some(2));
    assert_eq!(seconds(1, &asked("86400")), None);
    assert_eq!(seconds(1, &asked("soon")), Some(2));
    let date = ("date", "Mon, 23 Nov 2026 05:30:59 GMT");
    let until = |time| refused(429, &[("retry-after", time), date], "");
    assert_eq!(seconds(1, &until("Mon, 23 Nov 2026 05:31:59 GMT")), Some(60));
    assert_eq!(seconds(1, &until("Mon, 23 Nov 2026 05:20:00 GMT")), Some(2));
}

#[test]
fn what_somebody_must_mend_is_not_tried_again() {
    for description in ["MP-124", "MP-200", "MP-100", "MP-130", "issued in the future"] {
        assert_eq!(seconds(1, &refused(400, &[], description)), None, "{description}");
    }
}

#[test]
fn what_was_refused_before_sending_is_no_outcome() {
    let refused = Err(TransportError::PrivateMaterial);
    let outcome = TokenOutcome::of_answer(refused, 0);
    assert_eq!(outcome, Err(TransportError::PrivateMaterial));
}
