import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import * as portal from '../dist/module/portal/nokkelsmie_portal.js';

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

/** About claims whose names stand in no code of the page's: in grants, and in the tokens of the server. */
const OF_SERVERS = ['jwt.aud', 'jwt.iss', 'jwt.token.aud', 'jwt.token.iss', 'jwt.token.consumer'];

test('every text is used: its key stands in the code, or is made there of what stands there', async () => {
  const code = (await Promise.all(['page', 'shared', 'vault', 'bookmarklet'].map(sourcesIn))).flat().join('\n');
  const types = await Promise.all(['portal', 'vault'].map((name) =>
    readFile(new URL(`../dist/module/${name}/nokkelsmie_${name}.d.ts`, import.meta.url), 'utf8')));
  const isUsed = usedIn(code, types.join('\n'));
  portal.initSync({
    module: await readFile(new URL('../dist/module/portal/nokkelsmie_portal_bg.wasm', import.meta.url)),
  });
  const named = new Set([...portal.commonScopes().map((/** @type {{key: string}} */ { key }) => key), ...OF_SERVERS]);
  const unused = [];
  for (const topic of await readdir(new URL('../www/locales/', import.meta.url)))
    unused.push(...Object.keys(await read(topic, 'nb')).filter((key) => !named.has(key) && !isUsed(key)));
  assert.deepEqual(unused, []);
  // What is not there, like what is: each was seen to be taken for used by a check that looks less closely.
  for (const key of ['vault.card.planted', 'finding.planted.means', 'finding.leading-zero.planted', 'guide.9.planted'])
    assert.equal(isUsed(key), false, key);
});

/** @param {string} folder @returns {Promise<string[]>} */
async function sourcesIn(folder) {
  const place = new URL(`../www/${folder}/`, import.meta.url);
  const names = (await readdir(place, { recursive: true })).filter((name) => name.endsWith('.js'));
  return Promise.all(names.map((name) => readFile(new URL(name, place), 'utf8')));
}

/**
 * A key is used that stands in quotes, or that a template makes: `finding.${code}.means`, where what fills
 * the gap is in quotes somewhere (a code of the module's: in its types), the name of a member, a number, or
 * itself made by a template.
 *
 * @param {string} code @param {string} types
 * @returns {(key: string) => boolean}
 */
function usedIn(code, types) {
  const found = (/** @type {string} */ text, /** @type {RegExp} */ pattern) =>
    [...text.matchAll(pattern)].map((match) => match[1]);
  const quoted = new Set([...found(code, /'([^'\n]*)'/g), ...found(types, /"([^"\n]*)"/g)]);
  const members = new Set(found(code, /\b(\w+):/g));
  const templates = found(code, /`((?:[\w.-]|\$\{[^`{}]*\})+)`/g)
    .map((template) => template.split(/\$\{[^}]*\}/))
    .filter((parts) => parts.length > 1 && parts.some((part) => /\w/.test(part)))
    .map((parts) => new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('(.+)')}$`));
  const fills = (/** @type {string} */ word, /** @type {number} */ depth) =>
    quoted.has(word) || members.has(word) || /^\d+$/.test(word) || (depth > 0 && isMade(word, depth - 1));
  const isMade = (/** @type {string} */ key, /** @type {number} */ depth) => templates.some((template) => {
    const gaps = template.exec(key)?.slice(1);
    return gaps?.every((word) => fills(word, depth));
  });
  return (key) => quoted.has(key) || isMade(key, 2);
}
