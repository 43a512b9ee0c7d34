use crate::failure::Failure;
use crate::stack;
use nokkelsmie_jose::{Algorithm, KeyId};
use nokkelsmie_keys::PrivateKey;
use nokkelsmie_keys::generate::{Generation, KeyKind, Step};
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
    pub primes_found: u8,
}

/// A key in the making. Freeing it cancels it and wipes what was found.
#[wasm_bindgen]
pub struct KeyGeneration {
    generation: Generation,
    state: GenerationState,
    key: Option<PrivateKey>,
}

impl KeyGeneration {
    pub(crate) fn new(spec: GenerateSpec) -> Result<Self, Failure> {
        let key_id: KeyId = spec.kid.parse()?;
        Ok(Self {
            generation: Generation::new(spec.kind, spec.algorithm, Some(key_id))?,
            state: GenerationState { done: false, tried: 0, primes_found: 0 },
            key: None,
        })
    }

    pub(crate) fn take(&mut self) -> Option<PrivateKey> {
        self.key.take()
    }
}

#[wasm_bindgen]
impl KeyGeneration {
    /// Tests one candidate.
    pub fn step(&mut self) -> Result<Ts<GenerationState>, Failure> {
        match self.generation.step()? {
            Step::Working(progress) => {
                self.state.tried = progress.tried;
                self.state.primes_found = progress.primes_found;
            }
            Step::Done(key) => {
                self.state.done = true;
                self.key = Some(*key);
            }
        }
        Ok(self.state.into_ts()?)
    }
}

impl Drop for KeyGeneration {
    fn drop(&mut self) {
        self.key = None;
        stack::wipe();
    }
}
