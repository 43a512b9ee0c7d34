//! Texts in other encodings, and characters that are none.

use crate::forms::{PKCS8_PEM, SEC1_PEM};
use crate::{JWK, code};
use nokkelsmie_keys::read::{self, ReadErrorCode as Code};

type Order = fn(u16) -> [u8; 2];

fn utf16(text: &str, order: Order) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

const ORDERS: [(Order, [u8; 2]); 2] =
    [(u16::to_le_bytes, [0xff, 0xfe]), (u16::to_be_bytes, [0xfe, 0xff])];

/// Without a byte order mark nothing says that it is UTF-16, and half of its
/// octets are NUL.
#[test]
fn utf16_needs_its_mark() {
    for text in [JWK, PKCS8_PEM, SEC1_PEM] {
        for (order, mark) in ORDERS {
            let octets = utf16(text, order);
            assert_eq!(code(&octets), Code::NotText);
            let marked = [&mark[..], &octets].concat();
            assert_eq!(read::read(&marked).unwrap().len(), 1);
            // Half a character at the end, and the mark of the other order.
            assert_eq!(code(&marked[..marked.len() - 1]), Code::NotText);
            let other = [mark[1], mark[0]];
            let swapped = code([&other[..], &octets].concat());
            assert!(matches!(swapped, Code::Unrecognised | Code::NotText), "{swapped}");
        }
    }
}

#[test]
fn half_of_a_surrogate_pair_is_no_text() {
    for (order, mark) in ORDERS {
        for half in [0xd800, 0xdbff, 0xdc00, 0xdfff] {
            for at in [0, 5, JWK.len()] {
                let mut units: Vec<u16> = JWK.encode_utf16().collect();
                units.insert(at, half);
                let octets = units.into_iter().flat_map(order);
                assert_eq!(code(mark.into_iter().chain(octets).collect::<Vec<_>>()), Code::NotText);
            }
        }
    }
}

/// Every character of UTF-32 has a NUL.
#[test]
fn utf32_is_not_read() {
    for text in [JWK, PKCS8_PEM] {
        let little: Vec<u8> =
            "\u{feff}".chars().chain(text.chars()).flat_map(|c| (c as u32).to_le_bytes()).collect();
        let big: Vec<u8> =
            "\u{feff}".chars().chain(text.chars()).flat_map(|c| (c as u32).to_be_bytes()).collect();
        for octets in [little, big] {
            // The mark of one order is that of UTF-16 too, so that the rest is
            // taken for text with a NUL after each character.
            let code = code(&octets);
            let expected = [Code::NotText, Code::Unrecognised, Code::JsonSyntax];
            assert!(expected.contains(&code), "{code}");
        }
    }
}

#[test]
fn a_nul_is_no_text() {
    for text in [JWK, PKCS8_PEM] {
        for at in 0..=text.len() {
            let (before, after) = text.split_at(at);
            assert_eq!(code(format!("{before}\0{after}")), Code::NotText, "{at}");
        }
    }
}

/// Surrogates in three octets (CESU-8), characters in more octets than they
/// need, beyond the last one, and Latin-1 (RFC 3629 §3).
#[test]
fn what_is_no_utf8_is_no_text() {
    for octets in [
        &b"\xed\xa0\x80"[..],
        b"\xed\xa0\xbd\xed\xb4\x91",
        b"\xc1\xbb",
        b"\xc0\x80",
        b"\xe0\x80\xbb",
        b"\xf0\x80\x80\xbb",
        b"\xf4\x90\x80\x80",
        b"\xf8\x88\x80\x80\x80",
        b"\xe6",
        b"\x80",
        b"\xfe",
    ] {
        for text in [JWK, PKCS8_PEM] {
            for at in [0, 1, text.len() / 2, text.len()] {
                let (before, after) = text.as_bytes().split_at(at);
                assert_eq!(code([before, octets, after].concat()), Code::NotText, "{octets:?}");
            }
        }
    }
}
