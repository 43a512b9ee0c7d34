//! Makes keys, step by step, so that a worker with one thread can report
//! progress and be stopped between two steps.

use crate::PrivateKey;
use crate::codes::codes;
use crate::private_key::PrivateNumbers;
use nokkelsmie_jose::{Algorithm, Curve, KeyId, KeyType};
use p256::elliptic_curve::SecretKey;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

mod prime_proof;
mod prime_search;
mod rsa_search;

use crate::ec_key::Weierstrass;
pub use prime_proof::PrimeProof;
pub use prime_search::CandidateSearch;
use rsa_search::RsaSearch;

/// The kinds of keys that can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[allow(missing_docs)] // the names say it
pub enum KeyKind {
    #[serde(rename = "rsa-2048")]
    Rsa2048,
    #[serde(rename = "rsa-3072")]
    Rsa3072,
    #[serde(rename = "rsa-4096")]
    Rsa4096,
    #[serde(rename = "p-256")]
    P256,
    #[serde(rename = "p-384")]
    P384,
    #[serde(rename = "p-521")]
    P521,
    #[serde(rename = "ed25519")]
    Ed25519,
}

/// A key in the making. Dropping it stops the work and wipes what was found.
///
/// ```
/// use nokkelsmie_jose::Algorithm;
/// use nokkelsmie_keys::generate::{Generation, KeyKind, Step};
///
/// let mut generation = Generation::new(KeyKind::Rsa2048, Algorithm::RS256, None)?;
/// let key = loop {
///     match generation.step()? {
///         Step::Working(progress) => println!("tried {}", progress.tried),
///         Step::Done(key) => break key,
///     }
/// };
/// assert_eq!(key.bits(), 2048);
/// # Ok::<(), nokkelsmie_keys::generate::GenerateError>(())
/// ```
pub struct Generation {
    kind: KeyKind,
    algorithm: Algorithm,
    key_id: Option<KeyId>,
    state: State,
}

/// What a step led to.
#[derive(Debug)]
pub enum Step {
    /// There is more to do.
    Working(Progress),
    /// The key is made.
    Done(Box<PrivateKey>),
}

/// How far it has come. How long it takes is chance: nobody knows the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Candidates for a prime that were tested (those with a small factor do
    /// not count).
    pub tried: u32,
    /// Primes found, of two.
    pub primes_found: u8,
}

codes! {
    /// Why no key was made.
    pub enum GenerateError {
        /// The algorithm is for other keys.
        AlgorithmDoesNotFit = "algorithm-does-not-fit",
        /// The system gives no random numbers.
        RandomUnavailable = "random-unavailable",
        /// No prime among many times as many candidates as it takes: the
        /// random numbers are not random.
        Exhausted = "exhausted",
        /// The key that was made does not pass the checks of a key.
        Inconsistent = "inconsistent",
        /// It was done already, or failed before.
        Finished = "finished",
    }
}

enum State {
    Rsa(Box<RsaSearch>),
    Curve,
    Finished,
}

/// Makes a key without a pause.
///
/// # Errors
/// See [`GenerateError`].
pub fn generate(
    kind: KeyKind,
    algorithm: Algorithm,
    key_id: Option<KeyId>,
) -> Result<PrivateKey, GenerateError> {
    let mut generation = Generation::new(kind, algorithm, key_id)?;
    loop {
        if let Step::Done(key) = generation.step()? {
            return Ok(*key);
        }
    }
}

/// The key of two primes that were looked for elsewhere; `None` when they make none, and others are to
/// be looked for: they are close, d is small, or a number is short (FIPS 186-5 A.1.1, RFC 7518 §2).
///
/// Each is as long as half the key's modulus. They are not proved here: nobody may have the key before both
/// have stood [`PrimeProof`].
///
/// # Errors
/// [`GenerateError::AlgorithmDoesNotFit`], also for the kind of a curve; [`GenerateError::Inconsistent`]:
/// they are even, not as long as they must be, or (which primes never are) such that no key can be put
/// together of them.
pub fn key_of_primes(
    kind: KeyKind,
    algorithm: Algorithm,
    key_id: Option<KeyId>,
    primes: [&[u8]; 2],
) -> Result<Option<PrivateKey>, GenerateError> {
    if kind.key_type() != KeyType::Rsa || !algorithm.fits(kind.key_type(), None) {
        return Err(GenerateError::AlgorithmDoesNotFit);
    }
    let Some(numbers) = rsa_search::pair(primes, kind.bits())? else { return Ok(None) };
    let key = PrivateKey::new(PrivateNumbers::Rsa(numbers), algorithm, key_id);
    key.map(Some).map_err(|_| GenerateError::Inconsistent)
}

