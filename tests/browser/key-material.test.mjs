/**
 * The scanner finds a key however it is written, and nothing else.
 */
import assert from 'node:assert/strict';
import { createPublicKey, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Scanner, newPrivateJwk, pems } from './key-material.mjs';

const KEYS = {
  'RSA': newPrivateJwk('rsa', { modulusLength: 2048 }),
  'P-256': newPrivateJwk('ec', { namedCurve: 'P-256' }),
  'P-521': newPrivateJwk('ec', { namedCurve: 'P-521' }),
  'Ed25519': newPrivateJwk('ed25519'),
};

for (const [kind, key] of Object.entries(KEYS)) {
  const jwk = { ...key, kid: kind };
  const scanner = new Scanner([jwk]);
  const secret = Buffer.from(jwk.d, 'base64url');
  const text = JSON.stringify(jwk);

  test(`${kind}: d is found in every form`, () => {
    const reversed = Buffer.from(secret).reverse();
    /** @type {Record<string, string|Uint8Array>} */
    const forms = {
      'octets': secret,
      'octets, reversed': reversed,
      'hex': secret.toString('hex'),
      'HEX': secret.toString('hex').toUpperCase(),
      'hex, reversed': reversed.toString('hex'),
      'decimal': BigInt(`0x${secret.toString('hex')}`).toString(),
      'decimal, reversed': BigInt(`0x${reversed.toString('hex')}`).toString(),
      'base64': secret.toString('base64'),
      'base64url': jwk.d,
    };
    for (const [form, haystack] of Object.entries(forms)) {
      // Without - and _ the two alphabets of base64 write the same text.
      const forms = form === 'base64url' ? ['base64', 'base64url'] : [form];
      assert.ok(scanner.find(haystack).some((found) => forms.includes(found.form) && found.member === 'd'), form);
    }
  });

  test(`${kind}: base64 is found in each of the three alignments`, () => {
    for (const before of ['', 'x', 'xy']) {
      const octets = Buffer.concat([Buffer.from(before), secret, Buffer.from('after')]);
      for (const encoding of /** @type {const} */ (['base64', 'base64url']))
        assert.notDeepEqual(scanner.find(octets.toString(encoding)), [], `${encoding} after ${before.length}`);
      assert.notDeepEqual(
        scanner.find(Buffer.from(before + text).toString('base64')),
        [],
        `JWK after ${before.length}, in base64`,
      );
    }
  });

  test(`${kind}: a piece of 16 octets is enough`, () => {
    for (const start of [0, 7, secret.length - 16]) {
      const piece = secret.subarray(start, start + 16);
      assert.notDeepEqual(scanner.find(piece), [], `octets from ${start}`);
      assert.notDeepEqual(scanner.find(piece.toString('hex')), [], `hex from ${start}`);
    }
  });

  test(`${kind}: PEM is found, plain and in base64`, () => {
    for (const [label, pem] of Object.entries(pems(jwk))) {
      assert.notDeepEqual(scanner.find(pem), [], label);
      assert.notDeepEqual(scanner.find(Buffer.from(pem).toString('base64')), [], `${label} in base64`);
    }
  });

  test(`${kind}: it is seen through UTF-16 and percent-encoding, and in the middle of much else`, () => {
    assert.notDeepEqual(scanner.find(Buffer.from(text, 'utf16le')), []);
    assert.notDeepEqual(scanner.find(Buffer.concat([Buffer.from('x'), Buffer.from(text, 'utf16le')])), []);
    const everyOctet = secret.toString('base64').replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`);
    assert.notDeepEqual(scanner.find(`https://example.test/?q=${everyOctet}`), []);
    assert.notDeepEqual(scanner.find(Buffer.concat([randomBytes(100_000), secret, randomBytes(100_000)])), []);
  });

  test(`${kind}: what is public, and other keys, are passed by`, () => {
    const publicJwk = createPublicKey({ key: /** @type {any} */ (jwk), format: 'jwk' }).export({ format: 'jwk' });
    const spki = createPublicKey({ key: /** @type {any} */ (jwk), format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString();
    assert.deepEqual(scanner.find(JSON.stringify(publicJwk) + spki + Buffer.from(spki).toString('base64')), []);
    assert.deepEqual(scanner.find(randomBytes(5_000_000)), []);
    assert.deepEqual(scanner.find(randomBytes(1_000_000).toString('base64')), []);
    const others = Object.entries(KEYS).filter(([other]) => other !== kind).map(([, other]) => JSON.stringify(other));
    assert.deepEqual(scanner.find(others.join()), []);
  });
}

test('each private member of an RSA key is found by itself', () => {
  const jwk = KEYS.RSA;
  const scanner = new Scanner([jwk]);
  for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi'])
    assert.deepEqual([...new Set(scanner.find(jwk[member]).map((found) => found.member))], [member]);
});
