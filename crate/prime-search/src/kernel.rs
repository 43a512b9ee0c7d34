//! The arithmetic of the search: squaring modulo a number, by Montgomery's method.
//!
//! A number is a row of *digits* of [`Kernel::RADIX`] bits, the lowest first. What a product adds to
//! is a *sum*: wider than a digit, so that carries can wait until a whole row is done. Only what a
//! product of two digits is differs between the kernels; the order of the work is the same.
//!
//! The modulus N is a multiple of the candidate n that ends in −1: N = k · n ≡ −1 (mod 2^RADIX). The
//! digit of the quotient is then the lowest digit itself, and q · N = (q · (N + 1) / 2^RADIX) · 2^RADIX − q:
//! only (N + 1) / 2^RADIX is kept and multiplied with.
//!
//! # Bounds
//! With L digits R = 2^(RADIX · L), and L is chosen so that 16 · N ≤ R (`fermat::digits`). Squaring gives
//! (x² + q · N) / R with q < R: for x < 4 · N that is less than 16 · N² / R + N ≤ 2 · N, and doubled less
//! than 4 · N. So no row is ever longer than L digits, and N is never subtracted.
//! What a sum holds at most is said in each kernel, and tested. The surplus of products that are added
//! together may wrap: modulo 2⁶⁴ it goes as it came, and what is left is within the kernel's bounds.

pub(crate) mod fused;
pub(crate) mod integers;
mod pair;
#[cfg(test)]
mod tests;

use crate::number::Size;
use zeroize::Zeroize;

/// How many candidates a kernel squares at a time; the second is left unused by [`Integers`](crate::Integers).
pub const MAXIMUM_LANES: usize = 2;

/// A value for each candidate.
pub type Lanes<T> = [T; MAXIMUM_LANES];

/// Digits of the longest row: of [`Size::MAXIMUM`] bits in the smallest radix.
pub(crate) const MAXIMUM_DIGITS: usize = 75;

const _: () = assert!(
    MAXIMUM_DIGITS as u32 >= (Size::MAXIMUM + 2 * integers::RADIX + 4 - 1) / integers::RADIX
);

/// Digits and sums.
pub trait Kernel {
    /// A digit of each candidate, ready to be multiplied.
    type Digit: Copy + Default + Zeroize;
    /// A sum of products for each candidate.
    type Sum: Copy + Default + Zeroize;
    /// Bits of a digit.
    const RADIX: u32;
    /// Candidates at a time.
    const LANES: usize;

    /// From plain numbers below 2^RADIX.
    fn digit(values: Lanes<u64>) -> Self::Digit;
    /// The plain numbers.
    fn values(digit: Self::Digit) -> Lanes<u64>;
    /// Left + right.
    fn add(left: Self::Sum, right: Self::Sum) -> Self::Sum;
    /// Twice the sum for those candidates for which the mask is all ones; the others' as it is.
    fn double(sum: Self::Sum, mask: Self::Sum) -> Self::Sum;
    /// All ones for those candidates that are named, else zeros.
    fn mask(lanes: Lanes<bool>) -> Self::Sum;
    /// The sum's lowest digit, and what is to be carried to the next.
    fn split(sum: Self::Sum) -> (Self::Digit, Self::Sum);
    /// The same of sum + carry, or of 2 · sum + carry for those candidates that the mask names.
    fn settle(sum: Self::Sum, carry: Self::Sum, doubled: Self::Sum) -> (Self::Digit, Self::Sum);
    /// a · b as low + high · 2^RADIX.
    fn product(a: Self::Digit, b: Self::Digit) -> (Self::Sum, Self::Sum);
    /// Squares a row, and doubles it where it is said: `Row::square`. Each kernel has its own, so that it
    /// is compiled here, for speed, and not with whoever names the kernel.
    #[doc(hidden)]
    fn square(row: &mut Row<Self>, doubled: Lanes<bool>)
    where
        Self: Sized;
    /// The sum of some products as low + high · 2^RADIX, each with a surplus that is the same for so many
    /// of them, whatever they are: see [`Kernel::surplus`].
    fn products<const ROWS: usize>(
        a: [Self::Digit; ROWS],
        b: [Self::Digit; ROWS],
    ) -> (Self::Sum, Self::Sum);
    /// The surplus of so many products in `low` and in `high`.
    fn surplus(products: usize) -> (Self::Sum, Self::Sum);
    /// Left − right.
    fn subtract(left: Self::Sum, right: Self::Sum) -> Self::Sum;
}

