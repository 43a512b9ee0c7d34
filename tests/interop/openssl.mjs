/** OpenSSL's command line. Private keys go in and out through pipes only. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** @param {string[]} args @param {string} [input] @returns {Promise<string>} */
export function openssl(args, input = '') {
  return new Promise((resolve, reject) => {
    const child = execFile('openssl', args, (error, stdout, stderr) => {
      if (error) reject(new Error(`openssl ${args.join(' ')}: ${stderr.trim()}`));
      else resolve(stdout);
    });
    child.stdin?.on('error', () => {}); // it may refuse before it has read everything
    child.stdin?.end(input);
  });
}

/** Refuses a private PEM whose numbers do not belong together. */
export const check = (/** @type {string} */ pem) => openssl(['pkey', '-check', '-noout'], pem);

/** Refuses a public PEM that is no key. */
export async function checkPublic(/** @type {string} */ pem) {
  const text = await openssl(['pkey', '-pubin', '-text', '-noout'], pem);
  // OpenSSL 3.0 can check the point of a curve, but knows no check for an RSA or Ed25519 key.
  if (text.includes('NIST CURVE')) await openssl(['pkey', '-pubin', '-pubcheck', '-noout'], pem);
}

/** The key as OpenSSL would have written it. */
export const rewritten = {
  'pkcs8-pem': (/** @type {string} */ pem) => openssl(['pkey'], pem),
  'pkcs1-pem': (/** @type {string} */ pem) => openssl(['pkey', '-traditional'], pem),
  'sec1-pem': (/** @type {string} */ pem) => openssl(['pkey', '-traditional'], pem),
  'spki-pem': (/** @type {string} */ pem) => openssl(['pkey', '-pubin'], pem),
  'public-pkcs1-pem': (/** @type {string} */ pem) => openssl(['rsa', '-pubin', '-RSAPublicKey_out'], pem),
};

/** The public part of a private key, SubjectPublicKeyInfo. */
export const publicOf = (/** @type {string} */ pem) => openssl(['pkey', '-pubout'], pem);

/**
 * Whether a signature is the key's; an ECDSA signature as DER.
 *
 * @param {string} publicPem @param {string} alg @param {string} message @param {Buffer} signature
 */
export function verify(publicPem, alg, message, signature) {
  return withFiles({ key: publicPem, message, signature }, async (file) => {
    const raw = ['pkeyutl', '-verify', '-pubin', '-inkey', file.key, '-rawin', '-in', file.message, '-sigfile', file.signature];
    await openssl([...raw, ...OPTIONS[alg]]);
    return true;
  });
}

const DIGEST = (/** @type {string} */ alg) => ['-digest', `sha${alg.slice(2)}`];
// "The size of the salt value is the same size as the hash function output" (RFC 7518 §3.5)
const PSS = ['-pkeyopt', 'rsa_padding_mode:pss', '-pkeyopt', 'rsa_pss_saltlen:digest'];

/** @type {Record<string, string[]>} */
const OPTIONS = {
  RS256: DIGEST('RS256'), RS384: DIGEST('RS384'), RS512: DIGEST('RS512'),
  PS256: [...DIGEST('PS256'), ...PSS], PS384: [...DIGEST('PS384'), ...PSS], PS512: [...DIGEST('PS512'), ...PSS],
  ES256: DIGEST('ES256'), ES384: DIGEST('ES384'), ES512: DIGEST('ES512'),
  EdDSA: [],
};

/**
 * Files for the length of one call, in a folder that only this user can read.
 *
 * @template {Record<string, string | Buffer>} Contents @template Result
 * @param {Contents} contents
 * @param {(paths: Record<keyof Contents, string>) => Promise<Result>} use
 */
async function withFiles(contents, use) {
  const folder = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-interop-'));
  try {
    const paths = Object.fromEntries(Object.keys(contents).map((name) => [name, path.join(folder, name)]));
    for (const [name, content] of Object.entries(contents)) await writeFile(paths[name], content, { mode: 0o600 });
    return await use(/** @type {Record<keyof Contents, string>} */ (paths));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
