//! DER as a tree of values: one of them is changed, and every length around it is
//! written anew.

use super::dice::Dice;

/// Deeper than any key.
const MAXIMUM_DEPTH: usize = 16;

const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OID: u8 = 0x06;
const CONSTRUCTED: u8 = 0x20;

/// Tags that keys, their parameters and what is around them use.
const TAGS: &[u8] = b"\x01\x02\x03\x04\x05\x06\x0a\x0c\x13\x17\x30\x31\x80\x81\xa0\xa1\xa3";

/// Object identifiers that decide how the rest is read.
const OIDS: &[&[u8]] = &[
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01], // rsaEncryption
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a], // id-RSASSA-PSS
    &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],             // id-ecPublicKey
    &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],       // P-256
    &[0x2b, 0x81, 0x04, 0x00, 0x22],                         // P-384
    &[0x2b, 0x81, 0x04, 0x00, 0x23],                         // P-521
    &[0x2b, 0x81, 0x04, 0x00, 0x0a],                         // secp256k1
    &[0x2b, 0x65, 0x70],                                     // Ed25519
    &[0x2b, 0x65, 0x6e],                                     // X25519
];

#[derive(Clone)]
struct Value {
    tag: u8,
    content: Content,
    /// A length that is not the shortest, or not true.
    length: Length,
}

#[derive(Clone)]
enum Content {
    Octets(Vec<u8>),
    /// Values, after as many octets as a BIT STRING has before them (0 or 1).
    Values(usize, Vec<Value>),
}

#[derive(Clone, Copy)]
enum Length {
    Right,
    /// One octet more than it takes.
    Long,
    /// One more or less than there are.
    Wrong(isize),
    /// BER's "it ends where it ends".
    Indefinite,
}

pub(super) fn change(input: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut values = values(input, MAXIMUM_DEPTH)?;
    let all = flat(&values);
    let mut at = dice.below(all.len());
    let other = all[dice.below(all.len())].clone();
    change_at(&mut values, &mut at, &mut |list, index| change_one(list, index, &other, dice));
    Some(encode_all(&values))
}

fn change_one(list: &mut Vec<Value>, index: usize, other: &Value, dice: &mut Dice) {
    const LENGTHS: [Length; 4] =
        [Length::Long, Length::Wrong(1), Length::Wrong(-1), Length::Indefinite];
    let value = &mut list[index];
    match dice.below(14) {
        0 => drop(list.remove(index)),
        1 => list.insert(index, list[index].clone()),
        2 => list.push(other.clone()),
        3 => *value = other.clone(),
        4 => value.tag = *dice.pick(TAGS),
        5 => value.length = *dice.pick(&LENGTHS),
        6 => value.content = Content::Octets(special(value.tag, dice)),
        // The last octet is missing, as where a copy was cut off or a zero left out.
        7 => {
            let mut octets = encode_content(&value.content);
            octets.pop();
            value.content = Content::Octets(octets);
        }
        // A zero in front, as a positive number has it; one too many is refused.
        8 => value.content = Content::Octets([vec![0], encode_content(&value.content)].concat()),
        _ => value.content = Content::Octets(dice.octets(&encode_content(&value.content))),
    }
}

fn special(tag: u8, dice: &mut Dice) -> Vec<u8> {
    const NUMBERS: [&[u8]; 8] =
        [&[], &[0], &[1], &[2], &[3], &[1, 0, 1], &[0x80], &[0, 0xff, 0xff, 0xff, 0xff]];
    dice.pick(if tag == OID { OIDS } else { &NUMBERS }).to_vec()
}

/// Finds the value with the number `at`, counted from above.
fn change_at(
    list: &mut Vec<Value>,
    at: &mut usize,
    change: &mut impl FnMut(&mut Vec<Value>, usize),
) -> bool {
    for index in 0..list.len() {
        if *at == 0 {
            change(list, index);
            return true;
        }
        *at -= 1;
        if let Content::Values(_, inner) = &mut list[index].content
            && change_at(inner, at, change)
        {
            return true;
        }
    }
    false
}

fn flat(list: &[Value]) -> Vec<&Value> {
    let mut all = Vec::new();
    for value in list {
        all.push(value);
        if let Content::Values(_, inner) = &value.content {
            all.extend(flat(inner));
        }
    }
    all
}

/// One value or more, and nothing after them.
fn values(mut input: &[u8], depth: usize) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    while let [tag, rest @ ..] = input {
        let (length, rest) = length(rest)?;
        let (octets, rest) = rest.split_at_checked(length)?;
        let content = nested(*tag, octets, depth).unwrap_or_else(|| Content::Octets(octets.into()));
        values.push(Value { tag: *tag, content, length: Length::Right });
        input = rest;
    }
    (!values.is_empty()).then_some(values)
}

fn nested(tag: u8, octets: &[u8], depth: usize) -> Option<Content> {
    let depth = depth.checked_sub(1)?;
    match (tag, octets) {
        (BIT_STRING, [0, inner @ ..]) if inner.starts_with(&[0x30]) => {
            Some(Content::Values(1, values(inner, depth)?))
        }
        (OCTET_STRING, [0x30 | OCTET_STRING, ..]) => {
            Some(Content::Values(0, values(octets, depth)?))
        }
        _ if tag & CONSTRUCTED != 0 => Some(Content::Values(0, values(octets, depth)?)),
        _ => None,
    }
}

fn length(input: &[u8]) -> Option<(usize, &[u8])> {
    match input {
        [short @ 0..=0x7f, rest @ ..] => Some((usize::from(*short), rest)),
        [0x81, a, rest @ ..] => Some((usize::from(*a), rest)),
        [0x82, a, b, rest @ ..] => Some((usize::from(u16::from_be_bytes([*a, *b])), rest)),
        _ => None,
    }
}

fn encode_all(values: &[Value]) -> Vec<u8> {
    values.iter().flat_map(encode).collect()
}

fn encode_content(content: &Content) -> Vec<u8> {
    match content {
        Content::Octets(octets) => octets.clone(),
        Content::Values(zeros, inner) => [vec![0; *zeros], encode_all(inner)].concat(),
    }
}

fn encode(value: &Value) -> Vec<u8> {
    let content = encode_content(&value.content);
    let length = match value.length {
        Length::Right => encode_length(content.len()),
        Length::Wrong(by) => encode_length(content.len().saturating_add_signed(by)),
        Length::Indefinite => vec![0x80],
        Length::Long if content.len() < 0x80 => vec![0x81, content.len() as u8],
        Length::Long => [&[0x83, 0], &(content.len() as u16).to_be_bytes()[..]].concat(),
    };
    [&[value.tag], &length[..], &content].concat()
}

fn encode_length(length: usize) -> Vec<u8> {
    match length {
        0..=0x7f => vec![length as u8],
        0x80..=0xff => vec![0x81, length as u8],
        _ => [&[0x82], &(length as u16).to_be_bytes()[..]].concat(),
    }
}
