//! What a client is for: the services that share the self-service API.

use serde::{Deserialize, Serialize};

/// The value of `integration_type`. It cannot change later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntegrationType {
    /// Maskinporten; the only type that gets tokens here.
    #[default]
    Maskinporten,
    /// ID-porten, log-in of citizens.
    Idporten,
    /// Ansattporten, log-in of employees.
    Ansattporten,
    /// A client of an API secured by ID-porten.
    ApiKlient,
    /// The register of contact details, Kontakt- og reservasjonsregisteret.
    Krr,
}

impl IntegrationType {
    /// All types, in the order the portal shows them.
    pub const ALL: [Self; 5] =
        [Self::Maskinporten, Self::Idporten, Self::Ansattporten, Self::ApiKlient, Self::Krr];

    /// The type with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The value of `integration_type`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Maskinporten => "maskinporten",
            Self::Idporten => "idporten",
            Self::Ansattporten => "ansattporten",
            Self::ApiKlient => "api_klient",
            Self::Krr => "krr",
        }
    }

    /// What the portal's pages call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Maskinporten => "Maskinporten",
            Self::Idporten => "ID-porten",
            Self::Ansattporten => "Ansattporten",
            Self::ApiKlient => "API-klient",
            Self::Krr => "KRR",
        }
    }

    /// People are sent to such a client after they have logged in.
    pub fn logs_people_in(self) -> bool {
        matches!(self, Self::Idporten | Self::Ansattporten)
    }
}
