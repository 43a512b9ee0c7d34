/** Each file of pyca's folders opens, or is refused with the code that names why. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { cryptography } from './python-peers.mjs';
import * as vault from './vault.mjs';

const VECTORS = await cryptography.vectors();
const ROWS = readFileSync(new URL('../vectors/pyca/expected.tsv', import.meta.url), 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));

describe('the files of pyca', () => {
  for (const [name, password, expected] of ROWS) {
    test(`${name}: ${expected}`, async () => {
      const octets = readFileSync(path.join(VECTORS, name));
      if (password) {
        assert.equal(said(octets), 'password-needed');
        assert.equal(said(octets, `${password}!`), expected.startsWith('encryption-') ? expected : 'password-wrong');
      }
      assert.equal(said(octets, password), expected);
      if (!expected.includes('+')) return;
      // A broken key opens too: what is wrong with it is for the findings to say.
      for (const card of vault.readAll(octets, password).filter((key) => key.public)) {
        assert.equal(vault.publicForms(card)?.['spki-pem'], await cryptography.publicOf(octets.toString('base64'), password));
      }
    });
  }
});

/** The forms that came out, or the code. @param {Buffer} octets @param {string} [password] */
function said(octets, password) {
  try {
    const form = (/** @type {string} */ name) => name[0].toUpperCase() + name.slice(1);
    return vault.readAll(octets, password || undefined).map((card) => `${form(card.format)}${card.private ? '+' : ''}/${card.certificate ? 1 : 0}c`).join(',');
  } catch (error) {
    return /** @type {{code: string}} */ (error).code;
  }
}
