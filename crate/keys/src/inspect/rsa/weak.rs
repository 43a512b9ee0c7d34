use super::number::{bits, number_of_bits};
use crypto_bigint::{BoxedUint, ConcatenatingMul, Resize};
use std::sync::LazyLock;

static PRIMES: LazyLock<Vec<u32>> = LazyLock::new(|| primes_below(1 << 16));

/// The least prime under 2^16 that divides n.
pub(super) fn small_factor(n: &[u8]) -> Option<u32> {
    let words = words(n);
    let mut primes = PRIMES.iter().copied().peekable();
    while let Some(first) = primes.next() {
        // One long division for as many primes as go into 32 bits.
        let (mut product, mut batch) = (first, vec![first]);
        while let Some(next) = primes.next_if(|&prime| product.checked_mul(prime).is_some()) {
            product *= next;
            batch.push(next);
        }
        let rest = remainder(&words, product);
        if let Some(factor) = batch.into_iter().find(|prime| rest.is_multiple_of(*prime)) {
            return Some(factor);
        }
    }
    None
}

/// Whether n is a third or higher power; a square is found by Fermat's method. No
/// root that is less than 2^16 is looked for: [`small_factor`] finds it.
pub(super) fn is_power(n: &[u8]) -> bool {
    let words = words(n);
    let exponents = PRIMES.iter().copied().skip(1).take_while(|&prime| prime <= bits(n) / 16);
    let number = number_of_bits(n, bits(n) + 64);
    exponents.filter(|&exponent| looks_like_power(&words, exponent)).any(|exponent| {
        let root = floor_root(&number, exponent);
        power(&root, exponent) == *number
    })
}

/// Whether n is such a power modulo primes where few numbers are: most need no root.
fn looks_like_power(n: &[u32], exponent: u32) -> bool {
    let telling = PRIMES.iter().filter(|&prime| prime % exponent == 1).take(3);
    telling.into_iter().all(|&prime| {
        let (modulus, mut base) = (u64::from(prime), u64::from(remainder(n, prime)));
        let (mut left, mut result) = ((prime - 1) / exponent, 1);
        while left > 0 {
            if left % 2 == 1 {
                result = result * base % modulus;
            }
            base = base * base % modulus;
            left /= 2;
        }
        result == 1
    })
}

/// Newton's method, from above; n has 64 bits of room.
fn floor_root(n: &BoxedUint, exponent: u32) -> BoxedUint {
    let above = n.bits_vartime().div_ceil(exponent);
    let one = BoxedUint::one_with_precision(n.bits_precision());
    let mut root = one.overflowing_shl_vartime(above).unwrap_or(one);
    let by = BoxedUint::from(exponent);
    let Some(by) = by.as_nz_vartime() else { return root };
    loop {
        let divisor = power(&root, exponent - 1);
        let Some(divisor) = divisor.as_nz_vartime() else { return root };
        let (quotient, _) = n.div_rem_vartime(divisor);
        let sum = root.wrapping_mul(BoxedUint::from(exponent - 1)).wrapping_add(&quotient);
        let (next, _) = sum.div_rem_vartime(by);
        if next >= root {
            return root;
        }
        root = next;
    }
}

/// In the width of its base.
fn power(base: &BoxedUint, exponent: u32) -> BoxedUint {
    (1..exponent).fold(base.clone(), |power, _| power.wrapping_mul(base))
}

/// Whether Fermat's method finds the primes in [`FERMAT_ROUNDS`] rounds: it
/// looks for a, from √n upwards, such that a² − n is a square b²; then n =
/// (a + b)(a − b).
pub(super) fn primes_are_close(n: &[u8]) -> bool {
    if bits(n) < 2 {
        return false;
    }
    let n = number_of_bits(n, bits(n) + 64);
    let mut a = n.floor_sqrt_vartime();
    if a.square_of_its_width() < *n {
        a = a.wrapping_add(BoxedUint::one());
    }
    let mut rest = a.square_of_its_width().wrapping_sub(&*n);
    for _ in 0..FERMAT_ROUNDS {
        if is_square(&rest) {
            return true;
        }
        // (a + 1)² = a² + 2a + 1
        rest = rest.wrapping_add(&a).wrapping_add(&a).wrapping_add(BoxedUint::one());
        a = a.wrapping_add(BoxedUint::one());
    }
    false
}

/// As many as badkeys and zlint try at the least.
const FERMAT_ROUNDS: usize = 100;

/// Whether n could come from Infineon's library (CVE-2017-15361): its primes
/// are k·M + (65537^a mod M) with M the product of the first primes, so n
/// modulo each of them is a power of 65537. Of other keys about one in 2^27
/// looks so. (Nemec et al., "The Return of Coppersmith's Attack", CCS 2017)
pub(super) fn bears_the_mark_of_roca(n: &[u8]) -> bool {
    let words = words(n);
    let mut odd_primes = primes_below(168).into_iter().skip(1);
    odd_primes.all(|prime| is_power_of_65537(remainder(&words, prime), prime))
}

