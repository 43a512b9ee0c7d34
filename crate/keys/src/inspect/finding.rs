use super::Report;
use serde::Serialize;
use std::collections::BTreeMap;

/// One thing that a rule found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Which rule.
    pub code: FindingCode,
    /// How bad it is.
    pub severity: Severity,
    /// The member of a JWK that it concerns; also for keys in other forms.
    pub field: Option<&'static str>,
    /// Where the rule stands: a section of a standard, or a service.
    pub source: &'static str,
    /// Whether writing the key again mends it.
    pub repair: bool,
    /// What the text needs: sizes, dates, names. Never a part of the key and
    /// never text that was read.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, string | number>"))]
    pub values: BTreeMap<&'static str, Value>,
}

/// How bad it is; errors are the least, so that they come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The key will be refused, or ought to be.
    Error,
    /// It may work, but not everywhere or not for long.
    Warning,
    /// Worth knowing.
    Note,
}

/// A value of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A size, a count, a number of days.
    Number(u64),
    /// A date, an algorithm, the names of members.
    Text(String),
}

/// One row a rule: name, severity, source, whether writing the key again
/// mends it, and the values that its text can use.
macro_rules! rules {
    (@mends repair) => { true };
    (@mends) => { false };
    ($(
        $(#[doc = $doc:literal])+
        $name:ident: $severity:ident, $source:literal $(, $repair:ident)? $(, [$($value:literal),+])?;
    )+) => {
        /// Every rule that this project knows. The text for people is
        /// `finding.<code>.means` and `finding.<code>.do`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[cfg_attr(feature = "ts", derive(tsify::Tsify))]
        #[serde(rename_all = "kebab-case")]
        pub enum FindingCode {
            $($(#[doc = $doc])+ $name,)+
        }

        impl FindingCode {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its row in the table.
            pub const fn rule(self) -> Rule {
                match self {
                    $(Self::$name => Rule {
                        severity: Severity::$severity,
                        source: $source,
                        repair: rules!(@mends $($repair)?),
                        values: &[$($($value),+)?],
                    },)+
                }
            }
        }
    };
}

rules! {
    // How it is written

    /// A member stands twice, perhaps behind an escape as in `"\u006e"`.
    DuplicateMember: Error, "RFC 7517 §4";
    /// A member of the key is not text.
    MemberWrongType: Error, "RFC 7517 §4";
    /// `alg`, `use`, `key_ops`, `exp`, `x5t` or `x5t#S256` has the wrong type.
    LabelWrongType: Error, "RFC 7517 §4", repair;
    /// `=` at the end of base64url.
    Base64urlPadding: Error, "RFC 7515 §2", repair;
    /// `+` or `/` in base64url.
    Base64urlStandardAlphabet: Error, "RFC 7515 §2", repair;
    /// White space in base64url.
    Base64urlWhitespace: Error, "RFC 7515 §2", repair;
    /// Unused bits of the last character are not zero.
    Base64urlTrailingBits: Error, "RFC 4648 §3.5", repair;
    /// No base64url at all.
    Base64urlMalformed: Error, "RFC 7515 §2";
    /// A number begins with a zero octet.
    LeadingZero: Error, "RFC 7518 §2", repair;
    /// x, y or d of an EC key does not have the curve's full length.
    CoordinateLength: Error, "RFC 7518 §6.2.1.2", repair, ["octets", "expected"];
    /// A member that makes up the key is missing.
    MemberMissing: Error, "RFC 7518 §6";
    /// The private part is there, the public part is not.
    PublicPartMissing: Error, "RFC 7518 §6", repair;
    /// PEM lines are not 64 characters long.
    PemLineLength: Note, "RFC 7468 §2";
    /// Line ends, a BOM, quotes or text around the key.
    TextAround: Note, "RFC 7468 §2";
    /// It was wrapped in base64.
    Base64Wrapped: Note, "practice";
    /// Something that stood beside it was not read.
    OtherPassedOver: Note, "practice";

    // RSA, public part

    /// The modulus is under 2048 bits.
    ModulusTooSmall: Error, "RFC 7518 §3.3", ["bits", "minimum"];
    /// The modulus, or one of its primes, is too large to be judged.
    ModulusTooLarge: Error, "practice", ["bits", "maximum"];
    /// The modulus is not of 2048, 3072 or 4096 bits.
    ModulusUnusual: Warning, "practice", ["bits"];
    /// A small prime divides the modulus.
    ModulusSmallFactor: Error, "RFC 8017 §3.1", ["factor"];
    /// The modulus is a prime, or a power of one: everybody can compute d.
    ModulusPrimePower: Error, "RFC 8017 §3.1";
    /// The primes are so close that Fermat's method finds them.
    PrimesTooClose: Error, "FIPS 186-5 §A.1.1";
    /// The modulus bears the mark of Infineon's faulty generator.
    Roca: Error, "CVE-2017-15361";
    /// The public exponent is even.
    ExponentEven: Error, "RFC 8017 §3.1";
    /// The public exponent is under 3, or not under the modulus.
    ExponentOutOfRange: Error, "RFC 8017 §3.1";
    /// The public exponent is not 65537.
    ExponentUnusual: Warning, "practice";

    // RSA, private part

    /// The modulus is not the product of the primes.
    ModulusMismatch: Error, "RFC 8017 §3.2";
    /// Both primes are the same.
    PrimesEqual: Error, "RFC 8017 §3.2";
    /// p or q is no prime.
    PrimeComposite: Error, "RFC 8017 §3.2";
    /// d does not belong to the public key.
    PrivateExponentWrong: Error, "RFC 8017 §3.2";
    /// d has at most half the bits of n; Wiener's method finds those of a quarter.
    PrivateExponentSmall: Error, "FIPS 186-5 §A.1.1";
    /// dp, dq or qi does not belong to the primes.
    CrtWrong: Error, "RFC 8017 §3.2";
    /// Some of p, q, dp, dq, qi are there and some are not.
    CrtIncomplete: Error, "RFC 7518 §6.3.2", ["missing"];
    /// None of p, q, dp, dq, qi is there.
    CrtMissing: Warning, "RFC 7518 §6.3.2", repair;
    /// More than two primes.
    MorePrimes: Error, "RFC 7518 §6.3.2.7";

    // Curves

    /// (x, y) is not on the curve.
    PointNotOnCurve: Error, "SEC 1 §3.2.2", ["curve"];
    /// d is zero or not under the order of the curve.
    ScalarOutOfRange: Error, "SEC 1 §3.2.1", ["curve"];
    /// d·G is not (x, y).
    EcPairMismatch: Error, "SEC 1 §3.2.1";
    /// x or d of an Ed25519 key does not have 32 octets.
    OkpLength: Error, "RFC 8032 §5.1.5", ["octets", "expected"];
    /// x is no point of the curve, or one of the few that sign nothing.
    OkpPointInvalid: Error, "RFC 8032 §5.1.3";
    /// x does not belong to d.
    OkpPairMismatch: Error, "RFC 8032 §5.1.5";

    // What is left

    /// No other rule speaks against it, and yet it cannot be computed with:
    /// `reason` is a [`KeyErrorCode`](crate::KeyErrorCode).
    NotUsable: Error, "practice", ["reason"];

    // Known keys

    /// The key is published as an example: everybody has its private part.
    KnownExample: Error, "practice", ["published"];

    // What the service wants

    /// No `alg`.
    AlgMissing: Error, "Maskinporten", repair, ["proposed"];
    /// `alg` is none that signs.
    AlgUnknown: Error, "RFC 7518 §3.1";
    /// `alg` is for another type of key or another curve.
    AlgMismatch: Error, "RFC 7518 §3.1", ["alg"];
    /// The service does not announce the algorithm.
    AlgNotAnnounced: Warning, "Maskinporten", ["alg", "date", "announced"];
    /// No `use`.
    UseMissing: Error, "Maskinporten", repair;
    /// `use` is `enc` or something else than `sig`.
    UseNotSignature: Error, "Maskinporten", repair;
    /// `use` and `key_ops` contradict each other.
    KeyOpsDisagree: Error, "RFC 7517 §4.3", repair;
    /// The same operation stands twice in `key_ops`.
    KeyOpsRepeated: Error, "RFC 7517 §4.3", repair;
    /// No `kid`.
    KidMissing: Error, "Maskinporten", repair;
    /// `kid` is not text.
    KidNotText: Error, "RFC 7517 §4.5", repair;
    /// `kid` has other characters than letters, digits and `._-`.
    KidCharacters: Error, "Maskinporten", repair;
    /// `kid` is longer than this project's limit.
    KidTooLong: Error, "practice", repair, ["maximum"];
    /// The portal makes a `kid` for keys that have none in their form (PEM).
    KidFromPortal: Note, "Maskinporten";
    /// `exp` is in the past.
    Expired: Error, "Maskinporten", ["date"];
    /// `exp` comes soon.
    ExpiresSoon: Warning, "Maskinporten", ["days", "date"];
    /// `exp` is later than the service lets a key live.
    ExpiresTooLate: Note, "Maskinporten", ["days"];
    /// `x5c` or another member about a certificate is there.
    CertificatePresent: Note, "Maskinporten";
    /// `x5c` is no list of certificates.
    CertificateMalformed: Error, "RFC 7517 §4.7", repair;
    /// The first certificate of `x5c` is about another key.
    CertificateOfAnother: Error, "RFC 7517 §4.7", repair;
    /// `x5t` or `x5t#S256` is the fingerprint of another certificate.
    FingerprintMismatch: Error, "RFC 7517 §4.8", repair;
    /// The certificate has expired.
    CertificateExpired: Error, "RFC 5280 §4.1.2.5", repair, ["date"];
    /// The certificate expires soon.
    CertificateExpiresSoon: Warning, "RFC 5280 §4.1.2.5", ["days", "date"];
    /// The certificate is not valid yet.
    CertificateNotYetValid: Warning, "RFC 5280 §4.1.2.5", ["date"];
    /// The certificate is not for digital signatures.
    CertificateNotForSigning: Warning, "RFC 5280 §4.2.1.3";
    /// The private part is in what is meant for the service.
    PrivatePart: Error, "Maskinporten", repair;

    // Sets

    /// More keys than the service takes.
    TooManyKeys: Error, "Maskinporten", ["count", "maximum"];
    /// Another key of the set has the same `kid`.
    KidRepeated: Error, "Maskinporten", repair;
}

/// A row of the table: what is the same for all findings of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How bad it is.
    pub severity: Severity,
    /// Where the rule stands.
    pub source: &'static str,
    /// Whether writing the key again mends it.
    pub repair: bool,
    /// The names of the values that every finding of this code has.
    pub values: &'static [&'static str],
}

impl FindingCode {
    /// A finding about the key as a whole.
    pub(super) fn found(self) -> Finding {
        let Rule { severity, source, repair, .. } = self.rule();
        Finding { code: self, severity, field: None, source, repair, values: BTreeMap::new() }
    }

    /// A finding about one member.
    pub(super) fn at(self, field: &'static str) -> Finding {
        let found = self.found();
        Finding {
            field: Some(field),
            source: self.source_at(field).unwrap_or(found.source),
            ..found
        }
    }

    /// Where the rule stands for one member, if that is more than its row says.
    fn source_at(self, field: &str) -> Option<&'static str> {
        Some(match (self, field) {
            (Self::LeadingZero, "n" | "e") => "RFC 7518 §2, §6.3.1",
            (Self::LeadingZero, _) => "RFC 7518 §2, §6.3.2",
            (Self::CoordinateLength, "y") => "RFC 7518 §6.2.1.3",
            (Self::CoordinateLength, "d") => "RFC 7518 §6.2.2.1",
            (Self::MemberMissing, "n" | "e") => "RFC 7518 §6.3.1",
            (Self::FingerprintMismatch, "x5t#S256") => "RFC 7517 §4.9",
            _ => return None,
        })
    }
}

impl Finding {
    pub(super) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.insert(name, value.into());
        self
    }
}

/// Findings as they come in.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn add(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    pub(super) fn has(&self, code: FindingCode) -> bool {
        self.0.iter().any(|finding| finding.code == code)
    }

    pub(super) fn has_at(&self, code: FindingCode, field: &str) -> bool {
        self.0.iter().any(|finding| finding.code == code && finding.field == Some(field))
    }

    /// Whether they hold an error that writing the key again does not mend.
    pub(super) fn refuse(&self) -> bool {
        self.0.iter().any(|finding| finding.severity == Severity::Error && !finding.repair)
    }

    pub(super) fn into_report(self) -> Report {
        Report::of(self.0)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