impl Generation {
    /// Begins; no work is done yet.
    ///
    /// # Errors
    /// [`GenerateError::AlgorithmDoesNotFit`]
    pub fn new(
        kind: KeyKind,
        algorithm: Algorithm,
        key_id: Option<KeyId>,
    ) -> Result<Self, GenerateError> {
        if !algorithm.fits(kind.key_type(), kind.curve()) {
            return Err(GenerateError::AlgorithmDoesNotFit);
        }
        let state = match kind.key_type() {
            KeyType::Rsa => State::Rsa(Box::new(RsaSearch::new(kind.bits())?)),
            KeyType::Ec | KeyType::Okp => State::Curve,
        };
        Ok(Self { kind, algorithm, key_id, state })
    }

    /// Does a little: at most one test of one candidate. That is a matter of
    /// milliseconds; keys of curves are done in one step.
    ///
    /// # Errors
    /// See [`GenerateError`]; after an error, and after [`Step::Done`], the
    /// next is [`GenerateError::Finished`].
    pub fn step(&mut self) -> Result<Step, GenerateError> {
        let numbers = match &mut self.state {
            State::Finished => return Err(GenerateError::Finished),
            State::Curve => curve_key(self.kind).map(Some),
            State::Rsa(search) => search.step().map(|key| key.map(PrivateNumbers::Rsa)),
        };
        if let (Ok(None), State::Rsa(search)) = (&numbers, &self.state) {
            return Ok(Step::Working(search.progress()));
        }
        self.state = State::Finished;
        let numbers = numbers?.ok_or(GenerateError::Inconsistent)?;
        let key = PrivateKey::new(numbers, self.algorithm, self.key_id.take());
        Ok(Step::Done(Box::new(key.map_err(|_| GenerateError::Inconsistent)?)))
    }
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Rsa2048,
        Self::Rsa3072,
        Self::Rsa4096,
        Self::P256,
        Self::P384,
        Self::P521,
        Self::Ed25519,
    ];

    /// The key type.
    pub const fn key_type(self) -> KeyType {
        match self {
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => KeyType::Rsa,
            Self::P256 | Self::P384 | Self::P521 => KeyType::Ec,
            Self::Ed25519 => KeyType::Okp,
        }
    }

    /// The curve; `None` for RSA.
    pub const fn curve(self) -> Option<Curve> {
        match self {
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => None,
            Self::P256 => Some(Curve::P256),
            Self::P384 => Some(Curve::P384),
            Self::P521 => Some(Curve::P521),
            Self::Ed25519 => Some(Curve::Ed25519),
        }
    }

    /// The size of the modulus or the curve in bits.
    pub const fn bits(self) -> u32 {
        match self {
            Self::Rsa2048 => 2048,
            Self::Rsa3072 => 3072,
            Self::Rsa4096 => 4096,
            Self::P256 => 256,
            Self::P384 => 384,
            Self::P521 => 521,
            Self::Ed25519 => 255,
        }
    }

    /// The first algorithm of the registry that fits.
    pub fn default_algorithm(self) -> Algorithm {
        // There is one for every kind; a test holds that.
        Algorithm::default_for(self.key_type(), self.curve()).unwrap_or(Algorithm::RS256)
    }
}

impl core::fmt::Debug for Generation {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Generation").field("kind", &self.kind).finish_non_exhaustive()
    }
}

fn curve_key(kind: KeyKind) -> Result<PrivateNumbers, GenerateError> {
    match kind {
        KeyKind::P256 => Ok(PrivateNumbers::P256(scalar(32, 0xff)?)),
        KeyKind::P384 => Ok(PrivateNumbers::P384(scalar(48, 0xff)?)),
        KeyKind::P521 => Ok(PrivateNumbers::P521(scalar(66, 0x01)?)),
        _ => {
            let mut seed = Zeroizing::new([0; 32]);
            random(&mut *seed)?;
            Ok(PrivateNumbers::Ed25519(ed25519_dalek::SigningKey::from_bytes(&seed)))
        }
    }
}

/// Draws numbers of the order's length until one is in 1…n − 1: "ECDSA key
/// pair generation by rejection sampling" (FIPS 186-5 A.2.2). `top` masks the
/// bits of the first octet that the order does not have.
fn scalar<C: Weierstrass>(length: usize, top: u8) -> Result<SecretKey<C>, GenerateError> {
    let mut octets = Zeroizing::new(vec![0; length]);
    // Each try fails with a chance of less than 2⁻³¹.
    for _ in 0..64 {
        random(&mut octets)?;
        if let Some(first) = octets.first_mut() {
            *first &= top;
        }
        if let Ok(key) = SecretKey::from_slice(&octets) {
            return Ok(key);
        }
    }
    Err(GenerateError::Exhausted)
}

/// Fills with random octets of the system.
fn random(octets: &mut [u8]) -> Result<(), GenerateError> {
    getrandom::fill(octets).map_err(|_| GenerateError::RandomUnavailable)
}
