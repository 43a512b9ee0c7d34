use super::{GenerateError, random};
use crypto_bigint::{BoxedUint, Limb, NonZero, Odd};
use crypto_primes::hazmat::{
    AStarBase, LucasCheck, MillerRabin, lucas_test, minimum_mr_iterations,
};
use zeroize::Zeroizing;

/// Looks for one random prime of RSA.
///
/// Candidates are chosen as FIPS 186-5 A.1.3 says for "random primes that are
/// probably prime": each one anew from the random source, odd, not below
/// √2 · 2^(bits − 1). Nothing is searched upwards from a random start, so every
/// such prime is as likely as every other. (The bound is rounded up after 64
/// bits, which leaves out less than one number in 2⁶⁰. The top bit is set, not
/// waited for: without it a number is below the bound anyhow.)
///
/// A candidate is a prime when it has no factor below [`SIEVE_LIMIT`], is a
/// probable prime by Baillie–PSW (Miller–Rabin with base 2 and Lucas), and
/// passes as many rounds of Miller–Rabin with random bases as FIPS 186-5 table
/// B.1 wants for the size.
pub(crate) struct PrimeSearch {
    bits: u32,
    drawn: u32,
    tried: u32,
    candidate: Option<Candidate>,
}

/// Passed base 2; what is left to do.
struct Candidate {
    number: Zeroizing<BoxedUint>,
    lucas_done: bool,
    rounds_left: usize,
}

/// e of every key that is made here.
pub(crate) const PUBLIC_EXPONENT: u32 = 65537;

/// Primes below this are tried as factors before anything that is slow.
const SIEVE_LIMIT: usize = 8192;

/// √2 · 2⁶³, rounded up.
const SQRT_2: u64 = 0xB504_F333_F9DE_6485;

impl PrimeSearch {
    pub(crate) fn new(bits: u32) -> Self {
        Self { bits, drawn: 0, tried: 0, candidate: None }
    }

    /// Candidates that came past the sieve.
    pub(crate) fn tried(&self) -> u32 {
        self.tried
    }

    /// Does one test; gives the prime when one is found.
    pub(crate) fn step(&mut self) -> Result<Option<Zeroizing<BoxedUint>>, GenerateError> {
        let Some(mut candidate) = self.candidate.take() else {
            let number = self.draw()?;
            self.tried += 1;
            if test(&number)?.test_base_two().is_probably_prime() {
                // The rounds of table B.1: 5, 4, 4 for primes of 1024, 1536 and 2048 bits.
                let rounds_left = rounds(self.bits);
                self.candidate = Some(Candidate { number, lucas_done: false, rounds_left });
            }
            return Ok(None);
        };
        let passed = if candidate.lucas_done {
            candidate.rounds_left -= 1;
            let base = random_base(&candidate.number)?;
            test(&candidate.number)?.test(&base).is_probably_prime()
        } else {
            candidate.lucas_done = true;
            let lucas = lucas_test(odd(&candidate.number)?, AStarBase, LucasCheck::Bpsw21);
            lucas.is_probably_prime()
        };
        match (passed, candidate.lucas_done && candidate.rounds_left == 0) {
            (false, _) => Ok(None),
            (true, true) => Ok(Some(candidate.number)),
            (true, false) => {
                self.candidate = Some(candidate);
                Ok(None)
            }
        }
    }

    /// Draws until a number is in range, has no small factor, and p − 1 has no
    /// factor in common with e.
    fn draw(&mut self) -> Result<Zeroizing<BoxedUint>, GenerateError> {
        let mut octets = Zeroizing::new(vec![0u8; self.bits as usize / 8]);
        // A.1.3 gives up after 5 (for p) and 10 (for q) times the key's bits;
        // of 40 times the prime's bits some 23 are in range.
        while self.drawn < 40 * self.bits {
            self.drawn += 1;
            random(&mut octets)?;
            if let [first, .., last] = octets.as_mut_slice() {
                *first |= 0x80;
                *last |= 1;
            }
            if octets.first_chunk().map(|top| u64::from_be_bytes(*top)) < Some(SQRT_2) {
                continue;
            }
            let number = BoxedUint::from_be_slice(&octets, self.bits);
            let number = Zeroizing::new(number.map_err(|_| GenerateError::Inconsistent)?);
            // "if (GCD(p–1, e) = 1)": e is prime, so p mod e must not be 1.
            if !has_small_factor(&number) && remainder(&number, PUBLIC_EXPONENT) != Some(1) {
                return Ok(number);
            }
        }
        Err(GenerateError::Exhausted)
    }
}

/// Rounds of Miller–Rabin with random bases (FIPS 186-5 table B.1: chance of a
/// mistake at most 2⁻¹¹², 2⁻¹²⁸ and 2⁻¹⁴⁴ for keys of 2048, 3072 and 4096 bits).
fn rounds(bits: u32) -> usize {
    let strength = match bits {
        0..=1024 => 112,
        1025..=1536 => 128,
        _ => 144,
    };
    minimum_mr_iterations(bits, strength).unwrap_or(64)
}

