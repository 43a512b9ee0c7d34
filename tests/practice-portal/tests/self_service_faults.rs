//! Faults, limits and crowds for tests of those who call the self-service API.

mod common;

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
};

use axum::body::to_bytes;
use common::{
    Practice,
    api::{ALL, Api, is_problem, new_client},
    claims, json_of,
    keys::Signer,
    token_request,
};
use practice_portal::{Configuration, Portal, router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

fn faults(rate: f64, kinds: Value) -> Value {
    json!({ "faults": { "path": "/api/v1", "rate": rate, "seed": 7, "kinds": kinds,
        "retryAfterSeconds": 3, "slowMs": 150 } })
}

#[tokio::test]
async fn a_failure_has_the_shape_of_errors_and_says_when_to_come_back() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    for (kind, status, retry) in [("503", 503, true), ("429", 429, true), ("500", 500, false)] {
        practice.control(faults(1.0, json!([kind]))).await;
        let response = api.send("POST", "/clients", Some(new_client("x"))).await;
        assert_eq!(response.status(), status);
        let value = response.headers().get("retry-after").map(|one| one.to_str().expect("text"));
        assert_eq!(value, retry.then_some("3"));
        is_problem(&json_of(response).await, status);
    }
    assert_eq!(practice.send(token_request("")).await.status(), 400, "another path");
    practice.control(json!({ "faults": null })).await;
    assert_eq!(api.get("/clients").await.as_array().map(Vec::len), Some(1), "nothing was made");
}

#[tokio::test]
async fn the_same_seed_draws_the_same_and_about_as_often_as_asked() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let mut runs = Vec::new();
    for _ in 0..2 {
        practice.control(faults(0.25, json!(["503", "500"]))).await;
        let mut run = Vec::new();
        for _ in 0..200 {
            run.push(api.send("GET", "/scopes/access/all", None).await.status().as_u16());
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    for status in [500, 503] {
        let count = runs[0].iter().filter(|one| **one == status).count();
        assert!((10..45).contains(&count), "{status} {count}");
    }
}

#[tokio::test]
async fn an_empty_path_is_everything_but_the_control() {
    let practice = Practice::new();
    practice.control(json!({ "faults": { "path": "", "rate": 1, "kinds": ["502"] } })).await;
    assert_eq!(practice.send(token_request("")).await.status(), 502);
    assert_eq!(practice.get("/portal/login").await.status(), 502);
    practice.log().await;
    for bad in ["cut-off", "200", "600"] {
        let body = faults(1.0, json!([bad]));
        assert_eq!(practice.post_json("/_practice/control", body).await.status(), 422, "{bad}");
    }
}

#[tokio::test]
async fn cut_does_nothing_and_cut_after_does_it() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    for (kind, clients) in [("cut", 1), ("cut-after", 2)] {
        practice.control(faults(1.0, json!([kind]))).await;
        let response = api.send("POST", "/clients", Some(new_client("x"))).await;
        assert!(to_bytes(response.into_body(), usize::MAX).await.is_err(), "no answer");
        practice.control(json!({ "faults": null })).await;
        let list = api.get("/clients").await;
        assert_eq!(list.as_array().map(Vec::len), Some(clients), "{kind}");
    }
    let log = practice.log().await;
    let codes: Vec<&Value> =
        log["requests"].as_array().expect("an array").iter().map(|one| &one["code"]).collect();
    assert!(codes.contains(&&json!("fault-cut")) && codes.contains(&&json!("fault-cut-after")));
}

/// All that comes back.
fn ask(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).expect("connects");
    let line = "GET /api/v1/scopes/all?accessible_for_all=true HTTP/1.1";
    write!(stream, "{line}\r\nHost: x\r\nConnection: close\r\n\r\n").expect("writes");
    let mut answer = Vec::new();
    // A reset is as good an end as any.
    stream.read_to_end(&mut answer).ok();
    String::from_utf8(answer).expect("text")
}

/// On the wire: the connection ends without one byte of an answer.
#[tokio::test]
async fn a_cut_connection_answers_nothing_at_all() {
    let configuration = Configuration { quiet: true, ..Configuration::default() };
    let portal = Arc::new(Portal::new(configuration));
    let practice = Practice(router(Arc::clone(&portal)));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router(portal)).await });
    let ask =
        || async move { tokio::task::spawn_blocking(move || ask(address)).await.expect("ends") };
    assert!(ask().await.starts_with("HTTP/1.1 200"));
    for kind in ["cut", "cut-after"] {
        practice.control(faults(1.0, json!([kind]))).await;
        assert_eq!(ask().await, "", "{kind}");
    }
}

