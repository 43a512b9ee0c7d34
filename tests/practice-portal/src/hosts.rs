//! The hosts that a browser may map to this portal, and the issuer a host stands for.

use axum::http::{HeaderMap, Uri, header};

/// Digdir's and Altinn's hosts: a browser test maps them here over TLS, so
/// that the shipped page can be tried unchanged.
pub const DIGDIR: [&str; 8] = [
    "test.maskinporten.no",
    "maskinporten.no",
    "sjolvbetjening.test.samarbeid.digdir.no",
    "sjolvbetjening.samarbeid.digdir.no",
    "api.test.samarbeid.digdir.no",
    "api.samarbeid.digdir.no",
    "platform.tt02.altinn.no",
    "platform.altinn.no",
];

/// The host a request was sent to, with its port when it was given.
pub fn of_request<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    uri.authority()
        .map(axum::http::uri::Authority::as_str)
        .or_else(|| headers.get(header::HOST)?.to_str().ok())
        .filter(|host| {
            !host.is_empty()
                && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
        })
}

/// One of Digdir's hosts, whatever the port.
pub fn is_digdirs(host: &str) -> bool {
    DIGDIR.contains(&without_port(host))
}

/// One of the two hosts of Digdir's portal.
pub fn is_digdirs_portal(host: &str) -> bool {
    without_port(host).starts_with("sjolvbetjening.")
}

/// A token of this issuer is for this host. Of Digdir's hosts, those for test
/// have `.test.` or `test.` in their name; other hosts are one environment.
pub fn is_same_environment(issuer: &str, host: &str) -> bool {
    !is_digdirs(host) || issuer.contains("//test.") == host.contains(".test.")
}

/// The issuer, as `aud` must name it: `https://test.maskinporten.no/`,
/// `http://127.0.0.1:8080/`.
pub fn issuer(host: &str, tls: bool) -> String {
    let scheme = if tls { "https" } else { "http" };
    format!("{scheme}://{host}/")
}

fn without_port(host: &str) -> &str {
    host.rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(host, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::{is_digdirs, issuer};

    #[test]
    fn digdirs_hosts() {
        assert!(is_digdirs("test.maskinporten.no"));
        assert!(is_digdirs("maskinporten.no:443"));
        assert!(!is_digdirs("127.0.0.1:8080"));
        assert!(!is_digdirs("[::1]:8080"));
    }

    #[test]
    fn issuers_end_with_a_slash() {
        assert_eq!(issuer("127.0.0.1:8080", false), "http://127.0.0.1:8080/");
        assert_eq!(issuer("test.maskinporten.no", true), "https://test.maskinporten.no/");
    }
}
