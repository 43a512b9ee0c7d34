//! DER as a tree of values: one of them is changed, and every length around it is
//! written anew.

use super::dice::Dice;

/// Deeper than any key.
const MAXIMUM_DEPTH: usize = 16;

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OID: u8 = 0x06;
const CONSTRUCTED: u8 = 0x20;

/// Tags that keys, their parameters and what is around them use.
const TAGS: [u8; 17] = [
    0x01,
    INTEGER,
    BIT_STRING,
    OCTET_STRING,
    0x05,
    OID,
    0x0a,
    0x0c,
    0x13,
    0x17,
    0x30,
    0x31,
    0x80,
    0x81,
    0xa0,
    0xa1,
    0xa3,
];

/// Object identifiers that decide how the rest is read.
const OIDS: [&[u8]; 9] = [
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
    let others = flat(&values);
    let at = dice.below(others.len());
    let other = dice.pick(&others).map(|&value| value.clone());
    change_at(&mut values, &mut at.clone(), &mut |list, index| {
        change_one(list, index, other.clone(), dice);
    });
    Some(encode_all(&values))
}

fn change_one(list: &mut Vec<Value>, index: usize, other: Option<Value>, dice: &mut Dice) {
    match dice.below(12) {
        0 => drop(list.remove(index)),
        1 => list.insert(index, list[index].clone()),
        2 => list.extend(other),
        3 => list[index] = other.unwrap_or_else(|| list[index].clone()),
        4 => list[index].tag = *dice.pick(&TAGS).unwrap_or(&INTEGER),
        5 => {
            list[index].length = *dice
                .pick(&[Length::Long, Length::Wrong(1), Length::Wrong(-1), Length::Indefinite])
                .unwrap_or(&Length::Right)
        }
        6 => list[index].content = Content::Octets(special(list[index].tag, dice)),
        7 => {
            // A zero in front, as a positive number has it; one too many is refused.
            let octets = [vec![0], encode_content(&list[index].content)].concat();
            list[index].content = Content::Octets(octets);
        }
        _ => {
            let octets = dice.octets(&encode_content(&list[index].content));
            list[index].content = Content::Octets(octets);
        }
    }
}

fn special(tag: u8, dice: &mut Dice) -> Vec<u8> {
    if tag == OID {
        return dice.pick(&OIDS).map(|oid| oid.to_vec()).unwrap_or_default();
    }
    let numbers: [&[u8]; 8] =
        [&[], &[0], &[1], &[2], &[3], &[1, 0, 1], &[0x80], &[0, 0xff, 0xff, 0xff, 0xff]];
    dice.pick(&numbers).map(|number| number.to_vec()).unwrap_or_default()
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
