use crate::card::{CertificateCard, KeyCard, Origin, PublicTexts};
use crate::failure::{Failure, OwnCode};
use nokkelsmie_jose::{Algorithm, KeyId, Profile, base64url};
use nokkelsmie_keys::inspect::{Context, Finding, KeyFindings, Report, Verdict, judge};
use nokkelsmie_keys::write::{self, PrivateFormat, ProtectedFormat, PublicFormat};
use nokkelsmie_keys::{
    Certificate, Identity, Key, Material, Password, PrivateKey, PublicKey, Secret, read,
};

/// One key of the vault and what was found about it.
pub struct Entry {
    /// `None`: what was read is no key; only its report is of use.
    held: Option<Key>,
    material: Material,
    /// To say which keys are the same; `None` when it is none.
    identity: Option<Identity>,
    /// What was found in the key itself: it takes time, so it is kept.
    findings: KeyFindings,
    report: Report,
    /// Another key that came with it has the same kid.
    repeats_kid: bool,
    origin: Origin,
    saved: bool,
}

/// A key that was just made, and what was found in it.
pub struct Made {
    key: PrivateKey,
    material: Material,
    findings: KeyFindings,
}

impl Made {
    pub fn new(key: PrivateKey) -> Result<Self, Failure> {
        let material = written(&key)?;
        let findings = KeyFindings::of_written(&material, &key);
        Ok(Self { key, material, findings })
    }
}

impl Entry {
    /// What was read, whatever it is worth.
    pub fn of_material(
        handle: u32,
        material: Material,
        repeats_kid: bool,
        profile: &Profile,
        now: u64,
    ) -> Self {
        let (findings, key) = judge(&material);
        let context = Context { now, repeats_kid, ..Context::default() };
        let report = findings.with_labels(&material, profile, &context);
        let held = key.ok();
        let identity = held.as_ref().map(|key| identity(handle, key, &material));
        let origin = Origin::Read;
        // What was read is somewhere already.
        Self { held, material, identity, findings, report, repeats_kid, origin, saved: true }
    }

    /// A key that was just made.
    pub fn of_generated(handle: u32, made: Made, profile: &Profile, now: u64) -> Self {
        let Made { key, material, findings } = made;
        let report =
            findings.with_labels(&material, profile, &Context { now, ..Context::default() });
        let key = Key::Private(key);
        let identity = Some(identity(handle, &key, &material));
        let (held, origin, repeats_kid) = (Some(key), Origin::Generated, false);
        // It is nowhere else yet.
        Self { held, material, identity, findings, report, repeats_kid, origin, saved: false }
    }

    pub fn private_key(&self) -> Result<&PrivateKey, Failure> {
        match &self.held {
            Some(Key::Private(key)) => Ok(key),
            _ => Err(OwnCode::NoPrivatePart.into()),
        }
    }

    /// The chain of its certificate, to be sent with what it signs.
    pub fn x5c(&self) -> Result<Vec<String>, Failure> {
        Ok(self.private_key()?.x5c(&self.material.certificates)?)
    }

    pub fn secret(&self, format: PrivateFormat) -> Result<Secret, Failure> {
        Ok(write::private_file(self.private_key()?, format)?)
    }

    pub fn protected(
        &self,
        format: ProtectedFormat,
        password: &Password,
    ) -> Result<Secret, Failure> {
        let certificates = &self.material.certificates;
        Ok(write::protected(self.private_key()?, certificates, format, password)?)
    }

    pub fn mark_saved(&mut self) {
        self.saved = true;
    }

    /// Another profile, or other labels, or time has passed.
    pub fn judge_labels(&mut self, profile: &Profile, now: u64) {
        let context = Context { now, repeats_kid: self.repeats_kid, ..Context::default() };
        self.report = self.findings.with_labels(&self.material, profile, &context);
    }

    /// Gives the key another kid or alg. What was saved before does not have them.
    pub fn relabel(
        &mut self,
        key_id: Option<KeyId>,
        algorithm: Option<Algorithm>,
    ) -> Result<(), Failure> {
        let key = self.held.as_mut().ok_or(OwnCode::NoPrivatePart)?;
        if let Some(algorithm) = algorithm {
            key.set_algorithm(algorithm)?;
            self.material.metadata.alg = Some(algorithm.to_string());
        }
        if let Some(key_id) = key_id {
            self.material.metadata.kid = Some(key_id.to_string());
            key.set_key_id(Some(key_id));
            self.repeats_kid = false;
        }
        self.identify();
        self.saved = !matches!(self.held, Some(Key::Private(_)));
        Ok(())
    }

