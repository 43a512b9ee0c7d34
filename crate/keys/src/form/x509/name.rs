use crate::der::oid::dotted;
use crate::der::{Malformed, Reader, Value, tag};
use const_oid::ObjectIdentifier;

const COMMON_NAME: ObjectIdentifier = dotted("2.5.4.3");
const SERIAL_NUMBER: ObjectIdentifier = dotted("2.5.4.5");
const ORGANISATION_IDENTIFIER: ObjectIdentifier = dotted("2.5.4.97");

/// The attributes of a `Name` (RFC 5280 §4.1.2.4) that are text, in their order.
pub(super) struct Name(Vec<(ObjectIdentifier, String)>);

impl Name {
    /// "RDNSequence ::= SEQUENCE OF RelativeDistinguishedName", a SET each
    pub(super) fn read(name: &Value<'_>) -> Result<Self, Malformed> {
        let mut attributes = Vec::new();
        let mut names = Reader::new(name.whole);
        names.sequence(|names| {
            while !names.is_empty() {
                let mut set = Reader::new(names.content(tag::SET)?);
                while !set.is_empty() {
                    let (oid, value) = set.sequence(|attribute| {
                        Ok::<_, Malformed>((attribute.object_identifier()?, attribute.value()?))
                    })?;
                    attributes.extend(text(&value).map(|text| (oid, text)));
                }
            }
            Ok::<_, Malformed>(())
        })?;
        Ok(Self(attributes))
    }

    /// The values alone, the last first: with the names of the attributes it
    /// would say no more.
    pub(super) fn written(&self) -> String {
        let values: Vec<_> = self.0.iter().rev().map(|(_, text)| text.as_str()).collect();
        values.join(", ")
    }

    pub(super) fn common_name(&self) -> Option<String> {
        self.value(COMMON_NAME).map(str::to_owned)
    }

    /// Nine digits, as all Norwegian organisation numbers have.
    pub(super) fn organisation_number(&self) -> Option<String> {
        let identifier =
            self.value(ORGANISATION_IDENTIFIER).and_then(|id| id.strip_prefix("NTRNO-"));
        [identifier, self.value(SERIAL_NUMBER)]
            .into_iter()
            .flatten()
            .find(|number| number.len() == 9 && number.bytes().all(|c| c.is_ascii_digit()))
            .map(str::to_owned)
    }

    fn value(&self, oid: ObjectIdentifier) -> Option<&str> {
        self.0.iter().find(|(own, _)| *own == oid).map(|(_, text)| text.as_str())
    }
}

/// The text of a `DirectoryString`; `None` for what is none.
fn text(value: &Value<'_>) -> Option<String> {
    match value.tag {
        tag::UTF8_STRING | tag::PRINTABLE_STRING | tag::IA5_STRING => {
            core::str::from_utf8(value.content).ok().map(str::to_owned)
        }
        // What is written as T.61 is Latin-1.
        tag::TELETEX_STRING => Some(value.content.iter().copied().map(char::from).collect()),
        tag::BMP_STRING => {
            let (units, rest) = value.content.as_chunks::<2>();
            let units: Vec<_> = units.iter().copied().map(u16::from_be_bytes).collect();
            if rest.is_empty() { String::from_utf16(&units).ok() } else { None }
        }
        _ => None,
    }
}
