use crate::entry::Made;
use crate::failure::Failure;
use crate::stack;
use nokkelsmie_jose::{Algorithm, KeyId};
use nokkelsmie_keys::generate::{
    CandidateSearch, GenerateError, Generation, KeyKind, PrimeProof, Step, key_of_primes,
};
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

/// What key to make.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenerateSpec {
    pub kind: KeyKind,
    pub algorithm: Algorithm,
    pub kid: String,
}

/// How far the making of a key has come.
#[derive(Clone, Copy, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct GenerationState {
    pub done: bool,
    /// Candidates for a prime that were tested.
    pub tried: u32,
}

/// A key in the making. Freeing it cancels it and wipes what was found.
#[wasm_bindgen]
pub struct KeyGeneration {
    /// None for primes that others found.
    generation: Option<Generation>,
    state: GenerationState,
    made: Option<Made>,
}

impl KeyGeneration {
    pub(crate) fn new(spec: GenerateSpec) -> Result<Self, Failure> {
        let key_id: KeyId = spec.kid.parse()?;
        Ok(Self {
            generation: Some(Generation::new(spec.kind, spec.algorithm, Some(key_id))?),
            state: GenerationState { done: false, tried: 0 },
            made: None,
        })
    }

    /// Of two primes; `None` when they make no key.
    pub(crate) fn of_primes(
        spec: GenerateSpec,
        primes: [&[u8]; 2],
    ) -> Result<Option<Self>, Failure> {
        let key_id: KeyId = spec.kid.parse()?;
        let key = key_of_primes(spec.kind, spec.algorithm, Some(key_id), primes)?;
        let made = key.map(Made::new).transpose()?;
        let state = GenerationState { done: true, tried: 0 };
        Ok(made.map(|made| Self { generation: None, state, made: Some(made) }))
    }

    pub(crate) fn take(&mut self) -> Option<Made> {
        self.made.take()
    }
}

#[wasm_bindgen]
impl KeyGeneration {
    /// Does a little (milliseconds).
    pub fn step(&mut self) -> Result<Ts<GenerationState>, Failure> {
        let generation = self.generation.as_mut().ok_or(GenerateError::Finished)?;
        match generation.step()? {
            Step::Working(progress) => self.state.tried = progress.tried,
            Step::Done(key) => {
                self.state.done = true;
                self.made = Some(Made::new(*key)?);
            }
        }
        Ok(self.state.into_ts()?)
    }
}

/// The proof that a number is prime: it stands all tests. It needs no vault: the workers that look for
/// primes do the tests.
#[wasm_bindgen]
pub struct PrimalityProof(PrimeProof);

#[wasm_bindgen]
impl PrimalityProof {
    /// For a number, the highest octet first. The caller overwrites the octets.
    #[wasm_bindgen(constructor)]
    pub fn new(octets: &[u8]) -> Result<Self, Failure> {
        Ok(Self(PrimeProof::new(octets)?))
    }

    /// How many tests a number of so many bits is to stand.
    pub fn tests(bits: u32) -> Result<usize, Failure> {
        Ok(PrimeProof::tests_of(bits)?)
    }

    /// Whether it stands a test, counted from 0 (milliseconds). The first takes the longest.
    pub fn test(&self, at: usize) -> Result<bool, Failure> {
        Ok(stack::wiping(|| self.0.test(at))?)
    }
}

/// Looks for primes, with plain integers. It proves nothing, and needs no vault.
#[wasm_bindgen]
pub struct PrimeSearch(CandidateSearch);

#[wasm_bindgen]
impl PrimeSearch {
    /// For primes of so many bits. Freeing it wipes what was looked at.
    #[wasm_bindgen(constructor)]
    pub fn new(bits: u32) -> Result<Self, Failure> {
        Ok(Self(CandidateSearch::new(bits)?))
    }

    /// Does a little (milliseconds); a candidate, the highest octet first, when it comes to one.
    pub fn step(&mut self) -> Result<Option<Box<[u8]>>, Failure> {
        Ok(self.0.step()?.map(|octets| octets.as_slice().into()))
    }

    /// Numbers that were tested since it began.
    pub fn tested(&self) -> u32 {
        self.0.tested()
    }

    /// Begins anew; what was tried is wiped.
    pub fn restart(&mut self) {
        self.0.restart();
        stack::wipe();
    }
}

impl Drop for KeyGeneration {
    fn drop(&mut self) {
        self.made = None;
        stack::wipe();
    }
}
