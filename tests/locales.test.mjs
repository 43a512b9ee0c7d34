import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';

const read = async (/** @type {string} */ topic, /** @type {string} */ locale) =>
  JSON.parse(await readFile(new URL(`../www/locales/${topic}/${locale}.json`, import.meta.url), 'utf8'));
const placeholders = (/** @type {string} */ text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

for (const topic of await readdir(new URL('../www/locales/', import.meta.url))) {
  test(`${topic}: nb, nn and en have the same keys and the same placeholders`, async () => {
    const nb = await read(topic, 'nb');
    for (const locale of ['nn', 'en']) {
      const other = await read(topic, locale);
      assert.deepEqual(Object.keys(other).sort(), Object.keys(nb).sort(), locale);
      for (const key of Object.keys(nb)) {
        assert.notEqual(other[key].trim(), '', `${locale} ${key}`);
        assert.deepEqual(placeholders(other[key]), placeholders(nb[key]), `${locale} ${key}`);
      }
    }
  });
}
