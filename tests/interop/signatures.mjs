/** Grants that the vault signs, before the judges. */
import assert from 'node:assert/strict';
import * as openssl from './openssl.mjs';
import * as panva from './panva.mjs';
import { cryptography, jwcrypto } from './python-peers.mjs';
import * as vault from './vault.mjs';

/** Maskinporten's test environment. */
export const TEST = {
  name: 'test',
  portal: 'https://sjolvbetjening.test.samarbeid.digdir.no',
  issuer: 'https://test.maskinporten.no/',
  tokenEndpoint: 'https://test.maskinporten.no/token',
  metadata: 'https://test.maskinporten.no/.well-known/oauth-authorization-server',
  selfServiceApi: 'https://api.test.samarbeid.digdir.no/api/v1',
  altinnExchange: 'https://platform.tt02.altinn.no/authentication/api/v1/exchange/maskinporten',
};

export const REQUEST = { clientId: 'b590f149-d0ba-4fca-b367-bccd9e444a00', kid: null, scope: 'altinn:serviceowner' };

/** @typedef {'panva/jose' | 'jwcrypto' | 'cryptography' | 'openssl'} Verifier */
/** @type {Record<Verifier, (given: {jwk: string, pem: string, alg: string, token: string}) => Promise<any>>} */
const VERIFIERS = {
  'panva/jose': async ({ jwk, alg, token }) => assert.equal(await panva.verify(JSON.parse(jwk), alg, token), payloadOf(token)),
  jwcrypto: async ({ jwk, alg, token }) => assert.equal(await jwcrypto.verify(jwk, alg, token), payloadOf(token)),
  cryptography: ({ pem, alg, token }) => cryptography.verify(pem, alg, ...signedParts(token)),
  async openssl({ pem, alg, token, jwk }) {
    const [message, signature] = signedParts(token);
    const octets = alg.startsWith('ES') ? await cryptography.ecdsaToDer(JSON.parse(jwk).crv, signature) : signature;
    return openssl.verify(pem, alg, message, Buffer.from(octets, 'base64url'));
  },
};

/**
 * The vault signs with a key, and each of them verifies it; with the key as
 * the maker wrote it, when that is given.
 *
 * @param {vault.KeyCard} card @param {Verifier[]} [by]
 * @param {{jwk?: string, pem?: string}} [original]
 */
export async function agreeOnSignature(card, by = /** @type {Verifier[]} */ (Object.keys(VERIFIERS)), original = {}) {
  const forms = vault.publicForms(card);
  const given = {
    jwk: original.jwk ?? forms?.jwk ?? '',
    pem: original.pem ?? forms?.['spki-pem'] ?? '',
    alg: String(card.algorithm),
    token: vault.sign(card, TEST, REQUEST).assertion,
  };
  for (const name of by) await VERIFIERS[name](given);
}

const payloadOf = (/** @type {string} */ token) => Buffer.from(token.split('.')[1], 'base64url').toString();

/** @returns {[string, string]} what is signed, and the signature */
function signedParts(/** @type {string} */ token) {
  const dot = token.lastIndexOf('.');
  return [token.slice(0, dot), token.slice(dot + 1)];
}
