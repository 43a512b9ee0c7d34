use crate::card::{Changes, KeyCard, ReadOutcome};
use crate::entry::Entry;
use crate::failure::{Failure, FailureCode, OwnCode};
use crate::generation::{GenerateSpec, KeyGeneration};
use crate::hand_over::{self, StoredCheck};
use crate::shelf::Shelf;
use crate::stack;
use nokkelsmie_jose::{Algorithm, KeyId, Profile};
use nokkelsmie_keys::generate::GenerateError;
use nokkelsmie_keys::inspect::{inspect_together, repeats_kid};
use nokkelsmie_keys::write::{PrivateFormat, ProtectedFormat};
use nokkelsmie_keys::{Password, read};
use nokkelsmie_maskinporten::{
    AnnouncedAlgorithms, Environment, EnvironmentName, GrantClaims, GrantHeader, GrantRequest,
    HandOverOrder, HandOverPlan, JwtId, ReceiverFacts, SignedGrant, UnsignedGrant, profile,
    receivers,
};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

/// The keys, each behind a handle that means nothing elsewhere.
#[wasm_bindgen]
pub struct Vault {
    shelf: Shelf,
    profile: Profile,
}

/// Another kid or alg for a key; what is left out stays as it is.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Relabel {
    #[serde(default)]
    #[tsify(optional)]
    pub kid: Option<String>,
    #[serde(default)]
    #[tsify(optional)]
    pub algorithm: Option<Algorithm>,
}

