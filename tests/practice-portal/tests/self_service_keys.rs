//! The self-service API: a client's keys, and somebody else who writes them too.

mod common;

use axum::body::Body;
use common::{
    Practice,
    api::{ALL, Api, is_problem, new_client, problem_of},
    changed, claims, keys,
    keys::Signer,
    now,
};
use serde_json::{Value, json};

const YEAR: u64 = 365 * 86_400;
const SCOPE: &str = "altinn:instances.read";

/// A client without keys; the path of its set.
async fn client(api: &Api<'_>) -> (String, String) {
    let id = api.make(new_client("x")).await;
    let path = format!("/clients/{id}/jwks");
    (id, path)
}

fn key(kid: &str) -> Value {
    Signer::rsa("RS256").with_kid(kid).jwk()
}

fn set(kids: &[&str]) -> Value {
    json!({ "keys": kids.iter().map(|kid| key(kid)).collect::<Vec<_>>() })
}

/// `exp` of each key.
fn expiries(set: &Value) -> Vec<u64> {
    let keys = set["keys"].as_array().expect("keys").iter();
    keys.map(|key| key["exp"].as_u64().expect("exp")).collect()
}

fn is_about(actual: u64, expected: u64) -> bool {
    actual.abs_diff(expected) <= 5
}

#[tokio::test]
async fn post_and_put_replace_the_whole_set_and_delete_empties_it() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let (id, path) = client(&api).await;
    let empty = api.get(&path).await;
    assert_eq!(empty["keys"], json!([]));
    assert!(empty["created"].is_string() && empty["last_updated"].is_string());

    let (status, after) = api.call("POST", &path, Some(set(&["a", "b"]))).await;
    assert_eq!(status, 201);
    assert_eq!(api.get(&path).await, after);
    for (name, value) in key("a").as_object().expect("an object") {
        assert_eq!(after["keys"][0][name], *value, "every posted member");
    }
    let (status, _) = api.call("PUT", &path, Some(set(&["c"]))).await;
    assert_eq!(status, 200);
    assert_eq!(api.kids(&id).await, ["c"]);
    assert_eq!(api.call("POST", &path, Some(set(&["d"]))).await.0, 201);
    assert_eq!(api.kids(&id).await, ["d"], "POST replaces as well");
    assert_eq!(api.call("DELETE", &path, None).await, (204, Value::Null));
    assert_eq!(api.kids(&id).await, [""; 0]);
    assert_eq!(api.call("DELETE", &path, None).await.0, 204, "again");
}

#[tokio::test]
async fn posting_renews_unless_the_expiry_that_was_read_is_sent() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let (_, path) = client(&api).await;
    let soon = now() + 86_400;
    let late = now() + 2 * YEAR;
    let keys = json!({ "keys": [
        key("a"),
        changed(key("b"), json!({ "exp": soon })),
        changed(key("c"), json!({ "exp": late })),
    ] });
    let (_, first) = api.call("POST", &path, Some(keys)).await;
    let [a, b, c] = expiries(&first)[..] else { panic!("three") };
    assert!(is_about(a, now() + YEAR) && b == soon && is_about(c, now() + YEAR), "cut to a year");

    practice.control(json!({ "clockSkewSeconds": 100 })).await;
    let as_read = json!({ "keys": first["keys"] });
    assert_eq!(expiries(&api.call("PUT", &path, Some(as_read)).await.1), [a, b, c], "kept");
    let renewed = json!({ "keys": [key("b"), first["keys"][0]] });
    let [b, kept] = expiries(&api.call("PUT", &path, Some(renewed)).await.1)[..] else {
        panic!("two")
    };
    assert!(is_about(b, now() + 100 + YEAR) && kept == a);
}

#[tokio::test]
async fn an_expired_key_may_stay_but_none_may_come() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let old = json!({ "jwk": key("old"), "expiresInSeconds": -10 });
    let id = practice.client_of(json!({ "name": "x", "keys": [old] })).await;
    let path = format!("/clients/{id}/jwks");
    let expired = api.get(&path).await["keys"][0].clone();
    let with_new = json!({ "keys": [expired, key("new")] });
    assert_eq!(api.call("POST", &path, Some(with_new)).await.0, 201);
    let dead = json!({ "keys": [changed(key("dead"), json!({ "exp": now() - 1 }))] });
    assert_eq!(api.wrong_fields("POST", &path, dead).await, ["keys[0].exp"]);
}

