/** OpenSSL's command line. Private keys go in and out through pipes only. */
import { withFiles } from './files.mjs';
import { run } from './program.mjs';

/** One command as people type it, without `openssl`. */
export const openssl = async (/** @type {string} */ command, /** @type {string | Uint8Array} */ input = '') => (await der(command, input)).toString();

/** The same for a command that writes DER. */
export const der = (/** @type {string} */ command, /** @type {string | Uint8Array} */ input = '') => run('openssl', command.split(' '), input);

/** Refuses a private PEM whose numbers do not belong together. */
export const check = (/** @type {string} */ pem) => openssl('pkey -check -noout', pem);

/** Refuses a public PEM that is no key. */
export async function checkPublic(/** @type {string} */ pem) {
  const text = await openssl('pkey -pubin -text -noout', pem);
  // OpenSSL 3.0 can check the point of a curve, but knows no check for an RSA or Ed25519 key.
  if (text.includes('NIST CURVE')) await openssl('pkey -pubin -pubcheck -noout', pem);
}

/** The key as OpenSSL would have written it. */
export const rewritten = {
  'pkcs8-pem': (/** @type {string} */ pem) => openssl('pkey', pem),
  'pkcs1-pem': (/** @type {string} */ pem) => openssl('pkey -traditional', pem),
  'sec1-pem': (/** @type {string} */ pem) => openssl('pkey -traditional', pem),
  'spki-pem': (/** @type {string} */ pem) => openssl('pkey -pubin', pem),
  'public-pkcs1-pem': (/** @type {string} */ pem) => openssl('rsa -pubin -RSAPublicKey_out', pem),
};

/** The public part of a private key, SubjectPublicKeyInfo. */
export const publicOf = (/** @type {string} */ pem) => openssl('pkey -pubout', pem);

/**
 * Whether a signature is the key's; an ECDSA signature as DER.
 *
 * @param {string} publicPem @param {string} alg @param {string} message @param {Buffer} signature
 */
export function verify(publicPem, alg, message, signature) {
  return withFiles({ key: publicPem, message, signature }, async (file) => {
    const given = ['-pubin', '-inkey', file.key, '-rawin', '-in', file.message, '-sigfile', file.signature];
    await run('openssl', ['pkeyutl', '-verify', ...given, ...OPTIONS[alg]]);
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
