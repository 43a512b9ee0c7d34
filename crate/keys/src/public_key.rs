use crate::key_error::{KeyError, KeyErrorCode};
use crate::{Material, PrivateKey, RawKey, ec_key, ed25519_key, rsa_key};
use nokkelsmie_jose::{Algorithm, Curve, KeyId, KeyUse, PublicJwk, PublicParameters};

/// A public key whose numbers were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    jwk: PublicJwk,
}

/// Takes a public key, or the public part of a private one (of which a missing
/// public part is computed). Coordinates are brought to full length.
impl TryFrom<&Material> for PublicKey {
    type Error = KeyError;

    fn try_from(material: &Material) -> Result<Self, KeyError> {
        let parameters = match &material.key {
            RawKey::Rsa(raw) => rsa_parameters(raw.n.as_deref(), raw.e.as_deref())?,
            RawKey::Ec { x: None, y: None, d: Some(_), .. }
            | RawKey::Okp { x: None, d: Some(_), .. } => {
                return PrivateKey::try_from(material).map(|key| key.public_key());
            }
            RawKey::Ec { curve, x, y, .. } => ec_parameters(*curve, x.as_deref(), y.as_deref())?,
            RawKey::Okp { x, .. } => okp_parameters(x.as_deref())?,
        };
        let jwk = PublicJwk {
            parameters,
            algorithm: Some(material.algorithm()?),
            key_use: Some(KeyUse::Signature),
            key_id: material.metadata.kid.clone(),
            expires: material.metadata.exp,
        };
        Ok(Self { jwk })
    }
}

/// Checks the numbers and fills in `alg` and `use`.
impl TryFrom<&PublicJwk> for PublicKey {
    type Error = KeyError;

    fn try_from(jwk: &PublicJwk) -> Result<Self, KeyError> {
        let parameters = match &jwk.parameters {
            PublicParameters::Rsa { n, e } => rsa_parameters(Some(n), Some(e))?,
            PublicParameters::Ec { curve, x, y } => ec_parameters(*curve, Some(x), Some(y))?,
            PublicParameters::Okp { x, .. } => okp_parameters(Some(x))?,
        };
        let default = Algorithm::default_for(jwk.key_type(), jwk.curve());
        let algorithm =
            jwk.algorithm.or(default).ok_or(KeyErrorCode::AlgorithmUnknown.at("alg"))?;
        let mut key = Self { jwk: PublicJwk { parameters, ..jwk.clone() } };
        key.jwk.key_use = Some(KeyUse::Signature);
        key.set_algorithm(algorithm)?;
        Ok(key)
    }
}

impl PublicKey {
    pub(crate) fn of(key: &PrivateKey) -> Self {
        Self { jwk: key.public_jwk() }
    }

    /// The key as a JWK with `alg` and `use`, and with `kid` and `exp` if it
    /// has them.
    pub fn jwk(&self) -> &PublicJwk {
        &self.jwk
    }

    /// The algorithm it verifies: what the JWK said, or the first that fits.
    pub fn algorithm(&self) -> Algorithm {
        // Filled in by every constructor; the first of the registry is never used.
        self.jwk.algorithm.unwrap_or(Algorithm::RS256)
    }

    /// Gives the key another `kid`, or none.
    pub fn set_key_id(&mut self, key_id: Option<KeyId>) {
        self.jwk.key_id = key_id.map(String::from);
    }

    /// Gives the key another algorithm.
    ///
    /// # Errors
    /// [`KeyErrorCode::AlgorithmDoesNotFit`]; the key is then as it was.
    pub fn set_algorithm(&mut self, algorithm: Algorithm) -> Result<(), KeyError> {
        if !algorithm.fits(self.jwk.key_type(), self.jwk.curve()) {
            return Err(KeyErrorCode::AlgorithmDoesNotFit.at("alg"));
        }
        self.jwk.algorithm = Some(algorithm);
        Ok(())
    }
}

fn rsa_parameters(n: Option<&[u8]>, e: Option<&[u8]>) -> Result<PublicParameters, KeyError> {
    Ok(rsa_key::public_parameters(&rsa_key::public(n, e)?))
}

fn ec_parameters(
    curve: Curve,
    x: Option<&[u8]>,
    y: Option<&[u8]>,
) -> Result<PublicParameters, KeyError> {
    let point = match curve {
        Curve::P256 => ec_key::public::<p256::NistP256>(x, y)?.to_sec1_bytes(),
        Curve::P384 => ec_key::public::<p384::NistP384>(x, y)?.to_sec1_bytes(),
        Curve::P521 => ec_key::public::<p521::NistP521>(x, y)?.to_sec1_bytes(),
        Curve::Ed25519 => return Err(KeyErrorCode::CurvePoint.at("crv")),
    };
    let (x, y) = point[1..].split_at(curve.coordinate_len());
    Ok(PublicParameters::Ec { curve, x: x.to_vec(), y: y.to_vec() })
}

fn okp_parameters(x: Option<&[u8]>) -> Result<PublicParameters, KeyError> {
    let x = ed25519_key::public(x)?.to_bytes().to_vec();
    Ok(PublicParameters::Okp { curve: Curve::Ed25519, x })
}
