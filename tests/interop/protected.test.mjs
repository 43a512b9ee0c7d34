/** Files that only a password opens, and DER: what the vault writes opens elsewhere as the same key. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { createSecureContext } from 'node:tls';
import { withFiles, withFolder } from './files.mjs';
import { assertPem } from './forms.mjs';
import { keytool, privateKeys } from './java.mjs';
import { named } from './kinds.mjs';
import { derToJwk, privatePemToJwk, unlockedPem } from './node-crypto.mjs';
import { numbersOf } from './numbers.mjs';
import { der, openssl } from './openssl.mjs';
import * as panva from './panva.mjs';
import { run } from './program.mjs';
import { cryptography } from './python-peers.mjs';
import * as vault from './vault.mjs';

const PLAIN = 'fakturaklient 2026';
const NORWEGIAN = 'blåbær 1814';
const LONG = 'sixty-four characters, as a password manager makes them: 9f27Q.x';
assert.equal(LONG.length, 64);

/** The kind, its password, and what Java calls such keys. Whoever opens a file has many rounds to do: few files. */
const KEYS = /** @type {const} */ ([
  ['rsa-2048', PLAIN, 'RSA'],
  ['rsa-4096', LONG, 'RSA'],
  ['p-256', PLAIN, 'EC'],
  ['p-384', LONG, 'EC'],
  ['p-521', PLAIN, 'EC'],
  ['ed25519', LONG, 'Ed25519'],
]).map(([name, password, algorithm]) => ({ ...made(named(name)), kind: named(name), password, algorithm }));

describe('an encrypted PEM', () => {
  for (const { kind, card, pem, numbers, password } of KEYS.filter(({ kind }) => kind.bits !== 4096)) {
    // Only Java has something against Norwegian passwords, and it has no reader for PEM.
    const word = password === PLAIN ? NORWEGIAN : password;
    test(`${kind.kind}, password of ${word.length} characters`, async () => {
      const text = vault.protect(card, 'encrypted-pem', word).toString();
      assertPem('encrypted-pem', text);
      assert.equal(String(await run('openssl', ['pkey', '-passin', `pass:${word}`], text)), pem);
      const unlocked = unlockedPem(text, word);
      assert.deepEqual(numbersOf(privatePemToJwk(unlocked)), numbers, 'Node');
      assert.deepEqual(numbersOf(await panva.pkcs8Numbers(unlocked, kind.algorithms[0])), numbers, 'panva/jose');
      assert.deepEqual((await cryptography.unlock(Buffer.from(text), word)).numbers, numbers, 'cryptography');
      assert.equal(vault.secret(vault.read(text, word), 'pkcs8-pem'), pem, 'the vault');
    });
  }

  test('does not open with a password that is shorter by one', async () => {
    const { card } = KEYS[2];
    const text = vault.protect(card, 'encrypted-pem', LONG).toString();
    for (const guess of [LONG.slice(1), LONG.slice(0, -1)]) {
      await assert.rejects(run('openssl', ['pkey', '-passin', `pass:${guess}`], text), guess);
    }
  });
});

describe('PKCS#12 of a key alone', () => {
  /** @type {Buffer[]} */
  let files;
  /** @type {Awaited<ReturnType<typeof privateKeys>>} */
  let seenByJava;
  before(async () => {
    files = KEYS.map(({ card, password }) => vault.protect(card, 'pkcs12', password));
    const asked = KEYS.map(({ password }, i) => inStore(files[i], password));
    seenByJava = await privateKeys(asked);
  });

  for (const [i, { kind, pem, numbers, password }] of KEYS.entries()) {
    test(kind.kind, async () => {
      const theirs = await run('openssl', ['pkcs12', '-nodes', '-nocerts', '-passin', `pass:${password}`], files[i]);
      assert.equal(await openssl('pkey', theirs), pem);
      assert.deepEqual(await cryptography.unlock(files[i], password), { numbers, certificates: [] });
      assert.deepEqual(seenByJava[i], { alias: `interop-${kind.kind}`, chain: 0, numbers }, 'java.security.KeyStore');
    });
  }

  test('without a kid: Java has no entry without a name, so it has one', async () => {
    const octets = vault.protect(vault.read(KEYS[2].pem), 'pkcs12', PLAIN);
    await withFiles({ octets }, async (paths) => {
      const list = await keytool('-list -storepass', PLAIN, '-keystore', paths.octets);
      assert.match(list, /contains 1 entry\n\n1, .*, PrivateKeyEntry, \nCertificate chain length: 0\n/);
      // keytool -importkeystore of Java 17 does not copy it: it looks for the certificate that is not there.
    });
  });
});