/// A number x for each candidate, and the modulus: what is squared again and again. Wiped when dropped.
pub struct Row<K: Kernel> {
    length: usize,
    x: [K::Digit; MAXIMUM_DIGITS],
    /// (N + 1) / 2^RADIX, one digit shorter than x.
    modulus: [K::Digit; MAXIMUM_DIGITS],
    sums: [K::Sum; 2 * MAXIMUM_DIGITS + 2],
}

impl<K: Kernel> Row<K> {
    /// x and the modulus are both of `length` digits; the modulus' highest is zero.
    pub(crate) fn new(
        length: usize,
        x: impl Fn(usize) -> Lanes<u64>,
        modulus: impl Fn(usize) -> Lanes<u64>,
    ) -> Self {
        let mut row = Self {
            length,
            x: [K::Digit::default(); MAXIMUM_DIGITS],
            modulus: [K::Digit::default(); MAXIMUM_DIGITS],
            sums: [K::Sum::default(); 2 * MAXIMUM_DIGITS + 2],
        };
        for at in 0..length {
            row.x[at] = K::digit(x(at));
            row.modulus[at] = K::digit(modulus(at));
        }
        row
    }

    /// The digits of x.
    pub(crate) fn x(&self) -> impl Iterator<Item = Lanes<u64>> {
        self.x[..self.length].iter().map(|&digit| K::values(digit))
    }

    /// x² / R modulo N, and twice that where it is said. So many rows are added at a time.
    #[inline(always)]
    pub(crate) fn square<const ROWS: usize>(&mut self, doubled: Lanes<bool>) {
        self.add_square::<ROWS>();
        self.reduce::<ROWS>();
        self.carry(K::mask(doubled));
    }

    /// x / R modulo N, and no more than N.
    pub(crate) fn divide(&mut self) {
        self.sums.fill(K::Sum::default());
        let one = K::digit([1; MAXIMUM_LANES]);
        for at in 0..self.length {
            add_product::<K>(&mut self.sums[at..], self.x[at], one);
        }
        self.reduce::<1>();
        self.carry(K::mask([false; MAXIMUM_LANES]));
    }

    /// sums = x²: the products of different digits, doubled, and the squares.
    #[inline(always)]
    fn add_square<const ROWS: usize>(&mut self) {
        self.sums[..2 * self.length + 2].fill(K::Sum::default());
        let mut at = 0;
        while at + ROWS <= self.length {
            self.add_products_of::<ROWS>(at);
            at += ROWS;
        }
        for at in at..self.length {
            self.add_products_of::<1>(at);
        }
        let every = K::mask([true; MAXIMUM_LANES]);
        for (pair, &digit) in self.sums.chunks_exact_mut(2).zip(&self.x[..self.length]) {
            let (low, high) = K::product(digit, digit);
            pair[0] = K::add(K::double(pair[0], every), low);
            pair[1] = K::add(K::double(pair[1], every), high);
        }
    }

    /// Adds the products of the digits from `at` on with each other and with all that are higher.
    #[inline(always)]
    fn add_products_of<const ROWS: usize>(&mut self, at: usize) {
        let (x, sums) = (&self.x[at..self.length], &mut self.sums[2 * at..]);
        let Some((rows, higher)) = x.split_first_chunk::<ROWS>() else { return };
        for row in 0..ROWS {
            for other in row + 1..ROWS {
                add_product::<K>(&mut sums[row + other..], rows[row], rows[other]);
            }
        }
        add_rows::<K, ROWS>(&mut sums[ROWS..], *rows, [K::Digit::default(); ROWS], higher);
    }

