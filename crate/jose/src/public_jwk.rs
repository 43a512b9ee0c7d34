use crate::strict_json::{self, JsonError};
use crate::{Algorithm, Curve, KeyType, Thumbprint, base64url, private_material};
use core::fmt;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// A public key as a JWK (RFC 7517): nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicJwk {
    /// The key itself.
    pub parameters: PublicParameters,
    /// `alg` (RFC 7517 §4.4)
    pub algorithm: Option<Algorithm>,
    /// `use` (RFC 7517 §4.2)
    pub key_use: Option<KeyUse>,
    /// `kid` (RFC 7517 §4.5), as it was given: it need not be one that
    /// Maskinporten takes.
    pub key_id: Option<String>,
    /// `exp`: when Maskinporten stops accepting the key, Unix seconds.
    pub expires: Option<u64>,
}

/// The members that make up the public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicParameters {
    /// RFC 7518 §6.3.1
    Rsa {
        /// The modulus, big-endian, without leading zeros.
        n: Vec<u8>,
        /// The public exponent, big-endian, without leading zeros.
        e: Vec<u8>,
    },
    /// RFC 7518 §6.2.1
    Ec {
        /// P-256, P-384 or P-521.
        curve: Curve,
        /// The x coordinate, full length.
        x: Vec<u8>,
        /// The y coordinate, full length.
        y: Vec<u8>,
    },
    /// RFC 8037 §2
    Okp {
        /// Ed25519.
        curve: Curve,
        /// The public key, 32 octets.
        x: Vec<u8>,
    },
}

/// `use` (RFC 7517 §4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// `sig`
    Signature,
    /// `enc`
    Encryption,
}

