//! The numbers of RSA keys (RFC 8017 §3), checked where the `rsa` library's
//! own `validate` is lax: it takes composite factors, equal factors and any
//! dp, dq and qi.

use crate::key_error::KeyErrorCode::{
    MissingParameter, NotPrivate, RsaCrt, RsaExponent, RsaModulus, RsaMorePrimes, RsaPrimes,
    RsaPrivateExponent, RsaTooLarge, RsaTooSmall,
};
use crate::prime::{Prime, ProvedPrimes};
use crate::{HiddenSecret, KeyError, RawRsa, Secret};
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, ConcatenatingMul, Gcd, NonZero, Odd, Resize};
use crypto_primes::{Flavor, is_prime};
use nokkelsmie_jose::{MINIMUM_MODULUS_BITS, PublicParameters};
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use rsa::{RsaPrivateKey, RsaPublicKey};
use zeroize::Zeroizing;

/// A modulus over this many bits is refused before any arithmetic, so that the
/// page stays alive: the cost grows with the third power, and 8192 take seconds.
pub const MAXIMUM_MODULUS_BITS: u32 = 8192;

/// The library computes with no larger public exponent.
const MAXIMUM_EXPONENT: u64 = RsaPublicKey::MAX_PUB_EXPONENT;

/// Checks and completes a private key.
pub(crate) fn private(raw: &RawRsa, proved: &mut ProvedPrimes) -> Result<RsaPrivateKey, KeyError> {
    if raw.d.is_none() && raw.p.is_none() && raw.q.is_none() {
        return Err(NotPrivate.anywhere());
    }
    if raw.more_primes {
        return Err(RsaMorePrimes.at("oth"));
    }
    let (n, e) = modulus_and_exponent(raw.n.as_deref(), raw.e.as_deref())?;
    let key = match (&raw.p, &raw.q, &raw.d) {
        (Some(p), Some(q), d) => {
            let (p, q) = primes(&n, p, q, proved)?;
            match d {
                Some(d) => with_exponent(&n, &e, d, &p, &q)?,
                None => RsaPrivateKey::from_p_q(p.to_uint(), q.to_uint(), e)
                    .map_err(|_| RsaExponent.at("e"))?,
            }
        }
        (_, _, Some(d)) => {
            let exponent = private_exponent(&n, d)?;
            let (p, q) = recover_primes(&n, &e, &exponent).ok_or(RsaPrivateExponent.at("d"))?;
            for (given, field) in [(&raw.p, "p"), (&raw.q, "q")] {
                let Some(given) = given else { continue };
                let given = given.secret_octets().trim_leading_zeros();
                if given != p.as_slice() && given != q.as_slice() {
                    return Err(RsaPrimes.at(field));
                }
            }
            let (p, q) = primes(&n, &HiddenSecret(p), &HiddenSecret(q), proved)?;
            with_exponent(&n, &e, d, &p, &q)?
        }
        (_, None, None) => return Err(MissingParameter.at("q")),
        (None, _, None) => return Err(MissingParameter.at("p")),
    };
    check_crt(raw, &Numbers::of(&key)?)?;
    Ok(key)
}

/// Checks a public key.
pub(crate) fn public(n: Option<&[u8]>, e: Option<&[u8]>) -> Result<RsaPublicKey, KeyError> {
    let (n, e) = modulus_and_exponent(n, e)?;
    RsaPublicKey::new(n.get(), e).map_err(|_| RsaModulus.at("n"))
}

/// n and e for a JWK.
pub(crate) fn public_parameters(key: &impl PublicKeyParts) -> PublicParameters {
    PublicParameters::Rsa {
        n: key.n_bytes().trim_leading_zeros().to_vec(),
        e: key.e_bytes().trim_leading_zeros().to_vec(),
    }
}

/// All numbers of a private key, big-endian without leading zeros.
pub(crate) struct Numbers {
    pub n: Vec<u8>,
    pub e: Vec<u8>,
    pub d: Secret,
    pub p: Secret,
    pub q: Secret,
    pub dp: Secret,
    pub dq: Secret,
    pub qi: Secret,
}

