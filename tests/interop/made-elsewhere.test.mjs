/** Keys that others made go through the shipped vault and come out as the same keys. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { unwrapped } from './forms.mjs';
import { agreeOnPrivate, agreeOnPublic } from './judges.mjs';
import { recipes } from './makers.mjs';
import * as panva from './panva.mjs';
import { jwcrypto } from './python-peers.mjs';
import { agreeOnSignature } from './signatures.mjs';
import * as vault from './vault.mjs';

for (const { maker, how, kind, make } of recipes()) {
  describe(how, () => {
    const alg = kind.algorithms[0];
    /** @type {import('./makers.mjs').Made} */
    let made;
    /** @type {string} */
    let thumbprint;
    /** @type {{form: string, text: string, card: vault.KeyCard}[]} */
    let read;
    before(async () => {
      made = await make();
      thumbprint = await thumbprintOf(made);
      read = made.privates.map(({ form, text }) => ({ form, text, card: vault.read(text) }));
    });

    test('is read as the key it is, and found whole', () => {
      for (const { card } of read) {
        assert.ok(card.private);
        assert.deepEqual([card.thumbprint, card.bits, card.curve], [thumbprint, kind.bits, kind.crv ?? null]);
        assert.deepEqual(faults(card), []);
      }
    });

    for (const format of kind.formats.private) {
      test(`is written as ${format}, and the judges read the same key`, async () => {
        for (const { card } of read) {
          const within = await unwrapped(format, vault.secret(card, format));
          await agreeOnPrivate(within.form, within.text, alg, made.numbers);
        }
      });
    }

    test('is written in its own form octet for octet', () => {
      for (const { form, text, card } of read.filter(({ form }) => form.endsWith('-pem'))) {
        assert.equal(vault.secret(card, form), withoutParameters(text));
      }
    });

    test(`signs, and ${maker} verifies with its own public key`, async () => {
      const original = Object.fromEntries(made.publics.map(({ form, text }) => [form, text]));
      for (const { card } of read) {
        await agreeOnSignature(card, [maker], { jwk: original.jwk, pem: original['spki-pem'] });
      }
    });

    test('its public part is read, and written as others read it', async () => {
      for (const { text } of made.publics) {
        const card = vault.read(text);
        assert.ok(!card.private);
        assert.equal(card.thumbprint, thumbprint);
        for (const [format, written] of Object.entries(vault.publicForms(card) ?? {})) {
          const within = await unwrapped(format, written);
          await agreeOnPublic(within.form, within.text, alg, made.numbers);
        }
      }
    });
  });
}

describe('a private JWK with n, e and d only', () => {
  test('gets its other numbers back', async () => {
    const { jwk } = await panva.generate('RS256', 2048);
    const { kty, n, e, d } = jwk;
    const mended = JSON.parse(vault.secret(vault.read(JSON.stringify({ kty, n, e, d })), 'jwk'));
    assert.deepEqual([mended.n, mended.e, mended.d], [n, e, d]);
    assert.deepEqual([mended.p, mended.q].sort(), [jwk.p, jwk.q].sort());
    await assert.doesNotReject(jwcrypto.read(JSON.stringify(mended)));
  });
});

describe('several keys', () => {
  test('of one JWK Set and of one PEM file', async () => {
    const keys = await Promise.all([panva.generate('ES256'), panva.generate('EdDSA'), panva.generate('RS256', 2048)]);
    const thumbprints = await Promise.all(keys.map(({ jwk }) => panva.thumbprint(jwk)));
    const set = JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
    const pems = keys.map(({ forms }) => `${forms['pkcs8-pem'].trimEnd()}\n`).join('');
    for (const text of [set, pems]) assert.deepEqual(vault.readAll(text).map((card) => card.thumbprint), thumbprints);
  });
});

/** What would be wrong with the key itself: a key fresh from a tool has no labels yet. */
const faults = (/** @type {vault.KeyCard} */ card) =>
  card.findings.filter(({ severity, field }) => severity === 'error' && !['kid', 'use', 'alg'].includes(field ?? ''));

/** @param {import('./makers.mjs').Made} made */
async function thumbprintOf({ publics }) {
  const [{ text }] = publics;
  const { thumbprint, jwk } = await jwcrypto.read(text);
  assert.equal(await panva.thumbprint(jwk), thumbprint);
  return thumbprint;
}

/** `openssl ecparam -genkey` writes the curve a second time, before the key. */
function withoutParameters(/** @type {string} */ pem) {
  const end = '-----END EC PARAMETERS-----\n';
  const whole = pem.includes(end) ? pem.slice(pem.indexOf(end) + end.length) : pem;
  return `${whole.trimEnd()}\n`;
}
