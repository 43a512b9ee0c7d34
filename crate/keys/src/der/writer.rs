use super::tag;
use crate::Secret;
use const_oid::ObjectIdentifier;
use zeroize::Zeroizing;

/// A value whose content is these parts. In a buffer that never grows: a grown
/// one leaves a copy of what may be secret behind.
pub(crate) fn value(tag: u8, parts: &[&[u8]]) -> Secret {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let octets = length.to_be_bytes();
    let octets = &octets[length.leading_zeros() as usize / 8..];
    let mut out = Zeroizing::new(Vec::with_capacity(2 + octets.len() + length));
    out.push(tag);
    if length < 0x80 {
        out.push(length as u8);
    } else {
        out.push(0x80 | octets.len() as u8);
        out.extend_from_slice(octets);
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

pub(crate) fn sequence(values: &[&[u8]]) -> Secret {
    value(tag::SEQUENCE, values)
}

pub(crate) fn set(values: &[&[u8]]) -> Secret {
    value(tag::SET, values)
}

/// A number of at least one octet, big-endian, without leading zeros.
pub(crate) fn integer(number: &[u8]) -> Secret {
    let is_high = number.first().is_some_and(|&first| first >= 0x80);
    value(tag::INTEGER, &[if is_high { &[0] } else { &[] }, number])
}

pub(crate) fn small_integer(number: u32) -> Secret {
    let octets = number.to_be_bytes();
    integer(&octets[(number.leading_zeros() as usize / 8).min(3)..])
}

pub(crate) fn octet_string(octets: &[u8]) -> Secret {
    value(tag::OCTET_STRING, &[octets])
}

pub(crate) fn bit_string(octets: &[u8]) -> Secret {
    value(tag::BIT_STRING, &[&[0], octets])
}

pub(crate) fn object_identifier(oid: ObjectIdentifier) -> Secret {
    value(tag::OBJECT_IDENTIFIER, &[oid.as_bytes()])
}

pub(crate) fn null() -> Secret {
    value(tag::NULL, &[])
}

/// `[number]` around a whole value.
pub(crate) fn explicit(number: u8, inside: &[u8]) -> Secret {
    value(tag::context_constructed(number), &[inside])
}

/// `[number]` in place of the tag of a value that is not constructed.
pub(crate) fn implicit(number: u8, content: &[u8]) -> Secret {
    value(tag::context(number), &[content])
}
