/**
 * That a number that passed the sieve is prime: of odd numbers 2/ln 2^(bits/2) are prime, and 2·e^−γ/ln L have
 * no factor below L = 2¹⁸ (Mertens).
 *
 * @param {number} bits  of the modulus
 */
const chance = (bits) => 2 * 18 * 1.781_07 / bits;

/**
 * The square root of the share of pairs of primes whose key is not taken, because d, dp, dq or qi is an octet
 * short (`has_full_lengths` in crate/keys). For such a pair two others are looked for.
 *
 * dp, dq and qi are short with the chance 2⁻⁸/x, where x is a prime as a part of 2^(its bits): 1/x is 1.151 on
 * the average. d is below lcm(p − 1, q − 1), so with g = gcd(p − 1, q − 1) it is short with the chance 2⁻⁸ · g/x,
 * but at most 1; x is n as a part of 2^(its bits). l^k divides g with the chance 1/(l^(k − 1) · (l − 1))² for
 * each prime l, which gives 0.0531 on the average.
 */
const REFUSED = Math.sqrt(1 - (1 - 0.0531) * (1 - 1.151 / 256) ** 3);

/**
 * The share of all RSA keys of this size that are made of no more tests than these (docs/primes.md).
 *
 * It is no forecast: the search is by chance, and forgets. Whatever was tested, and whether the first prime
 * was found or not, it is true of keys, and says nothing of when this one is done.
 *
 * @param {number} bits  of the modulus
 * @param {number} tests  numbers that passed the sieve and were tested
 * @returns {number}  0 to 1
 */
export function shareDone(bits, tests) {
  // Of n primes found there are ⌊n/2⌋ pairs, and all of them are refused with REFUSED^(2·⌊n/2⌋). The mean of that
  // over n, which is binomial: even n and odd n, as sum and difference of its generating function at ±REFUSED.
  const [plus, minus] = [REFUSED, -REFUSED].map((at) => (1 + chance(bits) * (at - 1)) ** tests);
  return Math.max(0, 1 - (plus + minus) / 2 - (plus - minus) / (2 * REFUSED));
}
