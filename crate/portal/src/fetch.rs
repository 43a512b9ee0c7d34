use gloo_net::http;
use nokkelsmie_maskinporten::{Method, Request, Response, Transport, TransportError};
use web_sys::{
    AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
};

/// The browser's `fetch`: the one thing here that reaches the network.
pub struct Fetch;

/// After this long nobody waits for an answer any more.
const TIMEOUT_MS: u32 = 30_000;

impl Transport for Fetch {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS);
        // A page is told nothing more than that there was no answer.
        let reason = |_| match signal.aborted() {
            true => TransportError::Timeout,
            false => TransportError::BlockedOrOffline,
        };
        let answer = prepared(&request, &signal).map_err(reason)?.send().await.map_err(reason)?;
        let headers = answer.headers().entries().collect();
        let body = answer.text().await.map_err(reason)?;
        Ok(Response { status: answer.status(), headers, body })
    }
}

impl Fetch {
    /// Whether a server is there at all, though the page may not read what it answers.
    pub async fn reaches(&self, url: &str) -> bool {
        let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS);
        let builder = http::Request::get(url)
            .mode(RequestMode::NoCors)
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .abort_signal(Some(&signal));
        match builder.build() {
            Ok(request) => request.send().await.is_ok(),
            Err(_) => false,
        }
    }
}

fn prepared(request: &Request, signal: &AbortSignal) -> Result<http::Request, gloo_net::Error> {
    let builder = match request.method() {
        Method::Get => http::Request::get(request.url()),
        Method::Post => http::Request::post(request.url()),
        Method::Put => http::Request::put(request.url()),
        Method::Delete => http::Request::delete(request.url()),
    };
    let builder = builder
        .mode(RequestMode::Cors)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(signal));
    let builder = request.headers().fold(builder, |b, (name, value)| b.header(name, value));
    match request.body() {
        Some(body) => builder.body(body),
        None => builder.build(),
    }
}