fn odd(number: &BoxedUint) -> Result<Odd<BoxedUint>, GenerateError> {
    Odd::new(number.clone()).into_option().ok_or(GenerateError::Inconsistent)
}

fn test(number: &BoxedUint) -> Result<MillerRabin<BoxedUint>, GenerateError> {
    odd(number).map(MillerRabin::new)
}

/// "Obtain a string b of wlen bits from an RBG … If ((b ≤ 1) or (b ≥ w – 1)),
/// then go to" the same step again (FIPS 186-5 B.3.1).
fn random_base(number: &BoxedUint) -> Result<BoxedUint, GenerateError> {
    let precision = number.bits_precision();
    let mut octets = Zeroizing::new(vec![0u8; number.bits().div_ceil(8) as usize]);
    // More than two of three are below a w of RSA: 256 misses are no chance.
    for _ in 0..256 {
        random(&mut octets)?;
        let base = BoxedUint::from_be_slice(&octets, precision);
        let base = base.map_err(|_| GenerateError::Inconsistent)?;
        if base > BoxedUint::one() && base < number.wrapping_sub(BoxedUint::one()) {
            return Ok(base);
        }
    }
    Err(GenerateError::Exhausted)
}

fn has_small_factor(number: &BoxedUint) -> bool {
    ODD_PRIMES.iter().any(|&prime| remainder(number, prime.into()) == Some(0))
}

fn remainder(number: &BoxedUint, divisor: u32) -> Option<u32> {
    let divisor = NonZero::new(Limb::from(divisor)).into_option()?;
    u32::try_from(number.rem_limb(divisor).0).ok()
}

const COUNT: usize = 1027;

/// The odd primes below [`SIEVE_LIMIT`].
static ODD_PRIMES: [u16; COUNT] = odd_primes();

const fn odd_primes() -> [u16; COUNT] {
    let mut composite = [false; SIEVE_LIMIT];
    let mut primes = [0; COUNT];
    let (mut number, mut found) = (3, 0);
    while number < SIEVE_LIMIT {
        if !composite[number] {
            primes[found] = number as u16;
            found += 1;
            let mut multiple = number * number;
            while multiple < SIEVE_LIMIT {
                composite[multiple] = true;
                multiple += number;
            }
        }
        number += 2;
    }
    assert!(found == COUNT);
    primes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto_bigint::ConcatenatingMul;
    use crypto_primes::{Flavor, is_prime};

    fn find(bits: u32) -> Zeroizing<BoxedUint> {
        let mut search = PrimeSearch::new(bits);
        loop {
            if let Some(prime) = search.step().unwrap() {
                return prime;
            }
        }
    }

    #[test]
    fn finds_primes_in_range() {
        for _ in 0..8 {
            let prime = find(512);
            assert!(is_prime(Flavor::Any, &*prime));
            assert_eq!(prime.bits(), 512);
            // p ≥ √2 · 2⁵¹¹, so that n = p · q has 1024 bits and no fewer.
            assert_eq!(prime.concatenating_mul(&*prime).bits(), 1024);
            assert_ne!(remainder(&prime, PUBLIC_EXPONENT), Some(1));
        }
    }

    fn judged(number: u64, lucas_done: bool, rounds_left: usize) -> bool {
        let number = Zeroizing::new(BoxedUint::from(number));
        let candidate = Some(Candidate { number, lucas_done, rounds_left });
        let mut search = PrimeSearch { bits: 64, drawn: 0, tried: 1, candidate };
        while search.candidate.is_some() {
            if search.step().unwrap().is_some() {
                return true;
            }
        }
        false
    }

    #[test]
    fn a_candidate_must_pass_both_other_tests() {
        assert!(judged(18_446_744_073_709_551_557, false, 40));
        // A strong pseudoprime to the bases 2, 3, 5 and 7: Lucas knows it, and
        // so do forty random bases.
        assert!(!judged(3_215_031_751, false, 0));
        assert!(!judged(3_215_031_751, true, 40));
    }

    #[test]
    fn a_source_without_chance_is_given_up() {
        let mut search = PrimeSearch::new(64);
        search.drawn = 40 * 64;
        assert_eq!(search.step().unwrap_err(), GenerateError::Exhausted);
    }

    #[test]
    fn rounds_are_those_of_table_b_1() {
        assert_eq!([rounds(1024), rounds(1536), rounds(2048)], [5, 4, 4]);
    }

    #[test]
    fn the_table_holds_the_odd_primes() {
        assert_eq!(ODD_PRIMES[..5], [3, 5, 7, 11, 13]);
        assert_eq!(ODD_PRIMES.last(), Some(&8191));
        let composite = BoxedUint::from(8191u64 * 8209);
        assert!(has_small_factor(&composite));
        assert!(!has_small_factor(&BoxedUint::from(8209u64 * 8219)));
    }

    #[test]
    fn bases_lie_between_one_and_the_last() {
        let number = BoxedUint::from_be_slice(&[0xb5; 128], 1024).unwrap();
        for _ in 0..50 {
            let base = random_base(&number).unwrap();
            assert!(base > BoxedUint::one() && base < number);
        }
    }
}
