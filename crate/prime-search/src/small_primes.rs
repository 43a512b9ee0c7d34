use crate::number::{Number, Size, negative_inverse};

/// The table goes up to here.
const LIMIT: usize = 1 << 18;
/// Odd primes below [`LIMIT`].
const COUNT: usize = 22_999;

/// Bits of a remainder in the table. Above it stands half of what lies between the prime and the one before.
const REMAINDER_BITS: u32 = 18;

/// The odd primes that factors are looked for among, each with what makes a remainder of it (see
/// [`SmallPrimes::remainders`]). Twice as many would cost about as much time as they save.
pub(crate) struct SmallPrimes {
    size: Size,
    /// Half the distance from the prime before (from 1), and 2^bits modulo the prime.
    table: [u32; COUNT],
}

impl SmallPrimes {
    /// For numbers of a size.
    pub(crate) fn new(size: Size) -> Self {
        let mut table = [0; COUNT];
        let mut before = 1;
        for (place, prime) in table.iter_mut().zip(odd_primes()) {
            let half = (prime - before) / 2;
            *place = (half << REMAINDER_BITS) | power_of_two(size.bits(), prime);
            before = prime;
        }
        Self { size, table }
    }

    /// Calls with each prime and the number's remainder.
    pub(crate) fn remainders(&self, number: &Number, mut each: impl FnMut(u32, u32)) {
        debug_assert_eq!(number.size(), self.size);
        let mut prime = 1;
        for entries in self.table.chunks(AT_A_TIME) {
            let mut primes = [1; AT_A_TIME];
            for (place, entry) in primes.iter_mut().zip(entries) {
                prime += 2 * (entry >> REMAINDER_BITS);
                *place = prime;
            }
            let shifted = divided_by_power(number.words(), primes);
            for ((entry, prime), shifted) in entries.iter().zip(primes).zip(shifted) {
                let factor = u64::from(entry & ((1 << REMAINDER_BITS) - 1));
                each(prime, (u64::from(shifted) * factor % u64::from(prime)) as u32);
            }
        }
    }
}

/// Each step of a division waits for the one before: so many go side by side.
const AT_A_TIME: usize = 4;

/// The remainders of number · 2^−(32 · words), by Montgomery's reduction: no division. Each is at most
/// prime + 1.
fn divided_by_power(words: &[u32], primes: [u32; AT_A_TIME]) -> [u32; AT_A_TIME] {
    let inverses = primes.map(|prime| negative_inverse(prime.into()) as u32);
    words.iter().fold([0; AT_A_TIME], |mut remainders, &word| {
        for ((remainder, inverse), prime) in remainders.iter_mut().zip(inverses).zip(primes) {
            let sum = u64::from(*remainder) + u64::from(word);
            let quotient = (sum as u32).wrapping_mul(inverse);
            *remainder = ((sum + u64::from(quotient) * u64::from(prime)) >> 32) as u32;
        }
        remainders
    })
}

fn power_of_two(exponent: u32, prime: u32) -> u32 {
    (0..u32::BITS).rev().fold(1, |power, bit| {
        let square = (u64::from(power) * u64::from(power)) << (exponent >> bit & 1);
        (square % u64::from(prime)) as u32
    })
}

/// By Eratosthenes' sieve of the odd numbers.
fn odd_primes() -> impl Iterator<Item = u32> {
    let mut composite = [0u64; LIMIT / 128];
    let marked = |composite: &[u64], half: usize| composite[half / 64] >> (half % 64) & 1 != 0;
    for half in 1..LIMIT.isqrt() / 2 {
        let step = 2 * half + 1;
        if !marked(&composite, half) {
            for multiple in (step * step / 2..LIMIT / 2).step_by(step) {
                composite[multiple / 64] |= 1 << (multiple % 64);
            }
        }
    }
    (1..LIMIT / 2).filter(move |&half| !marked(&composite, half)).map(|half| 2 * half as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    extern crate std;
    use std::vec::Vec;

    fn remainders(number: &Number) -> Vec<(u32, u32)> {
        let mut all = Vec::new();
        SmallPrimes::new(number.size())
            .remainders(number, |prime, remainder| all.push((prime, remainder)));
        all
    }

    #[test]
    fn the_table_holds_the_odd_primes_below_its_limit() {
        let is_prime = |number: u32| {
            (2..=511).all(|divisor| !number.is_multiple_of(divisor) || number <= divisor)
        };
        let found = remainders(&Number::zero(Size::new(1024).unwrap()));
        assert!(
            found
                .into_iter()
                .map(|(prime, _)| prime)
                .eq((3..LIMIT as u32).filter(|&number| is_prime(number)))
        );
        assert_eq!(odd_primes().count(), COUNT);
    }

    #[test]
    fn remainders_are_those_of_division() {
        for bits in [256, 1024, 1536, 2048] {
            let mut number = Number::zero(Size::new(bits).unwrap());
            for (at, word) in number.words_mut().iter_mut().enumerate() {
                *word = 0x9E37_79B9u32.wrapping_mul(at as u32 + 1) ^ u32::MAX;
            }
            for (prime, remainder) in remainders(&number) {
                let expected = number.words().iter().rev().fold(0u64, |remainder, &word| {
                    (remainder << 32 | u64::from(word)) % u64::from(prime)
                });
                assert_eq!(u64::from(remainder), expected, "{bits} mod {prime}");
            }
        }
    }

    #[test]
    fn words_of_ones_are_the_most_that_a_remainder_is_made_of() {
        let mut number = Number::zero(Size::new(2048).unwrap());
        number.words_mut().fill(u32::MAX);
        for (prime, remainder) in remainders(&number) {
            assert_eq!((remainder + 1) % prime, power_of_two(2048, prime));
        }
    }
}
