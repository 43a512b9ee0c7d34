use core::fmt;
use serde::{Deserialize, Serialize};

/// Which Maskinporten. Test and production are registries of their own:
/// clients, keys and scopes of one do not exist in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum EnvironmentName {
    /// Digdir's test environment.
    Test,
    /// The real one.
    Production,
    /// The practice portal on this machine.
    Practice,
}

impl EnvironmentName {
    /// As it stands in a suggested `kid`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Production => "production",
            Self::Practice => "practice",
        }
    }
}

/// The addresses of an environment. All are complete URLs without a query.
///
/// Read from JavaScript it must be [genuine](NotGenuine), so that what is
/// called test is never production's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Given")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Environment {
    /// Its name.
    pub name: EnvironmentName,
    /// The self-service portal where people make clients.
    pub portal: String,
    /// The issuer, and the one `aud` of a grant; with a slash at the end.
    pub issuer: String,
    /// Where grants are sent (RFC 6749 §3.2).
    pub token_endpoint: String,
    /// Authorization server metadata (RFC 8414).
    pub metadata: String,
    /// Base of the self-service API; no slash at the end.
    pub self_service_api: String,
    /// Where Altinn exchanges Maskinporten's token for its own.
    pub altinn_exchange: String,
}

struct Row {
    name: EnvironmentName,
    portal: &'static str,
    issuer: &'static str,
    self_service_api: &'static str,
    altinn_exchange: &'static str,
}

/// Sources: docs.digdir.no "Maskinporten: endepunkter", "Sjølvbetjening som
/// API"; docs.altinn.studio "Authentication: exchange token".
const ROWS: [Row; 2] = [
    Row {
        name: EnvironmentName::Test,
        portal: "https://sjolvbetjening.test.samarbeid.digdir.no",
        issuer: "https://test.maskinporten.no/",
        self_service_api: "https://api.test.samarbeid.digdir.no/api/v1",
        altinn_exchange: "https://platform.tt02.altinn.no/authentication/api/v1/exchange/maskinporten",
    },
    Row {
        name: EnvironmentName::Production,
        portal: "https://sjolvbetjening.samarbeid.digdir.no",
        issuer: "https://maskinporten.no/",
        self_service_api: "https://api.samarbeid.digdir.no/api/v1",
        altinn_exchange: "https://platform.altinn.no/authentication/api/v1/exchange/maskinporten",
    },
];

/// Where the self-service API stands on its host: the table has the first, and all three are
/// seen in use (docs.digdir.no; public code that calls it).
const API_PLACES: [&str; 3] = ["/api/v1", "/external/api/v1", ""];

impl Environment {
    /// One of Digdir's; `None` for [practice](Self::practice), whose address
    /// depends on where it was started.
    pub fn named(name: EnvironmentName) -> Option<Self> {
        let row = ROWS.iter().find(|row| row.name == name)?;
        let Row { name, portal, issuer, self_service_api, altinn_exchange } = *row;
        Some(Self::new(name, portal, issuer, self_service_api, altinn_exchange))
    }

    /// The practice portal at this origin, as in `http://127.0.0.1:8080`.
    /// `None` unless the origin is this machine's.
    pub fn practice(origin: &str) -> Option<Self> {
        let origin = origin.trim_end_matches('/');
        if !is_loopback(origin) {
            return None;
        }
        let (portal, issuer) = (format!("{origin}/portal/"), format!("{origin}/"));
        let api = format!("{origin}/api/v1");
        let exchange = format!("{origin}/authentication/api/v1/exchange/maskinporten");
        Some(Self::new(EnvironmentName::Practice, &portal, &issuer, &api, &exchange))
    }

    /// Those to choose from: practice first when the page came from it.
    pub fn all(origin: Option<&str>) -> Vec<Self> {
        let practice = origin.and_then(Self::practice);
        let digdirs = ROWS.iter().filter_map(|row| Self::named(row.name));
        practice.into_iter().chain(digdirs).collect()
    }

    /// Where its self-service API may stand, the usual place first.
    pub fn api_places(&self) -> Vec<String> {
        // "https:" "" "host" "api" …
        let origin: Vec<&str> = self.self_service_api.splitn(4, '/').take(3).collect();
        API_PLACES.iter().map(|place| format!("{}{place}", origin.join("/"))).collect()
    }

    fn new(
        name: EnvironmentName,
        portal: &str,
        issuer: &str,
        api: &str,
        altinn_exchange: &str,
    ) -> Self {
        Self {
            name,
            portal: portal.to_owned(),
            issuer: issuer.to_owned(),
            token_endpoint: format!("{issuer}token"),
            metadata: format!("{issuer}.well-known/oauth-authorization-server"),
            self_service_api: api.to_owned(),
            altinn_exchange: altinn_exchange.to_owned(),
        }
    }
}

/// `http` or `https`, a loopback host and perhaps a port; nothing else.
fn is_loopback(origin: &str) -> bool {
    let Some(rest) = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"))
    else {
        return false;
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|host| match rest.strip_prefix(host) {
        Some("") => true,
        Some(port) => port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok()),
        None => false,
    })
}

/// The addresses are not those of the environment that they are named after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotGenuine;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    name: EnvironmentName,
    portal: String,
    issuer: String,
    token_endpoint: String,
    metadata: String,
    self_service_api: String,
    altinn_exchange: String,
}

