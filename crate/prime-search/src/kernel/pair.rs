//! Two floating-point numbers or two integers of 64 bits at a time: in WebAssembly one register of 128
//! bits, elsewhere (for the tests) two numbers.

#[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
mod register {
    use core::arch::wasm32::*;

    pub(crate) type Pair = v128;
    pub(crate) const ZERO: Pair = u64x2(0, 0);

    #[inline(always)]
    pub(crate) const fn floats(value: f64) -> Pair {
        f64x2(value, value)
    }

    #[inline(always)]
    pub(crate) const fn integers(first: u64, second: u64) -> Pair {
        u64x2(first, second)
    }

    #[inline(always)]
    pub(crate) fn to_integers(pair: Pair) -> [u64; 2] {
        [u64x2_extract_lane::<0>(pair), u64x2_extract_lane::<1>(pair)]
    }

    /// a · b + c, rounded once where the machine can, else twice: see [`super::super::fused::is_fused`].
    #[inline(always)]
    pub(crate) fn multiply_add(a: Pair, b: Pair, c: Pair) -> Pair {
        f64x2_relaxed_madd(a, b, c)
    }

    #[inline(always)]
    pub(crate) fn subtract(a: Pair, b: Pair) -> Pair {
        f64x2_sub(a, b)
    }

    #[inline(always)]
    pub(crate) fn add_integers(a: Pair, b: Pair) -> Pair {
        i64x2_add(a, b)
    }

    #[inline(always)]
    pub(crate) fn subtract_integers(a: Pair, b: Pair) -> Pair {
        i64x2_sub(a, b)
    }

    #[inline(always)]
    pub(crate) fn and(a: Pair, b: Pair) -> Pair {
        v128_and(a, b)
    }

    #[inline(always)]
    pub(crate) fn or(a: Pair, b: Pair) -> Pair {
        v128_or(a, b)
    }

    /// Arithmetic: the sign stays.
    #[inline(always)]
    pub(crate) fn shift_right(a: Pair, bits: u32) -> Pair {
        i64x2_shr(a, bits)
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "relaxed-simd")))]
mod register {
    /// The bits of two numbers, whatever they are.
    #[derive(Clone, Copy, Default)]
    pub struct Pair([u64; 2]);

    impl zeroize::DefaultIsZeroes for Pair {}

    pub(crate) const ZERO: Pair = Pair([0, 0]);

    #[inline(always)]
    pub(crate) const fn floats(value: f64) -> Pair {
        Pair([value.to_bits(), value.to_bits()])
    }

    #[inline(always)]
    pub(crate) const fn integers(first: u64, second: u64) -> Pair {
        Pair([first, second])
    }

    #[inline(always)]
    pub(crate) fn to_integers(pair: Pair) -> [u64; 2] {
        pair.0
    }

    fn of_floats(a: Pair, operation: impl Fn(f64, usize) -> f64) -> Pair {
        Pair([0, 1].map(|lane| operation(f64::from_bits(a.0[lane]), lane).to_bits()))
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[inline(always)]
    pub(crate) fn multiply_add(a: Pair, b: Pair, c: Pair) -> Pair {
        extern crate std;
        of_floats(a, |a, lane| a.mul_add(f64::from_bits(b.0[lane]), f64::from_bits(c.0[lane])))
    }

    /// Without the instruction there is nothing that rounds once; whoever asks is told so by the self-test.
    #[cfg(target_arch = "wasm32")]
    #[inline(always)]
    pub(crate) fn multiply_add(a: Pair, b: Pair, c: Pair) -> Pair {
        of_floats(a, |a, lane| a * f64::from_bits(b.0[lane]) + f64::from_bits(c.0[lane]))
    }

    #[inline(always)]
    pub(crate) fn subtract(a: Pair, b: Pair) -> Pair {
        of_floats(a, |a, lane| a - f64::from_bits(b.0[lane]))
    }

    #[inline(always)]
    pub(crate) fn add_integers(a: Pair, b: Pair) -> Pair {
        Pair([0, 1].map(|lane| a.0[lane].wrapping_add(b.0[lane])))
    }

    #[inline(always)]
    pub(crate) fn subtract_integers(a: Pair, b: Pair) -> Pair {
        Pair([0, 1].map(|lane| a.0[lane].wrapping_sub(b.0[lane])))
    }

    #[inline(always)]
    pub(crate) fn and(a: Pair, b: Pair) -> Pair {
        Pair([0, 1].map(|lane| a.0[lane] & b.0[lane]))
    }

    #[inline(always)]
    pub(crate) fn or(a: Pair, b: Pair) -> Pair {
        Pair([0, 1].map(|lane| a.0[lane] | b.0[lane]))
    }

    #[inline(always)]
    pub(crate) fn shift_right(a: Pair, bits: u32) -> Pair {
        Pair(a.0.map(|value| ((value as i64) >> bits) as u64))
    }
}

pub(crate) use register::*;
