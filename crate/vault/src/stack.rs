use zeroize::Zeroize;

/// In octets, a quarter of the stack: no work on a key goes as deep.
const DEPTH: usize = 256 * 1024;

/// Overwrites the stack below the caller. A key on a curve is small enough to be
/// moved and copied there, and calls that have returned leave it behind; the
/// allocator wipes the heap only.
#[inline(never)]
pub fn wipe() {
    let mut below = [0_u64; DEPTH / size_of::<u64>()];
    below.zeroize();
}
