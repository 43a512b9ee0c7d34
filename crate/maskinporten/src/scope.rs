use core::fmt;
use core::str::FromStr;

/// One or more scopes (RFC 6749 §3.3), each once, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scopes(Vec<String>);

/// Why a text is no list of scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeError {
    /// There is none.
    Empty,
    /// A character that no scope has.
    Character,
}

impl Scopes {
    /// The scopes.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl FromStr for Scopes {
    type Err = ScopeError;
    /// "The value of the scope parameter is expressed as a list of
    /// space-delimited, case-sensitive strings" (RFC 6749 §3.3). Line breaks
    /// and more spaces, as people paste them, delimit just as well.
    fn from_str(text: &str) -> Result<Self, ScopeError> {
        let mut scopes: Vec<String> = Vec::new();
        for scope in text.split_whitespace() {
            if !scope.chars().all(is_scope_character) {
                return Err(ScopeError::Character);
            }
            if !scopes.iter().any(|known| known == scope) {
                scopes.push(scope.to_owned());
            }
        }
        if scopes.is_empty() { Err(ScopeError::Empty) } else { Ok(Self(scopes)) }
    }
}

/// "scope-token = 1*( %x21 / %x23-5B / %x5D-7E )" (RFC 6749 §3.3)
fn is_scope_character(c: char) -> bool {
    matches!(c, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e')
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_space_between_each_once() {
        let scopes: Scopes = " altinn:b.read\n altinn:a\u{a0}altinn:b.read ".parse().unwrap();
        assert_eq!(scopes.to_string(), "altinn:b.read altinn:a");
    }

    #[test]
    fn the_characters_of_rfc_6749() {
        assert!("a!#[]~/:.".parse::<Scopes>().is_ok());
        for bad in ["a\"b", "a\\b", "skatt:nøkkel", "a\u{200b}"] {
            assert_eq!(bad.parse::<Scopes>(), Err(ScopeError::Character), "{bad:?}");
        }
        assert_eq!(" \n".parse::<Scopes>(), Err(ScopeError::Empty));
    }
}
