//! Signing (RFC 7518 §3.3–3.5, RFC 8037 §3.1).

use crate::codes::codes;
use crate::private_key::PrivateNumbers;
use crate::{Certificate, PrivateKey, PublicKey, ec_key, ed25519_key, rsa_key, write};
use getrandom::SysRng;
use nokkelsmie_jose::{Algorithm, Curve, PublicParameters};
use rsa::traits::SignatureScheme;
use rsa::{Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey};
use sha2::{Digest, Sha256, Sha384, Sha512};
use signature::{Signer, Verifier};

codes! {
    /// Why nothing was signed.
    pub enum SignError {
        /// The system gives no random numbers, without which an RSA key must
        /// not be used (they hide it from whoever measures the time it takes).
        RandomUnavailable = "random-unavailable",
        /// The arithmetic went wrong; a signature that does not verify is
        /// never returned.
        Failed = "failed",
        /// No certificate came with the key.
        NoCertificate = "no-certificate",
        /// The certificate is of another key: "The certificate containing the
        /// public key corresponding to the key used to digitally sign the JWS MUST
        /// be the first certificate" (RFC 7515 §4.1.6).
        CertificateOfAnother = "certificate-of-another",
        /// The certificate is not for digital signatures (RFC 5280 §4.2.1.3).
        CertificateNotForSigning = "certificate-not-for-signing",
    }
}

impl PrivateKey {
    /// The chain that goes as `x5c` (RFC 7515 §4.1.6) with what the key signs: each
    /// certificate in standard base64 of its DER, the key's own first.
    ///
    /// # Errors
    /// [`SignError::NoCertificate`], [`SignError::CertificateOfAnother`],
    /// [`SignError::CertificateNotForSigning`]
    pub fn x5c(&self, chain: &[Certificate]) -> Result<Vec<String>, SignError> {
        let own = chain.first().ok_or(SignError::NoCertificate)?;
        if !own.is_of(&self.public_jwk().parameters) {
            return Err(SignError::CertificateOfAnother);
        }
        if !own.signs {
            return Err(SignError::CertificateNotForSigning);
        }
        Ok(write::x5c_members(chain))
    }

    /// Signs with the key's [algorithm](Self::algorithm).
    ///
    /// RS\* and PS\* give as many octets as the modulus has; PS\* has a salt
    /// "the same size as the hash function output" (RFC 7518 §3.5). ES\* gives
    /// R and S, each full length, one after the other (§3.4), with the
    /// deterministic nonce of RFC 6979. EdDSA gives 64 octets.
    ///
    /// # Errors
    /// See [`SignError`].
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        match self.numbers() {
            PrivateNumbers::Rsa(key) => sign_rsa(self.algorithm(), key, message),
            PrivateNumbers::P256(key) => {
                let key = p256::ecdsa::SigningKey::from(key);
                let signature: p256::ecdsa::Signature = key.try_sign(message).or_failed()?;
                Ok(signature.to_bytes().to_vec())
            }
            PrivateNumbers::P384(key) => {
                let key = p384::ecdsa::SigningKey::from(key);
                let signature: p384::ecdsa::Signature = key.try_sign(message).or_failed()?;
                Ok(signature.to_bytes().to_vec())
            }
            PrivateNumbers::P521(key) => {
                let key = p521::ecdsa::SigningKey::from(key);
                let signature: p521::ecdsa::Signature = key.try_sign(message).or_failed()?;
                Ok(signature.to_bytes().to_vec())
            }
            PrivateNumbers::Ed25519(key) => {
                Ok(key.try_sign(message).or_failed()?.to_bytes().to_vec())
            }
        }
    }
}

