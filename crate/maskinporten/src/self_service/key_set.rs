use nokkelsmie_jose::{Public, PublicJwk};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// "A client can have at most 5 keys" (docs.digdir.no, "Nøkler på klient").
pub const MAXIMUM_KEYS: usize = 5;

/// The last second that a date with four digits can name, Unix seconds: what is later is no date.
const YEAR_9999: u64 = 253_402_300_799;

/// The keys of a client: one resource, which is replaced whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct RegisteredKeys {
    /// In the server's order.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>[]"))]
    pub keys: Vec<RegisteredKey>,
    /// When the set was changed, as the server writes it.
    #[serde(default)]
    pub last_updated: Option<String>,
}

/// A key as the API gave it, every member kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegisteredKey(Map<String, Value>);

/// What a key is called when sets are compared: its `kid`, else its thumbprint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct KeyName(pub String);

/// What can be said of a registered key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct KeyFacts {
    /// What it is called when sets are compared.
    pub name: KeyName,
    /// `kid`
    pub kid: Option<String>,
    /// `alg`
    pub algorithm: Option<String>,
    /// `kty`
    pub key_type: Option<String>,
    /// Size of modulus or curve; 0 when the key cannot be read.
    pub bits: u32,
    /// SHA-256 in base64url (RFC 7638); null when the key cannot be read.
    pub thumbprint: Option<String>,
    /// `exp`: when the server stops taking it, Unix seconds; null when it says no date.
    pub expires: Option<u64>,
}

impl RegisteredKey {
    /// A public key that is to be registered.
    pub fn new(jwk: &PublicJwk) -> Self {
        Self(jwk.to_value().as_object().cloned().unwrap_or_default())
    }

    /// `kid`
    pub fn kid(&self) -> Option<&str> {
        self.0.get("kid").and_then(Value::as_str)
    }

    /// `exp`, Unix seconds.
    pub fn expires(&self) -> Option<u64> {
        self.0.get("exp").and_then(Value::as_u64)
    }

    /// Whether the server still takes it. `now`: Unix seconds.
    pub fn works(&self, now: u64) -> bool {
        self.expires().is_none_or(|end| end > now)
    }

    /// Its `kid`, else its thumbprint; a key without either is its own text.
    pub fn name(&self) -> KeyName {
        KeyName(match self.kid() {
            Some(kid) => kid.to_owned(),
            None => self.thumbprint().unwrap_or_else(|| Value::from(self.0.clone()).to_string()),
        })
    }

    /// Whether both are the same key, whatever they are called. Keys that cannot be
    /// read are the same when their members are, the date apart.
    pub fn is_same_key(&self, other: &Self) -> bool {
        match (self.thumbprint(), other.thumbprint()) {
            (Some(own), Some(others)) => own == others,
            (None, None) => self.undated() == other.undated(),
            _ => false,
        }
    }

    /// Without `exp`: sent so, the server gives it a new year.
    pub fn undated(&self) -> Self {
        let mut members = self.0.clone();
        members.shift_remove("exp");
        Self(members)
    }

    /// What can be said of it.
    pub fn facts(&self) -> KeyFacts {
        let text = |name: &str| self.0.get(name).and_then(Value::as_str).map(str::to_owned);
        let read = self.read();
        KeyFacts {
            name: self.name(),
            kid: text("kid"),
            algorithm: text("alg"),
            key_type: text("kty"),
            bits: read.as_ref().map_or(0, PublicJwk::bits),
            thumbprint: read.map(|jwk| jwk.thumbprint().to_string()),
            expires: self.expires().filter(|seconds| *seconds <= YEAR_9999),
        }
    }

    fn thumbprint(&self) -> Option<String> {
        Some(self.read()?.thumbprint().to_string())
    }

    /// Whatever stands beside the key does not matter to what it is.
    fn read(&self) -> Option<PublicJwk> {
        let names = ["kty", "crv", "n", "e", "x", "y"];
        let member = |name: &str| Some((name.to_owned(), self.0.get(name)?.clone()));
        PublicJwk::from_value(&Value::Object(names.iter().filter_map(|n| member(n)).collect())).ok()
    }
}

/// `{"keys":[…]}` on its way to the server.
#[derive(Serialize)]
pub(crate) struct KeysBody<'a> {
    pub keys: &'a [RegisteredKey],
}

impl Public for KeysBody<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> RegisteredKey {
        serde_json::from_str(text).unwrap()
    }

    const ED: &str =
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#;

    #[test]
    fn what_is_no_date_is_not_shown_as_one() {
        let expires = |exp: &str| key(&format!(r#"{ED},"exp":{exp}}}"#)).facts().expires;
        assert_eq!(expires("1795000000"), Some(1_795_000_000));
        for exp in ["1795000000000000", "-1", "\"1795000000\"", "null"] {
            assert_eq!(expires(exp), None, "{exp}");
        }
    }

    #[test]
    fn every_member_is_kept() {
        let text = format!("{ED},\"kid\":\"a\",\"exp\":5,\"new\":[1,2]}}");
        assert_eq!(serde_json::to_string(&key(&text)).unwrap(), text);
        assert_eq!(key(&text).undated().expires(), None);
    }

    #[test]
    fn is_called_by_kid_or_thumbprint() {
        assert_eq!(key(&format!("{ED},\"kid\":\"a\"}}")).name(), KeyName("a".into()));
        let thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"; // RFC 8037 A.3
        let bare = key(&format!("{ED}}}"));
        assert_eq!(bare.name(), KeyName(thumbprint.into()));
        assert!(bare.is_same_key(&key(&format!("{ED},\"kid\":\"b\",\"alg\":\"new\"}}"))));
        assert!(!key("{\"kty\":\"x\"}").is_same_key(&bare));
        assert_eq!(bare.facts().bits, 255);
    }
}
