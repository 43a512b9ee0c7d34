/**
 * The vault's module alone, as it is shipped: what it tells of a key is public,
 * and what it has let go of is nowhere in its memory, heap or stack.
 */
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DIST } from './harness.mjs';
import { describe as said, newPrivateJwk, pems, Scanner } from './key-material.mjs';
import { PASSWORD, PKCS12 } from './keystores.mjs';

/** @typedef {import('./key-material.mjs').Jwk} Jwk */

const NAME = path.join(DIST, 'module/vault/nokkelsmie_vault');
/** @type {typeof import('../../dist/module/vault/nokkelsmie_vault.js')} */
let module;
/** @type {WebAssembly.Memory} */
let memory;
before(async () => {
  module = await import(pathToFileURL(`${NAME}.js`).href);
  ({ memory } = module.initSync({ module: await readFile(`${NAME}_bg.wasm`) }));
});

/** @type {Record<string, () => Jwk>} */
const KINDS = {
  'RSA 2048': () => newPrivateJwk('rsa', { modulusLength: 2048 }),
  'EC P-256': () => newPrivateJwk('ec', { namedCurve: 'P-256' }),
  'EC P-384': () => newPrivateJwk('ec', { namedCurve: 'P-384' }),
  'EC P-521': () => newPrivateJwk('ec', { namedCurve: 'P-521' }),
  Ed25519: () => newPrivateJwk('ed25519'),
};
const ENVIRONMENT = /** @type {any} */ ({
  name: 'practice',
  portal: 'http://127.0.0.1/portal/',
  issuer: 'http://127.0.0.1/',
  tokenEndpoint: 'http://127.0.0.1/token',
  metadata: 'http://127.0.0.1/.well-known/oauth-authorization-server',
  selfServiceApi: 'http://127.0.0.1/api/v1',
  altinnExchange: 'http://127.0.0.1/authentication/api/v1/exchange/maskinporten',
});

describe('the memory of the vault', () => {
  for (const [name, make] of Object.entries(KINDS)) {
    test(`G7: nothing of ${name} stays when it is removed, and the keys beside it do`, () => {
      const [jwk, other] = [make(), make()];
      const vault = new module.Vault();
      read(vault, JSON.stringify(other));
      for (const text of [
        JSON.stringify({ ...jwk, kid: 'a' }),
        pems(jwk).pkcs8,
        Buffer.from(JSON.stringify(jwk)).toString('base64'),
      ]) {
        const [{ handle, privateFormats }] = read(vault, text);
        read(vault, JSON.stringify({ ...other, kid: 'later' }));
        for (const format of privateFormats) vault.secret(handle, format).fill(0);
        vault.sign(handle, ENVIRONMENT, { clientId: 'a', kid: null, scope: 'a' }, Date.now());
        vault.relabel(handle, { kid: 'b' }, Date.now());
        vault.repair(handle, '2026-11-24', Date.now());
        assert.notDeepEqual(inMemory(jwk), [], 'it was there');
        vault.remove(handle);
        assert.deepEqual(inMemory(jwk), []);
        assert.notDeepEqual(inMemory(other), []);
      }
      vault.clear();
      assert.deepEqual(inMemory(other), []);
    });

    test(`G7: nothing of ${name} stays when the text that holds it cannot be read`, () => {
      const jwk = make();
      const vault = new module.Vault();
      assert.throws(() => read(vault, `${JSON.stringify(jwk).slice(0, -1)},}`));
      assert.throws(() => read(vault, pems(jwk).pkcs8.replace(/.(?=[^\n]*\n-----END)/, '!')));
      assert.deepEqual(inMemory(jwk), []);
    });
  }

  for (const [kind, algorithm] of /** @type {const} */ ([
    ['rsa-2048', 'RS256'],
    ['p-256', 'ES256'],
    ['ed25519', 'EdDSA'],
  ])) {
    test(`G7: nothing of a key of ${kind} that was made here stays when the vault is emptied`, () => {
      const vault = new module.Vault();
      const generation = vault.generation({ kind, algorithm, kid: 'a' });
      while (!generation.step().done);
      const { handle } = vault.adopt(generation, Date.now());
      generation.free();
      const jwk = JSON.parse(new TextDecoder().decode(vault.secret(handle, 'jwk')));
      assert.notDeepEqual(inMemory(jwk), []);
      vault.clear();
      assert.deepEqual(inMemory(jwk), []);
    });
  }
});

