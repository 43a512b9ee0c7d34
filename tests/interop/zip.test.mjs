/** Many keys in one ZIP: other programs open the file and each key in it, and nothing in it is unlocked. */
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { packKeys } from '../../www/vault/pack-keys.js';
import { crc32, zip } from '../../www/vault/zip.js';
import { withFiles, withFolder } from './files.mjs';
import { privateKeys } from './java.mjs';
import { numbersOf } from './numbers.mjs';
import { openssl } from './openssl.mjs';
import { run } from './program.mjs';
import * as vault from './vault.mjs';

const PASSWORD = 'fakturaklient 2026';
const AT = new Date(2026, 10, 24, 21, 43, 58);
const octets = (/** @type {string} */ text) => new Uint8Array(Buffer.from(text));
/** An empty file, a name that is not ASCII, and octets of every value. */
const FILES = [
  { name: 'tom.txt', octets: octets('') },
  { name: 'blåbær-ß-鍵.txt', octets: octets('æøå\n') },
  { name: 'alle.bin', octets: Uint8Array.from({ length: 70_000 }, (_, at) => at % 251) },
];

describe('the writer of ZIP files', () => {
  test('CRC-32 of the usual nine digits', () => {
    assert.equal(crc32(octets('123456789')), 0xcbf43926);
    assert.equal(crc32(octets('')), 0);
  });

  test('unzip finds no fault, and unpacks what was put in, for its owner alone', async () => {
    await unpacked(zip(FILES, AT), async (folder) => {
      assert.deepEqual((await readdir(folder)).sort(), FILES.map(({ name }) => name).sort());
      for (const { name, octets } of FILES) {
        const at = path.join(folder, name);
        assert.deepEqual(new Uint8Array(await readFile(at)), octets, name);
        const { mode, mtime } = await stat(at);
        assert.equal(mode & 0o777, 0o600, name);
        assert.equal(mtime.getTime(), AT.getTime(), name);
      }
    });
  });

  test('Python sees the same names, sizes and sums, stored', async () => {
    const seen = await pythonSees(zip(FILES, AT));
    assert.deepEqual(seen, FILES.map(({ name, octets }) => [name, 0, octets.length, crc32(octets), 0x800]));
  });

  test('Java reads it as a stream, front to back', async () => {
    const list = (await run('jar', ['t'], zip(FILES, AT))).toString().trim().split('\n');
    assert.equal(list.length, FILES.length);
  });

  test('one octet that is changed is seen', async () => {
    const broken = zip(FILES, AT);
    broken[broken.length >> 1] ^= 1;
    await assert.rejects(unpacked(broken, async () => {}));
  });

  test('of nothing it is an empty ZIP', async () => {
    assert.deepEqual(await pythonSees(zip([], AT)), []);
  });
});

