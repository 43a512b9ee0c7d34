use crate::codes::codes;
use core::fmt;
use serde::Serialize;

/// Why [`Material`](crate::Material) is no key. It never holds any of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct KeyError {
    /// What is wrong.
    pub code: KeyErrorCode,
    /// The member of the JWK that it concerns, as in `n`.
    pub field: Option<&'static str>,
}

codes! {
    /// What is wrong with a key.
    pub enum KeyErrorCode {
        /// There is no private part.
        NotPrivate = "not-private",
        /// A number that must be there is missing or could not be decoded.
        MissingParameter = "missing-parameter",
        /// "A key of size 2048 bits or larger MUST be used" (RFC 7518 §3.3).
        RsaTooSmall = "rsa-too-small",
        /// A modulus of more than 8192 bits: it would take minutes.
        RsaTooLarge = "rsa-too-large",
        /// The modulus is even (RFC 8017 §3.1).
        RsaModulus = "rsa-modulus",
        /// e is even, less than 3 (RFC 8017 §3.1) or more than 2³³ − 1.
        RsaExponent = "rsa-exponent",
        /// p and q are equal, not prime, of very different size, or their
        /// product is not n (RFC 8017 §3.2).
        RsaPrimes = "rsa-primes",
        /// d does not undo e (RFC 8017 §3.2).
        RsaPrivateExponent = "rsa-private-exponent",
        /// dp, dq or qi is not what follows from the others (RFC 8017 §3.2).
        RsaCrt = "rsa-crt",
        /// More than two primes (`oth`, RFC 7518 §6.3.2.7).
        RsaMorePrimes = "rsa-more-primes",
        /// The public key is not a point of the curve, or is one of its weak
        /// points (SEC 1 §3.2.2, RFC 8032 §5.1.3).
        CurvePoint = "curve-point",
        /// d is not in 1…n − 1 (SEC 1 §3.2.1), or of a wrong length.
        PrivateOutOfRange = "private-out-of-range",
        /// The private part belongs to another public key.
        PairMismatch = "pair-mismatch",
        /// `alg` is none of the registry.
        AlgorithmUnknown = "algorithm-unknown",
        /// `alg` does not fit the type or the curve of the key (RFC 7518 §3.1).
        AlgorithmDoesNotFit = "algorithm-does-not-fit",
    }
}

impl KeyErrorCode {
    pub(crate) const fn at(self, field: &'static str) -> KeyError {
        KeyError { code: self, field: Some(field) }
    }

    pub(crate) const fn anywhere(self) -> KeyError {
        KeyError { code: self, field: None }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "{}: {field}", self.code),
            None => self.code.fmt(f),
        }
    }
}

impl std::error::Error for KeyError {}
