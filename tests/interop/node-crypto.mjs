/** Node's own `crypto`: carries keys between JWK and PEM for judges that know only one of them. */
import { createPrivateKey, createPublicKey } from 'node:crypto';

export const privatePemToJwk = (/** @type {string} */ pem) => createPrivateKey(pem).export({ format: 'jwk' });
export const publicPemToJwk = (/** @type {string} */ pem) => createPublicKey(pem).export({ format: 'jwk' });

export const privateJwkToPem = (/** @type {import('node:crypto').JsonWebKey} */ key) =>
  createPrivateKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'pkcs8' }).toString();
export const publicJwkToPem = (/** @type {import('node:crypto').JsonWebKey} */ key) =>
  createPublicKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'spki' }).toString();
