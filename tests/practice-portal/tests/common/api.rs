//! Calls to the self-service API with a token of the portal's own.

use axum::{
    body::Body,
    http::{Request, Response},
};
use serde_json::{Value, json};

use super::{Practice, claims, json_of, keys::Signer, request};

pub const ALL: &str = "idporten:dcr.read idporten:dcr.modify idporten:dcr.write";

/// An organisation's administration client, signed in.
pub struct Api<'a> {
    pub practice: &'a Practice,
    pub token: String,
    pub client_id: String,
}

impl<'a> Api<'a> {
    /// The first organisation's, with these scopes.
    pub async fn new(practice: &'a Practice, scope: &str) -> Self {
        Self::of(practice, "312770016", scope).await
    }

    pub async fn of(practice: &'a Practice, organisation: &str, scope: &str) -> Self {
        let signer = Signer::rsa("RS256");
        let scopes: Vec<&str> = scope.split(' ').collect();
        let client_id = practice
            .client_of(json!({ "name": "administration", "organisation": organisation,
                "scopes": scopes, "jwk": signer.jwk() }))
            .await;
        let (status, body) = practice.token(&signer.grant(&claims(&client_id, scope))).await;
        assert_eq!(status, 200, "{body}");
        let token = body["access_token"].as_str().expect("a token").to_owned();
        Self { practice, token, client_id }
    }

    pub fn request(&self, method: &str, path: &str, body: Body) -> Request<Body> {
        let path = format!("/api/v1{path}");
        let mut request = request(method, &path, "application/json", body);
        let value = format!("Bearer {}", self.token).parse().expect("a header");
        request.headers_mut().insert("authorization", value);
        request
    }

    pub async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Response<Body> {
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.practice.send(self.request(method, path, body)).await
    }

    /// Status and body; `null` when the body is empty.
    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let response = self.send(method, path, body).await;
        let status = response.status().as_u16();
        assert!(response.headers().contains_key("x-correlation-id"), "{method} {path}");
        let text = super::text_of(response).await;
        (status, if text.is_empty() { Value::Null } else { text.parse().expect("JSON") })
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call("GET", path, None).await;
        assert_eq!(status, 200, "{path} {body}");
        body
    }

    /// The fields that a refused body is wrong in.
    pub async fn wrong_fields(&self, method: &str, path: &str, body: Value) -> Vec<String> {
        let (status, answer) = self.call(method, path, Some(body)).await;
        assert_eq!(status, 400, "{answer}");
        is_problem(&answer, 400);
        let errors = answer["errors"].as_array().expect("errors");
        errors.iter().map(|one| one["fieldIdentifier"].as_str().expect("text").to_owned()).collect()
    }

    /// The kids of a client, in their order.
    pub async fn kids(&self, client_id: &str) -> Vec<String> {
        let set = self.get(&format!("/clients/{client_id}/jwks")).await;
        let keys = set["keys"].as_array().expect("keys").iter();
        keys.map(|key| key["kid"].as_str().expect("a kid").to_owned()).collect()
    }

    pub async fn make(&self, body: Value) -> String {
        let (status, body) = self.call("POST", "/clients", Some(body)).await;
        assert_eq!(status, 201, "{body}");
        body["client_id"].as_str().expect("an id").to_owned()
    }
}

/// The body has the documented shape and nothing else.
pub fn is_problem(body: &Value, status: u16) {
    let names: Vec<&String> = body.as_object().expect("an object").keys().collect();
    assert_eq!(
        names,
        ["status", "timestamp", "correlation_id", "errors", "error", "error_description"]
    );
    assert_eq!(body["status"], status);
    for one in body["errors"].as_array().expect("an array") {
        let names: Vec<&String> = one.as_object().expect("an object").keys().collect();
        assert_eq!(names, ["errorMessage", "isFieldError", "objectName", "fieldIdentifier"]);
        assert_eq!(one["isFieldError"], true);
    }
}

/// A Maskinporten client, whole.
pub fn new_client(name: &str) -> Value {
    json!({
        "client_name": name,
        "description": "made by a test",
        "scopes": ["altinn:instances.read"],
        "integration_type": "maskinporten",
        "application_type": "web",
        "token_endpoint_auth_method": "private_key_jwt",
        "grant_types": ["urn:ietf:params:oauth:grant-type:jwt-bearer"],
        "access_token_lifetime": 120,
    })
}

/// What PUT takes of what GET gave.
pub fn whole(client: &Value) -> Value {
    super::changed(client.clone(), json!({ "created": null, "last_updated": null }))
}

pub async fn problem_of(response: Response<Body>, status: u16) -> Value {
    assert_eq!(response.status(), status);
    let header = response.headers()["x-correlation-id"].to_str().expect("text").to_owned();
    let body = json_of(response).await;
    is_problem(&body, status);
    assert_eq!(body["correlation_id"], header);
    body
}
