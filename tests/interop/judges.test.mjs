/** Before they judge us: do the judges refuse what is wrong? */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertJwk, assertPem, decoded } from './forms.mjs';
import { OF_PRIVATE_KEYS, OF_PUBLIC_KEYS, agreeOnPrivate, agreeOnPublic } from './judges.mjs';
import { named } from './kinds.mjs';
import { numbersOf } from './numbers.mjs';
import * as openssl from './openssl.mjs';
import * as panva from './panva.mjs';
import { cryptography, jwcrypto } from './python-peers.mjs';

const ec = await panva.generate('ES256');
const rsa = await panva.generate('RS256', 2048);

describe('a whole key', () => {
  for (const [alg, key] of /** @type {const} */ ([['ES256', ec], ['RS256', rsa]])) {
    test(`${alg}: the judges see the same numbers`, async () => {
      const numbers = numbersOf(key.jwk);
      await agreeOnPrivate('jwk', key.forms.jwk, alg, numbers);
      await agreeOnPrivate('pkcs8-pem', key.forms['pkcs8-pem'], alg, numbers);
      await agreeOnPublic('jwk', key.forms['public-jwk'], alg, numbers);
      await agreeOnPublic('spki-pem', key.forms['spki-pem'], alg, numbers);
    });
  }
});

describe('numbers that do not belong together', () => {
  /** @type {[string, any, string, (jwk: any) => any][]} */
  const broken = [
    ['x and y exchanged', ec, 'ES256', ({ x, y, ...rest }) => ({ ...rest, x: y, y: x })],
    ['another d on the curve', ec, 'ES256', (jwk) => ({ ...jwk, d: flipped(jwk.d) })],
    ...['n', 'd', 'p', 'dp', 'dq', 'qi'].map((name) => /** @type {[string, any, string, (jwk: any) => any]} */ (
      [`another ${name} of RSA`, rsa, 'RS256', (jwk) => ({ ...jwk, [name]: flipped(jwk[name]) })])),
  ];
  for (const [what, { jwk }, alg, spoil] of broken) {
    for (const name of ['openssl pkey -check', 'cryptography', 'jwcrypto']) {
      test(`${name} refuses ${what}`, () => assert.rejects(refusal(OF_PRIVATE_KEYS, name, 'jwk', JSON.stringify(spoil(jwk)), alg)));
    }
  }
});

describe('one bit of a PEM', () => {
  for (const judge of OF_PRIVATE_KEYS.filter(({ takes }) => takes.includes('pkcs8-pem'))) {
    test(`${judge.name} refuses it or sees another key`, () => otherwise(judge, flippedPem(rsa.forms['pkcs8-pem']), numbersOf(rsa.jwk)));
  }
  for (const judge of OF_PUBLIC_KEYS) {
    test(`${judge.name} refuses it or sees another key (public)`, () => otherwise(judge, flippedPem(ec.forms['spki-pem']), numbersOf(JSON.parse(ec.forms['public-jwk']))));
  }
});

describe('signatures', () => {
  test('of another message', async () => {
    const { forms } = await cryptography.generate('p-256');
    const signature = await cryptography.sign(forms['pkcs8-pem'], 'ES256', 'message');
    const der = Buffer.from(await cryptography.ecdsaToDer('P-256', signature), 'base64url');
    assert.ok(await cryptography.verify(forms['spki-pem'], 'ES256', 'message', signature));
    assert.ok(await openssl.verify(forms['spki-pem'], 'ES256', 'message', der));
    await assert.rejects(cryptography.verify(forms['spki-pem'], 'ES256', 'Message', signature));
    await assert.rejects(openssl.verify(forms['spki-pem'], 'ES256', 'Message', der));
  });

  test('of another key', async () => {
    const token = await panva.sign(rsa.jwk, { alg: 'RS256' }, 'payload');
    const stranger = (await panva.generate('RS256', 2048)).forms['public-jwk'];
    assert.equal(await panva.verify(JSON.parse(rsa.forms['public-jwk']), 'RS256', token), 'payload');
    assert.equal(await jwcrypto.verify(rsa.forms['public-jwk'], 'RS256', token), 'payload');
    await assert.rejects(panva.verify(JSON.parse(stranger), 'RS256', token));
    await assert.rejects(jwcrypto.verify(stranger, 'RS256', token));
  });
});

describe('how a key is written', () => {
  const kind = named('p-256');
  const labels = { alg: 'ES256', use: 'sig', kid: 'k1' };
  const { kty, crv, x, y } = ec.jwk;
  const whole = { kty, crv, x, y, ...labels };
  const expected = { alg: 'ES256', kid: 'k1', private: false };
  const short = Buffer.from(String(x), 'base64url').subarray(1).toString('base64url');

  test('a whole JWK passes', () => assertJwk(whole, kind, expected));
  for (const [what, spoiled] of Object.entries({
    'without use': { ...whole, use: undefined },
    'with d': { ...whole, d: ec.jwk.d },
    'with padding': { ...whole, x: `${x}=` },
    'with a short coordinate': { ...whole, x: short },
    'with another kid': { ...whole, kid: 'k2' },
  })) {
    test(`a JWK ${what} does not`, () => assert.throws(() => assertJwk(JSON.parse(JSON.stringify(spoiled)), kind, expected)));
  }

  test('PEM: only lines of 64, one label, a newline at the end', () => {
    const pem = ec.forms['pkcs8-pem'].replace(/\n?$/, '\n');
    assertPem('pkcs8-pem', pem);
    assert.throws(() => assertPem('sec1-pem', pem));
    assert.throws(() => assertPem('pkcs8-pem', pem.trimEnd()));
    assert.throws(() => assertPem('pkcs8-pem', pem.replaceAll('\n', '\r\n')));
    assert.throws(() => assertPem('pkcs8-pem', pem.replace(/(.{20})\n/, '\n$1')));
  });

  test('base64: padded, standard alphabet, one line', async () => {
    assert.equal(await decoded('w7g='), 'ø');
    for (const text of ['w7g', 'w7g=\n', 'w7h=', '_7g=']) await assert.rejects(decoded(text), text);
  });
});

/** @param {import('./judges.mjs').Judge[]} judges @param {string} name @param {string} form @param {string} text @param {string} alg */
async function refusal(judges, name, form, text, alg) {
  const judge = judges.find((candidate) => candidate.name === name);
  if (!judge) throw new Error(`no judge ${name}`);
  return judge.numbers(form, text, alg);
}

/** @param {import('./judges.mjs').Judge} judge @param {string} pem @param {object} numbers */
async function otherwise(judge, pem, numbers) {
  const [form, alg] = pem.includes('PRIVATE') ? ['pkcs8-pem', 'RS256'] : ['spki-pem', 'ES256'];
  const seen = await judge.numbers(form, pem, alg).catch(() => undefined);
  assert.notDeepEqual(seen, numbers);
}

/** One bit in the middle of a number, so that its length stays. */
function flipped(/** @type {string} */ number) {
  const octets = Buffer.from(number, 'base64url');
  octets[octets.length >> 1] ^= 4;
  return octets.toString('base64url');
}

/** One bit in the middle of a PEM block. */
function flippedPem(/** @type {string} */ pem) {
  const [begin, ...rest] = pem.trimEnd().split('\n');
  const end = rest.pop();
  const base64 = Buffer.from(flipped(Buffer.from(rest.join(''), 'base64').toString('base64url')), 'base64url').toString('base64');
  return [begin, ...base64.match(/.{1,64}/g) ?? [], end, ''].join('\n');
}