impl Numbers {
    pub(crate) fn of(key: &RsaPrivateKey) -> Result<Self, KeyError> {
        let [p, q] = key.primes() else { return Err(RsaMorePrimes.at("oth")) };
        let crt = key.dp().zip(key.dq()).zip(key.qinv());
        let ((dp, dq), qi) = crt.ok_or(RsaPrimes.at("p"))?;
        // As the key has it: `crt_coefficient` would compute it again.
        let qi = Zeroizing::new(qi.retrieve());
        Ok(Self {
            n: key.n_bytes().trim_leading_zeros().to_vec(),
            e: key.e_bytes().trim_leading_zeros().to_vec(),
            d: octets(key.d()),
            p: octets(p.as_ref()),
            q: octets(q.as_ref()),
            dp: octets(dp),
            dq: octets(dq),
            qi: octets(&qi),
        })
    }
}

fn modulus_and_exponent(
    n: Option<&[u8]>,
    e: Option<&[u8]>,
) -> Result<(Odd<BoxedUint>, BoxedUint), KeyError> {
    let n = n.ok_or(MissingParameter.at("n"))?.trim_leading_zeros();
    let e = e.ok_or(MissingParameter.at("e"))?.trim_leading_zeros();
    if n.len() > (MAXIMUM_MODULUS_BITS / 8) as usize {
        return Err(RsaTooLarge.at("n"));
    }
    let n = BoxedUint::from_be_slice_vartime(n);
    if n.bits_vartime() < MINIMUM_MODULUS_BITS {
        return Err(RsaTooSmall.at("n"));
    }
    let n = Odd::new(n).into_option().ok_or(RsaModulus.at("n"))?;
    // "the RSA public exponent e is an integer between 3 and n - 1 satisfying
    // GCD(e,\lambda(n)) = 1" (RFC 8017 §3.1)
    let small = e.len() <= 8;
    let e = e.iter().take(8).fold(0, |e, &octet| e << 8 | u64::from(octet));
    if !small || e < 3 || e % 2 == 0 || e > MAXIMUM_EXPONENT {
        return Err(RsaExponent.at("e"));
    }
    Ok((n, BoxedUint::from(e)))
}

/// "the RSA modulus n is a product of u distinct odd primes" (RFC 8017 §3.1)
fn primes(
    n: &Odd<BoxedUint>,
    p: &HiddenSecret,
    q: &HiddenSecret,
    proved: &mut ProvedPrimes,
) -> Result<(Prime, Prime), KeyError> {
    let factor = |secret: &HiddenSecret, field| {
        let octets = secret.secret_octets().trim_leading_zeros();
        if octets.len() > n.bits_precision() as usize / 16 + 1 {
            return Err(RsaPrimes.at(field));
        }
        Ok(Zeroizing::new(BoxedUint::from_be_slice_vartime(octets)))
    };
    let (p, q) = (factor(p, "p")?, factor(q, "q")?);
    let product = Zeroizing::new(p.concatenating_mul(&*q));
    if *product != *n.as_ref() || *p == *q {
        return Err(RsaPrimes.at("p"));
    }
    let mut prime = |number, field| proved.prove(number).ok_or(RsaPrimes.at(field));
    Ok((prime(&*p, "p")?, prime(&*q, "q")?))
}

fn private_exponent(
    n: &Odd<BoxedUint>,
    d: &HiddenSecret,
) -> Result<Zeroizing<BoxedUint>, KeyError> {
    let octets = d.secret_octets().trim_leading_zeros();
    let d = BoxedUint::from_be_slice(octets, n.bits_precision());
    let d = Zeroizing::new(d.map_err(|_| RsaPrivateExponent.at("d"))?);
    // "a positive integer less than n" (RFC 8017 §3.2)
    if bool::from(d.is_zero()) || *d >= *n.as_ref() {
        return Err(RsaPrivateExponent.at("d"));
    }
    Ok(d)
}

fn with_exponent(
    n: &Odd<BoxedUint>,
    e: &BoxedUint,
    d: &HiddenSecret,
    p: &Prime,
    q: &Prime,
) -> Result<RsaPrivateKey, KeyError> {
    let d = private_exponent(n, d)?;
    let primes = vec![p.to_uint(), q.to_uint()];
    let key =
        RsaPrivateKey::from_components(n.as_ref().clone(), e.clone(), BoxedUint::clone(&d), primes);
    key.map_err(|error| match error {
        rsa::Error::InvalidPrime => RsaPrimes.at("p"),
        _ => RsaPrivateExponent.at("d"),
    })
}

