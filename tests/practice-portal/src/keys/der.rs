//! As much DER (X.690) as a public key in PEM and a certificate need: SubjectPublicKeyInfo
//! (RFC 5280 §4.1.2.7) with RSA (RFC 8017 A.1.1), EC (RFC 5480) or Ed25519 (RFC 8410).

use super::public_key::PublicKey;

/// SEQUENCE, constructed.
pub const SEQUENCE: u8 = 0x30;
/// INTEGER.
pub const INTEGER: u8 = 0x02;
/// OBJECT IDENTIFIER.
pub const OBJECT_IDENTIFIER: u8 = 0x06;
const BIT_STRING: u8 = 0x03;

const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

/// The public key of a SubjectPublicKeyInfo.
pub fn subject_public_key(bytes: &[u8]) -> Option<PublicKey> {
    let mut info = whole(bytes, SEQUENCE)?;
    let mut algorithm = take(&mut info, SEQUENCE)?;
    let key = take(&mut info, BIT_STRING)?.strip_prefix(&[0])?;
    let name = take(&mut algorithm, OBJECT_IDENTIFIER)?;
    if !info.is_empty() {
        return None;
    }
    match name {
        RSA_ENCRYPTION => rsa_public_key(key),
        EC_PUBLIC_KEY => Some(PublicKey::Ec {
            curve: match take(&mut algorithm, OBJECT_IDENTIFIER)? {
                P256 => "P-256",
                P384 => "P-384",
                _ => return None,
            },
            point: key.to_vec(),
        }),
        ED25519 => Some(PublicKey::Ed25519 { x: key.to_vec() }),
        _ => None,
    }
}

/// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }`
fn rsa_public_key(bytes: &[u8]) -> Option<PublicKey> {
    let mut numbers = whole(bytes, SEQUENCE)?;
    let n = unsigned(take(&mut numbers, INTEGER)?)?;
    let e = unsigned(take(&mut numbers, INTEGER)?)?;
    numbers.is_empty().then_some(PublicKey::Rsa { n, e })
}

/// A positive INTEGER without its sign octet.
fn unsigned(integer: &[u8]) -> Option<Vec<u8>> {
    match integer {
        [0, rest @ ..] if rest.first().is_some_and(|first| *first >= 0x80) => Some(rest.to_vec()),
        [first, ..] if (1..0x80).contains(first) => Some(integer.to_vec()),
        _ => None,
    }
}

/// The content of the one element that these bytes are.
pub fn whole(mut bytes: &[u8], tag: u8) -> Option<&[u8]> {
    let content = take(&mut bytes, tag)?;
    bytes.is_empty().then_some(content)
}

/// The content of the next element, which must have this tag.
pub fn take<'a>(bytes: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    take_any(bytes).filter(|(found, _)| *found == tag).map(|(_, content)| content)
}

/// The next element with its tag and length, which must have this tag.
pub fn take_element<'a>(bytes: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let start = *bytes;
    take(bytes, tag)?;
    start.get(..start.len() - bytes.len())
}

/// Tag and content of the next element.
pub fn take_any<'a>(bytes: &mut &'a [u8]) -> Option<(u8, &'a [u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (length, rest) = match rest {
        [short @ 0..=0x7f, rest @ ..] => (usize::from(*short), rest),
        [0x81, one @ 0x80..=0xff, rest @ ..] => (usize::from(*one), rest),
        [0x82, high @ 1..=0xff, low, rest @ ..] => {
            (usize::from(*high) * 256 + usize::from(*low), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    Some((*tag, content))
}

#[cfg(test)]
mod tests {
    use super::subject_public_key;
    use crate::keys::public_key::PublicKey;

    #[test]
    fn ed25519() {
        let mut der = vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0];
        der.extend([7; 32]);
        assert_eq!(subject_public_key(&der), Some(PublicKey::Ed25519 { x: vec![7; 32] }));
        der.push(0);
        assert_eq!(subject_public_key(&der), None, "trailing octet");
    }

    #[test]
    fn cut_short_is_nothing() {
        for length in 0..12 {
            let der = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0];
            assert_eq!(subject_public_key(&der[..length]), None);
        }
    }
}
