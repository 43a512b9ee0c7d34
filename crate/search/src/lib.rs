//! The search for primes with fused multiply-add, as a WebAssembly module of its own: small, without an
//! allocator, and with one import, the random numbers. `www/vault/search/` runs it in workers, where the
//! browser takes it (it is compiled with the feature relaxed-simd) and where [`works`] says that it
//! computes right; elsewhere the vault's own module searches, with plain integers.
#![cfg(target_arch = "wasm32")]
#![no_std]

use core::convert::Infallible;
use nokkelsmie_prime_search::{Found, Fused, Search, Size};
use rand_core::{TryCryptoRng, TryRng};
use zeroize::Zeroize;

/// Of the keys that are made here.
const PUBLIC_EXPONENT: u32 = 65537;

/// All that the module holds. There is one thread.
struct State {
    search: Option<Search<Fused>>,
    candidate: [u8; Size::MAXIMUM as usize / 8],
}

static mut STATE: State = State { search: None, candidate: [0; Size::MAXIMUM as usize / 8] };

/// Whether multiply-add rounds once on this machine: without that nothing is right here.
#[unsafe(no_mangle)]
pub extern "C" fn works() -> bool {
    nokkelsmie_prime_search::is_fused()
}

/// Begins to look for primes of so many bits; `false`: there are none of that length here. What was looked
/// for before is wiped.
#[unsafe(no_mangle)]
pub extern "C" fn begin(bits: u32) -> bool {
    let size = Size::new(bits);
    let search = &mut state().search;
    if search.as_ref().map(Search::size) != size {
        *search = size.map(|size| Search::new(size, PUBLIC_EXPONENT));
    }
    // From here on it is borrowed anew.
    wipe();
    state().search.is_some()
}

/// Ends the search: what was tried and what was found is wiped.
#[unsafe(no_mangle)]
pub extern "C" fn wipe() {
    let State { search, candidate } = state();
    candidate.fill(0);
    if let Some(search) = search {
        search.restart();
    }
    wipe_stack();
}

/// Overwrites the stack below the caller: numbers are small enough to be moved and copied there, and calls
/// that have returned leave them behind.
#[inline(never)]
fn wipe_stack() {
    let mut below = [0_u64; DEPTH / size_of::<u64>()];
    below.zeroize();
}

/// In octets, a quarter of the stack: a table of small primes and all that is done with it fit.
const DEPTH: usize = 256 * 1024;

/// Works for so many squarings. 0: there is more to do; 1: a candidate was found, see [`candidate`];
/// 2: too many were tested, nothing is right here any more; 3: no search was begun.
#[unsafe(no_mangle)]
pub extern "C" fn advance(squarings: u32) -> u32 {
    let State { search, candidate } = state();
    let Some(search) = search else { return 3 };
    let Ok(found) = search.advance(&mut Browser, squarings);
    match found {
        Found::NotYet => 0,
        Found::Candidate(found) => {
            found.write(&mut candidate[..found.length()]);
            1
        }
        Found::Exhausted => 2,
    }
}

/// Where the octets of the candidate are, the highest first.
#[unsafe(no_mangle)]
pub extern "C" fn candidate() -> *mut u8 {
    state().candidate.as_mut_ptr()
}

/// Numbers that were tested since the search began.
#[unsafe(no_mangle)]
pub extern "C" fn tested() -> u32 {
    state().search.as_ref().map_or(0, Search::tested)
}

fn state() -> &'static mut State {
    // SAFETY: the module has one thread, and whoever calls this uses nothing any more that it gave before.
    unsafe { &mut *core::ptr::addr_of_mut!(STATE) }
}

/// The browser's random numbers: `crypto.getRandomValues`.
struct Browser;

#[link(wasm_import_module = "random")]
unsafe extern "C" {
    fn fill(octets: *mut u8, length: usize);
}

impl TryRng for Browser {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut octets = [0; 4];
        self.try_fill_bytes(&mut octets)?;
        Ok(u32::from_ne_bytes(octets))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut octets = [0; 8];
        self.try_fill_bytes(&mut octets)?;
        Ok(u64::from_ne_bytes(octets))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        // SAFETY: the browser fills exactly these, or throws.
        unsafe { fill(octets.as_mut_ptr(), octets.len()) };
        Ok(())
    }
}

impl TryCryptoRng for Browser {}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