/// Why a text is no public JWK. It never holds any of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JwkError {
    /// The text is not strict JSON.
    Json(JsonError),
    /// JSON, but no object.
    NoObject,
    /// A private member (`d`, `p` …) is there: this must not leave the vault.
    PrivateMember,
    /// A member that must be there is missing.
    Missing(&'static str),
    /// A member has the wrong type, encoding or length.
    Member(&'static str),
    /// `kty`, `crv` or `alg` holds a value that this project does not know.
    Unsupported(&'static str),
}

impl PublicJwk {
    /// Reads one JWK. Private members are refused.
    ///
    /// # Errors
    /// See [`JwkError`].
    pub fn from_json(text: &str) -> Result<Self, JwkError> {
        Self::from_value(&strict_json::parse(text)?)
    }

    /// Reads one JWK from JSON that was parsed [strictly](strict_json).
    ///
    /// # Errors
    /// See [`JwkError`].
    pub fn from_value(value: &Value) -> Result<Self, JwkError> {
        let object = value.as_object().ok_or(JwkError::NoObject)?;
        if private_material::in_json(value).is_some() {
            return Err(JwkError::PrivateMember);
        }
        Ok(Self {
            parameters: parameters(object)?,
            algorithm: optional(object, "alg", |alg| {
                alg.parse().ok().ok_or(JwkError::Unsupported("alg"))
            })?,
            key_use: optional(object, "use", |text| match text {
                "sig" => Ok(KeyUse::Signature),
                "enc" => Ok(KeyUse::Encryption),
                _ => Err(JwkError::Unsupported("use")),
            })?,
            key_id: optional(object, "kid", |kid| Ok(kid.to_owned()))?,
            expires: match object.get("exp") {
                None => None,
                Some(exp) => Some(exp.as_u64().ok_or(JwkError::Member("exp"))?),
            },
        })
    }

    /// The key type.
    pub fn key_type(&self) -> KeyType {
        match self.parameters {
            PublicParameters::Rsa { .. } => KeyType::Rsa,
            PublicParameters::Ec { .. } => KeyType::Ec,
            PublicParameters::Okp { .. } => KeyType::Okp,
        }
    }

    /// The curve; `None` for RSA.
    pub fn curve(&self) -> Option<Curve> {
        match self.parameters {
            PublicParameters::Rsa { .. } => None,
            PublicParameters::Ec { curve, .. } | PublicParameters::Okp { curve, .. } => Some(curve),
        }
    }

    /// The size of the modulus or the curve in bits.
    pub fn bits(&self) -> u32 {
        match &self.parameters {
            PublicParameters::Rsa { n, .. } => bit_length(n),
            PublicParameters::Ec { curve, .. } | PublicParameters::Okp { curve, .. } => {
                curve.bits()
            }
        }
    }

    /// The SHA-256 thumbprint (RFC 7638).
    pub fn thumbprint(&self) -> Thumbprint {
        Thumbprint::of(&self.parameters)
    }

    /// The members in the order of Maskinporten's documentation: `kty`, `alg`,
    /// `use`, `kid`, then the key.
    pub fn to_value(&self) -> Value {
        let mut object = Map::new();
        let mut put = |name: &str, value: &str| object.insert(name.into(), value.into());
        put("kty", self.key_type().as_str());
        if let Some(alg) = self.algorithm {
            put("alg", alg.as_str());
        }
        if let Some(key_use) = self.key_use {
            put("use", key_use.as_str());
        }
        if let Some(kid) = &self.key_id {
            put("kid", kid);
        }
        match &self.parameters {
            PublicParameters::Rsa { n, e } => {
                put("e", &base64url::encode(e));
                put("n", &base64url::encode(n));
            }
            PublicParameters::Ec { curve, x, y } => {
                put("crv", curve.as_str());
                put("x", &base64url::encode(x));
                put("y", &base64url::encode(y));
            }
            PublicParameters::Okp { curve, x } => {
                put("crv", curve.as_str());
                put("x", &base64url::encode(x));
            }
        }
        if let Some(exp) = self.expires {
            object.insert("exp".into(), exp.into());
        }
        Value::Object(object)
    }

    /// Indented JSON.
    pub fn to_json(&self) -> String {
        format!("{:#}", self.to_value())
    }
}

fn parameters(object: &Map<String, Value>) -> Result<PublicParameters, JwkError> {
    let kty = text(object, "kty")?;
    match kty.parse().map_err(|_| JwkError::Unsupported("kty"))? {
        KeyType::Rsa => {
            Ok(PublicParameters::Rsa { n: integer(object, "n")?, e: integer(object, "e")? })
        }
        KeyType::Ec => {
            let curve = curve(object, KeyType::Ec)?;
            let (x, y) = (coordinate(object, "x", curve)?, coordinate(object, "y", curve)?);
            Ok(PublicParameters::Ec { curve, x, y })
        }
        KeyType::Okp => {
            let curve = curve(object, KeyType::Okp)?;
            Ok(PublicParameters::Okp { curve, x: coordinate(object, "x", curve)? })
        }
    }
}

fn curve(object: &Map<String, Value>, key_type: KeyType) -> Result<Curve, JwkError> {
    match text(object, "crv")?.parse::<Curve>() {
        Ok(curve) if curve.key_type() == key_type => Ok(curve),
        _ => Err(JwkError::Unsupported("crv")),
    }
}

/// "The octet sequence MUST utilize the minimum number of octets needed to
/// represent the value" (RFC 7518 §2, Base64urlUInt).
fn integer(object: &Map<String, Value>, name: &'static str) -> Result<Vec<u8>, JwkError> {
    match octets(object, name)? {
        octets if matches!(octets.first(), None | Some(0)) => Err(JwkError::Member(name)),
        octets => Ok(octets),
    }
}

fn coordinate(
    object: &Map<String, Value>,
    name: &'static str,
    curve: Curve,
) -> Result<Vec<u8>, JwkError> {
    match octets(object, name)? {
        octets if octets.len() != curve.coordinate_len() => Err(JwkError::Member(name)),
        octets => Ok(octets),
    }
}

fn octets(object: &Map<String, Value>, name: &'static str) -> Result<Vec<u8>, JwkError> {
    base64url::decode(text(object, name)?).map_err(|_| JwkError::Member(name))
}

fn text<'a>(object: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, JwkError> {
    object.get(name).ok_or(JwkError::Missing(name))?.as_str().ok_or(JwkError::Member(name))
}

fn optional<T>(
    object: &Map<String, Value>,
    name: &'static str,
    read: impl FnOnce(&str) -> Result<T, JwkError>,
) -> Result<Option<T>, JwkError> {
    match object.get(name) {
        None => Ok(None),
        Some(value) => read(value.as_str().ok_or(JwkError::Member(name))?).map(Some),
    }
}

/// Bits of a big-endian number; leading zeros do not count.
pub fn bit_length(octets: &[u8]) -> u32 {
    let significant = octets.iter().skip_while(|&&octet| octet == 0).count() as u32;
    let top = octets.iter().find(|&&octet| octet != 0).map_or(0, |octet| octet.leading_zeros());
    significant * 8 - top
}

impl KeyUse {
    /// The value of `use`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signature => "sig",
            Self::Encryption => "enc",
        }
    }
}

impl Serialize for PublicJwk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl From<JsonError> for JwkError {
    fn from(error: JsonError) -> Self {
        Self::Json(error)
    }
}

impl fmt::Display for JwkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => error.fmt(f),
            Self::NoObject => f.write_str("no object"),
            Self::PrivateMember => f.write_str("private member"),
            Self::Missing(name) => write!(f, "{name} is missing"),
            Self::Member(name) => write!(f, "{name} is malformed"),
            Self::Unsupported(name) => write!(f, "{name} is not supported"),
        }
    }
}

impl std::error::Error for JwkError {}
