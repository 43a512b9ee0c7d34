/** Euler's constant γ. */
const GAMMA = 0.5772156649015329;

/**
 * Of all pairs of primes, those whose key is not taken because d, dp, dq or qi is an octet short
 * (`has_full_lengths` in crate/keys): 2⁻⁸/x each, where x is n or a prime as a part of 2^(its bits), and 1/x
 * is 1.324 on the average for n and 1.151 for a prime. For such a pair two others are looked for.
 */
const REFUSED = (1.324 + 3 * 1.151) / 256;

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
  // Of odd numbers 2/ln 2^(bits/2) are prime, and 2·e^−γ/ln 2¹⁶ have no factor below 2¹⁶ (Mertens).
  const chance = 16 * Math.exp(GAMMA) / (bits / 2);
  // Of n primes found there are ⌊n/2⌋ pairs, all of them refused with REFUSED^⌊n/2⌋. This is the mean of that
  // over n, binomial: the even n and the odd, as the sum and the difference of its generating function at ±√REFUSED.
  const root = Math.sqrt(REFUSED);
  const plus = (1 - chance + chance * root) ** tests;
  const minus = (1 - chance - chance * root) ** tests;
  return Math.max(0, 1 - (plus + minus) / 2 - (plus - minus) / (2 * root));
}
