//! The self-service API: who may, and the clients.

mod common;

use axum::body::Body;
use common::{
    Practice,
    api::{ALL, Api, is_problem, new_client, problem_of, whole},
    changed, claims, json_of,
    keys::Signer,
    request,
};
use serde_json::{Value, json};

const READ: &str = "idporten:dcr.read";
const MODIFY: &str = "idporten:dcr.modify";
const WRITE: &str = "idporten:dcr.write";

#[tokio::test]
async fn a_client_is_made_listed_read_changed_and_deactivated() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let (status, made) = api.call("POST", "/clients", Some(new_client("Skjema"))).await;
    assert_eq!(status, 201);
    let id = made["client_id"].as_str().expect("an id").to_owned();
    let path = format!("/clients/{id}");
    for (name, value) in new_client("Skjema").as_object().expect("an object") {
        assert_eq!(made[name], *value, "{name}");
    }
    assert_eq!(made["active"], true);
    assert_eq!(made["created"], made["last_updated"]);
    assert!(made["created"].as_str().is_some_and(|text| text.ends_with('Z')));
    assert_eq!(made.get("client_orgno"), None);

    assert_eq!(api.get(&path).await, made);
    let list = api.get("/clients").await;
    assert_eq!(list.as_array().map(Vec::len), Some(2));
    assert_eq!(list[1], made);

    let scopes = json!(["altinn:instances.read", "altinn:serviceowner", "somebody:else"]);
    let body = changed(whole(&made), json!({ "scopes": scopes, "description": "" }));
    let (status, after) = api.call("PUT", &path, Some(body)).await;
    assert_eq!(status, 200, "{after}");
    assert_eq!(after["scopes"], scopes, "also without access");
    assert_eq!(api.get(&path).await, after);

    assert_eq!(api.call("DELETE", &path, None).await, (204, Value::Null));
    assert_eq!(api.call("DELETE", &path, None).await.0, 204, "again");
    assert_eq!(api.get(&path).await["active"], false);
    assert_eq!(api.get("/clients").await[1]["active"], false, "never erased");
    let (status, problem) = api.call("PUT", &path, Some(whole(&after))).await;
    assert_eq!(status, 409);
    is_problem(&problem, 409);
}

#[tokio::test]
async fn a_deactivated_client_gets_no_token_and_its_tokens_are_worth_nothing() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let signer = Signer::rsa("RS256");
    let path = format!("/clients/{}", api.client_id);
    assert_eq!(api.call("DELETE", &path, None).await.0, 204);
    let text = practice.refusal(&signer.grant(&claims(&api.client_id, READ))).await;
    assert!(text.starts_with("MP-100: "), "{text}");
    assert_eq!(api.call("GET", "/clients", None).await.0, 401);
}

#[tokio::test]
async fn without_a_good_token_nothing() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let mut forged = api.token.clone();
    forged.replace_range(forged.len() - 6.., "AAAAAA");
    for value in ["", "Bearer", "Bearer x", "Basic eDp5", &format!("Bearer {forged}")] {
        let mut request = request("GET", "/api/v1/clients", "", Body::empty());
        if !value.is_empty() {
            request.headers_mut().insert("authorization", value.parse().expect("a header"));
        }
        let response = practice.send(request).await;
        assert!(response.headers().contains_key("www-authenticate"));
        assert_eq!(problem_of(response, 401).await["error"], "invalid_token", "{value}");
    }
    practice.control(json!({ "clockSkewSeconds": 130 })).await;
    assert_eq!(api.call("GET", "/clients", None).await.0, 401, "expired");
    practice.control(json!({ "clockSkewSeconds": 0 })).await;
    assert_eq!(api.call("GET", "/clients", None).await.0, 200);
    practice.control(json!({ "reset": true })).await;
    assert_eq!(api.call("GET", "/clients", None).await.0, 401, "nobody knows the client");
}

#[tokio::test]
async fn test_and_production_do_not_take_each_others_tokens() {
    let practice = Practice::with(practice_portal::Configuration {
        tls: true,
        quiet: true,
        ..Default::default()
    });
    let signer = Signer::rsa("RS256");
    let client_id = practice.client(&signer, &[READ]).await;
    let grant =
        changed(claims(&client_id, READ), json!({ "aud": "https://test.maskinporten.no/" }));
    let mut ask = common::token_request(&common::grant_form(&signer.grant(&grant)));
    ask.headers_mut().insert("host", "test.maskinporten.no".parse().expect("a header"));
    let token = json_of(practice.send(ask).await).await["access_token"].clone();
    let api =
        Api { practice: &practice, token: token.as_str().expect("a token").into(), client_id };
    for (host, status) in [("api.test.samarbeid.digdir.no", 200), ("api.samarbeid.digdir.no", 401)]
    {
        let mut call = api.request("GET", "/clients", Body::empty());
        call.headers_mut().insert("host", host.parse().expect("a header"));
        assert_eq!(practice.send(call).await.status(), status, "{host}");
    }
}

