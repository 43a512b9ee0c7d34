//! `primes BITS COUNT`: primes as RSA keys get them. The search finds them, with either kernel in turn
//! and the system's random numbers, and `PrimeProof` proves them. `check.py` judges what is printed.
//!
//! A line for each: the kernel, the prime, and the first number of its window, in hexadecimal. The last
//! line says what it took: `done`, numbers tested, seconds of all threads for search and for proof, and
//! how many candidates the proof refused.

mod found;
mod recorder;

use found::{Finder, Judged, Tally};
use nokkelsmie_prime_search::{Fused, Integers, Size, is_fused};
use std::error::Error;
use std::io::{BufWriter, Write, stdout};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let numbers: Vec<u32> = std::env::args().skip(1).flat_map(|text| text.parse()).collect();
    let [bits, count] = numbers[..] else { return Err("usage: primes BITS COUNT".into()) };
    let size = Size::new(bits).ok_or("no primes of that length are looked for")?;
    if !is_fused() {
        return Err("multiply-add rounds twice on this machine".into());
    }
    let mut out = BufWriter::new(stdout().lock());
    let begun = AtomicU32::new(0);
    let total = thread::scope(|scope| {
        let (sender, receiver) = channel();
        let workers: Vec<_> = (0..thread::available_parallelism().map_or(1, usize::from))
            .map(|_| {
                let sender = sender.clone();
                scope.spawn(|| work(size, count, &begun, sender))
            })
            .collect();
        drop(sender);
        for (kernel, found) in receiver {
            writeln!(out, "{kernel} {} {}", hex(&found.prime), hex(&found.window))?;
        }
        let mut total = Tally::default();
        for worker in workers {
            total += worker.join().map_err(|_| "a thread broke down")??;
        }
        Ok::<_, Failure>(total)
    })?;
    let Tally { tested, refused, searching, proving } = total;
    writeln!(
        out,
        "done {tested} {:.3} {:.3} {refused}",
        searching.as_secs_f64(),
        proving.as_secs_f64()
    )?;
    Ok(out.flush()?)
}

/// Takes the next of `count` until all are begun: those with even numbers for one kernel, the rest for the
/// other.
fn work(
    size: Size,
    count: u32,
    begun: &AtomicU32,
    found: Sender<(&'static str, Judged)>,
) -> Result<Tally, Failure> {
    let mut integers = Finder::<Integers>::new(size);
    let mut fused = Finder::<Fused>::new(size);
    loop {
        let next = begun.fetch_add(1, Ordering::Relaxed);
        if next >= count {
            let mut tally = integers.tally();
            tally += fused.tally();
            return Ok(tally);
        }
        found.send(match next % 2 {
            0 => ("integers", integers.next()?),
            _ => ("fused", fused.next()?),
        })?;
    }
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
