pub(super) use nokkelsmie_jose::bit_length as bits;

use crypto_bigint::{BoxedUint, ConcatenatingMul, Limb};
use zeroize::Zeroizing;

/// A number that is wiped when dropped.
pub(super) type Number = Zeroizing<BoxedUint>;

/// Reads big-endian octets.
pub(super) fn number(octets: &[u8]) -> Number {
    number_of_bits(octets, Limb::BITS)
}

/// Reads big-endian octets with room for at least so many bits.
pub(super) fn number_of_bits(octets: &[u8], at_least: u32) -> Number {
    Zeroizing::new(BoxedUint::from_be_slice_truncated(octets, bits(octets).max(at_least)))
}

/// Whether a is less than b.
pub(super) fn is_less(a: &[u8], b: &[u8]) -> bool {
    let (a, b) = (significant(a), significant(b));
    (a.len(), a) < (b.len(), b)
}

fn significant(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|&&octet| octet == 0).count();
    &octets[zeros..]
}

/// a mod m; zero when m is zero.
pub(super) fn remainder(a: &BoxedUint, m: &BoxedUint) -> Number {
    Zeroizing::new(match m.as_nz_vartime() {
        Some(m) => a.rem_vartime(m),
        None => BoxedUint::zero(),
    })
}

/// Whether a·b ≡ 1 (mod m).
pub(super) fn are_inverse(a: &BoxedUint, b: &BoxedUint, m: &BoxedUint) -> bool {
    let product = Zeroizing::new(a.concatenating_mul(b));
    let one = BoxedUint::one();
    !bool::from(m.is_zero()) && remainder(&product, m) == remainder(&one, m)
}

/// a − 1; of zero the greatest number of its width.
pub(super) fn less_one(a: &BoxedUint) -> Number {
    Zeroizing::new(a.wrapping_sub(BoxedUint::one()))
}
