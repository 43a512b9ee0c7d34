/** One key in 256 has a number that begins with a zero octet: curves keep it, RSA leaves it away. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertJwk, unwrapped } from './forms.mjs';
import { agreeOnPrivate } from './judges.mjs';
import { KINDS, named } from './kinds.mjs';
import { generateJwk, privateJwkToPem } from './node-crypto.mjs';
import { numbersOf } from './numbers.mjs';
import * as panva from './panva.mjs';
import { agreeOnSignature } from './signatures.mjs';
import * as vault from './vault.mjs';

for (const kind of KINDS.filter(({ crv }) => crv?.startsWith('P-'))) {
  describe(`${kind.kind} with a zero before`, () => {
    for (const name of /** @type {const} */ (['x', 'y', 'd'])) {
      test(name, async () => throughEveryForm(kind, curveKey(String(kind.crv), (jwk) => firstOctet(jwk[name]) === 0)));
    }
  });
}

describe('rsa-2048 with a shorter', () => {
  const original = generateJwk('rsa', { modulusLength: 2048 });
  for (const name of /** @type {const} */ (['d', 'dp', 'dq'])) {
    test(name, async () => throughEveryForm(named('rsa-2048'), withOtherExponent(original, (jwk) => octets(jwk[name]) < octets(original[name === 'd' ? 'n' : 'p']))));
  }
});

/** @typedef {import('node:crypto').JsonWebKey} Jwk */

/** @param {import('./kinds.mjs').Kind} kind @param {Jwk} jwk */
async function throughEveryForm(kind, jwk) {
  const [alg] = kind.algorithms;
  for (const original of [JSON.stringify(jwk), privateJwkToPem(jwk)]) {
    const card = vault.relabel(vault.read(original), { kid: 'zeros' });
    assert.equal(card.thumbprint, await panva.thumbprint(jwk));
    for (const format of kind.formats.private) {
      const { form, text } = await unwrapped(format, vault.secret(card, format));
      if (form === 'jwk') assertJwk(JSON.parse(text), kind, { alg, kid: 'zeros', private: true });
      await agreeOnPrivate(form, text, alg, numbersOf(jwk));
    }
    await agreeOnSignature(card);
  }
}

/** @param {string} namedCurve @param {(jwk: Jwk) => boolean} wanted @returns {Jwk} */
function curveKey(namedCurve, wanted) {
  for (;;) {
    const jwk = generateJwk('ec', { namedCurve });
    if (wanted(jwk)) return jwk;
  }
}

/**
 * The same primes with another e, until the other numbers are as wanted: far
 * quicker than to wait for such primes.
 *
 * @param {Jwk} jwk @param {(jwk: Jwk) => boolean} wanted @returns {Jwk}
 */
function withOtherExponent(jwk, wanted) {
  const p = integer(jwk.p), q = integer(jwk.q);
  for (let e = 65539n; ; e += 2n) {
    const d = inverse(e, (p - 1n) * (q - 1n));
    if (d === undefined) continue;
    const other = { ...jwk, e: base64url(e), d: base64url(d), dp: base64url(d % (p - 1n)), dq: base64url(d % (q - 1n)) };
    if (wanted(other)) return other;
  }
}

/** Extended Euclid; undefined when there is none. */
function inverse(/** @type {bigint} */ number, /** @type {bigint} */ modulus) {
  let [r, s, oldR, oldS] = [number, 1n, modulus, 0n];
  while (r > 0n) [oldR, oldS, r, s] = [r, s, oldR % r, oldS - (oldR / r) * s];
  return oldR === 1n ? ((oldS % modulus) + modulus) % modulus : undefined;
}

const octets = (/** @type {string | undefined} */ text) => Buffer.from(String(text), 'base64url').length;
const firstOctet = (/** @type {string | undefined} */ text) => Buffer.from(String(text), 'base64url')[0];
const integer = (/** @type {string | undefined} */ text) => BigInt(`0x${Buffer.from(String(text), 'base64url').toString('hex')}`);

function base64url(/** @type {bigint} */ number) {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
