use crate::fermat::Fermat;
use crate::kernel::{Kernel, Lanes};
use crate::number::{Number, Size};
use crate::small_primes::SmallPrimes;
use crate::window::Window;
use rand_core::TryCryptoRng;

/// Looks for one candidate after the other. Dropping it wipes what was tried.
pub struct Search<K: Kernel> {
    size: Size,
    public_exponent: u32,
    /// Made with the first window.
    primes: Option<SmallPrimes>,
    window: Option<Window>,
    fermat: Option<Fermat<K>>,
    tested: u32,
    tested_since: u32,
}

/// What a search came to.
#[expect(clippy::large_enum_variant)] // one at a time, and no allocator to put it in a box
pub enum Found {
    /// There is more to do.
    NotYet,
    /// A number that is almost certainly prime.
    Candidate(Candidate),
    /// So many numbers were tested that chance does not explain why none passed: the random numbers are
    /// not random, or the kernel does not compute right.
    Exhausted,
}

/// A number that passed the filter. Nobody proved that it is prime. Wiped when dropped.
pub struct Candidate(Number);

impl<K: Kernel> Search<K> {
    /// Begins; no work is done yet.
    ///
    /// The public exponent is odd: of each candidate p, p − 1 has no factor in common with it.
    pub fn new(size: Size, public_exponent: u32) -> Self {
        Self {
            size,
            public_exponent,
            primes: None,
            window: None,
            fermat: None,
            tested: 0,
            tested_since: 0,
        }
    }

    /// The length of what it looks for.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Begins anew: what was tried is wiped, the table of small primes stays.
    pub fn restart(&mut self) {
        (self.window, self.fermat) = (None, None);
        (self.tested, self.tested_since) = (0, 0);
    }

    /// Numbers that were tested since the search began.
    pub fn tested(&self) -> u32 {
        self.tested
    }

    /// Works for at most `budget` squarings (of one number, or of two at a time), and no longer than for
    /// one candidate.
    ///
    /// # Errors
    /// What the random source says.
    pub fn advance<R: TryCryptoRng>(
        &mut self,
        rng: &mut R,
        mut budget: u32,
    ) -> Result<Found, R::Error> {
        while budget > 0 {
            if self.fermat.is_none() {
                if self.tested_since >= most_tests(self.size) {
                    return Ok(Found::Exhausted);
                }
                self.fermat = Some(Fermat::new(self.draw(rng)?));
            }
            // It stays where it is: what is moved leaves its octets behind.
            let Some(fermat) = &mut self.fermat else { break };
            budget -= fermat.advance(budget);
            if !fermat.is_done() {
                break;
            }
            let passed = fermat.passed();
            self.fermat = None;
            self.tested += K::LANES as u32;
            self.tested_since += K::LANES as u32;
            // Of two that pass at the same time the first is taken: one window gives one candidate.
            if let Some(number) = passed.into_iter().flatten().next() {
                self.window = None;
                self.tested_since = 0;
                return Ok(Found::Candidate(Candidate(number)));
            }
        }
        Ok(Found::NotYet)
    }

    /// The next numbers to be tested: where the window has no more, from another.
    fn draw<R: TryCryptoRng>(&mut self, rng: &mut R) -> Result<Lanes<Number>, R::Error> {
        let primes = self.primes.get_or_insert_with(|| SmallPrimes::new(self.size));
        loop {
            let window = match &mut self.window {
                Some(window) => window,
                none => none.insert(Window::random(
                    primes,
                    self.public_exponent,
                    Number::zero(self.size),
                    rng,
                )?),
            };
            if let Some(first) = window.draw(rng)? {
                let second = if K::LANES > 1 { window.draw(rng)? } else { None };
                // An odd one that is left alone is tested twice.
                let second = second.unwrap_or_else(|| first.clone());
                return Ok([first, second]);
            }
            self.window = None;
        }
    }
}

/// More than one in bits/32 of the numbers that are tested is prime (2/ln 2^bits of the odd numbers, of which
/// at most 2 · e^−γ/ln 2¹⁸ are tested): that none of a hundred times as many is has a chance below e⁻¹⁰⁰.
fn most_tests(size: Size) -> u32 {
    4 * size.bits()
}

impl Candidate {
    /// How many octets it has.
    pub fn length(&self) -> usize {
        self.0.size().bits() as usize / 8
    }

    /// Writes it, the highest octet first, to exactly [`Candidate::length`] places.
    pub fn write(&self, octets: &mut [u8]) {
        self.0.write(octets);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::kernel::Row;
    use crate::{Fused, Integers};

    fn find<K: Kernel>(size: u32, seed: u64, budget: u32) -> (Candidate, u32) {
        let mut search = Search::<K>::new(Size::new(size).unwrap(), 65537);
        let mut chance = Chance(seed);
        loop {
            match search.advance(&mut chance, budget) {
                Ok(Found::Candidate(candidate)) => return (candidate, search.tested()),
                Ok(Found::NotYet) => {}
                Ok(Found::Exhausted) => panic!("exhausted after {}", search.tested()),
            }
        }
    }

    #[test]
    fn the_budget_changes_nothing_but_the_pauses() {
        let (first, tested) = find::<Integers>(256, 3, 1);
        let (second, again) = find::<Integers>(256, 3, 1000);
        assert_eq!((first.0.words(), tested), (second.0.words(), again));
    }

    #[test]
    fn both_kernels_find_the_same_from_the_same_numbers() {
        for seed in 0..10 {
            let (plain, _) = find::<Integers>(256, seed, 1000);
            let (fused, _) = find::<Fused>(256, seed, 1000);
            assert_eq!(plain.0.words(), fused.0.words());
        }
    }

    /// One that passes nothing.
    enum Refusing {}

    impl Kernel for Refusing {
        type Digit = u32;
        type Sum = u64;
        const RADIX: u32 = Integers::RADIX;
        const LANES: usize = 1;
        fn digit(values: Lanes<u64>) -> u32 {
            Integers::digit(values)
        }
        fn values(_: u32) -> Lanes<u64> {
            [0, 0]
        }
        fn add(left: u64, right: u64) -> u64 {
            Integers::add(left, right)
        }
        fn double(sum: u64, mask: u64) -> u64 {
            Integers::double(sum, mask)
        }
        fn mask(lanes: Lanes<bool>) -> u64 {
            Integers::mask(lanes)
        }
        fn split(sum: u64) -> (u32, u64) {
            Integers::split(sum)
        }
        fn settle(sum: u64, carry: u64, doubled: u64) -> (u32, u64) {
            Integers::settle(sum, carry, doubled)
        }
        fn square(row: &mut Row<Self>, doubled: Lanes<bool>) {
            row.square::<4>(doubled);
        }
        fn product(a: u32, b: u32) -> (u64, u64) {
            Integers::product(a, b)
        }
        fn products<const ROWS: usize>(a: [u32; ROWS], b: [u32; ROWS]) -> (u64, u64) {
            Integers::products(a, b)
        }
        fn surplus(products: usize) -> (u64, u64) {
            Integers::surplus(products)
        }
        fn subtract(left: u64, right: u64) -> u64 {
            Integers::subtract(left, right)
        }
    }

    #[test]
    fn a_kernel_that_passes_nothing_is_given_up() {
        let mut search = Search::<Refusing>::new(Size::new(256).unwrap(), 65537);
        let mut chance = Chance(1);
        let mut calls = 0;
        while !matches!(search.advance(&mut chance, 100_000).unwrap(), Found::Exhausted) {
            calls += 1;
            assert!(calls < 1000);
        }
        assert_eq!(search.tested(), 1024);
    }
}