    /// Adds a multiple of N that makes the lower half of the sums zero.
    #[inline(always)]
    fn reduce<const ROWS: usize>(&mut self) {
        let mut at = 0;
        while at + ROWS <= self.length {
            self.add_multiple::<ROWS>(at);
            at += ROWS;
        }
        for at in at..self.length {
            self.add_multiple::<1>(at);
        }
    }

    /// Adds the multiple of N that makes the sums from `at` on zero.
    #[inline(always)]
    fn add_multiple<const ROWS: usize>(&mut self, at: usize) {
        let (modulus, sums) = (&self.modulus[..self.length - 1], &mut self.sums[at..]);
        let Some((lowest, higher)) = modulus.split_at_checked(ROWS - 1) else { return };
        let mut quotient = [K::Digit::default(); ROWS];
        for row in 0..ROWS {
            quotient[row] = take_digit::<K>(sums, row);
            // What the next digits of the quotient need; the rest is added for all of them at once.
            for column in 0..ROWS - 1 - row {
                add_product::<K>(&mut sums[row + 1 + column..], quotient[row], lowest[column]);
            }
        }
        let mut below = [K::Digit::default(); ROWS];
        for (below, &digit) in below.iter_mut().zip(lowest.iter().rev()) {
            *below = digit;
        }
        add_rows::<K, ROWS>(&mut sums[ROWS..], quotient, below, higher);
    }

    /// x = the upper half of the sums, in digits.
    #[inline(always)]
    fn carry(&mut self, doubled: K::Sum) {
        let mut carry = K::Sum::default();
        for (digit, &sum) in self.x[..self.length].iter_mut().zip(&self.sums[self.length..]) {
            (*digit, carry) = K::settle(sum, carry, doubled);
        }
    }
}

/// Adds (a₀ + a₁ · B + …) · digits, where B = 2^RADIX and a are the rows. `below` are the digits below the
/// first, the nearest first: their products with a₀ are there already, as are those of a₁ with all but
/// the nearest, and so on.
///
/// A column at a time, so that what is read and written of the sums is little: this is where the time goes.
#[inline(always)]
fn add_rows<K: Kernel, const ROWS: usize>(
    sums: &mut [K::Sum],
    rows: [K::Digit; ROWS],
    below: [K::Digit; ROWS],
    digits: &[K::Digit],
) {
    let (low_surplus, high_surplus) = K::surplus(ROWS);
    let surplus = K::add(low_surplus, high_surplus);
    let (mut recent, mut high) = (below, high_surplus);
    let mut add = |sum: &mut K::Sum, digit: K::Digit| {
        for row in (1..ROWS).rev() {
            recent[row] = recent[row - 1];
        }
        recent[0] = digit;
        let (low, next) = K::products(rows, recent);
        *sum = K::add(*sum, K::subtract(K::add(low, high), surplus));
        high = next;
    };
    let (first, last) = sums.split_at_mut(digits.len());
    for (sum, &digit) in first.iter_mut().zip(digits) {
        add(sum, digit);
    }
    for sum in &mut last[..ROWS - 1] {
        add(sum, K::Digit::default());
    }
    last[ROWS - 1] = K::add(last[ROWS - 1], K::subtract(high, high_surplus));
}

/// The lowest digit of a sum; what is above is carried to the next.
#[inline(always)]
fn take_digit<K: Kernel>(sums: &mut [K::Sum], at: usize) -> K::Digit {
    let (digit, carry) = K::split(sums[at]);
    sums[at + 1] = K::add(sums[at + 1], carry);
    digit
}

#[inline(always)]
fn add_product<K: Kernel>(sums: &mut [K::Sum], a: K::Digit, b: K::Digit) {
    let (low, high) = K::product(a, b);
    sums[0] = K::add(sums[0], low);
    sums[1] = K::add(sums[1], high);
}

impl<K: Kernel> Drop for Row<K> {
    fn drop(&mut self) {
        self.x.zeroize();
        self.modulus.zeroize();
        self.sums.zeroize();
    }
}