#[tokio::test]
async fn each_call_needs_its_scope() {
    let practice = Practice::new();
    let all = Api::new(&practice, ALL).await;
    let jwks = json!({ "keys": [Signer::rsa("RS256").jwk()] });
    let calls = [
        ("GET", "", None, &[READ][..]),
        ("GET", "/{id}", None, &[READ]),
        ("GET", "/{id}/jwks", None, &[READ]),
        ("POST", "", Some(new_client("x")), &[WRITE]),
        ("PUT", "/{id}", Some(new_client("x")), &[MODIFY, WRITE]),
        ("POST", "/{id}/jwks", Some(jwks.clone()), &[WRITE]),
        ("PUT", "/{id}/jwks", Some(jwks), &[WRITE]),
        ("DELETE", "/{id}/jwks", None, &[WRITE]),
        ("DELETE", "/{id}", None, &[WRITE]),
    ];
    for scope in [READ, MODIFY, WRITE] {
        let api = Api::new(&practice, scope).await;
        for (method, path, body, wanted) in &calls {
            let id = all.make(new_client("y")).await;
            let path = format!("/clients{}", path.replace("{id}", &id));
            let (status, answer) = api.call(method, &path, body.clone()).await;
            if wanted.contains(&scope) {
                assert!((200..300).contains(&status), "{scope} {method} {path} {answer}");
            } else {
                assert_eq!(status, 403, "{scope} {method} {path}");
                is_problem(&answer, 403);
                assert_eq!(answer["error"], "insufficient_scope");
            }
        }
        let (status, _) = api.call("GET", "/scopes/access/all", None).await;
        assert_eq!(status, if scope == READ { 200 } else { 403 });
    }
}

#[tokio::test]
async fn another_organisations_client_is_not_found() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let other = Api::of(&practice, "312770024", ALL).await;
    let id = other.make(new_client("x")).await;
    for (method, path) in [("GET", ""), ("DELETE", ""), ("GET", "/jwks"), ("DELETE", "/jwks")] {
        let path = format!("/clients/{id}{path}");
        is_problem(&api.call(method, &path, None).await.1, 404);
    }
    is_problem(&api.call("PUT", &format!("/clients/{id}"), Some(new_client("x"))).await.1, 404);
    assert_eq!(api.get("/clients").await.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn fields_that_are_wrong_are_named() {
    let practice = Practice::new();
    let api = Api::new(&practice, &format!("{ALL} idporten:dcr.supplier")).await;
    for (changes, fields) in [
        (json!({ "client_name": "" }), &["client_name"][..]),
        (json!({ "client_name": " " }), &["client_name"]),
        (json!({ "client_name": null }), &["client_name"]),
        (json!({ "client_name": "x".repeat(256) }), &["client_name"]),
        (json!({ "description": 7 }), &["description"]),
        (json!({ "integration_type": "altinn" }), &["integration_type"]),
        (json!({ "scopes": "altinn:instances.read" }), &["scopes"]),
        (json!({ "scopes": ["a b"] }), &["scopes"]),
        (json!({ "scopes": ["a:b", "a:b"] }), &["scopes"]),
        (json!({ "application_type": "desktop" }), &["application_type"]),
        (json!({ "token_endpoint_auth_method": "none" }), &["token_endpoint_auth_method"]),
        (json!({ "grant_types": ["authorization_code"] }), &["grant_types"]),
        (json!({ "access_token_lifetime": 0 }), &["access_token_lifetime"]),
        (json!({ "client_orgno": "312770017" }), &["client_orgno"]),
        (json!({ "client_orgno": "312770016" }), &["client_orgno"]),
        (json!({ "created": "2026-01-01T00:00:00Z" }), &["created"]),
        (json!({ "client_id": "x" }), &["client_id"]),
        (json!({ "colour": "blue" }), &["colour"]),
        (json!({ "client_name": "", "scopes": 1 }), &["client_name", "scopes"]),
    ] {
        let body = changed(new_client("x"), changes.clone());
        assert_eq!(api.wrong_fields("POST", "/clients", body).await, fields, "{changes}");
    }
    for text in ["", "[]", "{", r#"{"client_name":"a","client_name":"b"}"#] {
        let call = api.request("POST", "/clients", Body::from(text));
        problem_of(practice.send(call).await, 400).await;
    }
    let mut call = api.request("POST", "/clients", Body::from("{}"));
    call.headers_mut().insert("content-type", "text/plain".parse().expect("a header"));
    problem_of(practice.send(call).await, 415).await;
}

#[tokio::test]
async fn put_takes_the_whole_object_and_what_is_fixed_stays() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let id = api.make(new_client("x")).await;
    let path = format!("/clients/{id}");
    let client = api.get(&path).await;
    assert_eq!(
        api.wrong_fields("PUT", &path, client.clone()).await,
        ["created", "last_updated"],
        "as it was read"
    );
    for (changes, field) in [
        (json!({ "description": null }), "description"),
        (json!({ "scopes": null }), "scopes"),
        (json!({ "grant_types": null }), "grant_types"),
        (json!({ "integration_type": "krr" }), "integration_type"),
        (json!({ "integration_type": "x" }), "integration_type"),
        (json!({ "client_id": "x" }), "client_id"),
        (json!({ "client_orgno": "312770059" }), "client_orgno"),
        (json!({ "active": false }), "active"),
    ] {
        let body = changed(whole(&client), changes.clone());
        assert_eq!(api.wrong_fields("PUT", &path, body).await, [field], "{changes}");
    }
    assert_eq!(api.get(&path).await, client, "nothing changed");
}

