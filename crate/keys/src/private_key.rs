use crate::key_error::{KeyError, KeyErrorCode};
use crate::prime::ProvedPrimes;
use crate::{Material, Metadata, PublicKey, RawKey, ec_key, ed25519_key, rsa_key};
use core::fmt;
use nokkelsmie_jose::{Algorithm, Curve, KeyId, KeyType, KeyUse, PublicJwk, PublicParameters};

/// A private key that can sign: its numbers were checked when it was made.
///
/// It cannot be cloned, its `Debug` shows nothing, and its numbers are wiped
/// when it is dropped.
pub struct PrivateKey {
    numbers: PrivateNumbers,
    algorithm: Algorithm,
    key_id: Option<String>,
    expires: Option<u64>,
}

/// The key in the types of the libraries that compute with it; each wipes
/// itself when dropped.
pub(crate) enum PrivateNumbers {
    Rsa(Box<rsa::RsaPrivateKey>),
    P256(p256::SecretKey),
    P384(p384::SecretKey),
    P521(p521::SecretKey),
    Ed25519(ed25519_dalek::SigningKey),
}

/// Takes what is a private key, also when it was written irregularly: missing
/// primes and CRT values of RSA are computed, coordinates are brought to full
/// length, a missing public part is computed.
impl TryFrom<&Material> for PrivateKey {
    type Error = KeyError;

    fn try_from(material: &Material) -> Result<Self, KeyError> {
        Self::of(material, &mut ProvedPrimes::default())
    }
}

impl PrivateKey {
    /// As `try_from`, for whoever has proved some of the primes.
    pub(crate) fn of(material: &Material, proved: &mut ProvedPrimes) -> Result<Self, KeyError> {
        let numbers = match &material.key {
            RawKey::Rsa(raw) => PrivateNumbers::Rsa(Box::new(rsa_key::private(raw, proved)?)),
            RawKey::Ec { curve, x, y, d } => {
                let (x, y) = (x.as_deref(), y.as_deref());
                let d = d.as_ref().ok_or(KeyErrorCode::NotPrivate.anywhere())?.secret_octets();
                match curve {
                    Curve::P256 => PrivateNumbers::P256(ec_key::private(x, y, d)?),
                    Curve::P384 => PrivateNumbers::P384(ec_key::private(x, y, d)?),
                    Curve::P521 => PrivateNumbers::P521(ec_key::private(x, y, d)?),
                    Curve::Ed25519 => return Err(KeyErrorCode::CurvePoint.at("crv")),
                }
            }
            RawKey::Okp { curve: Curve::Ed25519, x, d } => {
                let d = d.as_ref().ok_or(KeyErrorCode::NotPrivate.anywhere())?.secret_octets();
                PrivateNumbers::Ed25519(ed25519_key::private(x.as_deref(), d)?)
            }
            RawKey::Okp { .. } => return Err(KeyErrorCode::CurvePoint.at("crv")),
        };
        let algorithm = material.algorithm()?;
        let Metadata { kid, exp, .. } = &material.metadata;
        Ok(Self { numbers, algorithm, key_id: kid.clone(), expires: *exp })
    }

    pub(crate) fn new(
        numbers: PrivateNumbers,
        algorithm: Algorithm,
        key_id: Option<KeyId>,
    ) -> Result<Self, KeyError> {
        let mut key = Self { numbers, algorithm, key_id: key_id.map(String::from), expires: None };
        key.set_algorithm(algorithm)?;
        Ok(key)
    }

    /// The algorithm it signs with: what the JWK said, or the first that fits.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Its `kid` as it was read; that need not be one that Maskinporten takes.
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Gives the key another `kid`, or none.
    pub fn set_key_id(&mut self, key_id: Option<KeyId>) {
        self.key_id = key_id.map(String::from);
    }