#[tokio::test]
async fn keys_that_break_a_rule_are_named() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let (id, path) = client(&api).await;
    api.call("POST", &path, Some(set(&["a"]))).await;
    for (changes, field) in [
        (json!({ "use": null }), "keys[1].use"),
        (json!({ "use": "enc" }), "keys[1].use"),
        (json!({ "alg": null }), "keys[1].alg"),
        (json!({ "alg": "ES256" }), "keys[1].alg"),
        (json!({ "alg": "PS256" }), "keys[1].alg"),
        (json!({ "kid": null }), "keys[1].kid"),
        (json!({ "kid": "a" }), "keys[1].kid"),
        (json!({ "kid": "æ" }), "keys[1].kid"),
        (json!({ "kty": null }), "keys[1].kty"),
        (json!({ "kty": "oct" }), "keys[1].kty"),
        (json!({ "n": "AQAB" }), "keys[1].n"),
        (json!({ "e": "AA" }), "keys[1].e"),
        (json!({ "e": "Ag" }), "keys[1].e"),
        (json!({ "x5c": "x" }), "keys[1].x5c"),
        (json!({ "exp": "soon" }), "keys[1].exp"),
        (json!({ "d": 1 }), "keys[1]"),
    ] {
        let keys = json!({ "keys": [key("a"), changed(key("b"), changes.clone())] });
        assert_eq!(api.wrong_fields("PUT", &path, keys).await, [field], "{changes}");
    }
    for (keys, field) in [
        (set(&["1", "2", "3", "4", "5", "6"]), "keys"),
        (json!({ "keys": [] }), "keys"),
        (json!({}), "keys"),
        (json!({ "keys": "a" }), "keys"),
        (json!({ "keys": ["a"] }), "keys[0]"),
        (changed(set(&["a"]), json!({ "created": "x" })), "created"),
    ] {
        assert_eq!(api.wrong_fields("POST", &path, keys).await, [field]);
    }
    assert_eq!(api.kids(&id).await, ["a"], "nothing changed");
    assert_eq!(api.call("PUT", &path, Some(set(&["1", "2", "3", "4", "5"]))).await.0, 200);
}

#[tokio::test]
async fn a_private_key_is_refused_in_the_shape_of_errors_and_counted() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let (_, path) = client(&api).await;
    let private = changed(key("a"), json!({ "d": "c2VjcmV0" })).to_string();
    let pem = json!({ "keys": [keys::private_pem(2048)] }).to_string();
    for (at, body) in [format!("{{\"keys\":[{private}]}}"), pem].into_iter().enumerate() {
        let call = api.request("POST", &path, Body::from(body));
        let body = problem_of(practice.send(call).await, 400).await;
        assert!(!body.to_string().contains("c2VjcmV0"));
        assert_eq!(body["errors"][0]["fieldIdentifier"], "keys");
        assert_eq!(practice.log().await["privateMaterial"], at + 1);
    }
}

#[tokio::test]
async fn a_new_key_waits_and_an_old_one_does_not_wait_again() {
    let practice = Practice::new();
    practice.control(json!({ "keyDelaySeconds": 60 })).await;
    let api = Api::new(&practice, ALL).await;
    let old = Signer::rsa("RS256").with_kid("old");
    let new = Signer::other_rsa("RS256").with_kid("new");
    let id = practice.client(&old, &[SCOPE]).await;
    let keys = json!({ "keys": [old.jwk(), new.jwk()] });
    assert_eq!(api.call("POST", &format!("/clients/{id}/jwks"), Some(keys)).await.0, 201);
    assert_eq!(practice.token(&old.grant(&claims(&id, SCOPE))).await.0, 200);
    let text = practice.refusal(&new.grant(&claims(&id, SCOPE))).await;
    assert!(text.contains("Unknown key identifier"), "{text}");
    practice.control(json!({ "keyDelaySeconds": 0 })).await;
    assert_eq!(practice.token(&new.grant(&claims(&id, SCOPE))).await.0, 200);
}