#[tokio::test]
async fn every_integration_type_has_clients_and_only_maskinporten_tokens() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    let signer = Signer::rsa("RS256");
    for kind in ["idporten", "ansattporten", "api_klient", "krr"] {
        let mut body = changed(new_client(kind), json!({ "integration_type": kind }));
        if ["idporten", "ansattporten"].contains(&kind) {
            assert_eq!(api.wrong_fields("POST", "/clients", body.clone()).await, ["redirect_uris"]);
            body["redirect_uris"] = json!(["https://example.no/inn"]);
            body["grant_types"] = json!(["authorization_code"]);
        }
        let id = api.make(body.clone()).await;
        let path = format!("/clients/{id}");
        let shown = api.get(&path).await;
        assert_eq!(shown["redirect_uris"], body["redirect_uris"], "kept as it is");
        assert_eq!(api.call("PUT", &path, Some(whole(&shown))).await.0, 200);
        let jwks = json!({ "keys": [signer.jwk()] });
        assert_eq!(api.call("POST", &format!("{path}/jwks"), Some(jwks)).await.0, 201);
        let grant = signer.grant(&claims(&id, "altinn:instances.read"));
        let text = practice.refusal(&grant).await;
        assert!(text.starts_with("MP-201: "), "{kind} {text}");
    }
}

#[tokio::test]
async fn a_supplier_makes_clients_for_customers() {
    let practice = Practice::new();
    let body = changed(new_client("for a customer"), json!({ "client_orgno": "312770059" }));
    let plain = Api::new(&practice, ALL).await;
    let (status, problem) = plain.call("POST", "/clients", Some(body.clone())).await;
    assert_eq!(status, 403);
    is_problem(&problem, 403);

    let scopes = format!("{ALL} idporten:dcr.supplier");
    let supplier = Api::of(&practice, "312770024", &scopes).await;
    let id = supplier.make(body).await;
    let path = format!("/clients/{id}");
    let client = supplier.get(&path).await;
    assert_eq!(client["client_orgno"], "312770059");
    assert_eq!(supplier.get("/clients").await[1], client);
    assert_eq!(supplier.call("PUT", &path, Some(whole(&client))).await.0, 200);
    let without = changed(whole(&client), json!({ "client_orgno": null }));
    assert_eq!(supplier.wrong_fields("PUT", &path, without).await, ["client_orgno"]);

    let signer = Signer::rsa("RS256");
    let jwks = json!({ "keys": [signer.jwk()] });
    assert_eq!(supplier.call("POST", &format!("{path}/jwks"), Some(jwks)).await.0, 201);
    let grant = signer.grant(&claims(&id, "altinn:instances.read"));
    let (status, token) = practice.token(&grant).await;
    assert_eq!(status, 200, "{token}");
    let token = token["access_token"].as_str().expect("a token");
    let part = token.split('.').nth(1).expect("claims");
    let bytes = practice_portal::base64url::decode(part).expect("base64url");
    let token: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(token["consumer"]["ID"], "0192:312770059");
    assert_eq!(token["supplier"]["ID"], "0192:312770024");
}

