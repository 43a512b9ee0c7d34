/** Keys that the shipped vault makes, in every form, before the judges and back. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertJwk, assertPem, unwrapped } from './forms.mjs';
import { agreeOnPrivate, agreeOnPublic, agreeOnThumbprint } from './judges.mjs';
import { KINDS } from './kinds.mjs';
import { numbersOf } from './numbers.mjs';
import * as openssl from './openssl.mjs';
import { jwcrypto } from './python-peers.mjs';
import { agreeOnSignature } from './signatures.mjs';
import * as vault from './vault.mjs';

for (const kind of KINDS) {
  describe(`a new ${kind.kind}`, () => {
    // The last algorithm: one that nobody would guess from the key.
    const alg = kind.algorithms.at(-1) ?? '';
    const labels = { alg, kid: `interop-${kind.kind}` };
    const card = vault.generate(kind.kind, alg, labels.kid);
    const numbers = numbersOf(JSON.parse(vault.secret(card, 'jwk')));
    const isJwk = (/** @type {string} */ form) => form.includes('jwk');

    test('is what was asked for', () => {
      const { private: whole, bits, kid, algorithm, origin } = card;
      assert.deepEqual({ whole, bits, kid, algorithm, origin }, { whole: true, bits: kind.bits, kid: labels.kid, algorithm: alg, origin: 'generated' });
      // protected.test.mjs is about what is no text, and about what a password protects.
      assert.deepEqual([...card.privateFormats].sort(), [...kind.formats.private, 'pkcs8-der'].sort());
      assert.deepEqual(card.protectedFormats, ['encrypted-pem', 'pkcs12']);
      assert.deepEqual(Object.keys(vault.publicForms(card) ?? {}).sort(), [...kind.formats.public].sort());
    });

    test('has the thumbprint that others work out', () => agreeOnThumbprint(vault.publicForms(card)?.jwk ?? '', card.thumbprint));

    for (const format of kind.formats.private) {
      test(`private ${format}: well formed, and the judges read the key`, async () => {
        const { form, text } = await unwrapped(format, vault.secret(card, format));
        if (form === 'jwk') assertJwk(JSON.parse(text), kind, { ...labels, private: true });
        else assertPem(form, text);
        await agreeOnPrivate(form, text, alg, numbers);
      });

      test(`private ${format}: back unchanged`, () => {
        const text = vault.secret(card, format);
        const back = vault.read(text);
        assert.ok(back.private);
        assert.equal(back.thumbprint, card.thumbprint);
        assert.equal(vault.secret(back, format), text);
        if (isJwk(format)) assert.deepEqual([back.kid, back.algorithm], [labels.kid, alg]);
        else assert.equal(back.kid, null);
      });
    }

    for (const [format, text] of Object.entries(vault.publicForms(card) ?? {})) {
      test(`public ${format}: well formed, and the judges read the key`, async () => {
        const within = await unwrapped(format, text);
        if (within.form === 'jwk') assertJwk(JSON.parse(within.text), kind, { ...labels, private: false });
        else assertPem(within.form === 'pkcs1-pem' ? 'public-pkcs1-pem' : within.form, within.text);
        await agreeOnPublic(within.form, within.text, alg, numbers);
      });

      test(`public ${format}: back unchanged`, () => {
        const back = vault.read(text);
        assert.ok(!back.private);
        assert.equal(back.thumbprint, card.thumbprint);
        assert.equal(vault.publicForms(back)?.[/** @type {'jwk'} */ (format)], text);
      });
    }

    test('the set is one for others too', async () => {
      assert.deepEqual(await jwcrypto.readSet(vault.publicForms(card)?.['jwk-set'] ?? ''), [card.thumbprint]);
    });

    for (const format of kind.formats.private.filter((name) => name in openssl.rewritten)) {
      test(`private ${format}: octet for octet what OpenSSL writes`, async () => {
        const text = vault.secret(card, format);
        assert.equal(await openssl.rewritten[/** @type {'pkcs8-pem'} */ (format)](text), text);
      });
    }

    test('public spki-pem: octet for octet what OpenSSL writes', async () => {
      assert.equal(await openssl.publicOf(vault.secret(card, 'pkcs8-pem')), vault.publicForms(card)?.['spki-pem']);
    });

    if (!kind.crv) {
      test('public pkcs1-pem: octet for octet what OpenSSL writes', async () => {
        const forms = vault.publicForms(card);
        assert.equal(await openssl.rewritten['public-pkcs1-pem'](forms?.['spki-pem'] ?? ''), forms?.['pkcs1-pem']);
      });
    }

    // These leave the key with its last algorithm, as it was.
    for (const algorithm of kind.algorithms) {
      test(`${algorithm}: others verify what it signs`, () => agreeOnSignature(vault.relabel(card, { algorithm })));
    }
  });
}