    /// Gives the key another algorithm.
    ///
    /// # Errors
    /// [`KeyErrorCode::AlgorithmDoesNotFit`]; the key is then as it was.
    pub fn set_algorithm(&mut self, algorithm: Algorithm) -> Result<(), KeyError> {
        if !algorithm.fits(self.key_type(), self.curve()) {
            return Err(KeyErrorCode::AlgorithmDoesNotFit.at("alg"));
        }
        self.algorithm = algorithm;
        Ok(())
    }

    /// The key type.
    pub fn key_type(&self) -> KeyType {
        match self.numbers {
            PrivateNumbers::Rsa(_) => KeyType::Rsa,
            PrivateNumbers::Ed25519(_) => KeyType::Okp,
            _ => KeyType::Ec,
        }
    }

    /// The curve; `None` for RSA.
    pub fn curve(&self) -> Option<Curve> {
        match self.numbers {
            PrivateNumbers::Rsa(_) => None,
            PrivateNumbers::P256(_) => Some(Curve::P256),
            PrivateNumbers::P384(_) => Some(Curve::P384),
            PrivateNumbers::P521(_) => Some(Curve::P521),
            PrivateNumbers::Ed25519(_) => Some(Curve::Ed25519),
        }
    }

    /// The size of the modulus or the curve in bits.
    pub fn bits(&self) -> u32 {
        self.public_jwk().bits()
    }

    /// The public part as a JWK with `alg` and `use`, and with `kid` and
    /// `exp` if it has them.
    pub fn public_jwk(&self) -> PublicJwk {
        PublicJwk {
            parameters: self.public_parameters(),
            algorithm: Some(self.algorithm),
            key_use: Some(KeyUse::Signature),
            key_id: self.key_id.clone(),
            expires: self.expires,
        }
    }

    /// The public part.
    pub fn public_key(&self) -> PublicKey {
        PublicKey::of(self)
    }

    /// Whether the two are one key pair.
    pub fn matches(&self, public: &PublicKey) -> bool {
        self.public_parameters() == public.jwk().parameters
    }

    pub(crate) fn numbers(&self) -> &PrivateNumbers {
        &self.numbers
    }

    /// Its primes, which need not be proved again.
    pub(crate) fn proved_primes(&self) -> ProvedPrimes {
        match &self.numbers {
            PrivateNumbers::Rsa(key) => ProvedPrimes::of(key),
            _ => ProvedPrimes::default(),
        }
    }

    fn public_parameters(&self) -> PublicParameters {
        match &self.numbers {
            PrivateNumbers::Rsa(key) => rsa_key::public_parameters(&**key),
            PrivateNumbers::P256(key) => ec_key::public_parameters(Curve::P256, key),
            PrivateNumbers::P384(key) => ec_key::public_parameters(Curve::P384, key),
            PrivateNumbers::P521(key) => ec_key::public_parameters(Curve::P521, key),
            PrivateNumbers::Ed25519(key) => ed25519_key::public_parameters(key),
        }
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{KeyKind, generate};

    #[test]
    fn debug_shows_nothing() {
        let key = generate(KeyKind::P256, Algorithm::ES256, None).unwrap();
        assert_eq!(format!("{key:?}"), "[secret]");
        assert_eq!(format!("{:?}", Some(&key)), "Some([secret])");
    }

    #[test]
    fn an_algorithm_must_fit() {
        let mut key = generate(KeyKind::P256, Algorithm::ES256, None).unwrap();
        let error = key.set_algorithm(Algorithm::RS256).unwrap_err();
        assert_eq!(error, KeyErrorCode::AlgorithmDoesNotFit.at("alg"));
        assert_eq!(key.algorithm(), Algorithm::ES256);
        assert!(key.set_algorithm(Algorithm::ES384).is_err());
    }

    #[test]
    fn a_pair_matches_and_two_pairs_do_not() {
        let one = generate(KeyKind::Ed25519, Algorithm::EdDSA, None).unwrap();
        let two = generate(KeyKind::Ed25519, Algorithm::EdDSA, None).unwrap();
        assert!(one.matches(&one.public_key()));
        assert!(!one.matches(&two.public_key()));
    }
}