fn is_power_of_65537(residue: u32, prime: u32) -> bool {
    let mut power = 1;
    // The group has less than `prime` elements.
    (0..prime).any(|_| {
        power = power * (65537 % prime) % prime;
        power == residue
    })
}

/// Whether Wiener's method finds d from the public key alone: when d < n^¼/3,
/// k/d is a convergent of the continued fraction of e/n, with e·d = 1 + k·φ(n).
pub(super) fn has_small_private_exponent(n: &BoxedUint, e: &BoxedUint) -> bool {
    // e·d > φ(n), so a small d needs a large e.
    if e.bits_vartime() < n.bits_vartime() / 2 {
        return false;
    }
    let width = n.bits_precision() + 64;
    let (n, e) = (n.resize(width), e.resize(width));
    let zero = BoxedUint::zero_with_precision(width);
    let one = BoxedUint::one_with_precision(width);
    let (mut dividend, mut divisor) = (e.clone(), n.clone());
    // The convergents k/d: 1/0 stands before the first.
    let (mut k, mut d) = ((zero.clone(), one.clone()), (one, zero));
    while let Some(by) = divisor.as_nz_vartime()
        && d.1.bits_vartime() <= n.bits_vartime() / 4 + 2
    {
        let (quotient, rest) = dividend.div_rem_vartime(by);
        k = (k.1.clone(), quotient.wrapping_mul(&k.1).wrapping_add(&k.0));
        d = (d.1.clone(), quotient.wrapping_mul(&d.1).wrapping_add(&d.0));
        if gives_the_primes(&n, &e, &k.1, &d.1) {
            return true;
        }
        (dividend, divisor) = (divisor, rest);
    }
    false
}

/// Whether φ(n) = (e·d − 1)/k leads to two factors: p and q solve x² − s·x + n =
/// 0 with s = n + 1 − φ(n). The quotient is rounded down, so that a d made
/// modulo λ(n) is found too.
fn gives_the_primes(n: &BoxedUint, e: &BoxedUint, k: &BoxedUint, d: &BoxedUint) -> bool {
    let Some(k) = k.as_nz_vartime() else { return false };
    let multiple = e.concatenating_mul(d).wrapping_sub(BoxedUint::one());
    let (phi, _) = multiple.div_rem_vartime(k);
    if phi >= *n {
        return false;
    }
    let phi = phi.resize(n.bits_precision());
    let sum = n.wrapping_sub(&phi).wrapping_add(BoxedUint::one());
    if sum.bits_vartime() > n.bits_vartime() / 2 + 2 {
        return false;
    }
    let (square, four_n) = (sum.square_of_its_width(), n.wrapping_mul(BoxedUint::from(4u8)));
    square >= four_n && is_square(&square.wrapping_sub(&four_n))
}

fn is_square(number: &BoxedUint) -> bool {
    // Only 12 of 64 residues are squares: most numbers need no root.
    let low = number.as_words().first().copied().unwrap_or(0) % 64;
    (0..32).any(|root| root * root % 64 == low) && number.checked_sqrt_vartime().is_some()
}

trait Square {
    fn square_of_its_width(&self) -> Self;
}

impl Square for BoxedUint {
    fn square_of_its_width(&self) -> Self {
        self.wrapping_mul(self)
    }
}

/// The number in words of 32 bits, the highest first.
fn words(octets: &[u8]) -> Vec<u32> {
    let word = |octets: &[u8]| octets.iter().fold(0, |word, &octet| word << 8 | u32::from(octet));
    octets.rchunks(4).rev().map(word).collect()
}

fn remainder(words: &[u32], divisor: u32) -> u32 {
    let divisor = u64::from(divisor);
    let rest = words.iter().fold(0, |rest, &word| (rest << 32 | u64::from(word)) % divisor);
    rest as u32
}

/// The sieve of Eratosthenes.
fn primes_below(limit: u32) -> Vec<u32> {
    let mut is_composite = vec![false; limit as usize];
    let mut primes = Vec::new();
    for number in 2..limit {
        if !is_composite[number as usize] {
            primes.push(number);
            (number * 2..limit).step_by(number as usize).for_each(|multiple| {
                is_composite[multiple as usize] = true;
            });
        }
    }
    primes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_primes() {
        assert_eq!(primes_below(30), [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
        assert_eq!(primes_below(1 << 16).len(), 6542);
    }

    #[test]
    fn long_division_agrees_with_the_short_one() {
        let octets = 0x0123_4567_89ab_cdef_u64.to_be_bytes();
        for divisor in [1, 3, 65521, u32::MAX] {
            let expected = 0x0123_4567_89ab_cdef_u64 % u64::from(divisor);
            assert_eq!(u64::from(remainder(&words(&octets), divisor)), expected);
            assert_eq!(remainder(&words(&octets[3..]), divisor), {
                (0x67_89ab_cdef_u64 % u64::from(divisor)) as u32
            });
        }
    }

    #[test]
    fn squares() {
        let squares: Vec<u32> =
            (0..200u32).filter(|&number| is_square(&BoxedUint::from(number))).collect();
        assert_eq!(squares, [0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 169, 196]);
    }
}
