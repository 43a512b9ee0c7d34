import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { KeptExpiry } from '../www/page/kept-expiry.js';

const AT = 'nokkelsmie/expiry/test';
const ends = (/** @type {string} */ name) => ({ name, works: true, first: 2_000_000_000, last: 2_000_000_000 });

function places() {
  /** @type {Map<string, string>} */
  const texts = new Map();
  const storage = /** @type {any} */ ({
    getItem: (/** @type {string} */ at) => texts.get(at) ?? null,
    setItem: (/** @type {string} */ at, /** @type {string} */ text) => texts.set(at, text),
    removeItem: (/** @type {string} */ at) => texts.delete(at),
  });
  return { texts, storage };
}

test('a name that looks like a key is left out, and costs no other', async () => {
  const { texts, storage } = places();
  const kept = new KeptExpiry(storage, (text) => text.includes('HEMMELIG'));
  kept.set('test', 'a', ends('Fagsystem'));
  kept.set('test', 'b', ends('HEMMELIG'));
  await once(kept, 'change');
  assert.deepEqual(Object.keys(JSON.parse(texts.get(AT) ?? '{}')), ['a']);
});

test('what was known when the page was opened is warned of, until it is otherwise', async () => {
  const { texts, storage } = places();
  texts.set(AT, JSON.stringify({ a: ends('Fagsystem'), damaged: { name: 7 } }));
  const kept = new KeptExpiry(storage, () => false);
  assert.deepEqual(kept.fromBefore('test'), [ends('Fagsystem')]);
  kept.set('test', 'new', ends('Ny'));
  assert.deepEqual(kept.fromBefore('test'), [ends('Fagsystem')], 'what was read now is on the screen already');
  kept.set('test', 'a', null);
  assert.deepEqual(kept.fromBefore('test'), []);
  kept.forget();
  assert.equal(texts.size, 0);
  await once(kept, 'change');
  assert.equal(texts.size, 0, 'nor does what waited to be written come back');
});
