//! The kernels against an independent library of big numbers.

use super::*;
use crate::chance::Chance;
use crate::{Fused, Integers};
extern crate std;
use num_bigint::BigUint;
use rand_core::TryRng;
use std::vec::Vec;

/// What a digit can be: zeros, ones, and anything.
fn digits(chance: &mut Chance, length: usize, radix: u32) -> Vec<u64> {
    let mut draw = || chance.try_next_u64().unwrap();
    let kind = draw() % 8;
    (0..length)
        .map(|_| {
            let random = draw() >> (64 - radix);
            let most = (1 << radix) - 1;
            match (kind, draw() % 4) {
                (0, _) => most,
                (1, 0) => most,
                (1, _) => 0,
                (2, 0) => 1 << (radix - 1),
                (2, _) => most,
                _ => random,
            }
        })
        .collect()
}

fn number(digits: &[u64], radix: u32) -> BigUint {
    digits.iter().rev().fold(BigUint::ZERO, |number, &digit| (number << radix) + digit)
}

/// One time in four a number at the edge of what a row may hold, or near a multiple of N.
fn extreme(chance: &mut Chance, n: &BigUint) -> Option<BigUint> {
    let draw = chance.try_next_u64().unwrap() % 32;
    Some(match draw {
        0 => BigUint::ZERO,
        1 => 1u32.into(),
        2..=4 => n * draw - 1u32,
        5 => n.clone(),
        6 => n + 1u32,
        7 => (n - 1u32) / 2u32,
        _ => return None,
    })
}

/// Squares, doubles and divides numbers up to 4 · N modulo N up to R/16, and compares.
fn agrees<K: Kernel>(size: u32, rounds: u32, seed: u64) {
    let radix = K::RADIX;
    let length = crate::fermat::digits(Size::new(size).unwrap(), radix);
    let r = BigUint::from(1u32) << (radix as usize * length);
    let mut chance = Chance(seed);
    for round in 0..rounds.div_ceil(K::LANES as u32) {
        let lanes: [_; 2] = core::array::from_fn(|_| {
            // N = modulus · 2^radix − 1, at most R/16.
            let mut modulus = digits(&mut chance, length, radix);
            modulus[length - 1] = 0;
            modulus[length - 2] &= (1 << (radix - 4)) - 1;
            modulus[0] |= 1;
            let n = (number(&modulus, radix) << radix) - 1u32;
            let x = extreme(&mut chance, &n).unwrap_or_else(|| {
                number(&digits(&mut chance, length, radix), radix) % (&n * 4u32)
            });
            let x: Vec<u64> = (0..length)
                .map(|at| {
                    ((&x >> (at * radix as usize)) & BigUint::from((1u64 << radix) - 1))
                        .try_into()
                        .unwrap()
                })
                .collect();
            (modulus, n, x)
        });
        let doubled = [round % 2 == 0, round % 3 == 0];
        let mut row = Row::<K>::new(
            length,
            |at| [0, 1].map(|lane| lanes[lane].2[at]),
            |at| [0, 1].map(|lane| lanes[lane].0[at]),
        );
        K::square(&mut row, doubled);
        let result: Vec<_> = row.x().collect();
        row.divide();
        let divided: Vec<_> = row.x().collect();
        for lane in 0..K::LANES {
            let (_, n, x) = &lanes[lane];
            let of = |row: &[Lanes<u64>]| {
                number(&row.iter().map(|x| x[lane]).collect::<Vec<_>>(), radix)
            };
            let (x, squared, divided) = (number(x, radix), of(&result), of(&divided));
            let expected = (&x * &x) << u32::from(doubled[lane]);
            assert_eq!((&squared * &r) % n, expected % n, "{size} round {round}: square");
            assert!(squared < n * 4u32, "{size} round {round}: too long");
            assert_eq!((&divided * &r) % n, squared % n, "{size} round {round}: divide");
            assert!(divided <= *n, "{size} round {round}: more than N");
        }
    }
}

#[test]
fn integers_agree_with_a_library() {
    for size in [256, 512, 1024, 1536, 2048] {
        agrees::<Integers>(size, rounds(), size.into());
    }
}

#[test]
fn fused_numbers_agree_with_a_library() {
    for size in [256, 512, 1024, 1536, 2048] {
        agrees::<Fused>(size, rounds(), size.into());
    }
}

/// The most that a sum can hold, in each kernel, doubled too: no bit is lost.
#[test]
fn sums_hold_what_the_bounds_allow() {
    let most = (1u64 << Integers::RADIX) - 1;
    let length = crate::fermat::digits(Size::new(Size::MAXIMUM).unwrap(), Integers::RADIX) as u64;
    let sum = (2 * length - 1) * most * most + (1 << 36);
    assert!(
        length as usize == MAXIMUM_DIGITS
            && u128::from(sum) == u128::from(2 * length - 1) * u128::from(most).pow(2) + (1 << 36)
    );
    for doubled in [false, true] {
        let carry = 1 << 37;
        let (digit, next) = Integers::settle(sum, carry, Integers::mask([doubled, false]));
        let expected = (u128::from(sum) << u32::from(doubled)) + u128::from(carry);
        assert_eq!((u128::from(next) << Integers::RADIX) + u128::from(digit), expected);
        assert!(next < carry, "and the next carry is no more than this one");
    }

    let length = crate::fermat::digits(Size::new(Size::MAXIMUM).unwrap(), Fused::RADIX);
    // The highest part that a product has, the highest rest and the lowest: 2⁵¹ − 2, 2⁵⁰ and −2⁵⁰.
    let part = |a: u64, b: u64| Fused::product(Fused::digit([a; 2]), Fused::digit([b; 2]));
    let (_, high) = part((1 << Fused::RADIX) - 1, (1 << Fused::RADIX) - 1);
    let ((above, _), (below, _)) = (part(1 << 50, 1), part(1 << 50, 3));
    for (parts, expected) in [
        ([high, above], 2 * length as i128 * ((1 << 51) - 2 + (1 << 50))),
        ([below, below], 2 * length as i128 * -(1 << 51)),
    ] {
        let mut sum = <Fused as Kernel>::Sum::default();
        for _ in 0..2 * length {
            sum = parts.into_iter().fold(sum, Fused::add);
        }
        for doubled in [false, true] {
            let mask = Fused::mask([doubled; 2]);
            let (mut digit, mut next) = Fused::settle(sum, Fused::mask([false; 2]), mask);
            let mut expected = expected << u32::from(doubled);
            for _ in 0..2 {
                assert_eq!(Fused::values(digit), [(expected & ((1 << 51) - 1)) as u64; 2]);
                expected >>= Fused::RADIX;
                (digit, next) = Fused::split(next);
            }
        }
    }
}

/// NOKKELSMIE_ROUNDS: how many numbers, for each size and kernel.
fn rounds() -> u32 {
    std::env::var("NOKKELSMIE_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(300)
}
