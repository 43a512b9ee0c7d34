//! What a terminal says when no answer came.

use crate::{Response, Unreachable};

/// What kept the answer away; `None` when the text does not tell.
pub(crate) fn trouble(response: &Response) -> Option<Unreachable> {
    // Terminals break long lines anywhere.
    let words: Vec<&str> = response.body.split_whitespace().collect();
    let text = words.join(" ").to_lowercase();
    match response.status {
        407 => Some(Unreachable::ProxyRefused),
        _ if text.is_empty() => Some(Unreachable::EmptyAnswer),
        _ => by_words(&PROXY, &text)
            .or_else(|| by_curl_number(&text))
            .or_else(|| by_words(&PAGE, &text))
            .or_else(|| WORDS.iter().find_map(|row| by_words(row, &text))),
    }
}

/// `curl: (7) Failed to connect to …` ("EXIT CODES", man curl).
fn by_curl_number(text: &str) -> Option<Unreachable> {
    let (_, rest) = text.split_once("curl: (")?;
    match rest.split(')').next()?.parse().ok()? {
        5 | 97 => Some(Unreachable::ProxyRefused),
        6 => Some(Unreachable::NameNotFound),
        7 | 52 | 55 | 56 => Some(Unreachable::NoConnection),
        28 => Some(Unreachable::Timeout),
        // Broken off before there was a certificate to judge, as firewalls do.
        35 if text.contains("reset") => Some(Unreachable::NoConnection),
        // The others that begin with "SSL" are about this machine, not the server.
        35 | 51 | 60 | 77 | 83 | 90 | 91 => Some(Unreachable::CertificateNotTrusted),
        _ => None,
    }
}

/// A meaning, and pieces (lower case) of how it is said.
type Row = (Unreachable, &'static [&'static str]);

fn by_words((code, pieces): &Row, text: &str) -> Option<Unreachable> {
    pieces.iter().any(|piece| text.contains(piece)).then_some(*code)
}

const PROXY: Row = (
    Unreachable::ProxyRefused,
    &["(407)", "response 407", "proxy authentication", "from proxy after connect", "resolve proxy"],
);

const PAGE: Row = (Unreachable::WebPage, &["<!doctype html", "<html", "<body"]);

/// The messages of .NET (Windows PowerShell 5.1 and PowerShell 7), of Windows
/// and of Unix. The Norwegian ones are told by pieces: Windows' own wording is
/// published nowhere, and differs from one version to the next.
const WORDS: [Row; 4] = [
    (
        Unreachable::CertificateNotTrusted,
        &[
            "ssl certificate problem",
            "certificate verify failed",
            "self-signed certificate",
            "self signed certificate",
            "remote certificate is invalid",
            "trust relationship",
            "ssl connection could not be established",
            "ssl-tilkobling",
            "ssl/tls",
            "klareringsforhold",
        ],
    ),
    (
        Unreachable::Timeout,
        &[
            "timed out",
            "httpclient.timeout",
            "did not properly respond",
            "tidsavbrudd",
            "tidsavbrutt",
            "tidsgrense",
            "etter en viss tid",
        ],
    ),
    (
        Unreachable::NameNotFound,
        &[
            "could not resolve host",
            "remote name could not be resolved",
            "no such host is known",
            "name or service not known",
            "nodename nor servname",
            "name resolution",
            "eksterne navnet",
            "eksternt navn",
            "ukjent vert",
            "slik vert",
            "verten er ukjent",
        ],
    ),
    (
        Unreachable::NoConnection,
        &[
            "failed to connect",
            "unable to connect",
            "couldn't connect",
            "connection refused",
            "actively refused",
            "connection was closed",
            "connection was reset",
            "connection reset",
            "forcibly closed",
            "error occurred while sending the request",
            "network is unreachable",
            "no route to host",
            "empty reply from server",
            "koble til den eksterne serveren",
            "ikke koble til",
            "aktivt nekte",
            "tilkoblingen ble",
            "forbindelsen ble",
        ],
    ),
];