#[wasm_bindgen]
impl Vault {
    /// An empty vault, for Maskinporten's test environment.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self { shelf: Shelf::default(), profile: profile(EnvironmentName::Test) }
    }

    pub fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    /// The environment whose rules the keys are held against, and the
    /// algorithms that it announces. `now`: Unix milliseconds.
    #[wasm_bindgen(js_name = setEnvironment)]
    pub fn set_environment(
        &mut self,
        name: Ts<EnvironmentName>,
        announced: Ts<AnnouncedAlgorithms>,
        now: f64,
    ) -> Result<(), Failure> {
        let announced = announced.to_rust()?;
        if !announced.is_dated() {
            return Err(OwnCode::WrongArguments.into());
        }
        let profile = profile(name.to_rust()?).overridden(announced.algorithms, announced.as_of);
        if profile != self.profile {
            self.profile = profile;
            for entry in self.shelf.all_mut() {
                entry.judge_labels(&self.profile, seconds(now));
            }
        }
        Ok(())
    }

    /// Every key, the oldest first.
    pub fn cards(&self) -> Result<Vec<Ts<KeyCard>>, Failure> {
        self.shelf.cards(self.shelf.handles()).into_iter().map(|card| Ok(card.into_ts()?)).collect()
    }

    /// What became of the keys since this was last asked.
    pub fn changes(&mut self) -> Result<Ts<Changes>, Failure> {
        Ok(self.shelf.changes().into_ts()?)
    }

    /// Begins to make a key; [`KeyGeneration::step`] it until it is done, then
    /// [`Vault::adopt`] it.
    pub fn generation(&self, spec: Ts<GenerateSpec>) -> Result<KeyGeneration, Failure> {
        self.check_room(1)?;
        KeyGeneration::new(spec.to_rust()?)
    }

    /// A generation that is done, of the two primes of an RSA key, the highest octet first; `undefined` when
    /// they make none and others are to be looked for. It is adopted when `PrimalityProof` has proved both,
    /// and not before. The caller overwrites them.
    #[wasm_bindgen(js_name = generationOf)]
    pub fn generation_of(
        &self,
        spec: Ts<GenerateSpec>,
        p: &[u8],
        q: &[u8],
    ) -> Result<Option<KeyGeneration>, Failure> {
        self.check_room(1)?;
        let spec = spec.to_rust()?;
        stack::wiping(|| KeyGeneration::of_primes(spec, [p, q]))
    }

    /// Takes the key out of a generation that is done.
    pub fn adopt(
        &mut self,
        generation: &mut KeyGeneration,
        now: f64,
    ) -> Result<Ts<KeyCard>, Failure> {
        let made = generation.take().ok_or(FailureCode::Generate(GenerateError::Finished))?;
        let handle = self.shelf.next_handle();
        self.shelf.keep(Entry::of_generated(handle, made, &self.profile, seconds(now)));
        self.card(handle)
    }

    /// Reads every key in a text or file, which may be encrypted with a
    /// `password` (UTF-8). The caller overwrites both.
    pub fn read(
        &mut self,
        octets: &[u8],
        password: Option<Box<[u8]>>,
        now: f64,
    ) -> Result<Ts<ReadOutcome>, Failure> {
        let password = password.map(password_of).transpose()?;
        Ok(stack::wiping(|| self.read_all(octets, password, now))?.into_ts()?)
    }

    /// Gives a key another kid or alg.
    pub fn relabel(
        &mut self,
        handle: u32,
        labels: Ts<Relabel>,
        now: f64,
    ) -> Result<Ts<KeyCard>, Failure> {
        let labels = labels.to_rust()?;
        let key_id = labels.kid.map(|kid| kid.parse::<KeyId>()).transpose()?;
        let entry = self.shelf.get_mut(handle)?;
        entry.relabel(key_id, labels.algorithm)?;
        entry.judge_labels(&self.profile, seconds(now));
        self.card(handle)
    }

    /// Mends what can be mended. `today`: `YYYY-MM-DD`, for a kid where one is missing.
    pub fn repair(&mut self, handle: u32, today: &str, now: f64) -> Result<Ts<KeyCard>, Failure> {
        let suggested = KeyId::suggest("nokkel", "", today, &random()?);
        let entry = self.shelf.get_mut(handle)?;
        stack::wiping(|| entry.repair(suggested))?;
        entry.judge_labels(&self.profile, seconds(now));
        self.card(handle)
    }

    /// Makes a grant for Maskinporten and signs it: the only thing that is ever
    /// signed. `now`: Unix milliseconds.
    pub fn sign(
        &self,
        handle: u32,
        environment: Ts<Environment>,
        request: Ts<GrantRequest>,
        now: f64,
    ) -> Result<Ts<SignedGrant>, Failure> {
        let entry = self.shelf.get(handle)?;
        let key = entry.private_key()?;
        let (environment, request) = (environment.to_rust()?, request.to_rust()?);
        let jti = JwtId::from_random(random()?);
        let claims = GrantClaims::new(&request, &environment, seconds(now), jti)?;
        let header = match request.certificate {
            true => GrantHeader::certified(key.algorithm(), entry.x5c()?),
            false => GrantHeader::new(key.algorithm(), &request, key.key_id()),
        };
        let unsigned = UnsignedGrant::new(header, claims);
        let signature = stack::wiping(|| key.sign(unsigned.signing_input().as_bytes()))?;
        Ok(unsigned.signed(&signature).into_ts()?)
    }

    /// The private part as a file has it: text in UTF-8, or octets. For the panel:
    /// at the person's click.
    pub fn secret(&self, handle: u32, format: Ts<PrivateFormat>) -> Result<Vec<u8>, Failure> {
        let (entry, format) = (self.shelf.get(handle)?, format.to_rust()?);
        Ok(stack::wiping(|| entry.secret(format))?.to_vec())
    }

    /// The private part as a file that only `password` (UTF-8) opens. For the
    /// panel, which overwrites the password.
    pub fn protect(
        &self,
        handle: u32,
        format: Ts<ProtectedFormat>,
        password: Box<[u8]>,
    ) -> Result<Vec<u8>, Failure> {
        let password = password_of(password)?;
        let (entry, format) = (self.shelf.get(handle)?, format.to_rust()?);
        Ok(stack::wiping(|| entry.protected(format, &password))?.to_vec())
    }

    /// Who or what takes a private key, those that people ask for first.
    pub fn receivers(&self) -> Result<Vec<Ts<ReceiverFacts>>, Failure> {
        receivers().into_iter().map(|facts| Ok(facts.into_ts()?)).collect()
    }

    /// The commands that bring a key to a receiver, and the file without what is secret
    /// in it; or what is to be mended first.
    #[wasm_bindgen(js_name = planHandOver)]
    pub fn plan_hand_over(
        &self,
        handle: u32,
        order: Ts<HandOverOrder>,
    ) -> Result<Ts<HandOverPlan>, Failure> {
        let key = self.shelf.get(handle)?.private_key()?;
        let order = hand_over::of_key(order.to_rust()?, key);
        Ok(HandOverPlan::from(order.hand_over()).into_ts()?)
    }

    /// That file. For the panel: at the person's click. `password` (UTF-8) where it is to
    /// be locked; the caller overwrites it.
    #[wasm_bindgen(js_name = handOverFile)]
    pub fn hand_over_file(
        &self,
        handle: u32,
        order: Ts<HandOverOrder>,
        password: Option<Box<[u8]>>,
    ) -> Result<Vec<u8>, Failure> {
        let password = password.map(password_of).transpose()?;
        let entry = self.shelf.get(handle)?;
        let order = hand_over::of_key(order.to_rust()?, entry.private_key()?);
        Ok(stack::wiping(|| hand_over::file(entry, &order, password.as_ref()))?.to_vec())
    }

    /// Whether what was stored for a receiver is this key, in the form that is read. The
    /// caller overwrites both.
    #[wasm_bindgen(js_name = checkStored)]
    pub fn check_stored(
        &self,
        handle: u32,
        order: Ts<HandOverOrder>,
        octets: &[u8],
        password: Option<Box<[u8]>>,
    ) -> Result<Ts<StoredCheck>, Failure> {
        let password = password.map(password_of).transpose()?;
        let key = self.shelf.get(handle)?.private_key()?;
        let order = hand_over::of_key(order.to_rust()?, key);
        let check =
            stack::wiping(|| hand_over::check_stored(key, &order, octets, password.as_ref()))?;
        Ok(check.into_ts()?)
    }

    #[wasm_bindgen(js_name = markSaved)]
    pub fn mark_saved(&mut self, handle: u32) -> Result<(), Failure> {
        self.shelf.get_mut(handle)?.mark_saved();
        Ok(())
    }

    pub fn remove(&mut self, handle: u32) {
        self.shelf.remove(handle);
        stack::wipe();
    }

    /// Forgets every key.
    pub fn clear(&mut self) {
        self.shelf.clear();
        stack::wipe();
    }
}

