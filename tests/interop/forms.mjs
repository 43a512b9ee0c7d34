/** How a key must be written, apart from which key it is. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { base64Decode } from './python-peers.mjs';

const PEM_LABELS = /** @type {Record<string, string>} */ ({
  'pkcs8-pem': 'PRIVATE KEY',
  'encrypted-pem': 'ENCRYPTED PRIVATE KEY',
  'pkcs1-pem': 'RSA PRIVATE KEY',
  'sec1-pem': 'EC PRIVATE KEY',
  'spki-pem': 'PUBLIC KEY',
  'public-pkcs1-pem': 'RSA PUBLIC KEY',
});
const PARAMETERS = /** @type {Record<string, {public: string[], private: string[]}>} */ ({
  RSA: { public: ['n', 'e'], private: ['d', 'p', 'q', 'dp', 'dq', 'qi'] },
  EC: { public: ['crv', 'x', 'y'], private: ['d'] },
  OKP: { public: ['crv', 'x'], private: ['d'] },
});

/**
 * One key out of any of the tool's forms: the PEM text within, or the JWK on one line.
 *
 * @param {string} form @param {string} text
 * @returns {Promise<{form: string, text: string}>}
 */
export async function unwrapped(form, text) {
  switch (form) {
    case 'jwk': return { form, text: JSON.stringify(JSON.parse(text)) };
    case 'jwk-array': return { form: 'jwk', text: JSON.stringify(only(JSON.parse(text))) };
    case 'jwk-set': {
      assert.deepEqual(Object.keys(JSON.parse(text)), ['keys'], 'members of the set');
      return { form: 'jwk', text: JSON.stringify(only(JSON.parse(text).keys)) };
    }
    case 'base64-jwk': return unwrapped('jwk', await decoded(text));
    case 'base64-pem': {
      const pem = await decoded(text);
      return { form: formOfPem(pem), text: pem };
    }
    default: return { form, text };
  }
}

/** Standard base64 with padding on one line, as three decoders read it. */
export async function decoded(/** @type {string} */ text) {
  assert.match(text, /^[A-Za-z0-9+/]+={0,2}$/, 'one line, nothing around it');
  const byPython = await base64Decode(text);
  assert.equal(execFileSync('base64', ['-d'], { input: text }).toString(), byPython, 'base64 -d');
  assert.equal(Buffer.from(byPython).toString('base64'), text, 'encoded again');
  return byPython;
}

/**
 * A JWK with the members that Maskinporten wants and the key's own, each
 * number of the length that RFC 7518 gives it.
 *
 * @param {any} jwk @param {import('./kinds.mjs').Kind} kind
 * @param {{alg: string, kid: string, private: boolean}} expected
 */
export function assertJwk(jwk, kind, expected) {
  const parameters = PARAMETERS[jwk.kty];
  const numbers = [...parameters.public, ...expected.private ? parameters.private : []];
  assert.deepEqual(Object.keys(jwk).sort(), ['kty', 'alg', 'use', 'kid', ...numbers].sort());
  assert.deepEqual([jwk.alg, jwk.use, jwk.kid, jwk.crv], [expected.alg, 'sig', expected.kid, kind.crv]);
  for (const name of numbers.filter((member) => member !== 'crv')) {
    const octets = Buffer.from(jwk[name], 'base64url');
    assert.equal(octets.toString('base64url'), jwk[name], `${name}: base64url as RFC 7515 §2 has it`);
    if (kind.coordinate) assert.equal(octets.length, kind.coordinate, `${name}: full length`);
    else assert.notEqual(octets[0], 0, `${name}: no leading zero octet`);
  }
  if (jwk.n) assert.equal(Buffer.from(jwk.n, 'base64url').length * 8, kind.bits, 'modulus');
}

/** One PEM block as RFC 7468 §2 has it: lines of 64, a newline at the end. */
export function assertPem(/** @type {string} */ form, /** @type {string} */ text) {
  const label = PEM_LABELS[form];
  const lines = text.split('\n');
  assert.equal(lines.shift(), `-----BEGIN ${label}-----`);
  assert.equal(lines.pop(), '', 'a newline at the end');
  assert.equal(lines.pop(), `-----END ${label}-----`);
  const last = lines.pop() ?? '';
  for (const line of lines) assert.equal(line.length, 64);
  assert.ok(last.length > 0 && last.length <= 64);
}

function formOfPem(/** @type {string} */ pem) {
  const form = Object.keys(PEM_LABELS).find((name) => pem.startsWith(`-----BEGIN ${PEM_LABELS[name]}-----`));
  if (!form) throw new Error('no PEM that is known');
  return form;
}

function only(/** @type {any[]} */ keys) {
  assert.equal(keys.length, 1);
  return keys[0];
}
