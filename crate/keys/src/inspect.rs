//! Judges a key: what is wrong with it, by which rule, and whether writing it
//! again mends it.
//!
//! Every rule is one row of the table in [`FindingCode`]. Texts for people live
//! in `www/locales/findings`, chosen by code.
//!
//! Arithmetic on private numbers is not constant-time here: it runs once per
//! key, on the machine of the key's owner, and nobody else can measure it.

mod certificate;
mod date;
mod ec;
mod examples;
mod finding;
mod okp;
mod profile;
mod rsa;
mod set;
mod syntax;

pub use crate::rsa_key::MAXIMUM_MODULUS_BITS;
pub use finding::{Finding, FindingCode, Rule, Severity, Value};
pub use set::{inspect_together, repeats_kid};

use crate::prime::ProvedPrimes;
use crate::{Key, KeyError, KeyErrorCode, Material, PrivateKey, RawKey};
use finding::Findings;
use nokkelsmie_jose::Profile;
use serde::Serialize;

/// Judges what was read by every rule there is.
///
/// It takes its time on large RSA keys (two proofs of primality): whoever asks
/// again about the same key keeps its [`KeyFindings`].
pub fn inspect(material: &Material, profile: &Profile, context: &Context) -> Report {
    KeyFindings::of(material).with_labels(material, profile, context)
}

/// What the rules find in the key itself, whatever its labels say and whichever
/// service it is for: the part of the work that takes time.
#[derive(Clone, Debug)]
pub struct KeyFindings(Findings);

impl KeyFindings {
    /// Judges how the key is written, and its numbers.
    pub fn of(material: &Material) -> Self {
        judge(material).0
    }

    /// Judges what `key` was written as. Its primes were proved when it was
    /// made; every other number of the material is judged all the same.
    pub fn of_written(material: &Material, key: &PrivateKey) -> Self {
        judge_with(material, &mut key.proved_primes()).0
    }

    /// Adds what the rules find in the labels of the same material.
    pub fn with_labels(&self, material: &Material, profile: &Profile, context: &Context) -> Report {
        let mut findings = self.0.clone();
        profile::inspect(material, profile, context, &mut findings);
        certificate::inspect(material, profile, context, &mut findings);
        findings.into_report()
    }
}

/// Judges how the key is written, and its numbers, and gives the key with what
/// was found about it: whoever wants both has the primes proved once.
pub fn judge(material: &Material) -> (KeyFindings, Result<Key, KeyError>) {
    judge_with(material, &mut ProvedPrimes::default())
}

fn judge_with(
    material: &Material,
    proved: &mut ProvedPrimes,
) -> (KeyFindings, Result<Key, KeyError>) {
    let mut findings = Findings::default();
    syntax::inspect(material, &mut findings);
    match &material.key {
        RawKey::Rsa(key) => rsa::inspect(key, proved, &mut findings),
        RawKey::Ec { curve, x, y, d } => {
            let (x, y) = (x.as_deref(), y.as_deref());
            ec::inspect(&ec::Key { curve: *curve, x, y, d: d.as_ref() }, &mut findings);
        }
        RawKey::Okp { x, d, .. } => okp::inspect(x.as_deref(), d.as_ref(), &mut findings),
    }
    examples::inspect(material, &mut findings);
    let key = Key::of(material, proved);
    if let Err(error) = &key {
        usability(*error, &mut findings);
    }
    (KeyFindings(findings), key)
}

/// The last word: what no rule refused must be a key that the library takes. A
/// wrong `alg` is left to [`KeyFindings::with_labels`].
fn usability(KeyError { code, field }: KeyError, findings: &mut Findings) {
    let about_alg =
        matches!(code, KeyErrorCode::AlgorithmUnknown | KeyErrorCode::AlgorithmDoesNotFit);
    if !findings.refuse() && !about_alg {
        let finding = FindingCode::NotUsable.found().with("reason", code.as_str());
        findings.add(Finding { field, ..finding });
    }
}

/// What the rules must know beside the key and the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The time, Unix seconds.
    pub now: u64,
    /// Whether another key that came with it has its `kid`: [`repeats_kid`].
    pub repeats_kid: bool,
    /// Whether this is what somebody means to show to the service: then it
    /// must not have a private part.
    pub for_portal: bool,
}

/// The judgement of one key.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// What it comes to.
    pub verdict: Verdict,
    /// Errors first, then warnings, then notes.
    pub findings: Vec<Finding>,
}

impl Report {
    fn of(mut findings: Vec<Finding>) -> Self {
        findings.sort_by_key(|finding| finding.severity);
        Self { verdict: Verdict::of(&findings), findings }
    }
}

/// What a judgement comes to; the worst is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// No errors.
    Ready,
    /// Errors, but writing the key again mends them all.
    Repairable,
    /// At least one error that cannot be mended.
    Refused,
}

impl Verdict {
    /// Any error that cannot be repaired decides; warnings do not count.
    fn of(findings: &[Finding]) -> Self {
        let weight = |finding: &Finding| match (finding.severity, finding.repair) {
            (Severity::Error, false) => Self::Refused,
            (Severity::Error, true) => Self::Repairable,
            _ => Self::Ready,
        };
        findings.iter().map(weight).max().unwrap_or(Self::Ready)
    }
}
