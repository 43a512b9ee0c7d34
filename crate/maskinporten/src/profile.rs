use crate::EnvironmentName;
use nokkelsmie_jose::Algorithm::{RS256, RS384, RS512};
use nokkelsmie_jose::{Algorithm, Profile};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

struct Row {
    environment: EnvironmentName,
    as_of: &'static str,
    announced: &'static [Algorithm],
}

const RSA: &[Algorithm] = &[RS256, RS384, RS512];

/// What `token_endpoint_auth_signing_alg_values_supported` announces. Elliptic
/// keys are on their way: Digdir's roadmap (item 283, 2026-09-18) hopes for EC
/// and Ed25519 before Christmas 2026. Then a row gets its algorithms and date.
const MASKINPORTEN: [Row; 3] = [
    Row { environment: EnvironmentName::Test, as_of: "2026-09-18", announced: RSA },
    Row { environment: EnvironmentName::Production, as_of: "2026-09-18", announced: RSA },
    // The practice portal does as production does, unless it was told otherwise.
    Row { environment: EnvironmentName::Practice, as_of: "2026-09-18", announced: RSA },
];

/// "Maksimalt 5 nøkler" (docs.digdir.no, "Nøkler på klienter").
const MAXIMUM_KEYS: usize = 5;
/// "Nøkler har 1 års levetid fra det tidspunktet de blir postet" (docs.digdir.no, MP-121).
const KEY_LIFE_DAYS: u32 = 365;
/// This project's own: time enough to change a key without haste.
const EXPIRY_WARNING_DAYS: u32 = 30;

/// What Maskinporten accepts there, as this project knew it when it was built.
pub fn profile(environment: EnvironmentName) -> Profile {
    let row = MASKINPORTEN.iter().find(|row| row.environment == environment);
    let (as_of, announced) = row.map_or(("", RSA), |row| (row.as_of, row.announced));
    Profile {
        name: "maskinporten",
        as_of: Cow::Borrowed(as_of),
        announced: Cow::Borrowed(announced),
        maximum_keys: MAXIMUM_KEYS,
        key_life_days: KEY_LIFE_DAYS,
        expiry_warning_days: EXPIRY_WARNING_DAYS,
    }
}

/// Which algorithms an environment announces, and how we know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct AnnouncedAlgorithms {
    /// Those that this project knows, in the order they were announced.
    pub algorithms: Vec<Algorithm>,
    /// The day that was, `YYYY-MM-DD`.
    pub as_of: String,
    /// How we know.
    pub source: AnnouncedSource,
}

impl AnnouncedAlgorithms {
    /// Whether `as_of` has the form of a day: it is shown to people, and comes
    /// from where it might be anything.
    pub fn is_dated(&self) -> bool {
        let form = |(at, octet): (usize, u8)| match at {
            4 | 7 => octet == b'-',
            _ => octet.is_ascii_digit(),
        };
        self.as_of.len() == 10 && self.as_of.bytes().enumerate().all(form)
    }
}

/// Where announced algorithms were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum AnnouncedSource {
    /// In this project's own table.
    Table,
    /// In the environment's metadata, fetched or pasted.
    Metadata,
}

/// The algorithms of the [profile].
pub fn announced(environment: EnvironmentName) -> AnnouncedAlgorithms {
    let profile = profile(environment);
    AnnouncedAlgorithms {
        algorithms: profile.announced.into_owned(),
        as_of: profile.as_of.into_owned(),
        source: AnnouncedSource::Table,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_environment_has_its_row() {
        for environment in
            [EnvironmentName::Test, EnvironmentName::Production, EnvironmentName::Practice]
        {
            let profile = profile(environment);
            assert!(announced(environment).is_dated());
            assert!(profile.announces(RS512) && !profile.announces(Algorithm::ES256));
            assert_eq!((profile.maximum_keys, profile.key_life_days), (5, 365));
        }
    }

    #[test]
    fn a_day_has_its_form() {
        let dated = |as_of: &str| {
            let table = announced(EnvironmentName::Test);
            AnnouncedAlgorithms { as_of: as_of.to_owned(), ..table }.is_dated()
        };
        assert!(dated("2026-12-20"));
        for other in ["", "2026-12-2", "2026-12-201", "20. des. 26", "2026/12/20", "2026-12-2x"] {
            assert!(!dated(other), "{other}");
        }
    }
}