impl Vault {
    fn read_all(
        &mut self,
        octets: &[u8],
        password: Option<Password>,
        now: f64,
    ) -> Result<ReadOutcome, Failure> {
        let mut materials = match password {
            None => read::read(octets)?,
            Some(password) => read::read_with_password(octets, &password)?,
        };
        self.check_room(materials.len())?;
        read::hide_private_texts(&mut materials);
        let findings = inspect_together(&materials, &self.profile);
        let repeated: Vec<_> =
            (0..materials.len()).map(|index| repeats_kid(&materials, index)).collect();
        let mut handles = Vec::new();
        // The last that came stands first in the panel and the page: as in the file.
        for (material, repeats_kid) in materials.into_iter().zip(repeated).rev() {
            let handle = self.shelf.next_handle();
            let (profile, now) = (&self.profile, seconds(now));
            let entry = Entry::of_material(handle, material, repeats_kid, profile, now);
            handles.push(self.shelf.keep(entry));
        }
        handles.reverse();
        Ok(ReadOutcome { cards: self.shelf.cards(handles), findings })
    }

    fn check_room(&self, count: usize) -> Result<(), Failure> {
        if self.shelf.has_room_for(count) { Ok(()) } else { Err(OwnCode::VaultFull.into()) }
    }

    fn card(&self, handle: u32) -> Result<Ts<KeyCard>, Failure> {
        Ok(self.shelf.card(handle)?.into_ts()?)
    }
}

/// JavaScript's clock to Unix seconds.
fn seconds(milliseconds: f64) -> u64 {
    (milliseconds / 1000.0) as u64
}

fn password_of(octets: Box<[u8]>) -> Result<Password, Failure> {
    let octets = Zeroizing::new(octets);
    let text = core::str::from_utf8(&octets).map_err(|_| OwnCode::WrongArguments)?;
    Ok(Password::new(Zeroizing::new(text.to_owned())))
}

fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut octets = [0; N];
    getrandom::fill(&mut octets)
        .map_err(|_| FailureCode::Generate(GenerateError::RandomUnavailable))?;
    Ok(octets)
}
