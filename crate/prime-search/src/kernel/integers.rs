use super::{Kernel, Lanes, Row};

/// Plain integers: everywhere, without any special instruction. One candidate at a time.
///
/// # Bounds
/// Digits of 28 bits, products below 2⁵⁶, sums of 64 bits: a sum holds 255 products and a carry. In a
/// square of L digits a sum gets at most L of them, in the reduction at most L − 1, and a carry below
/// 2³⁶. Of the square's, those of different digits are added once and doubled: L at most, as said. L is 75
/// at most (2048 bits): 149 products. Doubled that would be too much, so what is carried is split off
/// before ([`Kernel::settle`]); a carry then stays below 2³⁷.
pub enum Integers {}

pub(super) const RADIX: u32 = 28;
const MASK: u64 = (1 << RADIX) - 1;

impl Kernel for Integers {
    type Digit = u32;
    type Sum = u64;
    const RADIX: u32 = RADIX;
    const LANES: usize = 1;

    #[inline(always)]
    fn digit([value, _]: Lanes<u64>) -> u32 {
        value as u32
    }

    #[inline(always)]
    fn values(digit: u32) -> Lanes<u64> {
        [digit.into(), 0]
    }

    #[inline(always)]
    fn add(left: u64, right: u64) -> u64 {
        left.wrapping_add(right)
    }

    #[inline(always)]
    fn double(sum: u64, mask: u64) -> u64 {
        sum.wrapping_add(sum & mask)
    }

    #[inline(always)]
    fn mask([first, _]: Lanes<bool>) -> u64 {
        u64::from(first).wrapping_neg()
    }

    #[inline(always)]
    fn split(sum: u64) -> (u32, u64) {
        ((sum & MASK) as u32, sum >> RADIX)
    }

    #[inline(always)]
    fn settle(sum: u64, carry: u64, doubled: u64) -> (u32, u64) {
        let (low, high) = Self::split(sum);
        let low = Self::double(low.into(), doubled) + carry;
        ((low & MASK) as u32, Self::double(high, doubled) + (low >> RADIX))
    }

    fn square(row: &mut Row<Self>, doubled: Lanes<bool>) {
        row.square::<5>(doubled);
    }

    #[inline(always)]
    fn product(a: u32, b: u32) -> (u64, u64) {
        (u64::from(a).wrapping_mul(b.into()), 0)
    }

    #[inline(always)]
    fn products<const ROWS: usize>(a: [u32; ROWS], b: [u32; ROWS]) -> (u64, u64) {
        let products = a.into_iter().zip(b).map(|(a, b)| u64::from(a).wrapping_mul(b.into()));
        (products.fold(0, u64::wrapping_add), 0)
    }

    #[inline(always)]
    fn surplus(_: usize) -> (u64, u64) {
        (0, 0)
    }

    #[inline(always)]
    fn subtract(left: u64, right: u64) -> u64 {
        left.wrapping_sub(right)
    }
}