#[tokio::test]
async fn a_pem_from_the_form_is_shown_as_a_jwk_that_can_be_posted_again() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let mut browser = common::browser::Browser::logged_in(&practice, "number").await;
    let id = browser.make_client("x", &[SCOPE]).await;
    let private = keys::private_pem(2048);
    browser.add_key(&id, &keys::public_pem(&private)).await;
    let path = format!("/clients/{id}/jwks");
    let read = api.get(&path).await;
    let again = json!({ "keys": read["keys"] });
    assert_eq!(api.call("PUT", &path, Some(again)).await.1["keys"], read["keys"]);
    let kid = read["keys"][0]["kid"].as_str().expect("a kid");
    let signer = keys::signer_of_pem(&private, kid);
    assert_eq!(practice.token(&signer.grant(&claims(&id, SCOPE))).await.0, 200);
}

#[tokio::test]
async fn the_keys_of_a_deactivated_client_are_read_only() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let (id, path) = client(&api).await;
    api.call("POST", &path, Some(set(&["a"]))).await;
    api.call("DELETE", &format!("/clients/{id}"), None).await;
    for method in ["POST", "PUT", "DELETE"] {
        is_problem(&api.call(method, &path, Some(set(&["b"]))).await.1, 409);
    }
    assert_eq!(api.kids(&id).await, ["a"]);
}

async fn writer(practice: &Practice, body: Value) {
    let response = practice.post_json("/_practice/writers", body).await;
    assert_eq!(response.status(), 201);
}

#[tokio::test]
async fn another_writer_adds_a_key_after_it_was_read_and_it_is_lost() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let (id, path) = client(&api).await;
    api.call("POST", &path, Some(set(&["mine"]))).await;
    let body = json!({ "client_id": id, "when": "after-read", "action": { "add": key("theirs") } });
    writer(&practice, body).await;
    assert_eq!(api.kids(&id).await, ["mine"], "not there yet");
    api.call("PUT", &path, Some(set(&["mine", "new"]))).await;
    assert_eq!(api.kids(&id).await, ["mine", "new"], "theirs is lost");
}

#[tokio::test]
async fn another_writer_acts_before_and_after_a_write_as_often_as_asked() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let (id, path) = client(&api).await;
    let (other, _) = client(&api).await;
    api.call("POST", &path, Some(set(&["a", "b"]))).await;
    let body = json!({ "client_id": id, "when": "after-write", "action": { "drop": "a" },
        "times": 2 });
    writer(&practice, body).await;
    let body =
        json!({ "client_id": id, "when": "before-write", "action": { "add": key("theirs") } });
    writer(&practice, body).await;
    api.call("PUT", &format!("/clients/{other}/jwks"), Some(set(&["a"]))).await;
    assert_eq!(api.kids(&other).await, ["a"], "another client's keys are left alone");
    for kids in [&["b"][..], &["b"], &["a", "b"]] {
        let (status, answer) = api.call("PUT", &path, Some(set(&["a", "b"]))).await;
        assert_eq!(status, 200);
        assert_eq!(answer["keys"].as_array().map(Vec::len), Some(2), "the answer knows nothing");
        assert_eq!(api.kids(&id).await, kids);
    }
}

#[tokio::test]
async fn another_writer_puts_an_old_set_back() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let (id, path) = client(&api).await;
    api.call("POST", &path, Some(set(&["old"]))).await;
    let body = json!({ "client_id": id, "when": "after-write", "action": { "put-back": true } });
    writer(&practice, body).await;
    api.call("PUT", &path, Some(set(&["old", "new"]))).await;
    assert_eq!(api.kids(&id).await, ["old"]);
    api.call("PUT", &path, Some(set(&["old", "new"]))).await;
    assert_eq!(api.kids(&id).await, ["old", "new"], "once");

    let bad = json!({ "client_id": id, "when": "after-write",
        "action": { "add": changed(key("x"), json!({ "use": null })) } });
    assert_eq!(practice.post_json("/_practice/writers", bad).await.status(), 422);
}
