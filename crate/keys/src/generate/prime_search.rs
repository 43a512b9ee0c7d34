use super::GenerateError;
use super::prime_proof::PrimeProof;
use crypto_bigint::BoxedUint;
use getrandom::SysRng;
use nokkelsmie_prime_search::{Found, Integers, Search, Size};
use zeroize::Zeroizing;

/// e of every key that is made here.
pub(crate) const PUBLIC_EXPONENT: u32 = 65537;

/// Gives numbers that are almost certainly prime. It is not trusted: what it gives is proved.
pub(crate) trait Filter {
    /// Does a little (milliseconds); gives a number when it comes to one.
    fn advance(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, GenerateError>;
    /// Numbers that it tested so far.
    fn tested(&self) -> u32;
}

/// Looks for one random prime of RSA after the other: what the filter gives is proved, and what does
/// not stand the proof is left.
pub(crate) struct PrimeSearch<F: Filter = Search<Integers>> {
    filter: F,
    /// Of what the filter gave, and how many tests it has stood.
    proof: Option<(PrimeProof, usize)>,
    refused: u32,
}

/// Composites that the filter may give before it is given up: not one in 10⁴⁰ is such by chance.
const MOST_REFUSED: u32 = 100;

impl PrimeSearch {
    /// For primes of so many bits.
    pub(crate) fn new(bits: u32) -> Result<Self, GenerateError> {
        let size = Size::new(bits).ok_or(GenerateError::Inconsistent)?;
        Ok(Self::through(Search::new(size, PUBLIC_EXPONENT)))
    }
}

impl<F: Filter> PrimeSearch<F> {
    pub(crate) fn through(filter: F) -> Self {
        Self { filter, proof: None, refused: 0 }
    }

    /// Candidates that came past the sieve.
    pub(crate) fn tried(&self) -> u32 {
        self.filter.tested()
    }

    /// Does a little (milliseconds); gives the prime when one is found.
    pub(crate) fn step(&mut self) -> Result<Option<Zeroizing<BoxedUint>>, GenerateError> {
        let Some((proof, stood)) = &mut self.proof else {
            if let Some(octets) = self.filter.advance()? {
                self.proof = Some((PrimeProof::new(&octets)?, 0));
            }
            return Ok(None);
        };
        if !proof.test(*stood)? {
            self.proof = None;
            self.refused += 1;
            return if self.refused < MOST_REFUSED {
                Ok(None)
            } else {
                Err(GenerateError::Exhausted)
            };
        }
        *stood += 1;
        if *stood < proof.tests() {
            return Ok(None);
        }
        Ok(self.proof.take().map(|(proof, _)| proof.into_number()))
    }
}

/// Looks for numbers that are almost certainly prime, for whoever proves them (`PrimeProof`) elsewhere.
pub struct CandidateSearch(Search<Integers>);

impl CandidateSearch {
    /// For primes of so many bits.
    ///
    /// # Errors
    /// [`GenerateError::Inconsistent`]: no key has primes of that length.
    pub fn new(bits: u32) -> Result<Self, GenerateError> {
        let size = Size::new(bits).ok_or(GenerateError::Inconsistent)?;
        Ok(Self(Search::new(size, PUBLIC_EXPONENT)))
    }

    /// Does a little (milliseconds); gives a candidate, the highest octet first, when it comes to one.
    ///
    /// # Errors
    /// [`GenerateError::RandomUnavailable`], [`GenerateError::Exhausted`]
    pub fn step(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, GenerateError> {
        Filter::advance(&mut self.0)
    }

    /// Numbers that were tested since it began.
    pub fn tested(&self) -> u32 {
        self.0.tested()
    }

    /// Begins anew; what was tried is wiped.
    pub fn restart(&mut self) {
        self.0.restart();
    }
}

/// Squarings in a step: half a test of a number of 1024 bits, a quarter of one of 2048.
const SQUARINGS: u32 = 512;

impl Filter for Search<Integers> {
    fn advance(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, GenerateError> {
        match self.advance(&mut SysRng, SQUARINGS) {
            Ok(Found::NotYet) => Ok(None),
            Ok(Found::Candidate(candidate)) => {
                let mut octets = Zeroizing::new(vec![0; candidate.length()]);
                candidate.write(&mut octets);
                Ok(Some(octets))
            }
            Ok(Found::Exhausted) => Err(GenerateError::Exhausted),
            Err(_) => Err(GenerateError::RandomUnavailable),
        }
    }

    fn tested(&self) -> u32 {
        self.tested()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto_bigint::{ConcatenatingMul, Limb, NonZero};
    use crypto_primes::{Flavor, is_prime};

    #[test]
    fn finds_primes_in_range() {
        let mut search = PrimeSearch::new(512).unwrap();
        for _ in 0..8 {
            let prime = loop {
                if let Some(prime) = search.step().unwrap() {
                    break prime;
                }
            };
            assert!(is_prime(Flavor::Any, &*prime));
            assert_eq!(prime.bits(), 512);
            // p ≥ 3/4 · 2⁵¹², so that n = p · q has 1024 bits and no fewer.
            assert_eq!(prime.concatenating_mul(&*prime).bits(), 1024);
            let exponent = NonZero::new(Limb::from(PUBLIC_EXPONENT)).unwrap();
            assert_ne!(prime.rem_limb(exponent), Limb::ONE);
        }
    }

    /// A filter that gives what it was given, and then nothing but more of the last.
    struct Liar {
        numbers: Vec<u64>,
        given: usize,
    }

    impl Filter for Liar {
        fn advance(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, GenerateError> {
            let number = self.numbers[self.given.min(self.numbers.len() - 1)];
            self.given += 1;
            Ok(Some(Zeroizing::new(number.to_be_bytes().to_vec())))
        }

        fn tested(&self) -> u32 {
            self.given as u32
        }
    }

    fn first_through(numbers: Vec<u64>) -> Result<Zeroizing<BoxedUint>, GenerateError> {
        let mut search = PrimeSearch::through(Liar { numbers, given: 0 });
        for _ in 0..10_000 {
            if let Some(prime) = search.step()? {
                return Ok(prime);
            }
        }
        panic!("it goes on for ever");
    }

    #[test]
    fn what_a_lying_filter_gives_is_no_prime() {
        let prime = 18_446_744_073_709_551_557;
        // Strong pseudoprimes to base 2, to 2, 3, 5 and 7, a square, an even number, one, a Carmichael number.
        let composites =
            [3_215_031_751, 2047, 3_474_749_660_383, 9, 18_446_744_073_709_551_556, 1, 0, 561];
        let numbers = composites.into_iter().chain([prime]).collect();
        assert_eq!(*first_through(numbers).unwrap(), BoxedUint::from(prime));
    }

    #[test]
    fn a_prime_stands_every_test_first() {
        let prime = 18_446_744_073_709_551_557_u64;
        let mut search = PrimeSearch::through(Liar { numbers: vec![prime], given: 0 });
        let steps = (1..100).find(|_| search.step().unwrap().is_some());
        let tests = PrimeProof::new(&prime.to_be_bytes()).unwrap().tests();
        assert_eq!(steps, Some(1 + tests));
    }

    #[test]
    fn a_filter_that_only_lies_is_given_up() {
        assert_eq!(first_through(vec![3_215_031_751]).unwrap_err(), GenerateError::Exhausted);
    }
}