describe('many keys in one ZIP', () => {
  /** @type {vault.KeyCard[]} */
  let cards;
  before(() => {
    cards = [
      vault.generate('rsa-2048', 'RS256', 'fakturaklient'),
      vault.generate('p-256', 'ES256', 'Fakturaklient'),
      vault.generate('ed25519', 'EdDSA', 'meldingsklient'),
      vault.read(vault.secret(vault.generate('p-256', 'ES256', 'uten'), 'pkcs8-pem')),
    ];
  });

  test('each is a PEM that opens with the password, and the table says which is which', async () => {
    const { octets, packed } = await pack('encrypted-pem');
    assert.equal(packed.length, cards.length);
    await unpacked(octets, async (folder) => {
      const names = [
        'fakturaklient.private.encrypted.pem', 'Fakturaklient-2.private.encrypted.pem',
        'meldingsklient.private.encrypted.pem', `${cards[3].thumbprint.slice(0, 8)}.private.encrypted.pem`,
      ];
      assert.deepEqual((await readdir(folder)).sort(), ['oversikt.csv', ...names].sort());
      for (const [at, name] of names.entries()) {
        const pem = await readFile(path.join(folder, name), 'utf8');
        await assert.rejects(openssl('pkey -passin pass:fakturaklient', pem));
        const plain = await run('openssl', ['pkey', '-passin', `pass:${PASSWORD}`], pem);
        assert.equal(plain.toString(), vault.secret(cards[at], 'pkcs8-pem'), name);
      }
      const table = await readFile(path.join(folder, 'oversikt.csv'), 'utf8');
      assert.ok(table.startsWith('\uFEFF'), 'spreadsheets are told that it is UTF-8');
      const rows = await pythonReads(table.slice(1));
      assert.deepEqual(rows, [
        ['kid', 'alg', 'thumbprint', 'file', 'name'],
        ...cards.map(({ kid, algorithm, thumbprint }, at) => [kid ?? '', algorithm, thumbprint, names[at], IN_TABLE[at]]),
      ]);
    });
  });

  test('each is a PKCS#12 that OpenSSL and Java open', async () => {
    const { octets } = await pack('pkcs12');
    await unpacked(octets, async (folder) => {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.p12')).sort();
      assert.equal(names.length, cards.length);
      const files = await Promise.all(names.map((name) => readFile(path.join(folder, name))));
      const theirs = await Promise.all(files.map((file) =>
        run('openssl', ['pkcs12', '-nodes', '-nocerts', '-passin', `pass:${PASSWORD}`], file).then((text) => openssl('pkey', text))));
      assert.deepEqual(theirs.sort(), cards.map((card) => vault.secret(card, 'pkcs8-pem')).sort());
      const seen = await privateKeys(files.map((octets) => ({ kind: 'pkcs12', octets, with: PASSWORD })));
      const numbers = cards.map((card) => numbersOf(JSON.parse(vault.secret(card, 'jwk'))).kty);
      assert.deepEqual(seen.map((it) => ('numbers' in it ? it.numbers.kty : it)).sort(), numbers.sort());
    });
  });

  test('nothing in it is unlocked: every file but the table is the vault\'s own locked form', async () => {
    const private_ = cards.flatMap((card) => {
      const { d, p, q, dp, dq, qi } = JSON.parse(vault.secret(card, 'jwk'));
      return [d, p, q, dp, dq, qi].filter(Boolean);
    });
    for (const format of /** @type {const} */ (['encrypted-pem', 'pkcs12'])) {
      const { octets } = await pack(format);
      const all = Buffer.from(octets);
      for (const number of private_) {
        assert.equal(all.includes(number), false, 'as base64url');
        assert.equal(all.includes(Buffer.from(number, 'base64url')), false, 'as octets');
      }
      await unpacked(octets, async (folder) => {
        for (const name of (await readdir(folder)).filter((name) => name !== 'oversikt.csv')) {
          const file = await readFile(path.join(folder, name));
          if (format === 'encrypted-pem') assert.match(file.toString(), /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
          assert.throws(() => vault.read(file), { code: 'password-needed' }, name);
        }
      });
    }
  });

  test('the password is overwritten, also when it was stopped; then nothing comes of it', async () => {
    const password = octets(PASSWORD);
    const work = new AbortController();
    const stopped = packKeys(panel(), order('encrypted-pem', password), () => work.abort(), work.signal);
    await assert.rejects(stopped, { code: 'cancelled' });
    assert.deepEqual(password, new Uint8Array(PASSWORD.length));
  });

  test('what a spreadsheet would compute is text in the table', async () => {
    const text = JSON.stringify({ ...JSON.parse(vault.secret(cards[2], 'jwk')), kid: '=1+1,"x"' });
    const card = vault.read(text);
    const { octets } = await packKeys({ ...panel(), cards: [card] }, { ...order('encrypted-pem'), handles: [card.handle] }, () => {}, never());
    await unpacked(octets, async (folder) => {
      const [, [kid, , , name]] = await pythonReads(await readFile(path.join(folder, 'oversikt.csv'), 'utf8'));
      assert.equal(kid, '\'=1+1,"x"');
      assert.equal(name, '_1_1__x_.private.encrypted.pem');
    });
  });

  const CALLED = ['Økonomi, "faktura"', '+47', undefined];
  const IN_TABLE = ['Økonomi, "faktura"', "'+47", '', ''];
  const never = () => new AbortController().signal;
  const order = (/** @type {string} */ format, password = octets(PASSWORD)) =>
    ({ handles: cards.map(({ handle }) => handle), names: /** @type {string[]} */ (CALLED), format, password });
  const pack = (/** @type {string} */ format) => packKeys(panel(), order(format), () => {}, never());
  /** The panel, whose worker is the vault here. @returns {any} */
  const panel = () => ({
    cards,
    worker: {
      request: async (/** @type {string} */ type, /** @type {any} */ { handle, format, password }) => {
        assert.equal(type, 'protect');
        return new Uint8Array(vault.protect(/** @type {any} */ ({ handle }), format, Buffer.from(password).toString()));
      },
    },
  });
});

/**
 * Unpacked by unzip, which tests it first.
 *
 * @template T
 * @param {Uint8Array} octets @param {(folder: string) => Promise<T>} use
 */
function unpacked(octets, use) {
  return withFiles({ octets }, async (file) => {
    await run('unzip', ['-tq', file.octets]);
    return withFolder(async (folder) => {
      await run('unzip', ['-q', file.octets, '-d', folder]);
      return use(folder);
    });
  });
}

/** Names, methods, sizes, sums and flags. @param {Uint8Array} octets */
function pythonSees(octets) {
  return python(`
import io, sys, json, zipfile
it = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert it.testzip() is None
print(json.dumps([[i.filename, i.compress_type, i.file_size, i.CRC, i.flag_bits] for i in it.infolist()]))`, octets);
}

/** @param {string} text */
function pythonReads(text) {
  return python('import csv, io, json, sys\nprint(json.dumps(list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, "utf-8", newline="")))))', text);
}

/** @param {string} program @param {string|Uint8Array} input */
async function python(program, input) {
  return JSON.parse((await run('python3', ['-c', program], input)).toString());
}
