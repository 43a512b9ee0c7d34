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
            assert_eq!(profile.as_of.len(), "2026-09-18".len());
            assert!(profile.announces(RS512) && !profile.announces(Algorithm::ES256));
            assert_eq!((profile.maximum_keys, profile.key_life_days), (5, 365));
        }
    }
}
