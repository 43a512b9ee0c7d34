/** Files that others protect with a password open in the vault as the same key. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { withFolder } from './files.mjs';
import { keytool } from './java.mjs';
import { generateJwk, privateJwkToPem } from './node-crypto.mjs';
import { numbersOf } from './numbers.mjs';
import { openssl } from './openssl.mjs';
import { run } from './program.mjs';
import { cryptography } from './python-peers.mjs';
import * as vault from './vault.mjs';

const PASSWORD = 'blåbær 1814';
/** Java takes ASCII only. */
const JAVA_PASSWORD = 'fakturaklient-2026';

describe('keytool', () => {
  const make = `-genkeypair -alias klient -storepass ${JAVA_PASSWORD} -dname CN=Fakturaklient`;
  for (const [how, options] of /** @type {const} */ ([
    ['RSA', '-keyalg RSA -keysize 2048'],
    ['EC', '-keyalg EC -groupname secp256r1'],
    ['EC, as Java 8 wrote it', '-keyalg EC -groupname secp384r1 -J-Dkeystore.pkcs12.legacy'],
  ])) {
    test(`${how}: PKCS#12`, () => withFolder(async (folder) => {
      const file = path.join(folder, 'store.p12');
      await keytool(`${make} -storetype PKCS12 ${options}`, '-keystore', file);
      await opensWithItsCertificate(await readFile(file));
    }));
  }

  test('JKS is named, and opens when it was made PKCS#12', () => withFolder(async (folder) => {
    const [old, made] = ['old.jks', 'made.p12'].map((name) => path.join(folder, name));
    await keytool(`${make} -storetype JKS -keyalg RSA -keysize 2048`, '-keystore', old);
    const octets = await readFile(old);
    assert.throws(() => vault.readAll(octets, JAVA_PASSWORD), { code: 'jks' });
    const passwords = `-srcstorepass ${JAVA_PASSWORD} -deststorepass ${JAVA_PASSWORD}`;
    await keytool(`-importkeystore -noprompt ${passwords} -deststoretype PKCS12`, '-srckeystore', old, '-destkeystore', made);
    await opensWithItsCertificate(await readFile(made));
  }));

  async function opensWithItsCertificate(/** @type {Buffer} */ octets) {
    const { numbers } = await cryptography.unlock(octets, JAVA_PASSWORD);
    const card = await opens(octets, JAVA_PASSWORD, 'pkcs12', numbers);
    assert.equal(card.certificate?.subject, 'Fakturaklient');
  }
});

describe('cryptography', () => {
  for (const [kind, how, format] of /** @type {const} */ ([
    ['rsa-2048', 'pkcs12', 'pkcs12'],
    ['p-521', 'pkcs12', 'pkcs12'],
    ['ed25519', 'pkcs12', 'pkcs12'],
    ['rsa-2048', 'pkcs12-3des', 'pkcs12'],
    ['p-256', 'pkcs12-3des', 'pkcs12'],
    ['rsa-2048', 'openssh', 'openssh'],
    ['p-384', 'openssh', 'openssh'],
    ['ed25519', 'openssh', 'openssh'],
  ])) {
    test(`${kind} as ${how}`, async () => {
      const { forms, numbers } = await cryptography.generate(kind);
      await opens(await cryptography.protect(forms['pkcs8-pem'], how, PASSWORD), PASSWORD, format, numbers);
    });
  }

  test('an OpenSSH key with a short d is as it should be', async () => {
    let jwk;
    do jwk = generateJwk('ec', { namedCurve: 'P-521' });
    while (Buffer.from(String(jwk.d), 'base64url')[0] !== 0);
    const octets = await cryptography.protect(privateJwkToPem(jwk), 'openssh', PASSWORD);
    assert.deepEqual(errors(vault.read(octets, PASSWORD)), []);
  });
});

describe('ssh-keygen', () => {
  for (const command of [
    '-t rsa -b 2048', '-t ecdsa -b 256', '-t ecdsa -b 384', '-t ecdsa -b 521', '-t ed25519',
    '-t rsa -b 2048 -Z aes256-cbc', '-t ed25519 -Z aes256-gcm@openssh.com', '-t ecdsa -b 256 -Z aes128-gcm@openssh.com',
  ]) {
    test(command, () => withFolder(async (folder) => {
      const file = path.join(folder, 'id');
      await run('ssh-keygen', [...command.split(' '), '-q', '-C', 'blåbær', '-N', PASSWORD, '-f', file]);
      const octets = await readFile(file);
      await run('ssh-keygen', ['-p', '-q', '-P', PASSWORD, '-N', '', '-f', file]);
      const { numbers } = await cryptography.unlock(await readFile(file), '');
      await opens(octets, PASSWORD, 'openssh', numbers);
    }));
  }

  test('-Z 3des-cbc: hardly ever chosen, and named', () => withFolder(async (folder) => {
    const file = path.join(folder, 'id');
    await run('ssh-keygen', ['-t', 'ed25519', '-Z', '3des-cbc', '-q', '-N', PASSWORD, '-f', file]);
    const octets = await readFile(file);
    assert.throws(() => vault.readAll(octets, PASSWORD), { code: 'encryption-unknown' });
  }));

  test('without a passphrase', () => withFolder(async (folder) => {
    const file = path.join(folder, 'id');
    await run('ssh-keygen', ['-t', 'ed25519', '-q', '-N', '', '-f', file]);
    const octets = await readFile(file);
    const { numbers } = await cryptography.unlock(octets, '');
    assert.deepEqual(numbersOf(JSON.parse(vault.secret(vault.read(octets), 'jwk'))), numbers);
  }));
});

/**
 * Only with its password, and as the key that others see in it.
 *
 * @param {Buffer} octets @param {string} password @param {string} format
 * @param {import('./python-peers.mjs').Numbers} numbers
 */
async function opens(octets, password, format, numbers) {
  assert.throws(() => vault.readAll(octets), { code: 'password-needed' });
  for (const guess of [`${password} `, password.slice(1)]) {
    assert.throws(() => vault.readAll(octets, guess), { code: 'password-wrong' }, guess);
  }
  const card = vault.read(octets, password);
  assert.deepEqual([card.private, card.format], [true, format]);
  assert.deepEqual(errors(card), []);
  assert.deepEqual(numbersOf(JSON.parse(vault.secret(card, 'jwk'))), numbers);
  await openssl('pkey -check -noout', vault.secret(card, 'pkcs8-pem'));
  return card;
}

/** What is wrong with a key. @param {vault.KeyCard} card */
function errors({ findings }) {
  return findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}
