//! BER to DER, as far as keystores need it: indefinite lengths and strings in
//! pieces (X.690 §8.1.3.6, §8.7.3), which Java's older libraries and NSS write.

use super::tag::OCTET_STRING;
use super::value;
use crate::Secret;
use zeroize::Zeroizing;

/// Deeper than any keystore nests.
const MAXIMUM_DEPTH: u8 = 32;
const CONSTRUCTED: u8 = 0x20;

/// The same values with definite lengths and strings in one piece; `None` when
/// it is no BER, or goes on after its end.
pub(crate) fn to_der(ber: &[u8]) -> Option<Secret> {
    let mut der = Zeroizing::new(Vec::with_capacity(ber.len()));
    let rest = element(ber, &mut der, MAXIMUM_DEPTH)?;
    rest.is_empty().then_some(der)
}

/// Writes one element; what follows it is left.
fn element<'a>(input: &'a [u8], out: &mut Secret, depth: u8) -> Option<&'a [u8]> {
    let depth = depth.checked_sub(1)?;
    let (&tag, rest) = input.split_first()?;
    if tag & 0x1f == 0x1f {
        return None; // tags of more than one octet: none in a keystore
    }
    let (content, after, indefinite) = content(rest)?;
    if tag & CONSTRUCTED == 0 {
        if indefinite {
            return None;
        }
        out.extend_from_slice(&value(tag, &[content]));
        return Some(after);
    }
    // Without a length the content is all that is left, again at each level.
    let room = if indefinite { 0 } else { content.len() };
    let mut inside = Zeroizing::new(Vec::with_capacity(room));
    let mut left = content;
    while !left.is_empty() {
        if indefinite && left.starts_with(&[0, 0]) {
            break;
        }
        left = element(left, &mut inside, depth)?;
    }
    if tag == OCTET_STRING | CONSTRUCTED {
        out.extend_from_slice(&value(OCTET_STRING, &[&pieces(&inside)?]));
    } else {
        out.extend_from_slice(&value(tag, &[&inside]));
    }
    if indefinite { left.strip_prefix(&[0, 0]) } else { Some(after) }
}

/// The content octets, what comes after them, and whether the length was
/// indefinite: then the content is all there is, and an end is looked for in it.
fn content(rest: &[u8]) -> Option<(&[u8], &[u8], bool)> {
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0x80 => return Some((rest, &[], true)),
        0..=0x7f => (usize::from(first), rest),
        _ => {
            let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            if octets.len() > 4 {
                return None;
            }
            (octets.iter().fold(0, |length, &octet| length << 8 | usize::from(octet)), rest)
        }
    };
    let (content, after) = rest.split_at_checked(length)?;
    Some((content, after, false))
}

/// The pieces of a string, put together. They are DER by now.
fn pieces(mut inside: &[u8]) -> Option<Secret> {
    let mut whole = Zeroizing::new(Vec::with_capacity(inside.len()));
    while let Some((&tag, rest)) = inside.split_first() {
        let (piece, after, _) = content(rest)?;
        if tag != OCTET_STRING {
            return None;
        }
        whole.extend_from_slice(piece);
        inside = after;
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn der_stays_as_it_is() {
        for der in [&[0x30, 3, 2, 1, 5][..], &[4, 0], &[0xa0, 2, 4, 0]] {
            assert_eq!(&*to_der(der).unwrap(), der);
        }
    }

    #[test]
    fn indefinite_lengths_and_pieces_are_put_right() {
        let ber = [0x30, 0x80, 0x24, 0x80, 4, 1, 7, 4, 2, 8, 9, 0, 0, 2, 1, 5, 0, 0];
        assert_eq!(&*to_der(&ber).unwrap(), &[0x30, 8, 4, 3, 7, 8, 9, 2, 1, 5]);
        let long = [&[0x30, 0x84, 0, 0, 0, 3][..], &[2, 1, 5]].concat();
        assert_eq!(&*to_der(&long).unwrap(), &[0x30, 3, 2, 1, 5]);
    }

    #[test]
    fn what_is_cut_off_or_goes_on_is_none() {
        let ber = [0x30, 0x80, 0x24, 0x80, 4, 1, 7, 0, 0, 0, 0];
        for end in 0..ber.len() {
            assert!(to_der(&ber[..end]).is_none(), "{end}");
        }
        assert!(to_der(&[2, 1, 5, 0]).is_none());
        assert!(to_der(&[0x30, 0x80].repeat(40)).is_none());
    }
}
