/** The room with the network knows a private key in whatever form. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { environments, findPrivateMaterial, initSync } from '../../dist/module/portal/nokkelsmie_portal.js';
import { recipes } from './makers.mjs';
import { KINDS } from './kinds.mjs';
import { run } from './program.mjs';
import { TEST } from './signatures.mjs';
import * as vault from './vault.mjs';

initSync({ module: readFileSync(new URL('../../dist/module/portal/nokkelsmie_portal_bg.wasm', import.meta.url)) });

/** @type {Record<string, (text: string) => string>} */
const CARRIERS = {
  'nothing around it': (text) => text,
  'appsettings.json': (text) => JSON.stringify({ MaskinportenSettings: { ClientId: 'interop', JwkBase64: text } }, null, 2),
  YAML: (text) => `data:\n  jwk: ${text}\n`,
  'an .env file with quotes': (text) => `MASKINPORTEN_JWK="${text}"\n`,
};
/** @type {Record<string, (text: string) => string>} */
const CARRIERS_WITH_WORDS = {
  'an .env file': (text) => `MASKINPORTEN_JWK=${text}\n`,
  'a mail': (text) => `Dear colleague,\r\nthe key\r\n${text}\r\nRegards`,
};

for (const kind of KINDS.filter(({ crv, bits }) => crv || bits === 2048)) {
  describe(`our ${kind.kind}`, () => {
    const card = vault.generate(kind.kind, kind.algorithms[0], 'interop-page');

    for (const format of kind.formats.private) {
      test(`private ${format} is caught`, () => {
        const text = vault.secret(card, format);
        for (const [carrier, around] of Object.entries(CARRIERS)) assert.ok(findPrivateMaterial(around(text)), carrier);
      });

      test(`private ${format} is caught after a word`, () => {
        const text = vault.secret(card, format);
        for (const [carrier, around] of Object.entries(CARRIERS_WITH_WORDS)) assert.ok(findPrivateMaterial(around(text)), carrier);
      });
    }

    for (const [format, text] of Object.entries(vault.publicForms(card) ?? {})) {
      test(`public ${format} is not caught`, () => assert.equal(findPrivateMaterial(text), undefined));
    }
  });
}

describe('what others write', () => {
  for (const { how, make } of recipes()) {
    test(`${how}: the private forms are caught, the public ones are not`, async () => {
      const { privates, publics } = await make();
      for (const { text } of privates) {
        assert.ok(findPrivateMaterial(text));
        assert.ok(findPrivateMaterial(String(await run('base64', [], text))), 'base64 in lines of 76');
        assert.ok(findPrivateMaterial(JSON.stringify({ secret: text })), 'a string of JSON');
      }
      for (const { text } of publics) assert.equal(findPrivateMaterial(text), undefined);
    });
  }
});

test('the test environment has the addresses that Digdir documents', () => {
  assert.deepEqual(environments().find(({ name }) => name === 'test'), TEST);
});
