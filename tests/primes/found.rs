use crate::Failure;
use crate::recorder::Recorder;
use nokkelsmie_keys::generate::PrimeProof;
use nokkelsmie_prime_search::{Found, Kernel, Search, Size};
use std::ops::AddAssign;
use std::time::{Duration, Instant};

/// e of the keys that are made.
const PUBLIC_EXPONENT: u32 = 65537;

/// Finds one prime after the other, and proves each.
pub(crate) struct Finder<K: Kernel> {
    search: Search<K>,
    random: Recorder,
    tally: Tally,
}

/// A prime, and the first number of the window that it was found in; the highest octet first.
pub(crate) struct Judged {
    pub(crate) prime: Vec<u8>,
    pub(crate) window: Vec<u8>,
}

/// What it took.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) tested: u64,
    pub(crate) refused: u64,
    pub(crate) searching: Duration,
    pub(crate) proving: Duration,
}

impl<K: Kernel> Finder<K> {
    pub(crate) fn new(size: Size) -> Self {
        let search = Search::new(size, PUBLIC_EXPONENT);
        Self { search, random: Recorder::default(), tally: Tally::default() }
    }

    pub(crate) fn next(&mut self) -> Result<Judged, Failure> {
        loop {
            let begun = Instant::now();
            let prime = self.candidate()?;
            self.tally.searching += begun.elapsed();
            let begun = Instant::now();
            let proved = is_proved(&prime)?;
            self.tally.proving += begun.elapsed();
            if proved {
                return Ok(Judged { prime, window: self.random.window() });
            }
            self.tally.refused += 1;
        }
    }

    pub(crate) fn tally(&self) -> Tally {
        Tally { tested: self.search.tested().into(), ..self.tally }
    }

    fn candidate(&mut self) -> Result<Vec<u8>, Failure> {
        loop {
            match self.search.advance(&mut self.random, 10_000)? {
                Found::NotYet => {}
                Found::Candidate(candidate) => {
                    let mut octets = vec![0; candidate.length()];
                    candidate.write(&mut octets);
                    return Ok(octets);
                }
                Found::Exhausted => return Err("the search gave up".into()),
            }
        }
    }
}

fn is_proved(octets: &[u8]) -> Result<bool, Failure> {
    let proof = PrimeProof::new(octets).and_then(|proof| proof.stands_all());
    Ok(proof.map_err(|error| format!("{error:?}"))?)
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.tested += other.tested;
        self.refused += other.refused;
        self.searching += other.searching;
        self.proving += other.proving;
    }
}