describe('the memory of the vault, with passwords', () => {
  const word = 'et langt passord for hvelvet 7731';
  const password = { kid: 'password', d: Buffer.from(word).toString('base64url') };
  const octets = (/** @type {string|Buffer} */ text) => new Uint8Array(Buffer.from(text));

  for (const kind of ['RSA 2048', 'EC P-256', 'Ed25519']) {
    test(`G7: nothing of ${kind} or of its password stays, locked or unlocked`, () => {
      const jwk = KINDS[kind]();
      const key = createPrivateKey({ key: jwk, format: 'jwk' });
      const locked = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: word });
      const vault = new module.Vault();
      let file = octets(locked);
      for (const format of /** @type {const} */ (['encrypted-pem', 'pkcs12'])) {
        const [{ handle }] = vault.read(file, octets(word), Date.now()).cards;
        assert.notDeepEqual(inMemory(jwk), [], 'it was there');
        file = vault.protect(handle, format, octets(word));
        vault.remove(handle);
        assert.deepEqual(inMemory(jwk), [], format);
        assert.deepEqual(inMemory(password), [], format);
      }
    });
  }

  test('G7: nor does a password that did not open anything', () => {
    const jwk = KINDS['EC P-256']();
    const key = createPrivateKey({ key: jwk, format: 'jwk' });
    const locked = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'et annet' });
    const vault = new module.Vault();
    assert.throws(() => vault.read(octets(locked), octets(word), Date.now()));
    assert.deepEqual(inMemory(password), []);
  });
});

test('a certificate stays with a key that is repaired, unless it has expired', () => {
  const DAY = 24 * 60 * 60 * 1000;
  for (const [later, kept] of /** @type {const} */ ([[0, true], [500 * DAY, false]])) {
    const vault = new module.Vault();
    const now = Date.now() + later;
    const [{ handle, certificate }] = vault.read(new Uint8Array(PKCS12), new TextEncoder().encode(PASSWORD), now).cards;
    assert.equal(certificate?.subject, 'PRØVE KOMMUNE');
    assert.equal(vault.repair(handle, '2026-11-24', now).certificate?.sha256, kept ? certificate.sha256 : undefined);
    vault.free();
  }
});

describe('repair', () => {
  const jwk = () => ({ ...newPrivateJwk('rsa', { modulusLength: 2048 }), alg: 'RS256', use: 'sig' });

  test('makes no key ready that is refused', () => {
    const vault = new module.Vault();
    const text = JSON.stringify(jwk()).replace('"n":', '"n":"AQAB","n":');
    const [{ handle, verdict, findings }] = read(vault, text);
    assert.equal(verdict, 'refused');
    assert.ok(findings.some(({ code, repair }) => code === 'kid-missing' && repair), 'something could be mended');
    assert.throws(() => vault.repair(handle, '2026-11-24', Date.now()), { code: 'not-repairable' });
    assert.equal(vault.cards()[0].verdict, 'refused');
  });

  test('gives the later of two keys with one kid another', () => {
    const vault = new module.Vault();
    const [first, later] = read(vault, JSON.stringify([{ ...jwk(), kid: 'a' }, { ...jwk(), kid: 'a' }]));
    assert.deepEqual([first.verdict, later.verdict], ['ready', 'repairable']);
    assert.deepEqual(later.findings.map(({ code }) => code), ['kid-repeated']);
    const repaired = vault.repair(later.handle, '2026-11-24', Date.now());
    assert.equal(repaired.verdict, 'ready');
    assert.match(String(repaired.kid), /^nokkel-/);
  });
});

describe('what the vault tells of a key', () => {
  for (const [name, make] of Object.entries(KINDS)) {
    test(`G3: nothing private of ${name}, whatever its labels hold`, () => {
      const jwk = make();
      const scanner = new Scanner([jwk]);
      const { kty, crv, n, e, x, y } = jwk;
      const hex = Buffer.from(jwk.d, 'base64url').toString('hex');
      const member = Object.keys(jwk).find((one) => one === 'q') ?? 'd';
      const labels = [
        jwk.d,
        `min-${jwk[member]}`,
        hex,
        hex.toUpperCase(),
        JSON.stringify(jwk),
        Buffer.from(JSON.stringify(jwk)).toString('base64'),
      ];
      for (const label of labels) {
        const both = [
          { kty, crv, n, e, x, y, kid: label },
          { ...jwk, kid: label },
          { ...jwk, kid: 'a', alg: label, use: label, key_ops: [label], x5t: label, x5u: label, [label]: label },
        ];
        for (const keys of [...both.map((one) => [one]), both]) {
          const vault = new module.Vault();
          const told = [attempt(() => read(vault, JSON.stringify({ keys }))), vault.cards()];
          // A public key alone: the vault does not know the number in its kid.
          if (keys.length === 1 && !('d' in keys[0]) && labels.indexOf(label) < 4) continue;
          assert.deepEqual(said(scanner.find(JSON.stringify(told))), [], `kid ${labels.indexOf(label)}`);
          vault.free();
        }
      }
    });
  }
});

/** @param {import('../../dist/module/vault/nokkelsmie_vault.js').Vault} vault @param {string} text */
function read(vault, text) {
  return vault.read(new TextEncoder().encode(text), undefined, Date.now()).cards;
}

/** @param {() => unknown} work */
function attempt(work) {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

/** @param {Jwk} jwk */
function inMemory(jwk) {
  return said(new Scanner([jwk]).find(new Uint8Array(memory.buffer)));
}
