//! The work of finding and proving primes, a piece at a time, for a program that counts instructions:
//! `./build.sh bench keygen`.
//!
//! ```text
//! primes windows KERNEL BITS COUNT   fills so many windows and tests nothing
//! primes tests KERNEL BITS COUNT     fills one window and tests so many numbers of it
//! primes search KERNEL BITS COUNT    finds so many candidates: a line with each; last, how many numbers it tested
//! primes prove NUMBER…               proves them, in hexadecimal
//! ```
//! KERNEL is `fused` or `plain`. The windows are the same in each run, and the same for both.

use nokkelsmie_keys::generate::{PrimeProof, Proof};
use nokkelsmie_prime_search::{Found, Fused, Integers, Kernel, Search, Size, is_fused};
use rand_core::{TryCryptoRng, TryRng};
use std::convert::Infallible;
use std::error::Error;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Of the keys that are made.
const PUBLIC_EXPONENT: u32 = 65537;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["prove", numbers @ ..] => numbers.iter().try_for_each(|number| prove(number)),
        [what, "plain", bits, count] => look::<Integers>(what, bits, count),
        [what, "fused", bits, count] if is_fused() => look::<Fused>(what, bits, count),
        [_, "fused", ..] => Err("multiply-add rounds twice here".into()),
        _ => Err("primes windows|search KERNEL BITS COUNT, primes prove NUMBER…".into()),
    }
}

fn look<K: Kernel>(what: &str, bits: &str, count: &str) -> Outcome<()> {
    let size = Size::new(bits.parse()?).ok_or("no such size")?;
    let mut search = Search::<K>::new(size, PUBLIC_EXPONENT);
    let count: u32 = count.parse()?;
    match what {
        "windows" => (0..count).try_for_each(|seed| fill(&mut search, seed)),
        "tests" => test(&mut search, count),
        "search" => find_all(&mut search, count),
        _ => Err("windows, tests or search".into()),
    }
}

fn fill<K: Kernel>(search: &mut Search<K>, seed: u32) -> Outcome<()> {
    search.restart();
    search.advance(&mut Chance(seed.into()), 1)?;
    Ok(())
}

/// In slices that are short beside a test, so that little is counted of one that was begun last.
fn test<K: Kernel>(search: &mut Search<K>, count: u32) -> Outcome<()> {
    let slice = search.size().bits() / 8;
    let mut chance = Chance(0);
    while search.tested() < count {
        search.advance(&mut chance, slice)?;
    }
    Ok(())
}

fn find_all<K: Kernel>(search: &mut Search<K>, count: u32) -> Outcome<()> {
    let mut tested = 0;
    for seed in 0..count {
        search.restart();
        println!("{}", find(search, seed)?);
        tested += search.tested();
    }
    println!("{tested}");
    Ok(())
}

fn find<K: Kernel>(search: &mut Search<K>, seed: u32) -> Outcome<String> {
    let mut chance = Chance(seed.into());
    loop {
        match search.advance(&mut chance, u32::MAX)? {
            Found::NotYet => continue,
            Found::Candidate(candidate) => {
                let mut octets = vec![0; candidate.length()];
                candidate.write(&mut octets);
                return Ok(octets.iter().map(|octet| format!("{octet:02x}")).collect());
            }
            Found::Exhausted => return Err("exhausted".into()),
        }
    }
}

fn prove(number: &str) -> Outcome<()> {
    let octets: Result<Vec<u8>, _> = (0..number.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&number[at..at + 2], 16))
        .collect();
    let mut proof = PrimeProof::new(&octets?)?;
    loop {
        match proof.step()? {
            Proof::Working => continue,
            Proof::Prime => return Ok(()),
            Proof::Composite => return Err("composite".into()),
        }
    }
}

/// Numbers that look random and come again (splitmix64). No key may ever be made with them.
struct Chance(u64);

impl TryRng for Chance {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|number| (number >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Ok(mixed ^ (mixed >> 31))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        for octets in octets.chunks_mut(8) {
            octets.copy_from_slice(&self.try_next_u64()?.to_le_bytes()[..octets.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Chance {}
