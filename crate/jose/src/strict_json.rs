//! JSON that means one thing only: "the member names within a JWK MUST be
//! unique; JWK parsers MUST either reject JWKs with duplicate member names or
//! use a JSON parser that returns only the lexically last duplicate" (RFC 7517
//! §4). This reader sees them all, also those hidden by escapes
//! (`"\u006e"` is `"n"`).

use core::cell::RefCell;
use core::fmt;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Text longer than this is refused before it is read.
pub const MAXIMUM_LEN: usize = 2 * 1024 * 1024;

/// More repeated members than this are not told apart.
pub const MAXIMUM_DUPLICATES: usize = 100;

/// Longer names are cut in the pointers of [`Document::duplicates`].
pub const MAXIMUM_NAME_LEN: usize = 100;

/// What a text holds, and which members stand in it more than once.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The value; of a repeated member the last one, as most parsers keep it.
    pub value: Value,
    /// JSON pointers (RFC 6901) of the repeated members, at most
    /// [`MAXIMUM_DUPLICATES`] of them; names are cut at [`MAXIMUM_NAME_LEN`] octets.
    pub duplicates: Vec<String>,
}

/// Why a text is not JSON, or not JSON with one meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonError {
    /// It is not JSON; where that shows (line and column count from 1).
    Syntax {
        /// The line.
        line: usize,
        /// The column in octets.
        column: usize,
    },
    /// It stops too early.
    Incomplete,
    /// Objects or arrays more than 127 deep.
    TooDeep,
    /// Longer than [`MAXIMUM_LEN`].
    TooLong,
    /// A member stands twice in an object.
    DuplicateMember,
}

/// Reads a text and refuses repeated members.
///
/// # Errors
/// See [`JsonError`].
pub fn parse(text: &str) -> Result<Value, JsonError> {
    let document = read(text)?;
    if document.duplicates.is_empty() {
        Ok(document.value)
    } else {
        Err(JsonError::DuplicateMember)
    }
}

/// Reads a text and reports repeated members beside the value.
///
/// # Errors
/// See [`JsonError`]; never [`JsonError::DuplicateMember`].
pub fn read(text: &str) -> Result<Document, JsonError> {
    if text.len() > MAXIMUM_LEN {
        return Err(JsonError::TooLong);
    }
    let duplicates = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = Place { above: None, name: "", duplicates: &duplicates };
    let value = seed.deserialize(&mut deserializer).map_err(|error| reason(&error))?;
    deserializer.end().map_err(|error| reason(&error))?;
    Ok(Document { value, duplicates: duplicates.into_inner() })
}

fn reason(error: &serde_json::Error) -> JsonError {
    if error.is_eof() {
        JsonError::Incomplete
    } else if error.to_string().starts_with("recursion limit exceeded") {
        // The library gives this no kind of its own.
        JsonError::TooDeep
    } else {
        JsonError::Syntax { line: error.line(), column: error.column() }
    }
}

/// Where in the text we are, and where to write what is found twice. A pointer
/// is only made of it when it is needed.
#[derive(Clone, Copy)]
struct Place<'a> {
    above: Option<&'a Place<'a>>,
    name: &'a str,
    duplicates: &'a RefCell<Vec<String>>,
}

impl<'a> Place<'a> {
    fn below(&'a self, name: &'a str) -> Self {
        Place { above: Some(self), name, duplicates: self.duplicates }
    }

    fn note(&self) {
        if self.duplicates.borrow().len() < MAXIMUM_DUPLICATES {
            self.duplicates.borrow_mut().push(self.pointer());
        }
    }

    fn pointer(&self) -> String {
        let Some(above) = self.above else { return String::new() };
        let end = self.name.floor_char_boundary(MAXIMUM_NAME_LEN);
        let name = self.name[..end].replace('~', "~0").replace('/', "~1");
        format!("{}/{name}", above.pointer())
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let place = self.below(&name);
            if map.contains_key(&name) {
                place.note();
            }
            let value = access.next_value_seed(place)?;
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let index = list.len().to_string();
            match access.next_element_seed(self.below(&index))? {
                Some(value) => list.push(value),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { line, column } => write!(f, "no JSON at line {line}, column {column}"),
            Self::Incomplete => f.write_str("incomplete JSON"),
            Self::TooDeep => f.write_str("JSON too deep"),
            Self::TooLong => f.write_str("JSON too long"),
            Self::DuplicateMember => f.write_str("duplicate member"),
        }
    }
}

impl std::error::Error for JsonError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_duplicates_at_any_depth_and_behind_escapes() {
        let document = read(r#"{"a":[{"n":1,"\u006e":2}],"x/y":1,"x/y":2}"#).unwrap();
        assert_eq!(document.duplicates, ["/a/0/n", "/x~1y"]);
        assert_eq!(document.value["a"][0]["n"], 2);
        assert_eq!(parse(r#"{"n":1,"\u006e":2}"#), Err(JsonError::DuplicateMember));
    }

    #[test]
    fn names_of_objects_elsewhere_are_no_duplicates() {
        assert!(parse(r#"{"a":{"n":1},"b":{"n":1},"__proto__":{"n":1}}"#).is_ok());
    }

    #[test]
    fn many_duplicates_under_a_long_name_take_no_room() {
        let members = r#""a":1,"#.repeat(2000);
        let text = format!(r#"{{"{}":{{{members}"a":1}}}}"#, "k".repeat(500_000));
        let document = read(&text).unwrap();
        assert_eq!(document.duplicates.len(), MAXIMUM_DUPLICATES);
        assert!(document.duplicates[0].len() < 2 * MAXIMUM_NAME_LEN);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        assert_eq!(parse("{\"a\":\n 1,}"), Err(JsonError::Syntax { line: 2, column: 4 }));
        assert_eq!(parse("{\"a\":1"), Err(JsonError::Incomplete));
        assert_eq!(parse("{} {}"), Err(JsonError::Syntax { line: 1, column: 4 }));
        assert_eq!(parse(&"[".repeat(200)), Err(JsonError::TooDeep));
        assert_eq!(parse(&" ".repeat(MAXIMUM_LEN + 1)), Err(JsonError::TooLong));
        assert!(parse("1e999").is_err());
    }
}
