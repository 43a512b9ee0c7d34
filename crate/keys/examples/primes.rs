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

use nokkelsmie_keys::generate::PrimeProof;
use nokkelsmie_prime_search::{Found, Fused, Integers, Kernel, Search, Size, is_fused};
use std::error::Error;

#[path = "../../prime-search/src/chance.rs"]
mod chance;
use chance::Chance;

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
    let proof = PrimeProof::new(&octets?)?;
    if proof.stands_all()? { Ok(()) } else { Err("composite".into()) }
}
