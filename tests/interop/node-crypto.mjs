/** Node's own `crypto`: carries keys between JWK and PEM for judges that know only one of them. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';

/**
 * A new key as JWK, by way of PEM: in Node 20, when the garbage collector comes
 * by while a generated key is exported as JWK, both wait for the key's mutex
 * for ever (the job that made the key is destroyed with the mutex held).
 *
 * @param {'rsa' | 'ec'} type @param {object} options
 */
export function generateJwk(type, options) {
  const encodings = { privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } };
  const { privateKey } = generateKeyPairSync(/** @type {any} */ (type), { ...options, ...encodings });
  return privatePemToJwk(/** @type {any} */ (privateKey));
}

export const privatePemToJwk = (/** @type {string} */ pem) => createPrivateKey(pem).export({ format: 'jwk' });
/** PKCS#8. */
export const derToJwk = (/** @type {Buffer} */ key) =>
  createPrivateKey({ key, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
/** A PEM that a password protects, as PKCS#8 without it. */
export const unlockedPem = (/** @type {string} */ key, /** @type {string} */ passphrase) =>
  createPrivateKey({ key, passphrase }).export({ format: 'pem', type: 'pkcs8' }).toString();
export const publicPemToJwk = (/** @type {string} */ pem) => createPublicKey(pem).export({ format: 'jwk' });

export const privateJwkToPem = (/** @type {import('node:crypto').JsonWebKey} */ key) =>
  createPrivateKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'pkcs8' }).toString();
export const publicJwkToPem = (/** @type {import('node:crypto').JsonWebKey} */ key) =>
  createPublicKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'spki' }).toString();
