//! The site folder at `/`.

mod common;

use std::{fs, path::PathBuf};

use axum::body::Body;
use common::{Practice, request, text_of};
use practice_portal::Configuration;

/// A site in a folder of its own, with a file outside that must stay there.
fn site(name: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let site = root.join("site");
    fs::create_dir_all(site.join("module")).expect("a folder");
    fs::write(root.join("outside.txt"), "outside").expect("a file");
    fs::write(site.join("index.html"), "<!doctype html><html lang=\"nb\">").expect("a file");
    fs::write(site.join("other.html"), "<!doctype html><html lang=\"nb\">").expect("a file");
    fs::write(site.join("module/vault.wasm"), b"\0asm").expect("a file");
    fs::write(site.join("å.js"), "1").expect("a file");
    site
}

fn practice(name: &str) -> Practice {
    Practice::with(Configuration { site: site(name), quiet: true, ..Configuration::default() })
}

#[tokio::test]
async fn files_with_their_types_no_caching_and_no_frames() {
    let practice = practice("types");
    for (path, media_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/module/vault.wasm", "application/wasm"),
        ("/%C3%A5.js", "text/javascript; charset=utf-8"),
    ] {
        let response = practice.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()["content-type"], media_type);
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["content-security-policy"], "frame-ancestors 'none'");
    }
    assert_eq!(practice.get("/module/none.wasm").await.status(), 404);
    let post = request("POST", "/index.html", "", Body::empty());
    assert_eq!(practice.send(post).await.status(), 405);
}

#[tokio::test]
async fn nothing_outside_the_folder() {
    let practice = practice("outside");
    std::os::unix::fs::symlink("../outside.txt", site("outside").join("link.txt")).ok();
    for path in [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/module/../../outside.txt",
        "/module/%2E%2E/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/..%5coutside.txt",
        "//etc/passwd",
        "/%2Fetc/passwd",
        "/outside.txt%00.html",
        "/link.txt",
        "/%zz",
    ] {
        let response = practice.get(path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert!(!text_of(response).await.contains("outside"));
    }
}

#[tokio::test]
async fn the_practice_mark_is_only_here_and_not_on_digdirs_hosts() {
    let practice = practice("mark");
    let marked = "<!doctype html><html data-practice lang=\"nb\">";
    assert_eq!(text_of(practice.get("/").await).await, marked);
    assert_eq!(text_of(practice.get("/index.html").await).await, marked);
    assert!(!text_of(practice.get("/other.html").await).await.contains("data-practice"));

    let mut mapped = request("GET", "/", "", Body::empty());
    let host = "test.maskinporten.no".parse().expect("a header");
    mapped.headers_mut().insert("host", host);
    let plain = text_of(practice.send(mapped).await).await;
    assert!(!plain.contains("data-practice"));
}

#[tokio::test]
async fn digdirs_portal_host_leads_to_the_forms() {
    let practice = practice("portal-host");
    let mut mapped = request("GET", "/", "", Body::empty());
    let host = "sjolvbetjening.test.samarbeid.digdir.no".parse().expect("a header");
    mapped.headers_mut().insert("host", host);
    let response = practice.send(mapped).await;
    assert_eq!(response.status(), 303);
    assert_eq!(response.headers()["location"], "/portal/");
}
