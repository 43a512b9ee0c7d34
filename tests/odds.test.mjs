/** The share of keys that are made of so many tests: against chance, and against the search of the shipped module. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { shareDone } from '../www/page/views/make-key/odds.js';

describe('chance', () => {
  for (const bits of [512, 2048, 3072, 4096]) {
    test(`RSA ${bits}: keys that are drawn take as many tests`, () => {
      const chance = seeded(bits);
      const prime = chanceOfPrime(bits / 2);
      const counts = Array.from({ length: 200_000 }, () => drawnKey(prime, chance));
      // One in 1000 such samples of true chance is farther off than 0.0045; this one is always the same.
      const off = distance(counts, bits);
      assert.ok(off < 0.0045, `${off}`);
    });
  }
});

test('the search takes as many tests', async () => {
  const { initSync, PrimeSearch } = await import('../dist/module/vault/nokkelsmie_vault.js');
  initSync({ module: readFileSync(new URL('../dist/module/vault/nokkelsmie_vault_bg.wasm', import.meta.url)) });
  const bits = 512;
  const search = new PrimeSearch(bits / 2);
  const next = () => {
    for (;;) {
      const octets = search.step();
      if (octets) return BigInt(`0x${Buffer.from(octets).toString('hex')}`);
    }
  };
  const counts = [];
  let refused = 0;
  for (let before = 0; counts.length < 1000; ) {
    if (isRefused(next(), next(), bits)) {
      refused += 1;
      continue;
    }
    counts.push(search.tested() - before);
    before = search.tested();
  }
  search.free();
  // One pair in fifteen: 70 of 1070, within five standard deviations.
  assert.ok(refused > 30 && refused < 112, `${refused} pairs were refused`);
  // Neither fails by chance once in 10⁸ times.
  const off = distance(counts, bits);
  assert.ok(off < Math.sqrt(Math.log(2e8) / (2 * counts.length)), `${off}`);
  const { mean, deviation } = expected(bits);
  const errors = Math.abs(counts.reduce((sum, count) => sum + count) / counts.length - mean) / (deviation / Math.sqrt(counts.length));
  assert.ok(errors < 6, `${errors} standard errors`);
});

test('it begins at nothing, grows, and never is all', () => {
  for (const bits of [2048, 3072, 4096]) {
    assert.equal(shareDone(bits, 0), 0);
    assert.ok(shareDone(bits, 1) >= 0 && shareDone(bits, 1) < 1e-12);
    for (let tests = 1; tests < 1000; tests += 1) assert.ok(shareDone(bits, tests + 1) > shareDone(bits, tests));
    assert.ok(shareDone(bits, 1000) < 1);
    assert.ok(shareDone(bits, 1e6) <= 1);
  }
  // The larger the numbers, the rarer the primes.
  assert.deepEqual([2048, 3072, 4096].map((bits) => Math.floor(100 * shareDone(bits, 144))), [92, 77, 62]);
});

/** Of odd numbers without a small factor, at this length with the two upper bits set: how many are prime. @param {number} bits */
function chanceOfPrime(bits) {
  const limit = 2 ** 18;
  const composite = new Uint8Array(limit);
  let left = 1;
  for (let p = 3; p < limit; p += 2) {
    if (composite[p]) continue;
    left *= 1 - 1 / p;
    for (let multiple = p * p; multiple < limit; multiple += p) composite[multiple] = 1;
  }
  // The mean of ln x for x in [3/4, 1) is 3·ln(4/3) − 1.
  return 2 / (bits * Math.LN2 + 3 * Math.log(4 / 3) - 1) / left;
}

/** How many tests a key took, tested number by number. @param {number} prime @param {() => number} chance */
function drawnKey(prime, chance) {
  for (let tests = 0; ; ) {
    for (let found = 0; found < 2; tests += 1) if (chance() < prime) found += 1;
    const [p, q] = [0, 0].map(() => 3 / 4 + chance() / 4);
    // The upper octet of d is zero, of dp, of dq, of qi.
    if ([p * q / drawnDivisor(chance), p, q, p].every((below) => chance() * below > 1 / 256)) return tests;
  }
}

const PRIMES = Array.from({ length: 255 }, (_, at) => at + 2)
  .filter((number, at, all) => all.slice(0, at).every((smaller) => number % smaller));

/** gcd(p − 1, q − 1), without what it has of large primes. @param {() => number} chance */
function drawnDivisor(chance) {
  let divisor = 1;
  for (const prime of PRIMES) {
    // One in prime − 1 numbers p has this factor in p − 1, and one in `prime` of these has it once more.
    for (let one = 1 / (prime - 1) ** 2; chance() < one; one = 1 / prime ** 2) divisor *= prime;
  }
  return divisor;
}

/** A number of this key is an octet short. @param {bigint} one @param {bigint} other @param {number} bits */
function isRefused(one, other, bits) {
  const [p, q] = one > other ? [one, other] : [other, one];
  const d = inverse(65537n, (p - 1n) / gcd(p - 1n, q - 1n) * (q - 1n));
  const short = (/** @type {bigint} */ number, /** @type {number} */ length) => number < 1n << BigInt(length - 8);
  return short(d, bits) || [d % (p - 1n), d % (q - 1n), inverse(q, p)].some((number) => short(number, bits / 2));
}

/** @param {bigint} a @param {bigint} b @returns {bigint} */
function gcd(a, b) {
  return b ? gcd(b, a % b) : a;
}

/** @param {bigint} number @param {bigint} modulus */
function inverse(number, modulus) {
  let [a, b, x, y] = [modulus, number % modulus, 0n, 1n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % modulus) + modulus) % modulus;
}

/** The largest difference between the shares that were seen and those that are told (Kolmogorov). @param {number[]} counts @param {number} bits */
function distance(counts, bits) {
  const seen = new Uint32Array(counts.reduce((most, count) => Math.max(most, count)) + 1);
  for (const count of counts) seen[count] += 1;
  let done = 0;
  return Math.max(...Array.from(seen, (now, tests) => Math.abs((done += now) / counts.length - shareDone(bits, tests))));
}

/** @param {number} bits */
function expected(bits) {
  let [mean, square] = [0, 0];
  for (let tests = 0; tests < 100 * bits; tests += 1) {
    const left = 1 - shareDone(bits, tests);
    mean += left;
    square += (2 * tests + 1) * left;
  }
  return { mean, deviation: Math.sqrt(square - mean ** 2) };
}

/** Numbers that look random and come again (mulberry32). @param {number} seed @returns {() => number} */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
