//! DER that is BER: lengths longer than they need be, lengths left open, and a
//! value too many, at every place of a key.

use crate::forms::{
    self, CERTIFICATE, ED25519_PKCS8, ED25519_SPKI, Form, PBES1, PBES2, PKCS8, RSA_PKCS1,
    RSA_PUBLIC_PKCS1, SCRYPT, SEC1, SPKI, TRIPLE_DES_PKCS12, open,
};
use nokkelsmie_keys::PublicKey;
use nokkelsmie_keys::read::ReadErrorCode as Code;

const KEYS: [Form; 11] = [
    SEC1,
    PKCS8,
    ED25519_PKCS8,
    RSA_PKCS1,
    SPKI,
    ED25519_SPKI,
    RSA_PUBLIC_PKCS1,
    CERTIFICATE,
    PBES2,
    SCRYPT,
    PBES1,
];

/// A value, and the values inside of it if it is constructed.
struct Node {
    tag: u8,
    content: Vec<u8>,
    inside: Vec<Node>,
}

/// How one value of many is written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// One octet more than the length needs (X.690 §10.1).
    LongLength,
    /// Four octets for the length.
    VeryLongLength,
    /// No length, and an end (X.690 §8.1.3.6).
    OpenLength,
    /// A NULL after everything else inside.
    ValueMore,
}

fn parse(mut der: &[u8]) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let [tag, first, ..] = *der {
        let (length, header) = match first {
            0x81 => (usize::from(der[2]), 3),
            0x82 => (usize::from(der[2]) << 8 | usize::from(der[3]), 4),
            short => (usize::from(short), 2),
        };
        let content = der[header..header + length].to_vec();
        let inside = if tag & 0x20 != 0 { parse(&content) } else { Vec::new() };
        nodes.push(Node { tag, content, inside });
        der = &der[header + length..];
    }
    nodes
}

/// Writes a value; `at` counts down to the one that has the fault.
fn write(node: &Node, at: &mut isize, fault: Fault) -> Vec<u8> {
    let here = *at == 0;
    *at -= 1;
    let mut content = match node.tag & 0x20 {
        0 => node.content.clone(),
        _ => node.inside.iter().flat_map(|inside| write(inside, at, fault)).collect(),
    };
    if here && fault == Fault::ValueMore {
        content.extend([5, 0]);
    }
    let length = content.len() as u16;
    let [high, low] = length.to_be_bytes();
    let header = match (here.then_some(fault), length) {
        (Some(Fault::OpenLength), _) => return [&[node.tag, 0x80], &content[..], &[0, 0]].concat(),
        (Some(Fault::VeryLongLength), _) => vec![node.tag, 0x84, 0, 0, high, low],
        (Some(Fault::LongLength), 0..=0x7f) => vec![node.tag, 0x81, low],
        (Some(Fault::LongLength), 0x80..=0xff) => vec![node.tag, 0x82, 0, low],
        (Some(Fault::LongLength), _) => vec![node.tag, 0x83, 0, high, low],
        (_, 0..=0x7f) => vec![node.tag, low],
        (_, 0x80..=0xff) => vec![node.tag, 0x81, low],
        _ => vec![node.tag, 0x82, high, low],
    };
    [header, content].concat()
}

fn count(node: &Node) -> usize {
    1 + node.inside.iter().map(count).sum::<usize>()
}

/// The form with the fault at each place where it can be.
fn faulty(form: Form, fault: Fault) -> Vec<(usize, Vec<u8>)> {
    let root = parse(form.octets).remove(0);
    let constructed: Vec<_> = tags(&root).into_iter().map(|tag| tag & 0x20 != 0).collect();
    let needs_constructed = matches!(fault, Fault::OpenLength | Fault::ValueMore);
    (0..count(&root))
        .filter(|&at| constructed[at] || !needs_constructed)
        .map(|at| (at, write(&root, &mut (at as isize), fault)))
        .collect()
}

fn tags(node: &Node) -> Vec<u8> {
    let inside = node.inside.iter().flat_map(tags);
    std::iter::once(node.tag).chain(inside).collect()
}

#[test]
fn what_is_read_is_written_back_the_same() {
    for form in KEYS {
        let root = parse(form.octets).remove(0);
        assert_eq!(write(&root, &mut -1, Fault::LongLength), form.octets, "{form:?}");
    }
}

/// How many were tried, and which of them were read all the same.
fn try_each(fault: Fault) -> (usize, Vec<(&'static str, usize)>) {
    let (mut tried, mut read) = (0, Vec::new());
    for form in KEYS {
        for (at, octets) in faulty(form, fault) {
            tried += 1;
            match open(forms::pem(form.label.unwrap(), &octets).as_bytes()) {
                Ok(_) => read.push((form.name, at)),
                Err(error) => {
                    let expected = [Code::Der, Code::CertificateMalformed, Code::CurveUnknown];
                    assert!(expected.contains(&error.code), "{form:?} at {at}: {error}");
                }
            }
        }
    }
    (tried, read)
}

#[test]
fn lengths_that_are_too_long_are_refused() {
    assert_eq!(try_each(Fault::LongLength), (134, vec![]));
    assert_eq!(try_each(Fault::VeryLongLength), (134, vec![]));
}

#[test]
fn lengths_that_are_left_open_are_refused() {
    assert_eq!(try_each(Fault::OpenLength), (56, vec![]));
}

/// But for the parameters of the algorithm that signed a certificate: the signature
/// is not checked.
#[test]
fn values_that_nobody_asked_for_are_refused() {
    assert_eq!(
        try_each(Fault::ValueMore),
        (56, vec![("certificate.der", 5), ("certificate.der", 53)])
    );
}

/// Keystores are written in BER by others, and read (RFC 7292 §4).
#[test]
fn a_keystore_may_have_such_lengths() {
    for fault in [Fault::LongLength, Fault::VeryLongLength, Fault::OpenLength] {
        // The version, at 1, tells a keystore from a key.
        for (at, octets) in faulty(TRIPLE_DES_PKCS12, fault).into_iter().filter(|(at, _)| *at != 1)
        {
            let read = open(&octets).unwrap_or_else(|error| panic!("{fault:?} at {at}: {error}"));
            assert_eq!(PublicKey::try_from(&read[0]).unwrap(), forms::p256(), "{fault:?} at {at}");
        }
    }
}
