//! Norwegian identifiers and their control digits.

use core::fmt;
use core::str::FromStr;

/// An organisation number: nine digits, the last of them a control digit
/// (Brønnøysundregistrene, "Om organisasjonsnummeret").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrganisationNumber([u8; 9]);

/// A fødselsnummer or D-nummer, also a synthetic one: eleven digits, the last
/// two of them control digits (Skatteetaten, "Om fødselsnummer").
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PersonNumber([u8; 11]);

/// Why a text is no such number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierError {
    /// Not so many digits, or other characters.
    Malformed,
    /// Some digit is wrong: the control digits do not fit the others.
    ControlDigit,
}

impl FromStr for OrganisationNumber {
    type Err = IdentifierError;
    /// Reads it; spaces between the digits do no harm (`974 760 673`).
    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let digits = digits::<9>(text)?;
        if control_digit(&digits[..8], &[3, 2, 7, 6, 5, 4, 3, 2]) == digits[8] {
            Ok(Self(digits))
        } else {
            Err(IdentifierError::ControlDigit)
        }
    }
}

impl FromStr for PersonNumber {
    type Err = IdentifierError;
    /// Reads it; spaces between the digits do no harm.
    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let digits = digits::<11>(text)?;
        let first = control_digit(&digits[..9], &[3, 7, 6, 1, 8, 9, 4, 5, 2]);
        let second = control_digit(&digits[..10], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
        if [first, second] == digits[9..] {
            Ok(Self(digits))
        } else {
            Err(IdentifierError::ControlDigit)
        }
    }
}

fn digits<const N: usize>(text: &str) -> Result<[u8; N], IdentifierError> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(10).map(|digit| digit as u8).ok_or(IdentifierError::Malformed))
        .collect::<Result<_, _>>()?;
    digits.try_into().map_err(|_| IdentifierError::Malformed)
}

/// Modulus 11; 10, which no digit is, when none can be the control of these.
fn control_digit(digits: &[u8], weights: &[u8]) -> u8 {
    let sum: u32 = digits.iter().zip(weights).map(|(&d, &w)| u32::from(d) * u32::from(w)).sum();
    match 11 - sum % 11 {
        11 => 0,
        digit => digit as u8,
    }
}

fn write(digits: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    digits.iter().try_for_each(|digit| write!(f, "{digit}"))
}

impl fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(&self.0, f)
    }
}

impl fmt::Display for PersonNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(&self.0, f)
    }
}

/// A person's number is not for logs.
impl fmt::Debug for PersonNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonNumber([person])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use IdentifierError::{ControlDigit, Malformed};

    #[test]
    fn organisation_numbers() {
        // Brønnøysundregistrene, Digdir, Oslo kommune
        for good in ["974760673", "991825827", "958 935 420"] {
            assert!(good.parse::<OrganisationNumber>().is_ok(), "{good}");
        }
        let refused = |text: &str| text.parse::<OrganisationNumber>();
        assert_eq!(refused("974760674"), Err(ControlDigit));
        assert_eq!(refused("97476067"), Err(Malformed));
        assert_eq!(refused("0192:974760673"), Err(Malformed));
        assert_eq!(refused("٩٧٤٧٦٠٦٧٣"), Err(Malformed));
        // Its control would be 10.
        assert_eq!(refused("100000130"), Err(ControlDigit));
    }

    #[test]
    fn person_numbers() {
        // Synthetic: no person has a month over 12.
        for good in ["21883610110", "21883610382"] {
            assert!(good.parse::<PersonNumber>().is_ok(), "{good}");
        }
        assert_eq!("21883610111".parse::<PersonNumber>(), Err(ControlDigit));
        assert_eq!("2188361011".parse::<PersonNumber>(), Err(Malformed));
        let person: PersonNumber = "218836 10110".parse().unwrap();
        assert_eq!(person.to_string(), "21883610110");
        assert_eq!(format!("{person:?}"), "PersonNumber([person])");
    }
}
