use super::tag;
use const_oid::ObjectIdentifier;

/// The octets are no DER, or not what was to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// A tag and what it is about.
#[derive(Clone, Copy)]
pub(crate) struct Value<'a> {
    pub tag: u8,
    pub content: &'a [u8],
    /// Tag and length too.
    pub whole: &'a [u8],
}

/// Reads values one after the other.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

/// Reads one SEQUENCE that is all there is; `inside` must read all of it.
pub(crate) fn read<'a, T, E: From<Malformed>>(
    octets: &'a [u8],
    inside: impl FnOnce(&mut Reader<'a>) -> Result<T, E>,
) -> Result<T, E> {
    let mut reader = Reader::new(octets);
    let read = reader.sequence(inside)?;
    reader.end()?;
    Ok(read)
}

impl<'a> Reader<'a> {
    pub(crate) fn new(octets: &'a [u8]) -> Self {
        Self { rest: octets }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Whether the next value has this tag.
    pub(crate) fn next_is(&self, tag: u8) -> bool {
        self.rest.first() == Some(&tag)
    }

    /// All has been read.
    pub(crate) fn end(self) -> Result<(), Malformed> {
        if self.is_empty() { Ok(()) } else { Err(Malformed) }
    }

    /// The next value, whatever it is.
    pub(crate) fn value(&mut self) -> Result<Value<'a>, Malformed> {
        let (tag, length, header) = header(self.rest)?;
        // In WebAssembly a length of four octets and its header may be more than there is.
        let end = header.checked_add(length).ok_or(Malformed)?;
        let (whole, rest) = self.rest.split_at_checked(end).ok_or(Malformed)?;
        self.rest = rest;
        Ok(Value { tag, content: &whole[header..], whole })
    }

    /// The content of the next value, which has this tag.
    pub(crate) fn content(&mut self, tag: u8) -> Result<&'a [u8], Malformed> {
        let value = self.value()?;
        if value.tag == tag { Ok(value.content) } else { Err(Malformed) }
    }

    /// The content of the next value, if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<&'a [u8]>, Malformed> {
        if self.next_is(tag) { self.content(tag).map(Some) } else { Ok(None) }
    }

    /// Reads a SEQUENCE, all of it.
    pub(crate) fn sequence<T, E: From<Malformed>>(
        &mut self,
        inside: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut reader = Reader::new(self.content(tag::SEQUENCE)?);
        let read = inside(&mut reader)?;
        reader.end()?;
        Ok(read)
    }

    /// Reads what stands in `[number]`, all of it.
    pub(crate) fn explicit<T, E: From<Malformed>>(
        &mut self,
        number: u8,
        inside: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut reader = Reader::new(self.content(tag::context_constructed(number))?);
        let read = inside(&mut reader)?;
        reader.end()?;
        Ok(read)
    }

    /// As [`explicit`](Self::explicit), if `[number]` is there.
    pub(crate) fn optional_explicit<T, E: From<Malformed>>(
        &mut self,
        number: u8,
        inside: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        match self.next_is(tag::context_constructed(number)) {
            true => self.explicit(number, inside).map(Some),
            false => Ok(None),
        }
    }

    /// An INTEGER that is not negative, without the zero before a high bit.
    pub(crate) fn unsigned(&mut self) -> Result<&'a [u8], Malformed> {
        match self.content(tag::INTEGER)? {
            zero @ [0] => Ok(zero),
            [0, number @ ..] if number.first().is_some_and(|&first| first >= 0x80) => Ok(number),
            number @ [0x01..=0x7f, ..] => Ok(number),
            // Nothing, a negative number, or an octet too many (X.690 §8.3.2)
            _ => Err(Malformed),
        }
    }

    /// An INTEGER that fits in 32 bits and is not negative.
    pub(crate) fn small(&mut self) -> Result<u32, Malformed> {
        let octets = self.unsigned()?;
        if octets.len() > 4 {
            return Err(Malformed);
        }
        Ok(octets.iter().fold(0, |number, &octet| number << 8 | u32::from(octet)))
    }

    pub(crate) fn octet_string(&mut self) -> Result<&'a [u8], Malformed> {
        self.content(tag::OCTET_STRING)
    }

    /// A BIT STRING of whole octets.
    pub(crate) fn bit_string(&mut self) -> Result<&'a [u8], Malformed> {
        match self.content(tag::BIT_STRING)? {
            [0, octets @ ..] => Ok(octets),
            _ => Err(Malformed),
        }
    }

    pub(crate) fn object_identifier(&mut self) -> Result<ObjectIdentifier, Malformed> {
        ObjectIdentifier::from_bytes(self.content(tag::OBJECT_IDENTIFIER)?).map_err(|_| Malformed)
    }
}

