/**
 * The judges side by side. Each reads a key with its own code and says which
 * numbers it saw, or refuses it; `takes` names the forms that it can read.
 */
import assert from 'node:assert/strict';
import * as node from './node-crypto.mjs';
import { numbersOf, publicPart } from './numbers.mjs';
import * as openssl from './openssl.mjs';
import * as panva from './panva.mjs';
import { cryptography, jwcrypto } from './python-peers.mjs';

/** @typedef {import('./python-peers.mjs').Numbers} Numbers */
/**
 * @typedef {object} Judge
 * @property {string} name
 * @property {string[]} takes
 * @property {(form: string, text: string, alg: string) => Promise<Numbers>} numbers
 */

const PRIVATE_PEM = ['pkcs8-pem', 'pkcs1-pem', 'sec1-pem'];
const PUBLIC_PEM = ['spki-pem', 'pkcs1-pem'];

/** @type {Judge[]} */
export const OF_PRIVATE_KEYS = [
  {
    name: 'openssl pkey -check',
    takes: ['jwk', ...PRIVATE_PEM],
    async numbers(form, text) {
      const pem = form === 'jwk' ? node.privateJwkToPem(JSON.parse(text)) : text;
      await openssl.check(pem);
      return numbersOf(node.privatePemToJwk(pem));
    },
  },
  {
    name: 'panva/jose',
    takes: ['jwk', 'pkcs8-pem'],
    numbers: async (form, text, alg) => numbersOf(await (form === 'jwk' ? panva.jwkNumbers(JSON.parse(text), alg) : panva.pkcs8Numbers(text, alg))),
  },
  {
    name: 'cryptography',
    takes: ['jwk', ...PRIVATE_PEM],
    numbers: async (form, text) => cryptography.privateNumbers(form === 'jwk' ? await cryptography.privateFromNumbers(numbersOf(JSON.parse(text))) : text),
  },
  {
    name: 'jwcrypto',
    takes: ['jwk', ...PRIVATE_PEM],
    numbers: jwcryptoNumbers,
  },
];

/** @type {Judge[]} */
export const OF_PUBLIC_KEYS = [
  {
    name: 'openssl pkey -pubin',
    takes: ['jwk', ...PUBLIC_PEM],
    async numbers(form, text) {
      const pem = form === 'jwk' ? node.publicJwkToPem(JSON.parse(text)) : text;
      await openssl.checkPublic(pem);
      return numbersOf(node.publicPemToJwk(pem));
    },
  },
  {
    name: 'panva/jose',
    takes: ['jwk', 'spki-pem'],
    numbers: async (form, text, alg) => numbersOf(await (form === 'jwk' ? panva.jwkNumbers(JSON.parse(text), alg) : panva.spkiNumbers(text, alg))),
  },
  {
    name: 'cryptography',
    takes: ['jwk', ...PUBLIC_PEM],
    numbers: async (form, text) => cryptography.publicNumbers(form === 'jwk' ? node.publicJwkToPem(JSON.parse(text)) : text),
  },
  {
    name: 'jwcrypto',
    takes: ['jwk', ...PUBLIC_PEM],
    numbers: jwcryptoNumbers,
  },
];

/** Every judge that can read this form sees these private numbers. */
export const agreeOnPrivate = (/** @type {string} */ form, /** @type {string} */ text, /** @type {string} */ alg, /** @type {Numbers} */ expected) =>
  agree(OF_PRIVATE_KEYS, form, text, alg, expected);

/** Every judge that can read this form sees these numbers, and no private ones. */
export const agreeOnPublic = (/** @type {string} */ form, /** @type {string} */ text, /** @type {string} */ alg, /** @type {Numbers} */ expected) =>
  agree(OF_PUBLIC_KEYS, form, text, alg, publicPart(expected));

/** What was judged already: a text that comes out of several wrappings is judged once. */
const passed = new Set();

/** @param {Judge[]} judges @param {string} form @param {string} text @param {string} alg @param {Numbers} expected */
async function agree(judges, form, text, alg, expected) {
  const judgement = JSON.stringify([form, text, alg, expected]);
  if (passed.has(judgement)) return;
  const able = judges.filter(({ takes }) => takes.includes(form));
  assert.ok(able.length >= 3, `${form}: only ${able.length} judges`);
  for (const judge of able) assert.deepEqual(await judge.numbers(form, text, alg), expected, `${judge.name}: ${form}`);
  passed.add(judgement);
}

/** Every judge's thumbprint of a public or private JWK (RFC 7638). */
export async function agreeOnThumbprint(/** @type {string} */ jwk, /** @type {string} */ expected) {
  assert.equal(await panva.thumbprint(JSON.parse(jwk)), expected, 'panva/jose');
  assert.equal((await jwcrypto.read(jwk)).thumbprint, expected, 'jwcrypto');
}

async function jwcryptoNumbers(/** @type {string} */ _form, /** @type {string} */ text) {
  return numbersOf((await jwcrypto.read(text)).jwk);
}
