import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import * as portal from '../dist/module/portal/nokkelsmie_portal.js';
import { KeptRotations } from '../www/page/kept-rotations.js';

const JWK = { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: 'ny', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

/** A storage that can be full. */
class Places {
  full = false;
  /** @type {Map<string, string>} */
  texts = new Map();

  /** @param {string} at */
  getItem(at) { return this.texts.get(at) ?? null; }

  /** @param {string} at @param {string} text */
  setItem(at, text) {
    if (this.full) throw new Error('QuotaExceededError');
    this.texts.set(at, text);
  }

  /** @param {string} at */
  removeItem(at) { this.texts.delete(at); }
}

describe('rotations that are kept', () => {
  before(async () => {
    portal.initSync({ module: await readFile(new URL('../dist/module/portal/nokkelsmie_portal_bg.wasm', import.meta.url)) });
  });

  const planned = () => portal.newRotation('c', true);
  const begun = () => {
    const making = portal.stepRotation(planned(), { kind: 'continue', privateKey: false }, 1).rotation;
    return portal.stepRotation(making, { kind: 'key-made', jwk: JWK }, 2).rotation;
  };
  /** @param {(text: string) => boolean} [isSecret] */
  const kept = (isSecret = () => false) => {
    const places = new Places();
    return { places, all: new KeptRotations(/** @type {any} */ (places), isSecret, portal.readRotation) };
  };

  test('one that has begun is read back', () => {
    const { all } = kept();
    all.set('test', begun());
    assert.deepEqual(all.get('test', 'c'), begun());
    assert.equal(all.get('production', 'c'), null);
  });

  test("a server's own words, which may be our token, are not kept", () => {
    const { all, places } = kept();
    const refusal = {
      code: /** @type {const} */ ('scope'), status: 403, description: 'Token EKKO is not allowed', errors: [{ field: null, message: 'EKKO' }],
      correlationId: 'a line\nEKKO', retry: false, retryAfterSeconds: null,
    };
    const reading = portal.stepRotation(begun(), { kind: 'answer', outcome: { kind: 'keys', keys: { keys: [], last_updated: null } } }, 3).rotation;
    const stopped = portal.stepRotation(reading, { kind: 'answer', outcome: { kind: 'refused', refusal } }, 4).rotation;
    assert.equal(stopped.phase, 'stopped');
    assert.ok(JSON.stringify(stopped).includes('EKKO'));
    all.set('test', stopped);
    assert.ok(![...places.texts.values()].join().includes('EKKO'));
    assert.equal(all.get('test', 'c')?.phase, 'stopped');
  });

  test('one that has not begun takes the last away', () => {
    const { all, places } = kept();
    all.set('test', begun());
    all.set('test', planned());
    assert.equal(places.texts.size, 0);
  });

  test('an older step does not stay when there is no room, or when the text must not be kept', () => {
    const { all, places } = kept();
    all.set('test', begun());
    places.full = true;
    all.set('test', begun());
    assert.equal(places.texts.size, 0);
    let isSecret = false;
    const other = kept(() => isSecret);
    other.all.set('test', begun());
    isSecret = true;
    other.all.set('test', begun());
    assert.equal(other.places.texts.size, 0);
  });

  test('what is damaged, of another version or of another client is not gone on with', () => {
    const { all, places } = kept();
    all.set('test', begun());
    const [[at, text]] = places.texts;
    for (const damaged of ['', '{}', 'null', text.slice(1), text.replace('"adding"', '"melting"'), text.replace('"clientId":"c"', '"clientId":"d"')]) {
      places.texts.set(at, damaged);
      assert.equal(all.get('test', 'c'), null, damaged);
    }
  });

  test('without a storage nothing is kept and nothing fails', () => {
    const all = new KeptRotations(null, () => false, portal.readRotation);
    all.set('test', begun());
    assert.equal(all.get('test', 'c'), null);
  });
});
