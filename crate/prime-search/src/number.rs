use zeroize::{Zeroize, ZeroizeOnDrop};

/// The length of a candidate in bits: a multiple of 64, from 256 to 2048.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(u32);

impl Size {
    /// The largest.
    pub const MAXIMUM: u32 = 2048;

    /// `None` for a length that is not searched for.
    pub const fn new(bits: u32) -> Option<Self> {
        if bits.is_multiple_of(64) && bits >= 256 && bits <= Self::MAXIMUM {
            Some(Self(bits))
        } else {
            None
        }
    }

    /// In bits.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// In words of 32 bits.
    pub(crate) const fn words(self) -> usize {
        (self.0 / 32) as usize
    }
}

const WORDS: usize = (Size::MAXIMUM / 32) as usize;

/// A number of a given size: words of 32 bits, the lowest first. Wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Number {
    words: [u32; WORDS],
    #[zeroize(skip)]
    size: Size,
}

impl Number {
    pub(crate) fn zero(size: Size) -> Self {
        Self { words: [0; WORDS], size }
    }

    pub(crate) fn size(&self) -> Size {
        self.size
    }

    pub(crate) fn words(&self) -> &[u32] {
        &self.words[..self.size.words()]
    }

    pub(crate) fn words_mut(&mut self) -> &mut [u32] {
        &mut self.words[..self.size.words()]
    }

    /// Adds; `None` when the sum does not fit.
    pub(crate) fn plus(&self, addend: u32) -> Option<Self> {
        let mut sum = self.clone();
        let mut carry = u64::from(addend);
        for word in sum.words_mut() {
            carry += u64::from(*word);
            *word = carry as u32;
            carry >>= 32;
        }
        (carry == 0).then_some(sum)
    }

    /// 2^bits − (number − 1), for a number above 1.
    pub(crate) fn minus_itself_plus_one(&self) -> Self {
        let mut result = self.clone();
        let mut carry = 2;
        for word in result.words_mut() {
            carry += u64::from(!*word);
            *word = carry as u32;
            carry >>= 32;
        }
        result
    }

    /// The `count` bits (at most 64) from `from` on; above the number there are zeros.
    pub(crate) fn bits(&self, from: u32, count: u32) -> u64 {
        let word = |at: usize| u128::from(self.words().get(at).copied().unwrap_or(0));
        let at = (from / 32) as usize;
        let three = word(at) | word(at + 1) << 32 | word(at + 2) << 64;
        (three >> (from % 32)) as u64 & (u64::MAX >> (64 - count))
    }

    /// The octets, the highest first, into exactly as many places.
    pub(crate) fn write(&self, octets: &mut [u8]) {
        for (place, word) in octets.rchunks_exact_mut(4).zip(self.words()) {
            place.copy_from_slice(&word.to_be_bytes());
        }
    }
}

/// −1/odd modulo 2⁶⁴, by Newton's iteration: each step doubles the bits that are right.
pub(crate) fn negative_inverse(odd: u64) -> u64 {
    let mut inverse = odd;
    for _ in 0..5 {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(inverse)));
    }
    inverse.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_search() {
        for bits in [256, 512, 1024, 1536, 2048] {
            assert_eq!(Size::new(bits).unwrap().words() as u32 * 32, bits);
        }
        for bits in [0, 192, 300, 1023, 2112] {
            assert_eq!(Size::new(bits), None);
        }
    }

    #[test]
    fn addition_carries_and_says_when_it_does_not_fit() {
        let mut number = Number::zero(Size::new(256).unwrap());
        number.words_mut().fill(u32::MAX);
        assert!(number.plus(1).is_none());
        number.words_mut()[7] = 5;
        let sum = number.plus(2).unwrap();
        assert_eq!(sum.words(), [1, 0, 0, 0, 0, 0, 0, 6]);
        let mut octets = [0; 32];
        sum.write(&mut octets);
        assert_eq!((octets[3], octets[31]), (6, 1));
    }

    #[test]
    fn bits_are_read_across_words() {
        let mut number = Number::zero(Size::new(256).unwrap());
        number.words_mut()[0] = 0x8000_0001;
        number.words_mut()[1] = 0xFFFF_0003;
        number.words_mut()[7] = 0xC000_0000;
        assert_eq!(number.bits(31, 4), 0b0111);
        assert_eq!(number.bits(0, 51), 0x7_0003_8000_0001);
        assert_eq!(number.bits(254, 64), 3);
        assert_eq!(number.bits(300, 10), 0);
    }
}
