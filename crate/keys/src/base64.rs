//! Base64 of text that may be secret: constant-time where it is canonical, and
//! lenient where the meaning is clear.

use crate::{IrregularityKind, Secret};
use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

/// Decodes base64 of either alphabet, with or without padding, white space and
/// unused bits; says which of these were there. `None` when it means nothing.
pub(crate) fn decode(text: &str) -> (Option<Secret>, Vec<IrregularityKind>) {
    let body = text.trim_end_matches(|c: char| c == '=' || c.is_ascii_whitespace());
    let tail = text.get(body.len()..).unwrap_or_default();
    let mut notes = Vec::new();
    let mut note = |kind, there: bool| {
        if there {
            notes.push(kind);
        }
    };
    note(IrregularityKind::Padding, tail.contains('='));
    note(IrregularityKind::StandardAlphabet, body.contains(['+', '/']));
    note(IrregularityKind::Whitespace, text.contains(|c: char| c.is_ascii_whitespace()));
    let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
    plain.extend(body.bytes().filter(|c| !c.is_ascii_whitespace()).map(|c| match c {
        b'+' => b'-',
        b'/' => b'_',
        c => c,
    }));
    note(IrregularityKind::TrailingBits, clear_trailing_bits(&mut plain));
    let mut octets = Zeroizing::new(vec![0; plain.len() / 4 * 3 + 3]);
    let decoded = Base64UrlUnpadded::decode(plain.as_slice(), &mut octets).map(<[u8]>::len);
    match decoded {
        Ok(length) => {
            octets.truncate(length);
            (Some(octets), notes)
        }
        Err(_) => (None, vec![IrregularityKind::NotBase64url]),
    }
}

/// Appends base64url without padding (RFC 7515 §2); `out` must have room, so
/// that no copy is left behind when it grows.
pub(crate) fn push_url(out: &mut Zeroizing<String>, octets: &[u8]) {
    let mut encoded = Zeroizing::new(vec![0; Base64UrlUnpadded::encoded_len(octets)]);
    out.push_str(Base64UrlUnpadded::encode(octets, &mut encoded).unwrap_or_default());
}

/// Standard base64 with padding, on one line (RFC 4648 §4).
pub(crate) fn encode_standard(octets: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(Base64::encode_string(octets))
}

/// Whether a text can only be base64: no other characters, and long enough to
/// hold something.
pub(crate) fn is_plausible(text: &str) -> bool {
    let is_body = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/' | b'-' | b'_');
    let body = text.trim_end_matches(|c: char| c == '=' || c.is_ascii_whitespace());
    body.len() >= 16 && body.bytes().all(|c| is_body(c) || c.is_ascii_whitespace())
}

/// Sets the bits of the last character that belong to no octet to zero; says
/// whether any was set.
fn clear_trailing_bits(plain: &mut [u8]) -> bool {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let used = match plain.len() % 4 {
        2 => 0b11_0000,
        3 => 0b11_1100,
        _ => return false,
    };
    let Some(last) = plain.last_mut() else { return false };
    let Some(value) = ALPHABET.iter().position(|c| c == last) else { return false };
    *last = ALPHABET[value & used];
    value & used != value
}

#[cfg(test)]
mod tests {
    use super::*;
    use IrregularityKind::*;

    fn octets(text: &str) -> (Option<Vec<u8>>, Vec<IrregularityKind>) {
        let (octets, notes) = decode(text);
        (octets.map(|octets| octets.to_vec()), notes)
    }

    #[test]
    fn every_clear_spelling_is_read_and_noted() {
        // RFC 7515 appendix C
        let meaning = Some(vec![3, 236, 255, 224, 193]);
        assert_eq!(octets("A-z_4ME"), (meaning.clone(), vec![]));
        assert_eq!(octets("A-z_4ME="), (meaning.clone(), vec![Padding]));
        assert_eq!(octets("A+z/4ME"), (meaning.clone(), vec![StandardAlphabet]));
        assert_eq!(octets("A-z_\r\n 4ME\n"), (meaning.clone(), vec![Whitespace]));
        assert_eq!(octets("A-z_4MF"), (meaning, vec![TrailingBits]));
        assert_eq!(octets(""), (Some(vec![]), vec![]));
    }

    #[test]
    fn what_means_nothing_is_refused() {
        for bad in ["A", "A-z_4", "A!==", "A=z_", "æøå"] {
            assert_eq!(octets(bad), (None, vec![NotBase64url]), "{bad}");
        }
    }

    #[test]
    fn writes_what_it_reads() {
        for length in 0..50 {
            let octets: Vec<u8> = (0..length).map(|i: u8| i.wrapping_mul(7)).collect();
            let mut text = Zeroizing::new(String::with_capacity(100));
            push_url(&mut text, &octets);
            let (read, notes) = decode(&text);
            assert_eq!((read.unwrap().to_vec(), notes), (octets.clone(), vec![]));
            let (read, _) = decode(&encode_standard(&octets));
            assert_eq!(read.unwrap().to_vec(), octets);
        }
    }
}
