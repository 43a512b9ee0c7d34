mod number;
mod private;
mod weak;

use super::MAXIMUM_MODULUS_BITS;
use super::finding::{FindingCode, Findings};
use crate::RawRsa;
use crate::prime::ProvedPrimes;
use crypto_primes::{Flavor, is_prime};
use nokkelsmie_jose::MINIMUM_MODULUS_BITS;
use number::{bits, is_less, number};

/// The mathematics of RSA (RFC 8017 §3), and the weaknesses that faulty
/// generators leave.
pub(super) fn inspect(key: &RawRsa, proved: &mut ProvedPrimes, findings: &mut Findings) {
    if key.more_primes {
        findings.add(FindingCode::MorePrimes.at("oth"));
    }
    let Some(n) = &key.n else { return };
    if bits(n) > MAXIMUM_MODULUS_BITS {
        let finding = FindingCode::ModulusTooLarge.at("n").with("bits", bits(n));
        findings.add(finding.with("maximum", MAXIMUM_MODULUS_BITS));
        return;
    }
    modulus(n, key.d.is_some(), findings);
    let Some(e) = &key.e else { return };
    exponent(e, n, findings);
    if is_less(e, n) {
        if key.d.is_none() && weak::has_small_private_exponent(&number(n), &number(e)) {
            findings.add(FindingCode::PrivateExponentSmall.at("e"));
        }
        private::inspect(key, &number(n), &number(e), proved, findings);
    }
}

/// The sizes that everybody takes.
const USUAL_MODULUS_BITS: [u32; 3] = [2048, 3072, 4096];

/// Of a private key the primes are judged themselves: they are there, or follow from d.
fn modulus(n: &[u8], is_private: bool, findings: &mut Findings) {
    let bits = bits(n);
    if bits < MINIMUM_MODULUS_BITS {
        let finding = FindingCode::ModulusTooSmall.at("n").with("bits", bits);
        findings.add(finding.with("minimum", MINIMUM_MODULUS_BITS));
    } else if !USUAL_MODULUS_BITS.contains(&bits) {
        findings.add(FindingCode::ModulusUnusual.at("n").with("bits", bits));
    }
    if let Some(factor) = weak::small_factor(n) {
        findings.add(FindingCode::ModulusSmallFactor.at("n").with("factor", factor));
    } else if !is_private && (weak::is_power(n) || is_prime(Flavor::Any, &*number(n))) {
        findings.add(FindingCode::ModulusPrimePower.at("n"));
    }
    if weak::primes_are_close(n) {
        findings.add(FindingCode::PrimesTooClose.at("n"));
    }
    if weak::bears_the_mark_of_roca(n) {
        findings.add(FindingCode::Roca.at("n"));
    }
}

/// "the RSA public exponent e is an integer between 3 and n - 1 satisfying
/// GCD(e,\lambda(n)) = 1" (RFC 8017 §3.1); so it is odd.
fn exponent(e: &[u8], n: &[u8], findings: &mut Findings) {
    if !is_less(&[2], e) || !is_less(e, n) {
        findings.add(FindingCode::ExponentOutOfRange.at("e"));
    } else if e.last().is_some_and(|octet| octet % 2 == 0) {
        findings.add(FindingCode::ExponentEven.at("e"));
    } else if number(e) != number(&[1, 0, 1]) {
        findings.add(FindingCode::ExponentUnusual.at("e"));
    }
}
