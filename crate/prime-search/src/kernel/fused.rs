use super::pair::{self, Pair};
use super::{Kernel, Lanes, Row};
use zeroize::DefaultIsZeroes;

/// Floating-point numbers and an instruction that multiplies and adds with one rounding (fused
/// multiply-add): two candidates at a time. Where the machine rounds twice the results are wrong, so ask
/// [`is_fused`] first.
///
/// # Method
/// Emmart's, as known from fields of zero-knowledge proofs. a and b are whole numbers below 2⁵¹, so
/// a · b < 2¹⁰². Added to 3 · 2¹⁰² the sum lies in [2¹⁰³, 2¹⁰⁴), where floating-point numbers are 2⁵¹
/// apart: the upper part of the product, rounded to the nearest, stands in the last bits of the sum.
/// The same product minus that part, added to 3 · 2⁵¹, lies in [2⁵², 2⁵³), where they are 1 apart: the
/// rest, at most 2⁵⁰ and of either sign, stands in the last bits, exactly. Both are added up as integers,
/// bits and all; what the 3 · 2¹⁰² and 3 · 2⁵¹ bring is taken away again.
///
/// # Bounds
/// A sum gets for each product of its column at most 2⁵⁰ and for each of the column below at most 2⁵¹.
/// With L digits there are at most L of each from the square (those of different digits are added once and
/// doubled) and L from the reduction: less than 4 · L · 2⁵¹ < 2⁵⁹ for L ≤ 42 (2048 bits), of either sign, and
/// a carry of at most 2⁹ beside it; doubled still below 2⁶³.
pub enum Fused {}

const RADIX: u32 = 51;
const MASK: u64 = (1 << RADIX) - 1;

/// 3 · 2¹⁰²
const HIGH: f64 = 3.0 * (1u128 << 102) as f64;
/// 3 · 2⁵¹
const LOW: f64 = 3.0 * (1u64 << 51) as f64;
/// 2⁵²: the bits of 2⁵² + x are those of 2⁵² and of x, for a whole x below 2⁵².
const WHOLE: f64 = (1u64 << 52) as f64;

/// A digit or a sum for each of two candidates.
#[derive(Clone, Copy)]
pub struct Two(Pair);

impl Default for Two {
    #[inline(always)]
    fn default() -> Self {
        Self(pair::ZERO)
    }
}

impl DefaultIsZeroes for Two {}

impl Kernel for Fused {
    type Digit = Two;
    type Sum = Two;
    const RADIX: u32 = RADIX;
    const LANES: usize = 2;

    #[inline(always)]
    fn digit([first, second]: Lanes<u64>) -> Two {
        to_digit(pair::integers(first, second))
    }

    #[inline(always)]
    fn values(digit: Two) -> Lanes<u64> {
        pair::to_integers(digit.0).map(|bits| f64::from_bits(bits) as u64)
    }

    #[inline(always)]
    fn add(left: Two, right: Two) -> Two {
        Two(pair::add_integers(left.0, right.0))
    }

    #[inline(always)]
    fn double(sum: Two, mask: Two) -> Two {
        Two(pair::add_integers(sum.0, pair::and(sum.0, mask.0)))
    }

    #[inline(always)]
    fn mask([first, second]: Lanes<bool>) -> Two {
        Two(pair::integers(u64::from(first).wrapping_neg(), u64::from(second).wrapping_neg()))
    }

    #[inline(always)]
    fn split(sum: Two) -> (Two, Two) {
        let low = pair::and(sum.0, pair::integers(MASK, MASK));
        (to_digit(low), Two(pair::shift_right(sum.0, RADIX)))
    }

    #[inline(always)]
    fn settle(sum: Two, carry: Two, doubled: Two) -> (Two, Two) {
        Self::split(Self::add(Self::double(sum, doubled), carry))
    }

    fn square(row: &mut Row<Self>, doubled: Lanes<bool>) {
        row.square::<4>(doubled);
    }

    #[inline(always)]
    fn product(a: Two, b: Two) -> (Two, Two) {
        let ((low, high), surplus) = (Self::products([a], [b]), Self::surplus(1));
        (Self::subtract(low, surplus.0), Self::subtract(high, surplus.1))
    }

    #[inline(always)]
    fn products<const ROWS: usize>(a: [Two; ROWS], b: [Two; ROWS]) -> (Two, Two) {
        let (mut low, mut high) = (pair::ZERO, pair::ZERO);
        for (a, b) in a.into_iter().zip(b) {
            let (l, h) = raw_product(a.0, b.0);
            low = pair::add_integers(low, l);
            high = pair::add_integers(high, h);
        }
        (Two(low), Two(high))
    }

    #[inline(always)]
    fn surplus(products: usize) -> (Two, Two) {
        let of = |float: f64| float.to_bits().wrapping_mul(products as u64);
        (Two(pair::integers(of(LOW), of(LOW))), Two(pair::integers(of(HIGH), of(HIGH))))
    }

    #[inline(always)]
    fn subtract(left: Two, right: Two) -> Two {
        Two(pair::subtract_integers(left.0, right.0))
    }
}

/// The bits of 3 · 2⁵¹ + low and of 3 · 2¹⁰² + high · 2⁵¹.
#[inline(always)]
fn raw_product(a: Pair, b: Pair) -> (Pair, Pair) {
    let high = pair::multiply_add(a, b, pair::floats(HIGH));
    // 3 · 2⁵¹ − high · 2⁵¹, exactly: HIGH + LOW has 53 bits.
    let rest = pair::subtract(pair::floats(HIGH + LOW), high);
    (pair::multiply_add(a, b, rest), high)
}

/// A whole number below 2⁵¹ as a floating-point number.
#[inline(always)]
fn to_digit(value: Pair) -> Two {
    const BITS: Pair = pair::integers(WHOLE.to_bits(), WHOLE.to_bits());
    Two(pair::subtract(pair::or(value, BITS), pair::floats(WHOLE)))
}

/// Whether multiply-add rounds once here, in both halves and for what the compiler does not know. It asks
/// for (1 + 2⁻³⁰)² − (1 + 2⁻²⁹), which is 2⁻⁶⁰ when rounded once and 0 when rounded twice, and for two
/// products that need all their bits.
pub fn is_fused() -> bool {
    let near_one = core::hint::black_box(1.0 + power_of_two(-30));
    let minus = core::hint::black_box(-1.0 - power_of_two(-29));
    let result =
        pair::multiply_add(pair::floats(near_one), pair::floats(near_one), pair::floats(minus));
    let expected = power_of_two(-60).to_bits();
    let digits =
        core::hint::black_box([[MASK, 0x5_5555_5555_5555], [MASK - 1, 0x3_1415_9265_3589]]);
    let (low, high) = Fused::product(Fused::digit(digits[0]), Fused::digit(digits[1]));
    let [low, high] = [low, high].map(|sum| pair::to_integers(sum.0));
    let right = |lane: usize| {
        let sum = i128::from(low[lane] as i64) + (i128::from(high[lane] as i64) << RADIX);
        sum == i128::from(digits[0][lane]) * i128::from(digits[1][lane])
    };
    pair::to_integers(result) == [expected, expected] && right(0) && right(1)
}

/// 2^exponent, without a library of mathematics.
const fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}