impl TryFrom<Given> for Environment {
    type Error = NotGenuine;
    fn try_from(given: Given) -> Result<Self, NotGenuine> {
        let genuine = match given.name {
            EnvironmentName::Practice => Self::practice(&given.issuer),
            name => Self::named(name),
        };
        let given = Self {
            name: given.name,
            portal: given.portal,
            issuer: given.issuer,
            token_endpoint: given.token_endpoint,
            metadata: given.metadata,
            self_service_api: given.self_service_api,
            altinn_exchange: given.altinn_exchange,
        };
        let genuine = genuine.ok_or(NotGenuine)?;
        let is_a_place = genuine.api_places().contains(&given.self_service_api);
        let usual = Self { self_service_api: genuine.self_service_api.clone(), ..given.clone() };
        (is_a_place && usual == genuine).then_some(given).ok_or(NotGenuine)
    }
}

impl fmt::Display for NotGenuine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the environment's addresses")
    }
}

impl std::error::Error for NotGenuine {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_may_stand_at_three_places_of_its_own_host_and_nowhere_else() {
        let read = |api: &str| {
            let mut value =
                serde_json::to_value(Environment::named(EnvironmentName::Test)).unwrap();
            value["selfServiceApi"] = api.into();
            serde_json::from_value::<Environment>(value)
        };
        let host = "https://api.test.samarbeid.digdir.no";
        for place in ["/api/v1", "/external/api/v1", ""] {
            let environment = read(&format!("{host}{place}")).unwrap();
            assert_eq!(environment.self_service_api, format!("{host}{place}"));
            assert_eq!(environment.api_places()[0], format!("{host}/api/v1"));
            assert_eq!(environment.api_places()[2], host);
        }
        for other in [
            "https://api.samarbeid.digdir.no/api/v1",
            "https://api.test.samarbeid.digdir.no/api/v2",
            "https://api.test.samarbeid.digdir.no/api/v1/",
            "https://api.test.samarbeid.digdir.no.example/api/v1",
            "",
        ] {
            assert!(read(other).is_err(), "{other}");
        }
        let practice = Environment::practice("http://127.0.0.1:8080").unwrap();
        assert_eq!(practice.api_places()[1], "http://127.0.0.1:8080/external/api/v1");
    }

    #[test]
    fn every_address_of_digdirs_environments() {
        let test = serde_json::to_value(Environment::named(EnvironmentName::Test)).unwrap();
        let wanted = serde_json::json!({
            "name": "test",
            "portal": "https://sjolvbetjening.test.samarbeid.digdir.no",
            "issuer": "https://test.maskinporten.no/",
            "tokenEndpoint": "https://test.maskinporten.no/token",
            "metadata": "https://test.maskinporten.no/.well-known/oauth-authorization-server",
            "selfServiceApi": "https://api.test.samarbeid.digdir.no/api/v1",
            "altinnExchange":
                "https://platform.tt02.altinn.no/authentication/api/v1/exchange/maskinporten",
        });
        assert_eq!(test, wanted);
        let production = Environment::named(EnvironmentName::Production).unwrap();
        assert_eq!(production.portal, "https://sjolvbetjening.samarbeid.digdir.no");
        assert_eq!(production.token_endpoint, "https://maskinporten.no/token");
        assert_eq!(production.self_service_api, "https://api.samarbeid.digdir.no/api/v1");
    }

    #[test]
    fn practice_is_on_this_machine() {
        for origin in ["http://127.0.0.1:8080", "https://localhost:8443/", "http://[::1]:1"] {
            let practice = Environment::practice(origin).unwrap();
            assert_eq!(practice.issuer, format!("{}/", origin.trim_end_matches('/')));
            assert_eq!(practice.portal, format!("{}portal/", practice.issuer));
        }
        for origin in [
            "",
            "null",
            "https://maskinporten.no",
            "http://127.0.0.1.example.org",
            "http://127.0.0.1:80@example.org",
            "http://localhost:8080/path",
            "file://localhost",
        ] {
            assert_eq!(Environment::practice(origin), None, "{origin}");
        }
    }

    #[test]
    fn practice_comes_first_and_only_where_it_is() {
        let names = |origin| -> Vec<_> {
            Environment::all(origin).into_iter().map(|environment| environment.name).collect()
        };
        use EnvironmentName::{Practice, Production, Test};
        assert_eq!(names(None), [Test, Production]);
        assert_eq!(names(Some("https://example.org")), [Test, Production]);
        assert_eq!(names(Some("http://127.0.0.1:8080")), [Practice, Test, Production]);
    }

    #[test]
    fn one_environment_cannot_pass_for_another() {
        let mut value = serde_json::to_value(Environment::named(EnvironmentName::Test)).unwrap();
        assert!(serde_json::from_value::<Environment>(value.clone()).is_ok());
        value["issuer"] = "https://maskinporten.no/".into();
        assert!(serde_json::from_value::<Environment>(value.clone()).is_err());
        value["name"] = "practice".into();
        assert!(serde_json::from_value::<Environment>(value).is_err());
        let practice = Environment::practice("http://127.0.0.1:8080").unwrap();
        let value = serde_json::to_value(&practice).unwrap();
        assert_eq!(serde_json::from_value::<Environment>(value).unwrap(), practice);
    }
}
