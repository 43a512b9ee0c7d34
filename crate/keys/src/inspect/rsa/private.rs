use super::super::MAXIMUM_MODULUS_BITS;
use super::super::finding::{FindingCode, Findings};
use super::number::{Number, are_inverse, bits, less_one, number};
use crate::prime::ProvedPrimes;
use crate::{HiddenSecret, RawRsa};
use crypto_bigint::{BoxedUint, ConcatenatingMul, Odd, Resize};
use zeroize::Zeroizing;

/// The private numbers against the public ones and against each other (RFC
/// 8017 §3.2). Each is judged by its own equation, so that the one that is
/// wrong is named and not its neighbours.
pub(super) fn inspect(
    key: &RawRsa,
    n: &BoxedUint,
    e: &BoxedUint,
    proved: &mut ProvedPrimes,
    findings: &mut Findings,
) {
    presence(key, findings);
    if key.more_primes {
        return;
    }
    let mut read = |secret: &Option<HiddenSecret>, name, code: FindingCode| {
        let octets = secret.as_ref()?.secret_octets();
        if bits(octets) <= n.bits_vartime() {
            return Some(number(octets));
        }
        findings.add(code.at(name));
        None
    };
    let d = read(&key.d, "d", FindingCode::PrivateExponentWrong);
    let p = read(&key.p, "p", FindingCode::ModulusMismatch);
    let q = read(&key.q, "q", FindingCode::ModulusMismatch);
    let dp = read(&key.dp, "dp", FindingCode::CrtWrong);
    let dq = read(&key.dq, "dq", FindingCode::CrtWrong);
    let qi = read(&key.qi, "qi", FindingCode::CrtWrong);

    if let (Some(p), Some(q)) = (&p, &q) {
        primes((p, q), n, proved, findings);
    }
    if let Some(d) = &d {
        private_exponent(d, (&p, &q), n, e, findings);
    }
    // e · dP = 1 (mod (p-1)), e · dQ = 1 (mod (q-1))
    for (name, exponent, prime) in [("dp", &dp, &p), ("dq", &dq, &q)] {
        if let (Some(exponent), Some(prime)) = (exponent, prime)
            && !(**exponent < **prime && are_inverse(e, exponent, &less_one(prime)))
        {
            findings.add(FindingCode::CrtWrong.at(name));
        }
    }
    // q · qInv = 1 (mod p)
    if let (Some(qi), Some(p), Some(q)) = (&qi, &p, &q)
        && !(**qi < **p && are_inverse(q, qi, p))
    {
        findings.add(FindingCode::CrtWrong.at("qi"));
    }
}

/// "If the producer includes any of the other private key parameters, then all
/// of the others MUST be present, with the exception of "oth"" (RFC 7518 §6.3.2).
fn presence(key: &RawRsa, findings: &mut Findings) {
    let crt = [("p", &key.p), ("q", &key.q), ("dp", &key.dp), ("dq", &key.dq), ("qi", &key.qi)];
    let missing: Vec<_> =
        crt.iter().filter(|(_, number)| number.is_none()).map(|(name, _)| *name).collect();
    if missing.len() == crt.len() {
        if key.d.is_some() {
            findings.add(FindingCode::CrtMissing.found());
        }
    } else if let Some(first) = missing.first() {
        findings.add(FindingCode::CrtIncomplete.at(first).with("missing", missing.join(", ")));
    }
}

/// "the modulus n is the product of u distinct odd primes" (RFC 8017 §3.1).
fn primes(
    (p, q): (&BoxedUint, &BoxedUint),
    n: &BoxedUint,
    proved: &mut ProvedPrimes,
    findings: &mut Findings,
) {
    if *Zeroizing::new(p.concatenating_mul(q)) != *n {
        findings.add(FindingCode::ModulusMismatch.at("n"));
    }
    if p == q {
        findings.add(FindingCode::PrimesEqual.at("q"));
        return;
    }
    for (name, number) in [("p", p), ("q", q)] {
        let bits = number.bits_vartime();
        if bits > MAXIMUM_PRIME_BITS {
            let finding = FindingCode::ModulusTooLarge.at(name).with("bits", bits);
            findings.add(finding.with("maximum", MAXIMUM_PRIME_BITS));
        } else if *number == BoxedUint::from(2u8) || proved.prove(number).is_none() {
            findings.add(FindingCode::PrimeComposite.at(name));
        }
    }
}

/// Half of the modulus: no more is tested, however unlike p and q are.
const MAXIMUM_PRIME_BITS: u32 = MAXIMUM_MODULUS_BITS / 2;

/// "d is a positive integer less than n satisfying e · d == 1 (mod
/// \lambda(n))" (RFC 8017 §3.2), which holds when it holds modulo p − 1 and
/// q − 1; a d made modulo (p − 1)(q − 1) passes too.
fn private_exponent(
    d: &Number,
    primes: (&Option<Number>, &Option<Number>),
    n: &BoxedUint,
    e: &BoxedUint,
    findings: &mut Findings,
) {
    let fits = match primes {
        // λ(p²) is not p − 1: say that the primes are equal, no more.
        (Some(p), Some(q)) if p == q => true,
        (Some(p), Some(q)) => are_inverse(e, d, &less_one(p)) && are_inverse(e, d, &less_one(q)),
        _ => undoes(d, n, e),
    };
    if !fits || **d >= *n {
        findings.add(FindingCode::PrivateExponentWrong.at("d"));
    } else if d.bits_vartime() <= n.bits_vartime() / 2 {
        // "2^{nlen/2} < d" (FIPS 186-5 §A.1.1); Wiener's method needs n^{1/4},
        // Boneh's and Durfee's n^{0.292}.
        findings.add(FindingCode::PrivateExponentSmall.at("d"));
    }
}

/// Whether signing undoes verifying, tried on one number: 2^(e·d) ≡ 2 (mod n).
fn undoes(d: &BoxedUint, n: &BoxedUint, e: &BoxedUint) -> bool {
    let Some(modulus) = Odd::new(n.clone()).into_option() else { return false };
    if n.bits_vartime() < 3 {
        return false;
    }
    let two = BoxedUint::from(2u8).resize(n.bits_precision());
    two.pow_mod(e, &modulus).pow_mod(d, &modulus) == two
}
