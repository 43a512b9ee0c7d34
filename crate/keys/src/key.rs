use crate::prime::ProvedPrimes;
use crate::{KeyError, Material, PrivateKey, PublicKey};
use nokkelsmie_jose::{Algorithm, KeyId};

/// A key that is one, with its private part or without.
#[derive(Debug)]
pub enum Key {
    /// It can sign.
    Private(PrivateKey),
    /// It can only verify.
    Public(PublicKey),
}

impl Key {
    /// Takes what was read as what it was meant to be: a damaged private key is
    /// no key, even where its public part is one.
    pub(crate) fn of(material: &Material, proved: &mut ProvedPrimes) -> Result<Self, KeyError> {
        if material.is_private() {
            PrivateKey::of(material, proved).map(Self::Private)
        } else {
            PublicKey::try_from(material).map(Self::Public)
        }
    }

    /// The key itself, or its public part.
    pub fn public_key(&self) -> PublicKey {
        match self {
            Self::Private(key) => key.public_key(),
            Self::Public(key) => key.clone(),
        }
    }

    /// Its `kid` as it was read; that need not be one that Maskinporten takes.
    pub fn key_id(&self) -> Option<&str> {
        match self {
            Self::Private(key) => key.key_id(),
            Self::Public(key) => key.jwk().key_id.as_deref(),
        }
    }

    /// Gives the key another `kid`, or none.
    pub fn set_key_id(&mut self, key_id: Option<KeyId>) {
        match self {
            Self::Private(key) => key.set_key_id(key_id),
            Self::Public(key) => key.set_key_id(key_id),
        }
    }

    /// Gives the key another algorithm.
    ///
    /// # Errors
    /// [`KeyErrorCode::AlgorithmDoesNotFit`](crate::KeyErrorCode::AlgorithmDoesNotFit);
    /// the key is then as it was.
    pub fn set_algorithm(&mut self, algorithm: Algorithm) -> Result<(), KeyError> {
        match self {
            Self::Private(key) => key.set_algorithm(algorithm),
            Self::Public(key) => key.set_algorithm(algorithm),
        }
    }
}
