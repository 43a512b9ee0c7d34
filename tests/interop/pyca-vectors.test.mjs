/** Each file of pyca's folders opens, or is refused with the code that names why. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { der } from './openssl.mjs';
import { cryptography } from './python-peers.mjs';
import * as vault from './vault.mjs';

const VECTORS = await cryptography.vectors();
const published = (/** @type {string} */ file) => new URL(`../vectors/pyca/${file}`, import.meta.url);
const ROWS = readFileSync(published('expected.tsv'), 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));
const FOLDERS = [
  'asymmetric/PKCS8', 'asymmetric/PEM_Serialization', 'asymmetric/Traditional_OpenSSL_Serialization',
  'asymmetric/DER_Serialization', 'asymmetric/EC', 'asymmetric/OpenSSH', 'pkcs12',
];
/** Files of these folders that are about keys and are none. */
const NO_KEYS = ['README.txt', 'compressed_points.txt', 'gen.sh'];

describe('the files of pyca', () => {
  /** What came of each file, for the counts. @type {Map<string, string>} */
  const came = new Map();

  for (const [name, password, expected] of ROWS) {
    test(`${name}: ${expected}`, async () => {
      const octets = readFileSync(path.join(VECTORS, name));
      const { cards, said } = open(octets, password);
      came.set(name, said);
      assert.equal(said, expected);
      if (password) {
        // What nothing opens may say so before it asks for a password or looks at it.
        const isHopeless = (/** @type {string} */ said) => said === expected && !opens(expected);
        const [none, wrong] = [open(octets).said, open(octets, `${password}!`).said];
        assert.ok(none === 'password-needed' || isHopeless(none), none);
        assert.ok(wrong === 'password-wrong' || isHopeless(wrong), wrong);
      }
      if (!expected.includes('+')) return;
      // A broken key opens too: what is wrong with it is for the findings to say.
      for (const card of cards.filter((key) => key.public)) {
        assert.equal(vault.publicForms(card)?.['spki-pem'], await publicOf(octets, password));
      }
    });
  }

  test('are all in expected.tsv', () => {
    const files = FOLDERS.flatMap(inFolder).filter((name) => !NO_KEYS.includes(path.basename(name)));
    assert.deepEqual(ROWS.map(([name]) => name).sort(), files.sort());
  });

  test('README.md has the counts (WRITE_COUNTS=1 writes them)', () => {
    const [begin, end] = ['<!-- counts -->\n', '<!-- end of counts -->\n'];
    const text = readFileSync(published('README.md'), 'utf8');
    const within = text.indexOf(begin) + begin.length;
    const whole = text.slice(0, within) + counts(came) + text.slice(text.indexOf(end));
    if (process.env.WRITE_COUNTS) writeFileSync(published('README.md'), whole);
    else assert.equal(text, whole);
  });
});

/** What came out: the keys, and their forms or the code. @param {Buffer} octets @param {string} [password] */
function open(octets, password) {
  try {
    const cards = vault.readAll(octets, password);
    const forms = cards.map((card) => `${card.format}${card.private ? '+' : ''}/${card.certificate ? 1 : 0}c`);
    return { cards, said: forms.join(',') };
  } catch (error) {
    return { cards: [], said: /** @type {{code: string}} */ (error).code };
  }
}

const opens = (/** @type {string} */ what) => what.includes('/');

/**
 * As cryptography reads it; two files that it refuses as OpenSSL does.
 *
 * @param {Buffer} octets @param {string} password
 */
const publicOf = (octets, password) => cryptography.publicOf(octets, password)
  .catch(async () => String(await der('pkey -inform DER -pubout', octets)));

function inFolder(/** @type {string} */ folder) {
  const names = /** @type {string[]} */ (readdirSync(path.join(VECTORS, folder), { recursive: true }));
  return names.map((name) => path.join(folder, name)).filter((name) => statSync(path.join(VECTORS, name)).isFile());
}

/** For each folder how many files opened, and how many were refused by which code. @param {Map<string, string>} came */
function counts(came) {
  const lines = FOLDERS.map((folder) => {
    const all = [...came].filter(([name]) => name.startsWith(`${folder}/`)).map(([, what]) => what);
    const opened = all.filter(opens);
    /** @type {Map<string, number>} */
    const refused = new Map();
    for (const code of all.filter((what) => !opens(what)).sort()) refused.set(code, (refused.get(code) ?? 0) + 1);
    const codes = [...refused].map(([code, count]) => `${code} ${count}`).join(', ');
    const cells = [folder, all.length, opened.length, opened.filter((what) => what.includes('+')).length, codes];
    return `| ${cells.join(' | ')} |\n`;
  });
  const head = '| folder | files | open | with a private part | refused |\n| --- | --- | --- | --- | --- |\n';
  return head + lines.join('');
}