/// "e * dP == 1 (mod (p-1)), e * dQ == 1 (mod (q-1)), q * qInv == 1 (mod p)"
/// (RFC 8017 §3.2); each less than its modulus, so each has one value only.
fn check_crt(raw: &RawRsa, numbers: &Numbers) -> Result<(), KeyError> {
    let given =
        [("dp", &raw.dp, &numbers.dp), ("dq", &raw.dq, &numbers.dq), ("qi", &raw.qi, &numbers.qi)];
    // Without p and q in the text nobody says which of the two is which.
    let order_known = raw.p.is_some() && raw.q.is_some();
    for (field, given, right) in given.into_iter().filter(|_| order_known) {
        let Some(given) = given else { continue };
        if given.secret_octets().trim_leading_zeros() != right.as_slice() {
            return Err(RsaCrt.at(field));
        }
    }
    Ok(())
}

/// d mod (p − 1), for forms that leave it out; `None` when p is no prime.
pub(crate) fn crt_exponent(d: &[u8], p: &[u8]) -> Option<HiddenSecret> {
    if d.len().max(p.len()) > (MAXIMUM_MODULUS_BITS / 8) as usize {
        return None;
    }
    let d = Zeroizing::new(BoxedUint::from_be_slice_vartime(d));
    let p = Zeroizing::new(BoxedUint::from_be_slice_vartime(p));
    let below = NonZero::new(p.wrapping_sub(BoxedUint::one())).into_option()?;
    Some(HiddenSecret(octets(&Zeroizing::new(d.rem_vartime(&below)))))
}

/// Finds p and q from n, e and d: a root of 1 other than ±1 shares a factor
/// with n (the method of NIST SP 800-56B, appendix C.1, with small primes as
/// bases, so that it always takes the same steps).
fn recover_primes(n: &Odd<BoxedUint>, e: &BoxedUint, d: &BoxedUint) -> Option<(Secret, Secret)> {
    const BASES: [u32; 24] = [
        2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89,
    ];
    let product = Zeroizing::new(d.concatenating_mul(e));
    let multiple = Zeroizing::new(product.wrapping_sub(BoxedUint::one()));
    let twos = multiple.trailing_zeros();
    if twos == 0 || bool::from(multiple.is_zero()) {
        return None;
    }
    let odd_part = Zeroizing::new(multiple.shr(twos));
    let modulus = BoxedMontyParams::new(n.clone());
    let one = BoxedMontyForm::one(&modulus);
    let minus_one = -one.clone();
    for base in BASES {
        let base = BoxedUint::from(base).resize_unchecked(n.bits_precision());
        let mut root = BoxedMontyForm::new(base, &modulus).pow(&odd_part);
        if root == one || root == minus_one {
            // Rare, unless n is a prime, of which no base tells anything.
            if is_prime(Flavor::Any, n.as_ref()) {
                return None;
            }
            continue;
        }
        for _ in 0..twos {
            let square = root.square();
            if square == one {
                return split(n, &Zeroizing::new(root.retrieve()));
            }
            if square == minus_one {
                break;
            }
            root = square;
        }
        if root.square() != minus_one {
            return None; // base^(d·e − 1) is not 1: d is not the exponent of this key
        }
    }
    None
}

fn split(n: &Odd<BoxedUint>, root: &BoxedUint) -> Option<(Secret, Secret)> {
    let below = Zeroizing::new(root.wrapping_sub(BoxedUint::one()));
    let factor = NonZero::new(below.gcd(n.as_ref())).into_option()?;
    let other = Zeroizing::new(n.as_ref().wrapping_div(&factor));
    let factor = Zeroizing::new(factor.get());
    // The larger one first, as most makers of keys write them.
    let (p, q) = if *factor > *other { (&factor, &other) } else { (&other, &factor) };
    Some((octets(p), octets(q)))
}

fn octets(number: &BoxedUint) -> Secret {
    let padded = Zeroizing::new(number.to_be_bytes());
    Zeroizing::new(padded.trim_leading_zeros().to_vec())
}

/// Big-endian numbers without the zeros that mean nothing.
pub(crate) trait TrimLeadingZeros {
    fn trim_leading_zeros(&self) -> &[u8];
}

impl TrimLeadingZeros for [u8] {
    fn trim_leading_zeros(&self) -> &[u8] {
        let zeros = self.iter().take_while(|&&octet| octet == 0).count();
        self.get(zeros..).unwrap_or_default()
    }
}
