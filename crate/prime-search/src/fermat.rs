//! Fermat's test with base 2: a prime n divides 2^(n − 1) − 1, and next to no other number does.

use crate::kernel::{Kernel, Lanes, MAXIMUM_DIGITS, Row};
use crate::number::{Number, Size, negative_inverse};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The test of one or two numbers of the same size. It asks whether 2^−(n − 1) is 1 modulo n, which is
/// the same: a negative exponent begins with a small power, which is a single bit in Montgomery's form.
///
/// In that form 2^b is R · 2^b, R being 2^(RADIX · L): with b from −RADIX · L to 0 it is one bit, and no
/// squarings are needed for the first bits of the exponent.
pub(crate) struct Fermat<K: Kernel> {
    plans: Lanes<Plan>,
    row: Row<K>,
    /// Bits of the exponent that are still to come.
    left: u32,
}

#[derive(Zeroize, ZeroizeOnDrop)]
struct Plan {
    candidate: Number,
    /// −(n − 1) modulo 2^bits
    exponent: Number,
    /// N = factor · n
    factor: u64,
}

/// Digits of a row: 16 · N ≤ R, see `kernel`.
pub(crate) const fn digits(size: Size, radix: u32) -> usize {
    (size.bits() + radix + 4).div_ceil(radix) as usize
}

impl<K: Kernel> Fermat<K> {
    /// Both numbers are odd, of the same size, and their upper two bits are set. Where the kernel takes
    /// one at a time the second is not looked at.
    pub(crate) fn new(candidates: Lanes<Number>) -> Self {
        let size = candidates[0].size();
        let length = digits(size, K::RADIX);
        let plans = candidates.map(|candidate| Plan::new(candidate, K::RADIX));
        let moduli = [0, 1].map(|lane| plans[lane].modulus(K::RADIX, length));
        let leading = (K::RADIX * length as u32).ilog2();
        let left = size.bits() - leading;
        // With its upper two bits set n's exponent is at most 2^(bits − 2): `top` is at least 3/4 · 2^leading,
        // and the power at most 2^(5/8 · RADIX · L), which is less than n.
        let starts = [0, 1].map(|lane| {
            let top = (1 << leading) - plans[lane].exponent.bits(left, leading);
            K::RADIX * length as u32 - top as u32
        });
        let x = |at: usize| {
            starts.map(|start| u64::from(start / K::RADIX == at as u32) << (start % K::RADIX))
        };
        let row = Row::new(length, x, |at| [moduli[0][at], moduli[1][at]]);
        Self { plans, row, left }
    }

    /// Squares at most so many times; says how often it did.
    pub(crate) fn advance(&mut self, squarings: u32) -> u32 {
        let count = squarings.min(self.left);
        for _ in 0..count {
            self.left -= 1;
            let doubled = [0, 1].map(|lane| self.plans[lane].exponent.bits(self.left, 1) == 1);
            K::square(&mut self.row, doubled);
        }
        count
    }

    pub(crate) fn is_done(&self) -> bool {
        self.left == 0
    }

    /// Which of the numbers passed, when it is done: those are given.
    pub(crate) fn passed(&mut self) -> Lanes<Option<Number>> {
        self.row.divide();
        [0, 1].map(|lane| {
            let plan = &self.plans[lane];
            let is_one = lane < K::LANES && plan.is_one(self.row.x().map(|x| x[lane]), K::RADIX);
            is_one.then(|| plan.candidate.clone())
        })
    }
}

impl Plan {
    fn new(candidate: Number, radix: u32) -> Self {
        let factor = negative_inverse(candidate.bits(0, radix)) & mask(radix);
        let exponent = candidate.minus_itself_plus_one();
        Self { candidate, exponent, factor }
    }

    /// So many digits of (N + 1) / 2^radix.
    fn modulus(&self, radix: u32, length: usize) -> Zeroizing<[u64; MAXIMUM_DIGITS]> {
        let mut digits = Zeroizing::new([0; MAXIMUM_DIGITS]);
        // The lowest digit of N is 2^radix − 1: with 1 it is carried, and gone.
        let mut carry = 1u128;
        for at in 0..=length {
            let digit = self.candidate.bits(radix * at as u32, radix);
            carry += u128::from(digit) * u128::from(self.factor);
            if let Some(place) = at.checked_sub(1) {
                digits[place] = carry as u64 & mask(radix);
            }
            carry >>= radix;
        }
        digits
    }

    /// Whether a number that is at most N is 1 modulo n, given its digits: then it is 1 + j · n, and its
    /// lowest digit says which j that is.
    fn is_one(&self, number: impl Iterator<Item = u64>, radix: u32) -> bool {
        let (mut multiple, mut carry, mut equal) = (0, 1u128, true);
        for (at, digit) in number.enumerate() {
            if at == 0 {
                multiple = 1u64.wrapping_sub(digit).wrapping_mul(self.factor) & mask(radix);
            }
            carry +=
                u128::from(self.candidate.bits(radix * at as u32, radix)) * u128::from(multiple);
            equal &= carry as u64 & mask(radix) == digit;
            carry >>= radix;
        }
        equal
    }
}

const fn mask(radix: u32) -> u64 {
    u64::MAX >> (64 - radix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fused, Integers};

    fn number(size: u32, words: &[(usize, u32)]) -> Number {
        let mut number = Number::zero(Size::new(size).unwrap());
        for &(at, word) in words {
            number.words_mut()[at] = word;
        }
        number
    }

    fn judged<K: Kernel>(candidates: Lanes<Number>) -> Lanes<bool> {
        let mut fermat = Fermat::<K>::new(candidates);
        while !fermat.is_done() {
            fermat.advance(100);
        }
        fermat.passed().map(|one| one.is_some())
    }

    /// 2²⁵⁶ − 189 is prime.
    fn prime() -> Number {
        let mut number = number(256, &[]);
        number.words_mut().fill(u32::MAX);
        number.words_mut()[0] = u32::MAX - 188;
        number
    }

    #[test]
    fn a_prime_passes_and_its_neighbours_do_not() {
        assert_eq!(judged::<Integers>([prime(), prime()]), [true, false]);
        for distance in [2, 4, 6, 8, 10] {
            let other = prime().plus(distance).unwrap();
            assert_eq!(judged::<Integers>([other.clone(), prime()]), [false, false]);
            assert_eq!(judged::<Fused>([prime(), other.clone()]), [true, false]);
            assert_eq!(judged::<Fused>([other, prime()]), [false, true]);
        }
        assert_eq!(judged::<Fused>([prime(), prime()]), [true, true]);
    }

    #[test]
    fn rows_are_long_enough_for_the_bound_on_n() {
        for bits in (256..=2048).step_by(64) {
            let size = Size::new(bits).unwrap();
            for radix in [Integers::RADIX, Fused::RADIX] {
                let length = digits(size, radix);
                assert!(radix * length as u32 >= bits + radix + 4);
                assert!(length <= MAXIMUM_DIGITS);
            }
        }
    }
}
