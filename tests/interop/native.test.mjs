/** What the keys crate can do and the vault does not show: verify, DER, a few public forms. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertPem, unwrapped } from './forms.mjs';
import { agreeOnPublic } from './judges.mjs';
import { KINDS } from './kinds.mjs';
import { numbersOf } from './numbers.mjs';
import * as panva from './panva.mjs';
import { cryptography, jwcrypto } from './python-peers.mjs';
import * as smith from './smith.mjs';
import * as vault from './vault.mjs';

await smith.build();

for (const kind of KINDS.filter(({ crv, bits }) => crv || bits === 2048)) {
  describe(kind.kind, async () => {
    const [alg] = kind.algorithms;
    const files = await smith.generate(kind.kind, alg, 'interop-native');
    const jwk = JSON.parse(String(files['private.jwk']));

    test('is written in every form', () => {
      const texts = Object.keys(files).filter((name) => !name.endsWith('.der')).sort();
      const expected = [...kind.formats.private.map((form) => `private.${form}`), ...kind.formats.public.map((form) => `public.${form}`)];
      assert.deepEqual(texts, [...expected, 'private.pkcs8-der'].sort());
      assert.ok(files['private.pkcs8-der'].equals(files['private.pkcs8-pem.der']));
    });

    for (const format of kind.formats.public) {
      test(`public ${format}: the judges read the key, and so do we`, async () => {
        const text = String(files[`public.${format}`]);
        const within = await unwrapped(format, text);
        if (within.form !== 'jwk') assertPem(within.form === 'pkcs1-pem' ? 'public-pkcs1-pem' : within.form, within.text);
        await agreeOnPublic(within.form, within.text, alg, numbersOf(jwk));
        assert.equal(vault.read(text).thumbprint, await panva.thumbprint(jwk));
      });
    }

    for (const name of Object.keys(files).filter((file) => file.endsWith('.der') && !file.includes('pkcs8-der'))) {
      test(`${name} is what stands within the PEM, and is read`, async () => {
        const pem = (await unwrapped('pem', String(files[name.replace(/\.der$/, '')]))).text;
        const within = name.includes('base64-pem') ? Buffer.from(pem, 'base64').toString() : pem;
        assert.equal(files[name].toString('base64'), within.split('\n').slice(1, -2).join(''));
        const card = vault.read(files[name]);
        assert.deepEqual([card.private, card.thumbprint], [name.startsWith('private'), await panva.thumbprint(jwk)]);
      });
    }

    for (const algorithm of kind.algorithms) {
      test(`${algorithm}: verifies what others sign, and nothing else`, async () => {
        const labelled = { ...jwk, alg: algorithm };
        const { kty, crv, n, e, x, y } = labelled;
        const key = JSON.stringify({ kty, crv, n, e, x, y, alg: algorithm });
        const header = { alg: algorithm };
        const input = `${encoded(JSON.stringify(header))}.${encoded('payload')}`;
        const signature = await cryptography.sign(String(files['private.pkcs8-pem']), algorithm, input);
        const tokens = {
          'panva/jose': await panva.sign(labelled, header, 'payload'),
          jwcrypto: await jwcrypto.sign(JSON.stringify(labelled), header, 'payload'),
          cryptography: `${input}.${signature}`,
        };
        for (const [signer, token] of Object.entries(tokens)) {
          await assert.doesNotReject(smith.verify(key, token), signer);
          await assert.rejects(smith.verify(key, otherPayload(token)), signer);
          await assert.rejects(smith.verify(key, otherSignature(token)), signer);
        }
      });
    }
  });
}

const encoded = (/** @type {string} */ text) => Buffer.from(text).toString('base64url');

function otherPayload(/** @type {string} */ token) {
  const [header, , signature] = token.split('.');
  return [header, encoded('Payload'), signature].join('.');
}

function otherSignature(/** @type {string} */ token) {
  const [header, payload, signature] = token.split('.');
  const octets = Buffer.from(signature, 'base64url');
  octets[octets.length >> 1] ^= 1;
  return [header, payload, octets.toString('base64url')].join('.');
}
