//! An answer that a person copied from a terminal.

use crate::Response;

/// The text does not say it.
pub(crate) const STATUS_UNKNOWN: u16 = 0;

impl Response {
    /// Reads what was pasted: a body, or a whole answer as `curl --include`
    /// prints it, with interim answers before it. `status` counts only where
    /// the text does not say it (0: not known).
    pub fn from_pasted(text: &str, status: u16) -> Self {
        let mut response = Self { status, headers: Vec::new(), body: String::new() };
        let mut rest = text.trim_start_matches('\u{feff}').trim_start();
        while let Some((status, headers, body)) = head(rest) {
            response = Self { status, headers, body: String::new() };
            rest = body;
        }
        response.body = rest.trim().to_owned();
        response
    }
}

type Head<'a> = (u16, Vec<(String, String)>, &'a str);

/// A status line and header fields up to an empty line (RFC 9112 §2.1).
fn head(text: &str) -> Option<Head<'_>> {
    if !text.starts_with("HTTP/") {
        return None;
    }
    let (first, mut rest) = line(text);
    let status = first.split(' ').nth(1)?.parse().ok()?;
    let mut headers = Vec::new();
    loop {
        let (field, after) = line(rest);
        rest = after;
        match field.split_once(':') {
            Some((name, value)) => {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
            None => return Some((status, headers, rest)),
        }
    }
}

fn line(text: &str) -> (&str, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    (line.trim_end_matches('\r'), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_alone() {
        let response = Response::from_pasted("\u{feff} {\"error\":\"x\"}\n", 400);
        assert_eq!((response.status, response.body.as_str()), (400, "{\"error\":\"x\"}"));
    }

    #[test]
    fn a_whole_answer_says_its_status_and_date() {
        let text = "HTTP/1.1 200 Connection established\r\n\r\nHTTP/2 400 \r\nDate: Mon, 23 Nov 2026 05:30:59 GMT\r\ncontent-type: application/json\r\n\r\n{}";
        let response = Response::from_pasted(text, 0);
        assert_eq!((response.status, response.body.as_str()), (400, "{}"));
        assert_eq!(response.header("date"), Some("Mon, 23 Nov 2026 05:30:59 GMT"));
    }

    #[test]
    fn anything_is_read() {
        for text in ["", "HTTP/", "HTTP/1.1", "HTTP/1.1 x\n", "HTTP/2 400", "HTTP/2 400\na:b"] {
            Response::from_pasted(text, 0);
        }
        assert_eq!(Response::from_pasted("HTTP/2 401", 0).status, 401);
    }
}