    /// The repaired key: written anew, which mends every irregularity, with a
    /// kid when the one it has cannot be used. Its certificate stays with it, unless
    /// it is what had to be mended.
    pub fn repair(&mut self, suggested: KeyId) -> Result<(), Failure> {
        if self.report.verdict == Verdict::Refused {
            return Err(OwnCode::NotRepairable.into());
        }
        let is_at_fault = |finding: &Finding| finding.repair && finding.field == Some("x5c");
        let certificates = match self.report.findings.iter().any(is_at_fault) {
            true => Vec::new(),
            false => std::mem::take(&mut self.material.certificates),
        };
        let usable =
            !self.repeats_kid && self.key_id().is_some_and(|kid| kid.parse::<KeyId>().is_ok());
        self.relabel((!usable).then_some(suggested), None)?;
        match &self.held {
            Some(Key::Private(key)) => {
                self.material = written(key)?;
                self.findings = KeyFindings::of_written(&self.material, key);
            }
            Some(Key::Public(key)) => {
                let text = write::public(key, PublicFormat::Jwk)?;
                self.material = first(read::read(text.as_bytes())?)?;
                self.findings = KeyFindings::of(&self.material);
            }
            None => return Err(OwnCode::NoPrivatePart.into()),
        }
        self.material.certificates = certificates;
        self.identify();
        Ok(())
    }

    /// After another kid or alg.
    fn identify(&mut self) {
        if let (Some(known), Some(key)) = (&self.identity, &self.held) {
            self.identity = Some(identity(known.handle, key, &self.material));
        }
    }

    fn key_id(&self) -> Option<&str> {
        match &self.held {
            Some(key) => key.key_id(),
            None => self.material.metadata.kid.as_deref(),
        }
    }

    /// What others must know to say whether they are the same key; `None` when it is none.
    pub fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// `kin`: the keys of the vault that are the same.
    pub fn card(&self, handle: u32, kin: &[&Identity]) -> KeyCard {
        let (related, related_beside) =
            self.identity.as_ref().map(|own| own.related(kin)).unwrap_or_default();
        let public = self.held.as_ref().map(Key::public_key);
        let jwk = public.as_ref().map(PublicKey::jwk);
        KeyCard {
            handle,
            private: self.material.is_private(),
            origin: self.origin,
            format: self.material.format,
            name_in_file: self.material.name.clone(),
            saved: self.saved,
            kid: self.key_id().map(str::to_owned),
            algorithm: jwk.and_then(|jwk| jwk.algorithm),
            says_algorithm: self.material.metadata.alg.is_some(),
            key_type: self.material.key_type(),
            bits: self.material.bits(),
            curve: self.material.curve(),
            thumbprint: jwk.map(|jwk| jwk.thumbprint().to_string()).unwrap_or_default(),
            verdict: self.report.verdict,
            findings: self.report.findings.clone(),
            public: public.as_ref().and_then(texts),
            spki_fingerprint: public
                .as_ref()
                .and_then(|key| write::spki_fingerprint(key).ok())
                .map_or_else(String::new, |octets| hexadecimal(&octets)),
            private_formats: match &self.held {
                Some(Key::Private(key)) => write::private_formats(key),
                _ => Vec::new(),
            },
            protected_formats: match &self.held {
                Some(Key::Private(_)) => ProtectedFormat::ALL.to_vec(),
                _ => Vec::new(),
            },
            related,
            related_beside,
            certificate: certificate(&self.material.certificates),
        }
    }
}

fn identity(handle: u32, key: &Key, material: &Material) -> Identity {
    Identity::of(handle, key, material.metadata.alg.is_some())
}

fn certificate(chain: &[Certificate]) -> Option<CertificateCard> {
    let own = chain.first()?;
    let (sha1, sha256) = (own.sha1(), own.sha256());
    Some(CertificateCard {
        subject: own.common_name.clone().unwrap_or_else(|| own.subject.clone()),
        organisation_number: own.organisation_number.clone(),
        not_after: own.not_after,
        signs: own.signs,
        sha1: hexadecimal(&sha1),
        x5t: base64url::encode(&sha1),
        sha256: hexadecimal(&sha256),
        x5t_s256: base64url::encode(&sha256),
        x5c: write::x5c(chain),
    })
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

fn texts(key: &PublicKey) -> Option<PublicTexts> {
    let text = |format| write::public(key, format).ok();
    Some(PublicTexts {
        jwk: text(PublicFormat::Jwk)?,
        jwk_array: text(PublicFormat::JwkArray)?,
        jwks: text(PublicFormat::JwkSet)?,
        pem: text(PublicFormat::SpkiPem)?,
        pkcs1_pem: text(PublicFormat::Pkcs1Pem),
        base64_jwk: text(PublicFormat::Base64Jwk)?,
        base64_pem: text(PublicFormat::Base64Pem)?,
    })
}

/// The key as it would be read from its own JWK.
fn written(key: &PrivateKey) -> Result<Material, Failure> {
    first(read::read(write::private(key, PrivateFormat::Jwk)?.as_bytes())?)
}

fn first(materials: Vec<Material>) -> Result<Material, Failure> {
    materials.into_iter().next().ok_or(OwnCode::NoSuchKey.into())
}
