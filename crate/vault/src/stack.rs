use zeroize::Zeroize;

/// In octets, a quarter of the stack: no work on a key goes as deep.
const DEPTH: usize = 256 * 1024;

/// Does some work on keys and leaves nothing of it on the stack.
pub fn wiping<T>(work: impl FnOnce() -> T) -> T {
    let done = apart(work);
    wipe();
    done
}

/// Not inlined: its part of the stack must lie below that of `wipe`'s caller.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Overwrites the stack below the caller. A key on a curve is small enough to be
/// moved and copied there, and calls that have returned leave it behind; the
/// allocator wipes the heap only.
#[inline(never)]
pub fn wipe() {
    let mut below = [0_u64; DEPTH / size_of::<u64>()];
    below.zeroize();
}