describe('PKCS#12 with certificates', () => {
  for (const name of ['rsa-2048', 'p-256']) {
    test(`${name}: the key's own and its issuer's`, async () => {
      const { pem, numbers } = KEYS.find(({ kind }) => kind.kind === name) ?? KEYS[0];
      const chain = await certified(pem);
      // The issuer's first: the vault finds out which is the key's own.
      const card = vault.read(pem + [...chain].reverse().join(''));
      assert.equal(card.certificate?.subject, 'Fakturaklient');
      const octets = vault.protect(card, 'pkcs12', PLAIN);

      assert.deepEqual(await cryptography.unlock(octets, PLAIN), { numbers, certificates: chain });
      const theirs = String(await run('openssl', ['pkcs12', '-nodes', '-passin', `pass:${PLAIN}`], octets));
      assert.equal(await openssl('pkey', theirs), pem);
      assert.equal(await openssl('x509', theirs), chain[0]);
      createSecureContext({ pfx: octets, passphrase: PLAIN }); // throws unless key and certificate fit
      const back = vault.read(octets, PLAIN);
      assert.deepEqual([vault.secret(back, 'pkcs8-pem'), back.certificate], [pem, card.certificate]);
      if (name === 'p-256') await copiedByKeytool(octets, PLAIN, pem); // once: it takes seconds
    });
  }
});

describe('a password that is not ASCII', () => {
  const { card, pem, numbers } = KEYS[2];
  const octets = vault.protect(card, 'pkcs12', NORWEGIAN);

  test('opens PKCS#12 in OpenSSL and cryptography', async () => {
    const theirs = await run('openssl', ['pkcs12', '-nodes', '-nocerts', '-passin', `pass:${NORWEGIAN}`], octets);
    assert.equal(await openssl('pkey', theirs), pem);
    assert.deepEqual((await cryptography.unlock(octets, NORWEGIAN)).numbers, numbers);
  });

  test('is the same to Java, whoever wrote the file: 17 refuses both', async () => {
    const byOpenssl = await withFiles({ key: pem }, ({ key }) =>
      run('openssl', ['pkcs12', '-export', '-nocerts', '-inkey', key, '-passout', `pass:${NORWEGIAN}`]));
    const seen = await privateKeys([octets, byOpenssl].map((file) => inStore(file, NORWEGIAN)));
    const why = (/** @type {string} */ refused) => refused.match(/Password is not ASCII/)?.[0];
    const [ours, theirs] = seen.map((it) => 'refused' in it ? why(it.refused) : it.numbers);
    assert.ok(ours, JSON.stringify(seen));
    assert.deepEqual(ours, theirs);
  });
});

describe('PKCS#8 in DER', () => {
  const files = KEYS.map(({ card }) => vault.secretOctets(card, 'pkcs8-der'));

  for (const [i, { kind, pem, numbers }] of KEYS.entries()) {
    test(kind.kind, async () => {
      assert.deepEqual(files[i], await der('pkcs8 -topk8 -nocrypt -outform DER', pem), 'OpenSSL, octet for octet');
      assert.deepEqual(numbersOf(derToJwk(files[i])), numbers, 'Node');
      assert.deepEqual((await cryptography.unlock(files[i], '')).numbers, numbers, 'cryptography');
    });
  }

  test('Java: KeyFactory', async () => {
    const kind = /** @type {const} */ ('pkcs8');
    const asked = KEYS.map(({ algorithm }, i) => ({ kind, octets: files[i], with: algorithm }));
    assert.deepEqual(await privateKeys(asked), KEYS.map(({ numbers }) => ({ alias: '', chain: 0, numbers })));
  });
});

/** A key as the vault has it. @param {import('./kinds.mjs').Kind} kind */
function made({ kind, algorithms }) {
  const card = vault.generate(kind, algorithms[0], `interop-${kind}`);
  return { card, pem: vault.secret(card, 'pkcs8-pem'), numbers: numbersOf(JSON.parse(vault.secret(card, 'jwk'))) };
}

/** A certificate for the key, and that of its issuer. */
function certified(/** @type {string} */ pem) {
  return withFiles({ key: pem }, async ({ key }) => {
    const issued = 'req -x509 -days 30 -sha256 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';
    const root = await openssl(`${issued} -subj /CN=Utsteder -keyout ${key}-root`);
    return withFiles({ root }, async (paths) => {
      const by = `-CA ${paths.root} -CAkey ${key}-root`;
      const own = await openssl(`req -x509 -days 30 -key ${key} -subj /CN=Fakturaklient ${by}`);
      return [own, root];
    });
  });
}

/** What Java is asked about a PKCS#12. @returns {import('./java.mjs').Asked} */
function inStore(/** @type {Buffer} */ octets, /** @type {string} */ password) {
  return { kind: 'pkcs12', octets, with: password };
}

/**
 * Into a new store by keytool, and out of that by OpenSSL.
 *
 * @param {Buffer} octets @param {string} password @param {string} pem
 */
function copiedByKeytool(octets, password, pem) {
  return withFolder((folder) => withFiles({ octets }, async (paths) => {
    const copy = `${folder}/copy.p12`;
    await keytool('-importkeystore -noprompt -deststoretype PKCS12 -deststorepass secret-2 -srcstorepass', password,
      '-srckeystore', paths.octets, '-destkeystore', copy);
    const theirs = await openssl(`pkcs12 -nodes -in ${copy} -passin pass:secret-2`);
    assert.equal(await openssl('pkey', theirs), pem);
    assert.equal(theirs.match(/BEGIN CERTIFICATE/g)?.length, 2);
  }));
}
