use super::prime_search::{PUBLIC_EXPONENT, PrimeSearch};
use super::{GenerateError, Progress};
use crate::rsa_key::Numbers;
use crypto_bigint::BoxedUint;
use rsa::RsaPrivateKey;
use rsa::traits::PrivateKeyParts;
use zeroize::Zeroizing;

/// Looks for the two primes of an RSA key (FIPS 186-5 A.1.3).
pub(crate) struct RsaSearch {
    bits: u32,
    search: PrimeSearch,
    p: Option<Zeroizing<BoxedUint>>,
    pairs_refused: u8,
}

/// One pair in fifteen gives a number that is short; so many in a row do not
/// come by chance.
const MOST_PAIRS_REFUSED: u8 = 16;

impl RsaSearch {
    pub(crate) fn new(bits: u32) -> Result<Self, GenerateError> {
        Ok(Self { bits, search: PrimeSearch::new(bits / 2)?, p: None, pairs_refused: 0 })
    }

    pub(crate) fn progress(&self) -> Progress {
        Progress { tried: self.search.tried(), primes_found: self.p.is_some().into() }
    }

    /// Does a little (milliseconds); gives the key when both primes are found.
    pub(crate) fn step(&mut self) -> Result<Option<Box<RsaPrivateKey>>, GenerateError> {
        let Some(prime) = self.search.step()? else { return Ok(None) };
        let Some(p) = self.p.take() else {
            self.p = Some(prime);
            return Ok(None);
        };
        if are_far_apart(&p, &prime, self.bits)
            && let Some(key) = assemble(&p, &prime, self.bits)?
        {
            return Ok(Some(key));
        }
        self.pairs_refused += 1;
        match self.pairs_refused {
            MOST_PAIRS_REFUSED => Err(GenerateError::Exhausted),
            _ => Ok(None),
        }
    }
}

/// The key of two primes, the highest octet first; `None` when they make none.
pub(crate) fn pair(
    primes: [&[u8]; 2],
    bits: u32,
) -> Result<Option<Box<RsaPrivateKey>>, GenerateError> {
    let number = |octets: &[u8]| {
        let number = BoxedUint::from_be_slice(octets, bits / 2);
        let number = Zeroizing::new(number.map_err(|_| GenerateError::Inconsistent)?);
        let is_odd = octets.last().is_some_and(|last| last % 2 == 1);
        let fits = is_odd && number.bits() == bits / 2;
        if fits { Ok(number) } else { Err(GenerateError::Inconsistent) }
    };
    let [p, q] = [number(primes[0])?, number(primes[1])?];
    if are_far_apart(&p, &q, bits) { assemble(&p, &q, bits) } else { Ok(None) }
}

/// "|p – q| > 2^(nlen/2 – 100)" (FIPS 186-5 A.1.1), or factoring is easy.
fn are_far_apart(p: &BoxedUint, q: &BoxedUint, bits: u32) -> bool {
    let difference = Zeroizing::new(if p > q { p.wrapping_sub(q) } else { q.wrapping_sub(p) });
    *difference > BoxedUint::one_with_precision(bits / 2).shl(bits / 2 - 100)
}

/// The key, checked; `None` when everything is to begin anew: d is small, "If
/// d ≤ 2^(nlen/2) … new p and q" (FIPS 186-5 A.1.1), or a number is short.
fn assemble(
    p: &BoxedUint,
    q: &BoxedUint,
    bits: u32,
) -> Result<Option<Box<RsaPrivateKey>>, GenerateError> {
    let (p, q) = if p > q { (p, q) } else { (q, p) };
    let key = RsaPrivateKey::from_p_q(p.clone(), q.clone(), BoxedUint::from(PUBLIC_EXPONENT));
    let key = key.map_err(|_| GenerateError::Inconsistent)?;
    if key.d().bits() <= bits / 2 {
        return Ok(None);
    }
    let numbers = Numbers::of(&key).map_err(|_| GenerateError::Inconsistent)?;
    Ok(has_full_lengths(&numbers).then(|| Box::new(key)))
}

/// A JWK has no leading zeros (RFC 7518 §2), and .NET takes no key whose d is
/// shorter than n, or whose dp, dq or qi is shorter than a half of it: such a
/// key would be refused where it is to be used.
fn has_full_lengths(numbers: &Numbers) -> bool {
    let half = numbers.n.len() / 2;
    numbers.d.len() == numbers.n.len()
        && [&numbers.dp, &numbers.dq, &numbers.qi].iter().all(|number| number.len() == half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_a_short_number_are_refused() {
        let long = |first: u8, len: usize| [&[first][..], &vec![1; len - 1]].concat();
        let numbers = |d: usize, qi: usize| Numbers {
            n: long(0x80, 256),
            e: vec![1, 0, 1],
            d: long(1, d).into(),
            p: long(0x80, 128).into(),
            q: long(0x80, 128).into(),
            dp: long(1, 128).into(),
            dq: long(1, 128).into(),
            qi: long(1, qi).into(),
        };
        assert!(has_full_lengths(&numbers(256, 128)));
        assert!(!has_full_lengths(&numbers(255, 128)));
        assert!(!has_full_lengths(&numbers(256, 127)));
    }

    #[test]
    fn what_no_prime_looks_like_is_refused() {
        let number = |first: u8, last: u8| {
            let mut octets = [0x5a; 128];
            (octets[0], octets[127]) = (first, last);
            octets
        };
        let refused = |one: &[u8], other: &[u8]| {
            let refusal = pair([one, other], 2048).err();
            assert_eq!(refusal, Some(GenerateError::Inconsistent));
        };
        let odd = number(0xf0, 1);
        for wrong in [&number(0xf0, 2)[..], &number(0x70, 1), &odd[1..], &[odd, odd].concat(), &[]]
        {
            refused(&odd, wrong);
            refused(wrong, &odd);
        }
    }

    #[test]
    fn close_primes_are_refused() {
        let p = BoxedUint::one_with_precision(1024).shl(1023);
        let near = p.wrapping_add(BoxedUint::one_with_precision(1024).shl(924));
        let far = near.wrapping_add(BoxedUint::one());
        assert!(!are_far_apart(&p, &p, 2048));
        assert!(!are_far_apart(&p, &near.wrapping_sub(BoxedUint::one()), 2048));
        assert!(are_far_apart(&far, &p, 2048));
        assert!(are_far_apart(&p, &far, 2048));
    }
}
