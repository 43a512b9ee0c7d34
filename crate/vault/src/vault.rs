use crate::card::{KeyCard, ReadOutcome};
use crate::entry::Entry;
use crate::failure::{Failure, FailureCode, OwnCode};
use crate::generation::{GenerateSpec, KeyGeneration};
use crate::stack;
use nokkelsmie_jose::{Algorithm, KeyId, Profile};
use nokkelsmie_keys::generate::GenerateError;
use nokkelsmie_keys::inspect::{inspect_together, repeats_kid};
use nokkelsmie_keys::write::{PrivateFormat, ProtectedFormat};
use nokkelsmie_keys::{Identity, Password, read};
use nokkelsmie_maskinporten::{
    AnnouncedAlgorithms, Environment, EnvironmentName, GrantClaims, GrantHeader, GrantRequest,
    JwtId, SignedGrant, UnsignedGrant, profile,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

/// Keys that are held at most: each is held against each other, to say which are the same.
pub const MAXIMUM_HELD: usize = 200;

/// The keys, each behind a handle that means nothing elsewhere.
#[wasm_bindgen]
pub struct Vault {
    /// In boxes, which are wiped when they are freed: a tree leaves what it moves.
    entries: BTreeMap<u32, Box<Entry>>,
    last_handle: u32,
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
        let profile = profile(EnvironmentName::Test);
        Self { entries: BTreeMap::new(), last_handle: 0, profile }
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
            for entry in self.entries.values_mut() {
                entry.judge_labels(&self.profile, seconds(now));
            }
        }
        Ok(())
    }

    pub fn cards(&self) -> Result<Vec<Ts<KeyCard>>, Failure> {
        let all = self.identities();
        let cards = self.entries.iter().map(|(&handle, entry)| entry.card(handle, &all));
        cards.map(|card| Ok(card.into_ts()?)).collect()
    }

    /// Begins to make a key; [`KeyGeneration::step`] it until it is done, then
    /// [`Vault::adopt`] it.
    pub fn generation(&self, spec: Ts<GenerateSpec>) -> Result<KeyGeneration, Failure> {
        KeyGeneration::new(spec.to_rust()?)
    }

    /// Takes the key out of a generation that is done.
    pub fn adopt(
        &mut self,
        generation: &mut KeyGeneration,
        now: f64,
    ) -> Result<Ts<KeyCard>, Failure> {
        let key = generation.take().ok_or(FailureCode::Generate(GenerateError::Finished))?;
        let entry = Entry::of_generated(key, &self.profile, seconds(now))?;
        let handle = self.keep(entry);
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
        let entry = self.entries.get_mut(&handle).ok_or(OwnCode::NoSuchKey)?;
        entry.relabel(key_id, labels.algorithm)?;
        entry.judge_labels(&self.profile, seconds(now));
        self.card(handle)
    }

    /// Mends what can be mended. `today`: `YYYY-MM-DD`, for a kid where one is missing.
    pub fn repair(&mut self, handle: u32, today: &str, now: f64) -> Result<Ts<KeyCard>, Failure> {
        let suggested = KeyId::suggest("nokkel", "", today, &random()?);
        let entry = self.entries.get_mut(&handle).ok_or(OwnCode::NoSuchKey)?;
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
        let entry = self.entry(handle)?;
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
        let (entry, format) = (self.entry(handle)?, format.to_rust()?);
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
        let (entry, format) = (self.entry(handle)?, format.to_rust()?);
        Ok(stack::wiping(|| entry.protected(format, &password))?.to_vec())
    }

    #[wasm_bindgen(js_name = markSaved)]
    pub fn mark_saved(&mut self, handle: u32) -> Result<(), Failure> {
        self.entries.get_mut(&handle).ok_or(OwnCode::NoSuchKey)?.mark_saved();
        Ok(())
    }

    pub fn remove(&mut self, handle: u32) {
        self.entries.remove(&handle);
        stack::wipe();
    }

    /// Forgets every key.
    pub fn clear(&mut self) {
        self.entries.clear();
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
        if self.entries.len() + materials.len() > MAXIMUM_HELD {
            return Err(OwnCode::VaultFull.into());
        }
        read::hide_private_texts(&mut materials);
        let findings = inspect_together(&materials, &self.profile);
        let repeated: Vec<_> =
            (0..materials.len()).map(|index| repeats_kid(&materials, index)).collect();
        let mut handles = Vec::new();
        // The last that came stands first in the panel and the page: as in the file.
        for (material, repeats_kid) in materials.into_iter().zip(repeated).rev() {
            let entry = Entry::of_material(material, repeats_kid, &self.profile, seconds(now));
            handles.push(self.keep(entry));
        }
        handles.reverse();
        let all = self.identities();
        let card = |handle| Ok(self.entry(handle)?.card(handle, &all));
        let cards = handles.into_iter().map(card).collect::<Result<_, Failure>>()?;
        Ok(ReadOutcome { cards, findings })
    }

    fn keep(&mut self, entry: Entry) -> u32 {
        self.last_handle += 1;
        self.entries.insert(self.last_handle, Box::new(entry));
        self.last_handle
    }

    fn entry(&self, handle: u32) -> Result<&Entry, Failure> {
        self.entries.get(&handle).map(Box::as_ref).ok_or(OwnCode::NoSuchKey.into())
    }

    fn identities(&self) -> Vec<Identity> {
        self.entries.iter().filter_map(|(&handle, entry)| entry.identity(handle)).collect()
    }

    fn card(&self, handle: u32) -> Result<Ts<KeyCard>, Failure> {
        Ok(self.entry(handle)?.card(handle, &self.identities()).into_ts()?)
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