#[tokio::test]
async fn what_does_not_exist_is_said_in_the_same_shape() {
    let practice = Practice::new();
    let api = Api::new(&practice, ALL).await;
    is_problem(&api.call("GET", "/nothing", None).await.1, 404);
    is_problem(&api.call("GET", "/clients/x/y", None).await.1, 404);
    is_problem(&api.call("PATCH", "/clients", None).await.1, 405);
}

#[tokio::test]
async fn a_deployment_may_answer_200_only() {
    let practice = Practice::new();
    practice.control(json!({ "onlyStatus200": true })).await;
    let api = Api::new(&practice, ALL).await;
    let (status, client) = api.call("POST", "/clients", Some(new_client("x"))).await;
    assert_eq!(status, 200);
    let path = format!("/clients/{}", client["client_id"].as_str().expect("an id"));
    let jwks = json!({ "keys": [Signer::rsa("RS256").jwk()] });
    assert_eq!(api.call("POST", &format!("{path}/jwks"), Some(jwks)).await.0, 200);
    assert_eq!(api.call("DELETE", &format!("{path}/jwks"), None).await.0, 200);
    assert_eq!(api.call("DELETE", &path, None).await.0, 200);
}

#[tokio::test]
async fn scopes_with_access_states_and_those_open_to_all() {
    let practice = Practice::new();
    let api = Api::new(&practice, READ).await;
    let access = api.get("/scopes/access/all").await;
    let rows = access.as_array().expect("an array");
    for (scope, state) in [
        ("altinn:instances.read", "APPROVED"),
        ("idporten:dcr.read", "APPROVED"),
        ("altinn:serviceowner", "REQUESTED"),
        ("altinn:authorization/authorize", "DENIED"),
    ] {
        let row = rows.iter().find(|row| row["scope"] == scope).expect("a row");
        assert_eq!(row["state"], state);
        assert_eq!(row["consumer_orgno"], "312770016");
        assert!(row["owner_orgno"].is_string() && row["last_updated"].is_string());
    }
    let response = practice.get("/api/v1/scopes/all?accessible_for_all=true").await;
    assert_eq!(response.status(), 200, "without a token");
    let open = json_of(response).await;
    let one =
        open.as_array().expect("an array").iter().find(|one| one["name"] == "ovelse:open.read");
    let one = one.expect("it is open");
    assert_eq!(one["prefix"], "ovelse");
    assert_eq!(one["subscope"], "open.read");
    assert_eq!(one["allowed_integration_types"], json!(["maskinporten"]));
    for name in ["description", "visibility", "at_max_age", "delegation_source"] {
        assert!(one.get(name).is_some(), "{name}");
    }
    assert!(rows.iter().all(|row| row["scope"] != "ovelse:open.read"), "nobody asks for it");
    problem_of(practice.get("/api/v1/scopes/all").await, 400).await;
}

#[tokio::test]
async fn cors_with_preflight_and_hidden_headers() {
    let practice = Practice::new();
    let api = Api::new(&practice, READ).await;
    let header = |response: &axum::http::Response<Body>, name: &str| {
        response.headers().get(name).map(|value| value.to_str().expect("text").to_owned())
    };
    let preflight =
        || practice.send(request("OPTIONS", "/api/v1/clients/x/jwks", "", Body::empty()));
    let response = preflight().await;
    assert_eq!(response.status(), 204);
    assert_eq!(header(&response, "access-control-allow-origin").as_deref(), Some("*"));
    let allowed = header(&response, "access-control-allow-headers");
    assert_eq!(allowed.as_deref(), Some("authorization, content-type"));
    let methods = header(&response, "access-control-allow-methods");
    assert_eq!(methods.as_deref(), Some("GET, POST, PUT, DELETE, OPTIONS"));

    let exposed = "access-control-expose-headers";
    assert_eq!(header(&api.send("GET", "/clients", None).await, exposed), None);
    practice.control(json!({ "exposeHeaders": true })).await;
    let shown = header(&api.send("GET", "/clients", None).await, exposed);
    assert_eq!(shown.as_deref(), Some("date, retry-after, x-correlation-id"));
    practice.control(json!({ "cors": false })).await;
    for response in [preflight().await, api.send("GET", "/clients", None).await] {
        assert_eq!(header(&response, "access-control-allow-origin"), None);
        assert_eq!(header(&response, "access-control-allow-headers"), None);
    }
}
