//! Strict base64url (RFC 4648 §5 without padding, as RFC 7515 §2 wants it).
//!
//! For public text: it is not constant-time. Secret text is only
//! [checked](check) here and decoded by a constant-time decoder.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use core::fmt;

/// Encodes without padding.
pub fn encode(octets: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(octets)
}

/// Decodes; anything that is not the one canonical encoding is refused.
///
/// # Errors
/// See [`Fault`].
pub fn decode(text: &str) -> Result<Vec<u8>, Fault> {
    check(text)?;
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Length)
}

/// Why a text is not canonical base64url. Offsets count octets from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `=` at the end: "with all trailing '=' characters omitted" (RFC 7515 §2).
    Padding,
    /// `+` or `/`: the alphabet of plain base64.
    StandardAlphabet {
        /// Where the first one stands.
        offset: usize,
    },
    /// "without the inclusion of any line breaks, whitespace, or other
    /// additional characters" (RFC 7515 §2).
    Whitespace {
        /// Where the first one stands.
        offset: usize,
    },
    /// Any other character.
    Character {
        /// Where the first one stands.
        offset: usize,
    },
    /// No octet string has an encoding of this length.
    Length,
    /// Bits of the last character that belong to no octet are not zero, so
    /// that two texts would mean the same octets (RFC 4648 §3.5).
    TrailingBits,
}

impl Fault {
    /// Whether the octets are clear all the same, so that the canonical text
    /// can be offered instead.
    pub fn is_repairable(self) -> bool {
        !matches!(self, Self::Character { .. } | Self::Length)
    }
}

/// Checks a text without decoding it.
///
/// # Errors
/// The first [`Fault`].
pub fn check(text: &str) -> Result<(), Fault> {
    let body = text.trim_end_matches('=');
    for (offset, octet) in body.bytes().enumerate() {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => {}
            b'+' | b'/' => return Err(Fault::StandardAlphabet { offset }),
            b' ' | b'\t' | b'\r' | b'\n' => return Err(Fault::Whitespace { offset }),
            _ => return Err(Fault::Character { offset }),
        }
    }
    if body.len() != text.len() {
        return Err(Fault::Padding);
    }
    let unused_bits = match body.len() % 4 {
        0 => 0,
        2 => 0b1111,
        3 => 0b11,
        _ => return Err(Fault::Length),
    };
    match body.bytes().last().map(value) {
        Some(last) if last & unused_bits != 0 => Err(Fault::TrailingBits),
        _ => Ok(()),
    }
}

/// The six bits of a character of the alphabet.
fn value(octet: u8) -> u8 {
    match octet {
        b'A'..=b'Z' => octet - b'A',
        b'a'..=b'z' => octet - b'a' + 26,
        b'0'..=b'9' => octet - b'0' + 52,
        b'-' => 62,
        _ => 63,
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Padding => "padding",
            Self::StandardAlphabet { .. } => "standard-alphabet",
            Self::Whitespace { .. } => "whitespace",
            Self::Character { .. } => "character",
            Self::Length => "length",
            Self::TrailingBits => "trailing-bits",
        })
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_7515_appendix_c() {
        assert_eq!(encode([3, 236, 255, 224, 193]), "A-z_4ME");
        assert_eq!(decode("A-z_4ME"), Ok(vec![3, 236, 255, 224, 193]));
    }

    #[test]
    fn every_other_spelling_is_named() {
        assert_eq!(decode("A-z_4ME="), Err(Fault::Padding));
        assert_eq!(decode("A-z/4ME"), Err(Fault::StandardAlphabet { offset: 3 }));
        assert_eq!(decode("A-z_\n4ME"), Err(Fault::Whitespace { offset: 4 }));
        assert_eq!(decode("A-z_4M!"), Err(Fault::Character { offset: 6 }));
        assert_eq!(decode("A-z_4"), Err(Fault::Length));
        assert_eq!(decode("A-z_4MF"), Err(Fault::TrailingBits));
        assert_eq!(decode("æ"), Err(Fault::Character { offset: 0 }));
    }

    #[test]
    fn the_empty_text_is_the_empty_string() {
        assert_eq!(decode(""), Ok(vec![]));
    }
}
