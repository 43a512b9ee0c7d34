//! A portal without a socket, keys made by openssl and ring, and grants signed by them.

#![allow(dead_code, reason = "each test file uses a part")]

pub mod api;
pub mod browser;
pub mod keys;

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response},
};
use practice_portal::{Configuration, Portal, router};
use serde_json::{Value, json};
use tower::ServiceExt;

use keys::Signer;

/// The issuer of [`HOST`] in the clear.
pub const ISSUER: &str = "http://127.0.0.1:8080/";
pub const HOST: &str = "127.0.0.1:8080";
pub const TOKEN: &str = "/token";

/// A running portal.
pub struct Practice(pub Router);

impl Practice {
    /// Without delay, so that a key is known at once.
    pub fn new() -> Self {
        Self::with(Configuration { quiet: true, ..Configuration::default() })
    }

    pub fn with(configuration: Configuration) -> Self {
        Self(router(Arc::new(Portal::new(configuration))))
    }

    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.0.clone().oneshot(request).await.expect("answers")
    }

    pub async fn get(&self, path: &str) -> Response<Body> {
        self.send(request("GET", path, "", Body::empty())).await
    }

    pub async fn post_json(&self, path: &str, body: Value) -> Response<Body> {
        let body = Body::from(body.to_string());
        self.send(request("POST", path, "application/json", body)).await
    }

    pub async fn control(&self, body: Value) -> Value {
        let response = self.post_json("/_practice/control", body).await;
        assert_eq!(response.status(), 200);
        json_of(response).await
    }

    pub async fn log(&self) -> Value {
        json_of(self.get("/_practice/log").await).await
    }

    /// A client with this key, which is known at once.
    pub async fn client(&self, signer: &Signer, scopes: &[&str]) -> String {
        self.client_of(json!({ "name": "test", "scopes": scopes, "jwk": signer.jwk() })).await
    }

    pub async fn client_of(&self, body: Value) -> String {
        let response = self.post_json("/_practice/clients", body).await;
        assert_eq!(response.status(), 201);
        let body = json_of(response).await;
        body["client_id"].as_str().expect("a client_id").to_owned()
    }

    /// Sends a grant; gives status and body.
    pub async fn token(&self, assertion: &str) -> (u16, Value) {
        let response = self.send(token_request(&grant_form(assertion))).await;
        let status = response.status().as_u16();
        assert!(response.headers().contains_key("x-correlation-id"));
        (status, json_of(response).await)
    }

    /// Sends a grant that must be refused; gives its description.
    pub async fn refusal(&self, assertion: &str) -> String {
        let (status, body) = self.token(assertion).await;
        assert!((400..500).contains(&status), "{status} {body}");
        assert!(body["error"].is_string(), "{body}");
        let text = body["error_description"].as_str().expect("a description");
        assert!(text.contains("(trace_id: "), "{text}");
        text.to_owned()
    }
}

pub fn request(method: &str, path: &str, media_type: &str, body: Body) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", HOST)
        .header("content-type", media_type)
        .body(body)
        .expect("a request")
}

pub fn token_request(form: &str) -> Request<Body> {
    let media_type = "application/x-www-form-urlencoded";
    request("POST", TOKEN, media_type, Body::from(form.to_owned()))
}

pub fn grant_form(assertion: &str) -> String {
    form(&[("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion)])
}

pub fn form(fields: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    form.finish()
}

pub async fn text_of(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

pub async fn json_of(response: Response<Body>) -> Value {
    serde_json::from_str(&text_of(response).await).expect("JSON")
}

pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// The claims of a grant that is good.
pub fn claims(client_id: &str, scope: &str) -> Value {
    let now = now();
    json!({
        "aud": ISSUER,
        "iss": client_id,
        "scope": scope,
        "iat": now,
        "exp": now + 100,
        "jti": practice_portal::random::uuid(),
    })
}

/// `changes` laid over `base`; `null` takes a member away.
pub fn changed(mut base: Value, changes: Value) -> Value {
    let members = base.as_object_mut().expect("an object");
    for (name, value) in changes.as_object().expect("an object") {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    base
}
