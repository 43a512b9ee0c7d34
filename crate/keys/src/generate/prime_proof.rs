use super::{GenerateError, random};
use crypto_bigint::{BoxedUint, Odd};
use crypto_primes::hazmat::{
    AStarBase, LucasCheck, MillerRabin, lucas_test, minimum_mr_iterations,
};
use zeroize::Zeroizing;

/// Proves that a number is prime, a test at a time, by crypto-primes: Baillie–PSW (Miller–Rabin with
/// base 2, and Lucas), and as many rounds of Miller–Rabin with random bases as FIPS 186-5 table B.1 wants
/// for the size. What is known of the number beforehand does not count.
pub struct PrimeProof {
    number: Zeroizing<BoxedUint>,
    rounds: usize,
    next: Next,
}

/// What a step of a proof came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// There is more to do.
    Working,
    /// It is prime.
    Prime,
    /// It is not.
    Composite,
}

#[derive(Clone, Copy)]
enum Next {
    BaseTwo,
    Lucas,
    RandomBase { left: usize },
}

impl PrimeProof {
    /// For a number of so many octets, the highest first.
    ///
    /// # Errors
    /// [`GenerateError::Inconsistent`]: there are no octets, or more than a prime of any key that is made here has.
    pub fn new(octets: &[u8]) -> Result<Self, GenerateError> {
        let bits = 8 * octets.len() as u32;
        // For a number of no bits table B.1 would be computed without an end.
        if octets.is_empty() || bits > MOST_BITS {
            return Err(GenerateError::Inconsistent);
        }
        let number = BoxedUint::from_be_slice(octets, bits);
        let number = Zeroizing::new(number.map_err(|_| GenerateError::Inconsistent)?);
        Ok(Self { rounds: rounds(bits), number, next: Next::BaseTwo })
    }

    /// How many tests it takes.
    pub fn tests(&self) -> usize {
        self.rounds + 2
    }

    /// Does one test: milliseconds, Lucas' some three times as many.
    ///
    /// # Errors
    /// [`GenerateError::RandomUnavailable`]
    pub fn step(&mut self) -> Result<Proof, GenerateError> {
        // An even number, and those with one bit, are composite or no prime of a key.
        let Some(odd) = Odd::new(BoxedUint::clone(&self.number)).into_option() else {
            return Ok(Proof::Composite);
        };
        if self.number.bits() < 2 {
            return Ok(Proof::Composite);
        }
        let (passed, next) = match self.next {
            Next::BaseTwo => (MillerRabin::new(odd).test_base_two(), Some(Next::Lucas)),
            Next::Lucas => {
                let next = Next::RandomBase { left: self.rounds };
                (lucas_test(odd, AStarBase, LucasCheck::Bpsw21), Some(next))
            }
            Next::RandomBase { left } => {
                let base = random_base(&self.number)?;
                let next = (left > 1).then_some(Next::RandomBase { left: left - 1 });
                (MillerRabin::new(odd).test(&base), next)
            }
        };
        match next {
            _ if !passed.is_probably_prime() => Ok(Proof::Composite),
            Some(next) => {
                self.next = next;
                Ok(Proof::Working)
            }
            None => Ok(Proof::Prime),
        }
    }

    /// The number, whatever was found.
    pub(crate) fn into_number(self) -> Zeroizing<BoxedUint> {
        self.number
    }
}

/// Of the primes of RSA-4096.
const MOST_BITS: u32 = 2048;

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

    fn judged(number: u64, next: Next) -> Proof {
        let mut proof = PrimeProof::new(&number.to_be_bytes()).unwrap();
        proof.next = next;
        loop {
            match proof.step().unwrap() {
                Proof::Working => {}
                done => return done,
            }
        }
    }

    #[test]
    fn every_part_of_the_proof_counts() {
        assert_eq!(judged(18_446_744_073_709_551_557, Next::BaseTwo), Proof::Prime);
        // A strong pseudoprime to the bases 2, 3, 5 and 7: Lucas knows it, and
        // so do forty random bases.
        assert_eq!(judged(3_215_031_751, Next::Lucas), Proof::Composite);
        assert_eq!(judged(3_215_031_751, Next::RandomBase { left: 40 }), Proof::Composite);
        // A strong Lucas pseudoprime, which base 2 knows.
        assert_eq!(judged(5459, Next::BaseTwo), Proof::Composite);
        for number in [0, 1, 2, 9, 18_446_744_073_709_551_556] {
            assert_eq!(judged(number, Next::BaseTwo), Proof::Composite, "{number}");
        }
    }

    #[test]
    fn rounds_are_those_of_table_b_1() {
        assert_eq!([rounds(1024), rounds(1536), rounds(2048)], [5, 4, 4]);
    }

    #[test]
    fn it_takes_as_many_tests_as_it_says() {
        let mut proof = PrimeProof::new(&18_446_744_073_709_551_557_u64.to_be_bytes()).unwrap();
        let mut steps = 1;
        while proof.step() == Ok(Proof::Working) {
            steps += 1;
        }
        assert_eq!(steps, proof.tests());
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
