use core::fmt;
use core::str::FromStr;
use serde::{Deserialize, Serialize};

/// A `kid` as Maskinporten takes it: letters, digits and `._-`.
///
/// RFC 7517 §4.5 leaves its form open; the portal refuses other characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyId(String);

/// Why a text is no [`KeyId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum KeyIdError {
    /// Nothing was given.
    Empty,
    /// Another character than letters (a–z, A–Z), digits and `._-`.
    Character,
    /// More than [`KeyId::MAXIMUM_LEN`] characters.
    TooLong,
}

impl KeyId {
    /// A limit of this project: the portal's own is not documented.
    pub const MAXIMUM_LEN: usize = 255;

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes a `kid` that is unique everywhere: name, environment, date and a
    /// random part, as in `fakturaklient-test-2026-11-23-k3v9q2m7`.
    ///
    /// `random` gives the last part, one character for each 5 bits: five octets
    /// make eight characters. Characters that a `kid` cannot have are
    /// transliterated (æ → ae) or become a hyphen.
    pub fn suggest(name: &str, environment: &str, date: &str, random: &[u8; 5]) -> Self {
        let mut name = plain(name);
        name.truncate(60);
        let name = name.trim_matches('-');
        let parts = [name, environment, date, &crockford(random)];
        let filled: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Self(plain(&filled.join("-")))
    }
}

/// Lower case, with only the characters of a `kid`, no two hyphens together.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'æ' | 'ä' => out.push_str("ae"),
            'ø' | 'ö' => out.push_str("oe"),
            'å' => out.push_str("aa"),
            'é' | 'è' => out.push('e'),
            c if is_allowed(c) && c != '-' => out.push(c),
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    out
}

/// Base 32 without the letters that are mistaken for others.
fn crockford(octets: &[u8; 5]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let bits = octets.iter().fold(0u64, |acc, &octet| acc << 8 | u64::from(octet));
    (0..8).rev().map(|i| char::from(ALPHABET[(bits >> (5 * i) & 31) as usize])).collect()
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

impl FromStr for KeyId {
    type Err = KeyIdError;
    fn from_str(text: &str) -> Result<Self, KeyIdError> {
        match text {
            "" => Err(KeyIdError::Empty),
            _ if !text.chars().all(is_allowed) => Err(KeyIdError::Character),
            _ if text.len() > Self::MAXIMUM_LEN => Err(KeyIdError::TooLong),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

impl TryFrom<String> for KeyId {
    type Error = KeyIdError;
    fn try_from(text: String) -> Result<Self, KeyIdError> {
        text.parse()
    }
}

impl From<KeyId> for String {
    fn from(kid: KeyId) -> Self {
        kid.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for KeyIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty",
            Self::Character => "character",
            Self::TooLong => "too-long",
        })
    }
}

impl std::error::Error for KeyIdError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_letters_digits_and_three_marks() {
        assert!("min.klient_A-1".parse::<KeyId>().is_ok());
        for bad in ["nøkkel", "a b", "a/b", "a+b", "a\n"] {
            assert_eq!(bad.parse::<KeyId>(), Err(KeyIdError::Character), "{bad:?}");
        }
        assert_eq!("".parse::<KeyId>(), Err(KeyIdError::Empty));
        assert_eq!("a".repeat(256).parse::<KeyId>(), Err(KeyIdError::TooLong));
    }

    #[test]
    fn a_suggestion_is_always_a_key_id() {
        let random = [0xff, 0, 0x5a, 1, 2];
        for name in ["Fakturaklient Ås", "", "///", "  -- ", &"ø".repeat(300), "日本"] {
            let kid = KeyId::suggest(name, "test", "2026-11-23", &random);
            assert_eq!(kid.as_str().parse(), Ok(kid.clone()), "{name:?}");
            assert!(kid.as_str().contains("test-2026-11-23-"), "{kid}");
        }
        let kid = KeyId::suggest("Fakturaklient Ås", "test", "2026-11-23", &random);
        assert_eq!(kid.as_str(), "fakturaklient-aas-test-2026-11-23-zw05m082");
    }

    #[test]
    fn another_random_part_makes_another_kid() {
        let kid = |last| KeyId::suggest("a", "test", "2026-11-23", &[0, 0, 0, 0, last]);
        assert_ne!(kid(1), kid(2));
    }
}
