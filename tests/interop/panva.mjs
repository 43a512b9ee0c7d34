/** panva/jose: JOSE over WebCrypto. Keys come and go as JWK objects or PEM text. */
import * as jose from 'jose';

/** @param {Record<string, any>} jwk @param {string} alg */
export async function jwkNumbers(jwk, alg) {
  return jose.exportJWK(await jose.importJWK(jwk, alg, { extractable: true }));
}

export async function pkcs8Numbers(/** @type {string} */ pem, /** @type {string} */ alg) {
  return jose.exportJWK(await jose.importPKCS8(pem, alg, { extractable: true }));
}

export async function spkiNumbers(/** @type {string} */ pem, /** @type {string} */ alg) {
  return jose.exportJWK(await jose.importSPKI(pem, alg, { extractable: true }));
}

export const thumbprint = (/** @type {Record<string, any>} */ jwk) => jose.calculateJwkThumbprint(jwk);

/** @param {Record<string, any>} jwk @param {{alg: string} & Record<string, any>} header @param {string} payload */
export async function sign(jwk, header, payload) {
  const key = await jose.importJWK(jwk, header.alg);
  return new jose.CompactSign(new TextEncoder().encode(payload)).setProtectedHeader(header).sign(key);
}

/**
 * The payload of a JWS whose signature is the key's; throws otherwise.
 *
 * @param {Record<string, any>} jwk @param {string} alg @param {string} token
 */
export async function verify(jwk, alg, token) {
  const key = await jose.importJWK(jwk, alg);
  const { payload } = await jose.compactVerify(token, key, { algorithms: [alg] });
  return new TextDecoder().decode(payload);
}

/** As a service finds the key: by the header's kid in the client's key set. */
export function verifyBySet(/** @type {any} */ jwks, /** @type {string} */ token, /** @type {jose.JWTVerifyOptions} */ options) {
  return jose.jwtVerify(token, jose.createLocalJWKSet(jwks), options);
}

/** A new key in each form that it can be written in. */
export async function generate(/** @type {string} */ alg, bits = 0) {
  const options = { extractable: true, ...bits && { modulusLength: bits } };
  const { privateKey, publicKey } = await jose.generateKeyPair(alg, options);
  const pkcs8 = await jose.exportPKCS8(privateKey);
  const spki = await jose.exportSPKI(publicKey);
  // By way of PEM: see generateJwk in node-crypto.mjs.
  const jwk = await pkcs8Numbers(pkcs8, alg);
  const publicJwk = await spkiNumbers(spki, alg);
  return {
    jwk,
    forms: { jwk: JSON.stringify(jwk), 'pkcs8-pem': pkcs8, 'public-jwk': JSON.stringify(publicJwk), 'spki-pem': spki },
  };
}
