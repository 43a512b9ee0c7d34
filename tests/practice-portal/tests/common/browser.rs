//! Walks the forms as a browser without script does: cookies, links, redirects.

use std::collections::BTreeMap;

use axum::{body::Body, http::Response};

use super::{Practice, form, request, text_of};

pub struct Browser<'a> {
    practice: &'a Practice,
    cookies: BTreeMap<String, String>,
}

/// A page that was shown.
pub struct Page {
    pub status: u16,
    /// Where the redirects ended.
    pub path: String,
    pub html: String,
}

impl<'a> Browser<'a> {
    pub fn new(practice: &'a Practice) -> Self {
        Self { practice, cookies: BTreeMap::new() }
    }

    /// Logged in by one of the choices `number` and `synthetic`.
    pub async fn logged_in(practice: &'a Practice, choice: &str) -> Self {
        let mut browser = Self::new(practice);
        let page = browser.post("/portal/login", &[("choice", choice)]).await;
        assert_eq!(page.path, "/portal/");
        browser
    }

    pub async fn get(&mut self, path: &str) -> Page {
        let response = self.send("GET", path, String::new()).await;
        self.follow(path, response).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let response = self.send("POST", path, form(fields)).await;
        self.follow(path, response).await
    }

    /// Makes a client by the form; gives its `client_id`.
    pub async fn make_client(&mut self, name: &str, scopes: &[&str]) -> String {
        let mut fields = vec![("name", name)];
        fields.extend(scopes.iter().map(|scope| ("scope", *scope)));
        let page = self.post("/portal/clients/new/maskinporten", &fields).await;
        assert_eq!(page.status, 200, "{}", page.html);
        let id = page.path.strip_prefix("/portal/clients/").expect("the client's page");
        id.split('?').next().expect("an id").to_owned()
    }

    pub async fn add_key(&mut self, client_id: &str, text: &str) -> Page {
        let path = format!("/portal/clients/{client_id}/keys/add");
        self.post(&path, &[("key", text)]).await
    }

    async fn send(&mut self, method: &str, path: &str, body: String) -> Response<Body> {
        let media_type = "application/x-www-form-urlencoded";
        let mut request = request(method, path, media_type, Body::from(body));
        let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let cookies = cookies.join("; ").parse().expect("a header");
        request.headers_mut().insert("cookie", cookies);
        let response = self.practice.send(request).await;
        for cookie in response.headers().get_all("set-cookie") {
            let pair = cookie.to_str().expect("text").split(';').next().expect("a pair");
            let (name, value) = pair.split_once('=').expect("a pair");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        response
    }

    async fn follow(&mut self, path: &str, mut response: Response<Body>) -> Page {
        let mut path = path.to_owned();
        while response.status().is_redirection() {
            assert_eq!(response.status(), 303, "POST, redirect, GET");
            path = response.headers()["location"].to_str().expect("text").to_owned();
            response = self.send("GET", &path, String::new()).await;
        }
        Page { status: response.status().as_u16(), path, html: text_of(response).await }
    }
}

impl Page {
    pub fn has(&self, text: &str) -> bool {
        self.html.contains(text)
    }
}