impl PublicKey {
    /// Whether the signature is the message's, by the key's
    /// [algorithm](Self::algorithm).
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.try_verify(message, signature).is_some()
    }

    fn try_verify(&self, message: &[u8], signature: &[u8]) -> Option<()> {
        match &self.jwk().parameters {
            PublicParameters::Rsa { n, e } => {
                let key = rsa_key::public(Some(n), Some(e)).ok()?;
                verify_rsa(self.algorithm(), &key, message, signature)
            }
            PublicParameters::Ec { curve: Curve::P256, x, y } => {
                let key = ec_key::public::<p256::NistP256>(Some(x), Some(y)).ok()?;
                let signature = p256::ecdsa::Signature::from_slice(signature).ok()?;
                p256::ecdsa::VerifyingKey::from(key).verify(message, &signature).ok()
            }
            PublicParameters::Ec { curve: Curve::P384, x, y } => {
                let key = ec_key::public::<p384::NistP384>(Some(x), Some(y)).ok()?;
                let signature = p384::ecdsa::Signature::from_slice(signature).ok()?;
                p384::ecdsa::VerifyingKey::from(key).verify(message, &signature).ok()
            }
            PublicParameters::Ec { x, y, .. } => {
                let key = ec_key::public::<p521::NistP521>(Some(x), Some(y)).ok()?;
                let signature = p521::ecdsa::Signature::from_slice(signature).ok()?;
                p521::ecdsa::VerifyingKey::from(key).verify(message, &signature).ok()
            }
            PublicParameters::Okp { x, .. } => {
                let key = ed25519_key::public(Some(x)).ok()?;
                let signature = ed25519_dalek::Signature::from_slice(signature).ok()?;
                key.verify_strict(message, &signature).ok()
            }
        }
    }
}

fn sign_rsa(
    algorithm: Algorithm,
    key: &RsaPrivateKey,
    message: &[u8],
) -> Result<Vec<u8>, SignError> {
    // With a source of random numbers the library blinds the base; afterwards
    // it verifies its own signature.
    let rng = Some(&mut SysRng);
    match algorithm {
        Algorithm::RS256 => rs::<Sha256>().sign(rng, key, &Sha256::digest(message)),
        Algorithm::RS384 => rs::<Sha384>().sign(rng, key, &Sha384::digest(message)),
        Algorithm::RS512 => rs::<Sha512>().sign(rng, key, &Sha512::digest(message)),
        Algorithm::PS256 => Pss::<Sha256>::new().sign(rng, key, &Sha256::digest(message)),
        Algorithm::PS384 => Pss::<Sha384>::new().sign(rng, key, &Sha384::digest(message)),
        Algorithm::PS512 => Pss::<Sha512>::new().sign(rng, key, &Sha512::digest(message)),
        _ => return Err(SignError::Failed),
    }
    .map_err(|error| match error {
        rsa::Error::Rng => SignError::RandomUnavailable,
        _ => SignError::Failed,
    })
}

fn verify_rsa(
    algorithm: Algorithm,
    key: &RsaPublicKey,
    message: &[u8],
    signature: &[u8],
) -> Option<()> {
    match algorithm {
        Algorithm::RS256 => rs::<Sha256>().verify(key, &Sha256::digest(message), signature),
        Algorithm::RS384 => rs::<Sha384>().verify(key, &Sha384::digest(message), signature),
        Algorithm::RS512 => rs::<Sha512>().verify(key, &Sha512::digest(message), signature),
        Algorithm::PS256 => Pss::<Sha256>::new().verify(key, &Sha256::digest(message), signature),
        Algorithm::PS384 => Pss::<Sha384>::new().verify(key, &Sha384::digest(message), signature),
        Algorithm::PS512 => Pss::<Sha512>::new().verify(key, &Sha512::digest(message), signature),
        _ => return None,
    }
    .ok()
}

/// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
fn rs<D: Digest + sha2::digest::const_oid::AssociatedOid>() -> Pkcs1v15Sign {
    Pkcs1v15Sign::new::<D>()
}

trait OrFailed<T> {
    fn or_failed(self) -> Result<T, SignError>;
}

impl<T> OrFailed<T> for Result<T, signature::Error> {
    fn or_failed(self) -> Result<T, SignError> {
        self.map_err(|_| SignError::Failed)
    }
}
