/**
 * Files that a password protects, made by OpenSSL and Node for the tests: what
 * people bring from elsewhere.
 */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './harness.mjs';

/** Of every file here. */
export const PASSWORD = 'blåbær 1814';

const pem = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

/** Another file, of a business: one key for signing and one that is not. Its password: kun-for-test */
export const TWO_KEYS = path.join(ROOT, 'tests/vectors/business/two-keys.p12');

/** What stands in each of the files. */
export const KEY = createPrivateKey(pem);

export const ENCRYPTED_PEM = KEY.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: PASSWORD,
}).toString();

const NAME = '/C=NO/O=PRØVE KOMMUNE/CN=PRØVE KOMMUNE/serialNumber=312770016';

/** With a certificate of a municipality that there is not. */
export const { pkcs12: PKCS12, certificate: CERTIFICATE } = withOpenssl(({ file, openssl }) => {
  certify(openssl, file, 400);
  openssl('pkcs12', '-export', '-inkey', file('key.pem'), '-in', file('certificate.pem'),
    '-passout', 'env:WORD', '-out', file('keys.p12'));
  return { pkcs12: readFileSync(file('keys.p12')), certificate: readFileSync(file('certificate.pem'), 'utf8') };
});

/** Another certificate of the same key and name, as PEM. @param {number} days  that it is valid from now */
export function certificateFor(days) {
  return withOpenssl(({ file, openssl }) => {
    certify(openssl, file, days);
    return readFileSync(file('certificate.pem'), 'utf8');
  });
}

/** @param {(...options: string[]) => void} openssl @param {(name: string) => string} file @param {number} days */
function certify(openssl, file, days) {
  openssl('req', '-x509', '-utf8', '-key', file('key.pem'), '-days', String(days), '-out', file('certificate.pem'),
    '-subj', NAME, '-addext', 'keyUsage=critical,digitalSignature');
}

/**
 * In a room of its own, with the key in it.
 *
 * @template T
 * @param {(tools: {file: (name: string) => string, openssl: (...options: string[]) => void}) => T} work
 */
function withOpenssl(work) {
  const room = mkdtempSync(path.join(tmpdir(), 'keystore-'));
  const file = (/** @type {string} */ name) => path.join(room, name);
  const openssl = (/** @type {string[]} */ ...options) => {
    execFileSync('openssl', options, { env: { ...process.env, WORD: PASSWORD }, stdio: ['ignore', 'pipe', 'pipe'] });
  };
  try {
    writeFileSync(file('key.pem'), pem);
    return work({ file, openssl });
  } finally {
    rmSync(room, { recursive: true });
  }
}
