//! `application/x-www-form-urlencoded` (WHATWG URL Standard §5).

/// Encodes name and value pairs.
pub fn encode<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pairs = pairs.into_iter().map(|(name, value)| format!("{}={}", part(name), part(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn part(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, octet| {
        match octet {
            b' ' => out.push('+'),
            b'*' | b'-' | b'.' | b'_' => out.push(char::from(octet)),
            _ if octet.is_ascii_alphanumeric() => out.push(char::from(octet)),
            _ => out.push_str(&format!("%{octet:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_all_but_the_plainest() {
        let pairs = [("grant_type", "urn:a b"), ("ø", "x&y=z~*-._+")];
        assert_eq!(encode(pairs), "grant_type=urn%3Aa+b&%C3%B8=x%26y%3Dz%7E*-._%2B");
        assert_eq!(encode([]), "");
    }
}
