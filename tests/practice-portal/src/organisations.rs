//! The organisations one can be. The numbers are well-formed and stand in the
//! range of synthetic test organisations; the names are made up.

/// One organisation.
#[derive(Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Nine digits.
    pub number: &'static str,
    /// Name.
    pub name: &'static str,
    /// Chosen by `Med syntetisk organisasjon`; can be changed in the top menu.
    pub synthetic: bool,
}

/// All of them. The first is who `Med organisasjonsnummer` logs in.
pub const ORGANISATIONS: [Organisation; 4] = [
    Organisation { number: "312770016", name: "ØVELSE KOMMUNE", synthetic: false },
    Organisation { number: "312770024", name: "RASK SINDIG ELG", synthetic: true },
    Organisation { number: "312770032", name: "MODIG BLID HAVØRN", synthetic: true },
    Organisation { number: "312770040", name: "LUR TÅLMODIG OTER", synthetic: true },
];

/// Has delegated [`DELEGATED_SCOPE`] in Altinn to every other organisation
/// here, and uses a system of theirs through a system user.
pub const CUSTOMER: &str = "312770059";

/// The one scope that [`CUSTOMER`] has delegated.
pub const DELEGATED_SCOPE: &str = "altinn:instances.read";

/// The `externalRef` of the one system user of [`CUSTOMER`] that was given one.
pub const EXTERNAL_REF: &str = "ovelse-1";

/// The organisation with this number.
pub fn find(number: &str) -> Option<&'static Organisation> {
    ORGANISATIONS.iter().find(|one| one.number == number)
}

/// The synthetic organisations, in the order of the drop-down.
pub fn synthetic() -> impl Iterator<Item = &'static Organisation> {
    ORGANISATIONS.iter().filter(|one| one.synthetic)
}

/// Nine digits whose last is the check digit (modulus 11).
pub fn is_number(text: &str) -> bool {
    const WEIGHTS: [u32; 9] = [3, 2, 7, 6, 5, 4, 3, 2, 1];
    text.len() == 9
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text
            .bytes()
            .zip(WEIGHTS)
            .map(|(digit, weight)| u32::from(digit - b'0') * weight)
            .sum::<u32>()
            .is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::{CUSTOMER, ORGANISATIONS, is_number};

    #[test]
    fn every_number_has_its_check_digit() {
        assert!(is_number(CUSTOMER));
        assert!(ORGANISATIONS.iter().all(|one| is_number(one.number)));
        assert!(!is_number("312770017"));
        assert!(!is_number("31277001"));
    }
}