#[tokio::test]
async fn answers_can_be_slow_by_lot_or_always() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    for settings in [faults(1.0, json!(["slow"])), json!({ "faults": null, "slowMs": 150 })] {
        practice.control(settings).await;
        let start = std::time::Instant::now();
        api.get("/clients").await;
        assert!(start.elapsed().as_millis() >= 150);
    }
}

#[tokio::test]
async fn a_token_that_asks_too_often_is_told_to_wait() {
    let practice = Practice::new();
    let (api, other) = (Api::new(&practice, ALL).await, Api::new(&practice, ALL).await);
    practice.control(json!({ "rateLimit": { "requests": 3, "perSeconds": 60 } })).await;
    for _ in 0..3 {
        api.get("/clients").await;
    }
    let response = api.send("GET", "/clients", None).await;
    assert_eq!(response.status(), 429);
    let wait: u64 = response.headers()["retry-after"].to_str().expect("text").parse().unwrap();
    assert!((58..=60).contains(&wait), "{wait}");
    is_problem(&json_of(response).await, 429);
    other.get("/clients").await;
    practice.control(json!({ "rateLimit": null })).await;
    api.get("/clients").await;
}

#[tokio::test]
async fn a_client_of_any_kind_with_several_keys_is_made_at_once() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let key = |kid: &str| Signer::rsa("RS256").with_kid(kid).jwk();
    let body = json!({ "name": "x", "description": "y", "integration_type": "idporten",
        "client_orgno": "312770059", "keys": [
            { "jwk": key("a"), "expiresInSeconds": 86_400 },
            { "jwk": key("b"), "expiresInSeconds": -5 },
            { "jwk": key("c") },
        ] });
    let id = practice.client_of(body.clone()).await;
    let client = api.get(&format!("/clients/{id}")).await;
    assert_eq!(client["description"], "y");
    assert_eq!(client["integration_type"], "idporten");
    assert_eq!(client["client_orgno"], "312770059");
    let set = api.get(&format!("/clients/{id}/jwks")).await;
    let days: Vec<i64> = set["keys"]
        .as_array()
        .expect("keys")
        .iter()
        .map(|key| (key["exp"].as_i64().unwrap() - common::now() as i64 + 10) / 86_400)
        .collect();
    assert_eq!(days, [1, 0, 365]);
    let six: Vec<Value> =
        ["1", "2", "3", "4", "5", "6"].map(|kid| json!({ "jwk": key(kid) })).into();
    let bad = common::changed(body, json!({ "keys": six }));
    assert_eq!(practice.post_json("/_practice/clients", bad).await.status(), 422);
}

#[tokio::test]
async fn ten_thousand_clients_are_made_and_listed_quickly() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let signer = Signer::rsa("RS256");
    let body = json!({ "count": 10_000, "keyed": 200, "expiringWithinDays": 60,
        "jwk": signer.jwk() });
    let start = std::time::Instant::now();
    let made = json_of(practice.post_json("/_practice/many", body).await).await;
    assert_eq!(made["keyed"].as_array().map(Vec::len), Some(200));
    let after_making = start.elapsed();
    let response = api.send("GET", "/clients", None).await;
    let listed = start.elapsed() - after_making;
    println!("made in {after_making:?}, listed in {listed:?}");
    assert!(after_making.as_secs() < 3 && listed.as_secs() < 3);

    let list = json_of(response).await;
    let list = list.as_array().expect("an array");
    assert_eq!(list.len(), 10_001);
    for kind in ["maskinporten", "idporten", "ansattporten", "api_klient", "krr"] {
        let count = list.iter().filter(|one| one["integration_type"] == kind).count();
        assert!(count > 500, "{kind} {count}");
    }
    let id = made["keyed"][150].as_str().expect("an id");
    let set = api.get(&format!("/clients/{id}/jwks")).await;
    let left = set["keys"][0]["exp"].as_u64().unwrap() - common::now();
    assert!(left < 60 * 86_400);
    let client = api.get(&format!("/clients/{id}")).await;
    let scope = client["scopes"][0].as_str().expect("a scope");
    let kid = set["keys"][0]["kid"].as_str().expect("a kid");
    let grant = signer.with_kid(kid).grant(&claims(id, scope));
    assert_eq!(practice.token(&grant).await.0, 200, "its key works at once");

    let body = json!({ "count": 3, "keyed": 3 });
    assert_eq!(practice.post_json("/_practice/many", body).await.status(), 201, "nobody's key");
}
