use super::{GenerateError, random};
use crypto_bigint::{BoxedUint, Odd};
use crypto_primes::hazmat::{
    AStarBase, LucasCheck, MillerRabin, lucas_test, minimum_mr_iterations,
};
use zeroize::Zeroizing;

/// The proof that a number is prime, by crypto-primes: Baillie–PSW (Miller–Rabin with base 2, and Lucas),
/// and as many rounds of Miller–Rabin with random bases as FIPS 186-5 table B.1 wants for the size. Its
/// tests can be done in any order and by different workers; a number that stands all of them is prime. What
/// is known of it beforehand does not count.
pub struct PrimeProof {
    number: Zeroizing<BoxedUint>,
    tests: usize,
}

impl PrimeProof {
    /// For a number of so many octets, the highest first.
    ///
    /// # Errors
    /// [`GenerateError::Inconsistent`]: there are no octets, or more than a prime of any key that is made here has.
    pub fn new(octets: &[u8]) -> Result<Self, GenerateError> {
        let bits = 8 * octets.len() as u32;
        let tests = Self::tests_of(bits)?;
        let number = BoxedUint::from_be_slice(octets, bits);
        let number = Zeroizing::new(number.map_err(|_| GenerateError::Inconsistent)?);
        Ok(Self { number, tests })
    }

    /// How many tests a number of so many bits is to stand.
    ///
    /// # Errors
    /// [`GenerateError::Inconsistent`]: there are no bits, or more than a prime of any key that is made here has.
    pub fn tests_of(bits: u32) -> Result<usize, GenerateError> {
        // For a number of no bits table B.1 would be computed without an end.
        if bits == 0 || bits > MOST_BITS {
            return Err(GenerateError::Inconsistent);
        }
        Ok(2 + rounds(bits))
    }

    /// How many tests the number is to stand.
    pub fn tests(&self) -> usize {
        self.tests
    }

    /// Whether the number stands a test, counted from 0: milliseconds. The first is Lucas', which takes some
    /// three times as long as each of the others: where they are shared out it is begun with.
    ///
    /// # Errors
    /// [`GenerateError::RandomUnavailable`]; [`GenerateError::Exhausted`]: the random numbers are not random.
    pub fn test(&self, at: usize) -> Result<bool, GenerateError> {
        // An even number, and those with one bit, are composite or no prime of a key.
        let Some(odd) = Odd::new(BoxedUint::clone(&self.number)).into_option() else {
            return Ok(false);
        };
        if self.number.bits() < 2 {
            return Ok(false);
        }
        let verdict = match at {
            0 => lucas_test(odd, AStarBase, LucasCheck::Bpsw21),
            1 => MillerRabin::new(odd).test_base_two(),
            _ => MillerRabin::new(odd).test(&random_base(&self.number)?),
        };
        Ok(verdict.is_probably_prime())
    }

    /// Does all tests, one after the other, until one is not stood.
    ///
    /// # Errors
    /// [`GenerateError::RandomUnavailable`]; [`GenerateError::Exhausted`]: the random numbers are not random.
    pub fn stands_all(&self) -> Result<bool, GenerateError> {
        for at in 0..self.tests {
            if !self.test(at)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The number, whatever was found.
    pub(crate) fn into_number(self) -> Zeroizing<BoxedUint> {
        self.number
    }
}

/// Of the primes of RSA-4096.
const MOST_BITS: u32 = 2048;

/// Rounds of Miller–Rabin with random bases: those of FIPS 186-5 table B.1 for the primes of keys of 2048,
/// 3072 and 4096 bits (chance of a mistake at most 2⁻¹¹², 2⁻¹²⁸ and 2⁻¹⁴⁴), else by its formula, which takes
/// as long to compute as a test.
fn rounds(bits: u32) -> usize {
    match bits {
        1024 => 5,
        1536 | 2048 => 4,
        _ => by_formula(bits),
    }
}

fn by_formula(bits: u32) -> usize {
    let strength = match bits {
        0..=1024 => 112,
        1025..=1536 => 128,
        _ => 144,
    };
    minimum_mr_iterations(bits, strength).unwrap_or(64)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn proof(number: u64) -> PrimeProof {
        PrimeProof::new(&number.to_be_bytes()).unwrap()
    }

    #[test]
    fn every_part_of_the_proof_counts() {
        const PRIME: u64 = 18_446_744_073_709_551_557;
        assert!(proof(PRIME).stands_all().unwrap());
        for at in 0..proof(PRIME).tests() {
            assert!(proof(PRIME).test(at).unwrap(), "{at}");
        }
        let [lucas, base_two] = [0, 1];
        // A strong pseudoprime to the bases 2, 3, 5 and 7: Lucas knows it, and so do forty random bases.
        let number = proof(3_215_031_751);
        assert!(number.test(base_two).unwrap());
        assert!(!number.test(lucas).unwrap());
        assert!(!(2..42).all(|at| number.test(at).unwrap()));
        // A strong Lucas pseudoprime, which base 2 knows.
        assert!(!proof(5459).test(base_two).unwrap());
        for number in [3_215_031_751, 5459, 0, 1, 2, 9, 18_446_744_073_709_551_556] {
            assert!(!proof(number).stands_all().unwrap(), "{number}");
        }
    }

    #[test]
    fn rounds_are_those_of_table_b_1() {
        for (bits, expected) in [(1024, 5), (1536, 4), (2048, 4)] {
            assert_eq!([rounds(bits), by_formula(bits)], [expected; 2]);
        }
    }

    #[test]
    fn there_are_baillie_psw_and_the_rounds() {
        assert_eq!([1024, 1536, 2048].map(|bits| PrimeProof::tests_of(bits).unwrap()), [7, 6, 6]);
    }

    #[test]
    fn numbers_that_no_key_has_are_not_begun_with() {
        assert_eq!(PrimeProof::new(&[]).err(), Some(GenerateError::Inconsistent));
        assert!(PrimeProof::new(&[0xff; 256]).is_ok());
        assert_eq!(PrimeProof::new(&[0xff; 257]).err(), Some(GenerateError::Inconsistent));
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
