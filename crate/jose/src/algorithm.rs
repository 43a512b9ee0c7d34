use core::fmt;
use core::str::FromStr;
use serde::{Deserialize, Serialize};

/// A signature algorithm of JWS: the value of `alg` (RFC 7518 §3.1, RFC 8037 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[allow(missing_docs)] // the names are the standard's
pub enum Algorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    ES512,
    EdDSA,
}

/// The value of `kty` (RFC 7518 §6.1, RFC 8037 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum KeyType {
    /// RSA (RFC 7518 §6.3)
    #[serde(rename = "RSA")]
    Rsa,
    /// Elliptic curve (RFC 7518 §6.2)
    #[serde(rename = "EC")]
    Ec,
    /// Octet key pair (RFC 8037 §2)
    #[serde(rename = "OKP")]
    Okp,
}

/// The value of `crv` (RFC 7518 §6.2.1.1, RFC 8037 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[allow(missing_docs)]
pub enum Curve {
    #[serde(rename = "P-256")]
    P256,
    #[serde(rename = "P-384")]
    P384,
    #[serde(rename = "P-521")]
    P521,
    Ed25519,
}

/// The hash that an algorithm signs over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

/// One row of the [registry](REGISTRY): all that differs between algorithms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlgorithmInfo {
    /// The value of `alg`.
    pub algorithm: Algorithm,
    /// The `kty` it needs.
    pub key_type: KeyType,
    /// The `crv` it needs; `None` for RSA.
    pub curve: Option<Curve>,
    /// The hash it signs over.
    pub hash: Hash,
    /// The smallest key in bits ("a key of size 2048 bits or larger MUST be
    /// used", RFC 7518 §3.3 and §3.5; the size of the curve otherwise).
    pub minimum_bits: u32,
}

/// "A key of size 2048 bits or larger MUST be used" (RFC 7518 §3.3).
pub const MINIMUM_MODULUS_BITS: u32 = 2048;

const fn rsa(algorithm: Algorithm, hash: Hash) -> AlgorithmInfo {
    let minimum_bits = MINIMUM_MODULUS_BITS;
    AlgorithmInfo { algorithm, key_type: KeyType::Rsa, curve: None, hash, minimum_bits }
}

const fn ec(algorithm: Algorithm, curve: Curve, hash: Hash) -> AlgorithmInfo {
    let minimum_bits = curve.bits();
    AlgorithmInfo { algorithm, key_type: KeyType::Ec, curve: Some(curve), hash, minimum_bits }
}

/// Every algorithm that this project knows. A new algorithm is one row.
pub const REGISTRY: [AlgorithmInfo; 10] = [
    rsa(Algorithm::RS256, Hash::Sha256),
    rsa(Algorithm::RS384, Hash::Sha384),
    rsa(Algorithm::RS512, Hash::Sha512),
    rsa(Algorithm::PS256, Hash::Sha256),
    rsa(Algorithm::PS384, Hash::Sha384),
    rsa(Algorithm::PS512, Hash::Sha512),
    ec(Algorithm::ES256, Curve::P256, Hash::Sha256),
    ec(Algorithm::ES384, Curve::P384, Hash::Sha384),
    ec(Algorithm::ES512, Curve::P521, Hash::Sha512),
    AlgorithmInfo {
        algorithm: Algorithm::EdDSA,
        key_type: KeyType::Okp,
        curve: Some(Curve::Ed25519),
        hash: Hash::Sha512,
        minimum_bits: Curve::Ed25519.bits(),
    },
];

impl Algorithm {
    /// Its row in the [registry](REGISTRY).
    pub const fn info(self) -> &'static AlgorithmInfo {
        // The rows stand in the order of the enum; a test holds that.
        &REGISTRY[self as usize]
    }

    /// The value of `alg`, as in `RS256`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
            Self::PS256 => "PS256",
            Self::PS384 => "PS384",
            Self::PS512 => "PS512",
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::ES512 => "ES512",
            Self::EdDSA => "EdDSA",
        }
    }

    /// Whether a key of this type and curve can be used with it.
    pub fn fits(self, key_type: KeyType, curve: Option<Curve>) -> bool {
        let info = self.info();
        info.key_type == key_type && info.curve == curve
    }

    /// The algorithm to propose for a key that names none: the first of the
    /// registry that fits.
    pub fn default_for(key_type: KeyType, curve: Option<Curve>) -> Option<Self> {
        REGISTRY.iter().map(|row| row.algorithm).find(|alg| alg.fits(key_type, curve))
    }
}

impl Curve {
    /// The size of the field in bits.
    pub const fn bits(self) -> u32 {
        match self {
            Self::P256 => 256,
            Self::P384 => 384,
            Self::P521 => 521,
            Self::Ed25519 => 255,
        }
    }

    /// Octets of one coordinate or of `d`: "the length of this octet string
    /// MUST be the full size of a coordinate for the curve" (RFC 7518 §6.2.1.2).
    pub const fn coordinate_len(self) -> usize {
        self.bits().div_ceil(8) as usize
    }

    /// The value of `crv`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Ed25519 => "Ed25519",
        }
    }

    /// The `kty` that this curve belongs to.
    pub const fn key_type(self) -> KeyType {
        match self {
            Self::Ed25519 => KeyType::Okp,
            _ => KeyType::Ec,
        }
    }
}

impl KeyType {
    /// The value of `kty`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::Ec => "EC",
            Self::Okp => "OKP",
        }
    }
}

/// The name is none that this project knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown;

impl FromStr for Algorithm {
    type Err = Unknown;
    /// Reads `alg`, which is case-sensitive (RFC 7517 §4.4).
    fn from_str(text: &str) -> Result<Self, Unknown> {
        REGISTRY.iter().map(|row| row.algorithm).find(|alg| alg.as_str() == text).ok_or(Unknown)
    }
}

impl FromStr for Curve {
    type Err = Unknown;
    /// Reads `crv`, which is case-sensitive (RFC 7518 §6.2.1.1).
    fn from_str(text: &str) -> Result<Self, Unknown> {
        [Self::P256, Self::P384, Self::P521, Self::Ed25519]
            .into_iter()
            .find(|curve| curve.as_str() == text)
            .ok_or(Unknown)
    }
}

impl FromStr for KeyType {
    type Err = Unknown;
    /// Reads `kty`, which is case-sensitive (RFC 7517 §4.1).
    fn from_str(text: &str) -> Result<Self, Unknown> {
        [Self::Rsa, Self::Ec, Self::Okp].into_iter().find(|kty| kty.as_str() == text).ok_or(Unknown)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_stands_where_its_algorithm_looks_for_it() {
        for row in &REGISTRY {
            assert_eq!(row.algorithm.info(), row);
            assert_eq!(row.algorithm.as_str().parse(), Ok(row.algorithm));
        }
    }

    #[test]
    fn names_are_case_sensitive() {
        assert_eq!("rs256".parse::<Algorithm>(), Err(Unknown));
        assert_eq!("rsa".parse::<KeyType>(), Err(Unknown));
        assert_eq!("p-256".parse::<Curve>(), Err(Unknown));
    }

    #[test]
    fn a_key_without_alg_gets_the_first_that_fits() {
        assert_eq!(Algorithm::default_for(KeyType::Rsa, None), Some(Algorithm::RS256));
        let p521 = Algorithm::default_for(KeyType::Ec, Some(Curve::P521));
        assert_eq!(p521, Some(Algorithm::ES512));
        assert_eq!(Algorithm::default_for(KeyType::Ec, Some(Curve::Ed25519)), None);
        assert_eq!(Curve::P521.coordinate_len(), 66);
    }
}
