//! The built site at `/`.

use std::{
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use axum::{
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::{Portal, hosts};

/// Serves a file of the site folder.
pub async fn serve(
    State(portal): State<Arc<Portal>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if ![Method::GET, Method::HEAD].contains(&method) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let host = hosts::of_request(&headers, &uri).unwrap_or_default();
    if hosts::is_digdirs_portal(host) && uri.path() == "/" {
        return Redirect::to("/portal/").into_response();
    }
    let Some(path) = file(&portal.configuration.site, uri.path()) else {
        return not_found();
    };
    let Ok(mut content) = tokio::fs::read(&path).await else {
        return not_found();
    };
    if path.ends_with("index.html") && !hosts::is_digdirs(host) {
        content = with_practice_mark(content);
    }
    let headers = [
        (header::CONTENT_TYPE, media_type(&path)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // What the page's own policy cannot say of itself.
        (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
    ];
    (headers, content).into_response()
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "Not found\n").into_response()
}

/// The file a path names. It lies inside the folder, also after following links.
fn file(site: &Path, path: &str) -> Option<PathBuf> {
    let decoded = percent_decode(path)?;
    let relative = Path::new(decoded.trim_start_matches('/'));
    let is_inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
    if !is_inside || decoded.contains(['\0', '\\']) {
        return None;
    }
    let mut file = site.join(relative);
    if file.is_dir() {
        file.push("index.html");
    }
    let site = site.canonicalize().ok()?;
    file.canonicalize().ok().filter(|real| real.starts_with(site))
}

fn percent_decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// `<html` becomes `<html data-practice`: the page offers the environment
/// Øvelse. It stands outside everything the page's policy hashes.
fn with_practice_mark(content: Vec<u8>) -> Vec<u8> {
    const TAG: &[u8] = b"<html";
    let Some(start) =
        content.windows(TAG.len()).position(|window| window.eq_ignore_ascii_case(TAG))
    else {
        return content;
    };
    let end = start + TAG.len();
    [&content[..end], b" data-practice", &content[end..]].concat()
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|name| name.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md" | "ts") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::with_practice_mark;

    #[test]
    fn the_mark_goes_into_the_html_tag() {
        let marked = with_practice_mark(b"<!doctype html>\n<html lang=\"nb\">".to_vec());
        assert_eq!(
            String::from_utf8_lossy(&marked),
            "<!doctype html>\n<html data-practice lang=\"nb\">"
        );
    }
}
