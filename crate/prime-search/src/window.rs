use crate::number::{Number, Size};
use crate::small_primes::SmallPrimes;
use rand_core::TryCryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Odd numbers in a window.
pub const WINDOW: u32 = 8192;

const WORDS: usize = WINDOW as usize / 64;

/// A random stretch of odd numbers, and which of them are still to be tried. Wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Window {
    first: Number,
    /// A bit for each: first + 2 · place has no small factor and was not drawn yet.
    left: [u64; WORDS],
    count: u32,
}

impl Window {
    /// A new one at a random place: the first number is odd, its two upper bits are set, and the last
    /// has no bit more.
    ///
    /// # Errors
    /// What the random source says.
    pub(crate) fn random<R: TryCryptoRng>(
        primes: &SmallPrimes,
        public_exponent: u32,
        mut first: Number,
        rng: &mut R,
    ) -> Result<Self, R::Error> {
        loop {
            draw(&mut first, rng)?;
            // One in 2^(bits − 16) does not fit.
            if first.plus(2 * (WINDOW - 1)).is_some() {
                return Ok(Self::sieved(primes, public_exponent, first));
            }
        }
    }

    fn sieved(primes: &SmallPrimes, public_exponent: u32, first: Number) -> Self {
        let mut window = Self { first, left: [u64::MAX; WORDS], count: 0 };
        primes.remainders(&window.first.clone(), |prime, remainder| {
            window.cross_out(prime, remainder, 0);
        });
        // "GCD(p – 1, e) = 1" (FIPS 186-5 A.1.3): p is 1 modulo no prime factor of e.
        for factor in prime_factors(public_exponent) {
            let remainder = remainder(&window.first, factor);
            window.cross_out(factor, remainder, 1);
        }
        window.count = window.left.iter().map(|word| word.count_ones()).sum();
        window
    }

    /// Crosses out the numbers that have this remainder, given that of the first.
    fn cross_out(&mut self, prime: u32, of_first: u32, remainder: u32) {
        // 2 · place ≡ remainder − first, in whole numbers: an even difference is halved, an odd one
        // becomes even by adding the prime.
        let difference = (remainder + prime - of_first) % prime;
        let place =
            if difference.is_multiple_of(2) { difference / 2 } else { (difference + prime) / 2 };
        for place in (place..WINDOW).step_by(prime as usize) {
            self.left[(place / 64) as usize] &= !(1 << (place % 64));
        }
    }

    /// A random one of those that are left, which then is left no more.
    ///
    /// # Errors
    /// What the random source says.
    pub(crate) fn draw<R: TryCryptoRng>(
        &mut self,
        rng: &mut R,
    ) -> Result<Option<Number>, R::Error> {
        if self.count == 0 {
            return Ok(None);
        }
        let mut rank = below(self.count, rng)?;
        self.count -= 1;
        for (at, word) in self.left.iter_mut().enumerate() {
            if rank < word.count_ones() {
                let mut bits = *word;
                for _ in 0..rank {
                    bits &= bits - 1;
                }
                *word &= !(bits & bits.wrapping_neg());
                return Ok(self.first.plus(2 * (64 * at as u32 + bits.trailing_zeros())));
            }
            rank -= word.count_ones();
        }
        Ok(None)
    }
}

/// A random odd number with its two upper bits set: p · q then has all its bits.
fn draw<R: TryCryptoRng>(number: &mut Number, rng: &mut R) -> Result<(), R::Error> {
    let mut octets = Zeroizing::new([0; Size::MAXIMUM as usize / 8]);
    rng.try_fill_bytes(&mut octets[..4 * number.words().len()])?;
    for (word, &octets) in number.words_mut().iter_mut().zip(octets.as_chunks().0) {
        *word = u32::from_le_bytes(octets);
    }
    if let [first, .., last] = number.words_mut() {
        *first |= 1;
        *last |= 0xC000_0000;
    }
    Ok(())
}

/// A random number below a limit, each as likely as each other: what lies above the last whole multiple
/// is drawn anew.
fn below<R: TryCryptoRng>(limit: u32, rng: &mut R) -> Result<u32, R::Error> {
    let whole = u32::MAX - u32::MAX % limit;
    loop {
        let number = rng.try_next_u32()?;
        if number < whole {
            return Ok(number % limit);
        }
    }
}

fn remainder(number: &Number, divisor: u32) -> u32 {
    number.words().iter().rev().fold(0, |remainder: u32, &word| {
        ((u64::from(remainder) << 32 | u64::from(word)) % u64::from(divisor)) as u32
    })
}

/// The odd prime factors, each once.
fn prime_factors(mut number: u32) -> impl Iterator<Item = u32> {
    let mut divisor = 3;
    core::iter::from_fn(move || {
        while number > 1 {
            if divisor > number / divisor {
                return Some(core::mem::replace(&mut number, 1));
            }
            if number.is_multiple_of(divisor) {
                while number.is_multiple_of(divisor) {
                    number /= divisor;
                }
                return Some(divisor);
            }
            divisor += 2;
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    extern crate std;
    use std::vec::Vec;

    fn window(size: u32, exponent: u32, seed: u64) -> Window {
        let size = Size::new(size).unwrap();
        let primes = SmallPrimes::new(size);
        Window::random(&primes, exponent, Number::zero(size), &mut Chance(seed)).unwrap()
    }

    #[test]
    fn what_is_left_has_no_small_factor_and_fits_the_exponent() {
        for (size, exponent) in [(256, 65537), (512, 3), (1024, 15)] {
            let window = window(size, exponent, 7);
            let mut small: Vec<u32> = Vec::new();
            SmallPrimes::new(window.first.size())
                .remainders(&window.first, |prime, _| small.push(prime));
            for place in 0..WINDOW {
                let number = window.first.plus(2 * place).unwrap();
                let good = small.iter().all(|&prime| remainder(&number, prime) != 0)
                    && prime_factors(exponent).all(|factor| remainder(&number, factor) != 1);
                let left = window.left[place as usize / 64] >> (place % 64) & 1 == 1;
                assert_eq!(left, good, "{size} {place}");
            }
        }
    }

    #[test]
    fn every_one_that_is_left_is_drawn_once() {
        let mut window = window(256, 65537, 1);
        let count = window.count;
        let mut drawn = Vec::new();
        while let Some(number) = window.draw(&mut Chance(count.into())).unwrap() {
            drawn.push(number.words().to_vec());
        }
        assert_eq!(drawn.len(), count as usize);
        drawn.sort();
        drawn.dedup();
        assert_eq!(drawn.len(), count as usize);
        assert_eq!(window.left, [0; WORDS]);
    }

    #[test]
    fn the_order_is_random() {
        let mut window = window(256, 65537, 1);
        let mut chance = Chance(5);
        let drawn: Vec<u64> =
            (0..40).map(|_| window.draw(&mut chance).unwrap().unwrap().bits(0, 64)).collect();
        let rises = drawn.windows(2).filter(|pair| pair[0] < pair[1]).count();
        assert!((10..30).contains(&rises), "{rises}");
    }

    #[test]
    fn factors_of_an_exponent() {
        let factors = |number| prime_factors(number).collect::<Vec<_>>();
        assert_eq!(factors(65537), [65537]);
        assert_eq!(factors(3), [3]);
        assert_eq!(factors(3 * 3 * 5 * 17), [3, 5, 17]);
        assert_eq!(factors(4_294_967_291), [4_294_967_291]);
    }
}