/// Whether it looks like one SEQUENCE that is as long as the octets are, in DER or BER.
pub(crate) fn is_sequence(octets: &[u8]) -> bool {
    let [tag::SEQUENCE, first, rest @ ..] = octets else { return false };
    match first {
        0..=0x7f => rest.len() == usize::from(*first),
        0x80 => rest.ends_with(&[0, 0]),
        0x81..=0x84 => {
            rest.split_at_checked(usize::from(first & 0x7f)).is_some_and(|(length, content)| {
                let octets = length.iter().fold(0, |sum, &octet| sum << 8 | u64::from(octet));
                octets == content.len() as u64
            })
        }
        _ => false,
    }
}

/// Tag, octets of the content, octets of tag and length.
fn header(octets: &[u8]) -> Result<(u8, usize, usize), Malformed> {
    let (&tag, rest) = octets.split_first().ok_or(Malformed)?;
    // Tags of more than one octet: none in a key or certificate.
    if tag & 0x1f == 0x1f {
        return Err(Malformed);
    }
    match rest {
        [length @ 0..=0x7f, ..] => Ok((tag, usize::from(*length), 2)),
        [first @ 0x81..=0x84, rest @ ..] => {
            let count = usize::from(first & 0x7f);
            let length = rest.get(..count).ok_or(Malformed)?;
            // "the minimum number of octets" (X.690 §10.1)
            if length[0] == 0 || (count == 1 && length[0] < 0x80) {
                return Err(Malformed);
            }
            let length = length.iter().fold(0, |length, &octet| length << 8 | usize::from(octet));
            Ok((tag, length, 2 + count))
        }
        _ => Err(Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::{integer, sequence, small_integer};

    fn unsigned(octets: &[u8]) -> Result<&[u8], Malformed> {
        Reader::new(octets).unsigned()
    }

    #[test]
    fn integers_are_read_as_they_must_be_written() {
        for number in [&[0][..], &[1], &[0x7f], &[0x80], &[0xff, 0], &[1, 0, 0]] {
            assert_eq!(unsigned(&integer(number)), Ok(number));
        }
        for bad in
            [&[2, 0][..], &[2, 2, 0, 1], &[2, 1, 0x80], &[2, 2, 0, 0], &[4, 1, 1], &[2, 2, 1]]
        {
            assert_eq!(unsigned(bad), Err(Malformed), "{bad:?}");
        }
    }

    #[test]
    fn lengths_are_as_short_as_they_can_be() {
        for length in [0, 1, 127, 128, 255, 256, 65_535, 65_536] {
            let content = vec![7; length];
            let der = crate::der::value(tag::OCTET_STRING, &[&content]);
            assert_eq!(Reader::new(&der).octet_string(), Ok(&content[..]));
        }
        let long = [&[4, 0x81, 1, 7][..], &[4, 0x82, 0, 1, 7], &[4, 0x80, 0, 0], &[0x1f, 1, 7]];
        for der in long
            .into_iter()
            .chain([&[4, 0x85, 0, 0, 0, 0, 1, 7][..], &[4, 0x84, 0xff, 0xff, 0xff, 0xff]])
        {
            assert!(Reader::new(der).value().is_err(), "{der:?}");
        }
    }

    #[test]
    fn a_sequence_is_as_long_as_it_says() {
        let long = sequence(&[&[4, 0x82, 1, 0], &[7; 256]]);
        for whole in [&long[..], &[0x30, 0], &[0x30, 0x81, 2, 5, 0], &[0x30, 0x80, 5, 0, 0, 0]] {
            assert!(is_sequence(whole), "{whole:?}");
        }
        for other in [
            &long[..long.len() - 1],
            &[0x30],
            &[0x30, 1],
            &[0x31, 0],
            &[0x30, 0x80, 5, 0, 1],
            &[0x30, 0x82, 1],
            &[0x30, 0x85, 0, 0, 0, 0, 0],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0],
        ] {
            assert!(!is_sequence(other), "{other:?}");
        }
    }

    #[test]
    fn nothing_may_follow_and_nothing_be_left() {
        let der = sequence(&[&small_integer(5)]);
        assert_eq!(read(&der, Reader::small), Ok(5));
        let more = [&der[..], &[0]].concat();
        assert_eq!(read(&more, Reader::small), Err(Malformed));
        let left = sequence(&[&small_integer(5), &small_integer(6)]);
        assert_eq!(read(&left, Reader::small), Err(Malformed));
        for end in 0..der.len() {
            assert_eq!(read(&der[..end], Reader::small), Err(Malformed));
        }
    }
}
