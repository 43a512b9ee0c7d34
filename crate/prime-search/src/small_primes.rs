use crate::number::{Number, Size, negative_inverse};

/// Factors below this are looked for. Twice as many cost as much time as they save.
const LIMIT: usize = 1 << 16;
/// Odd primes below [`LIMIT`].
const COUNT: usize = 6541;

/// The odd primes below 2¹⁶, each with what makes a remainder of it (see [`SmallPrimes::remainders`]).
pub(crate) struct SmallPrimes {
    size: Size,
    primes: [u16; COUNT],
    /// 2^bits modulo the prime.
    factors: [u16; COUNT],
}

impl SmallPrimes {
    /// For numbers of a size.
    pub(crate) fn new(size: Size) -> Self {
        let mut primes = [0; COUNT];
        let mut factors = [0; COUNT];
        for ((prime, factor), place) in odd_primes().zip(&mut factors).zip(&mut primes) {
            *place = prime as u16;
            *factor = power_of_two(size.bits(), prime) as u16;
        }
        Self { size, primes, factors }
    }

    /// Each prime, and the number's remainder.
    pub(crate) fn remainders(&self, number: &Number) -> impl Iterator<Item = (u32, u32)> {
        debug_assert_eq!(number.size(), self.size);
        self.primes.iter().zip(&self.factors).map(|(&prime, &factor)| {
            let prime = u32::from(prime);
            let shifted = divided_by_power(number.words(), prime);
            (prime, (shifted * u32::from(factor)) % prime)
        })
    }
}

/// The remainder of number · 2^−(32 · words), by Montgomery's reduction: no division. The prime has at
/// most 16 bits and the result is at most prime + 1, so that times a factor it has 32 bits.
fn divided_by_power(words: &[u32], prime: u32) -> u32 {
    let inverse = negative_inverse(prime.into()) as u32;
    words.iter().fold(0, |remainder, &word| {
        let sum = u64::from(remainder) + u64::from(word);
        let quotient = (sum as u32).wrapping_mul(inverse);
        ((sum + u64::from(quotient) * u64::from(prime)) >> 32) as u32
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
    for half in 1..128 {
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

    #[test]
    fn the_table_holds_the_odd_primes_below_its_limit() {
        assert_eq!(odd_primes().count(), COUNT);
        let is_prime = |number: u32| {
            (2..=255).all(|divisor| !number.is_multiple_of(divisor) || number <= divisor)
        };
        assert!(odd_primes().eq((3..LIMIT as u32).filter(|&number| is_prime(number))));
    }

    #[test]
    fn remainders_are_those_of_division() {
        for bits in [256, 1024, 1536, 2048] {
            let size = Size::new(bits).unwrap();
            let mut number = Number::zero(size);
            for (at, word) in number.words_mut().iter_mut().enumerate() {
                *word = 0x9E37_79B9u32.wrapping_mul(at as u32 + 1) ^ u32::MAX;
            }
            for (prime, remainder) in SmallPrimes::new(size).remainders(&number) {
                let expected = number.words().iter().rev().fold(0u64, |remainder, &word| {
                    (remainder << 32 | u64::from(word)) % u64::from(prime)
                });
                assert_eq!(u64::from(remainder), expected, "{bits} mod {prime}");
            }
        }
    }

    #[test]
    fn words_of_ones_are_the_most_that_a_remainder_is_made_of() {
        let size = Size::new(2048).unwrap();
        let mut number = Number::zero(size);
        number.words_mut().fill(u32::MAX);
        for (prime, remainder) in SmallPrimes::new(size).remainders(&number) {
            assert_eq!((remainder + 1) % prime, power_of_two(2048, prime));
        }
    }
}
