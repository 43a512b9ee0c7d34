/** Every kind of key, what it signs with and which texts it can be written as. */

const RSA_FORMATS = {
  private: ['jwk', 'jwk-array', 'jwk-set', 'pkcs8-pem', 'pkcs1-pem', 'base64-jwk', 'base64-pem'],
  public: ['jwk', 'jwk-array', 'jwk-set', 'spki-pem', 'pkcs1-pem', 'base64-jwk', 'base64-pem'],
};
const EC_FORMATS = {
  private: ['jwk', 'jwk-array', 'jwk-set', 'pkcs8-pem', 'sec1-pem', 'base64-jwk', 'base64-pem'],
  public: ['jwk', 'jwk-array', 'jwk-set', 'spki-pem', 'base64-jwk', 'base64-pem'],
};
const OKP_FORMATS = {
  private: ['jwk', 'jwk-array', 'jwk-set', 'pkcs8-pem', 'base64-jwk', 'base64-pem'],
  public: ['jwk', 'jwk-array', 'jwk-set', 'spki-pem', 'base64-jwk', 'base64-pem'],
};
const RSA_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

/**
 * `coordinate`: octets of x, y and d. The first algorithm is the default.
 *
 * @typedef {{kind: string, bits: number, crv?: string, coordinate?: number, algorithms: string[], formats: {private: string[], public: string[]}}} Kind
 * @type {Kind[]}
 */
export const KINDS = [
  { kind: 'rsa-2048', bits: 2048, algorithms: RSA_ALGORITHMS, formats: RSA_FORMATS },
  { kind: 'rsa-3072', bits: 3072, algorithms: RSA_ALGORITHMS, formats: RSA_FORMATS },
  { kind: 'rsa-4096', bits: 4096, algorithms: RSA_ALGORITHMS, formats: RSA_FORMATS },
  { kind: 'p-256', bits: 256, crv: 'P-256', coordinate: 32, algorithms: ['ES256'], formats: EC_FORMATS },
  { kind: 'p-384', bits: 384, crv: 'P-384', coordinate: 48, algorithms: ['ES384'], formats: EC_FORMATS },
  { kind: 'p-521', bits: 521, crv: 'P-521', coordinate: 66, algorithms: ['ES512'], formats: EC_FORMATS },
  { kind: 'ed25519', bits: 255, crv: 'Ed25519', coordinate: 32, algorithms: ['EdDSA'], formats: OKP_FORMATS },
];

/** @returns {Kind} */
export function named(/** @type {string} */ name) {
  const found = KINDS.find(({ kind }) => kind === name);
  if (!found) throw new Error(`no kind ${name}`);
  return found;
}
