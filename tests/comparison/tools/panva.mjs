/** panva/jose: imports a key, signs with it, or looks it up in its set. */
import { readFileSync } from 'node:fs';
import * as jose from 'jose';
import { refusal } from '../answer.mjs';

const PACKAGE = new URL('../../../node_modules/jose/package.json', import.meta.url);

/** @type {import('../answer.mjs').Tool} */
export const panva = {
  name: 'panva/jose',
  version: JSON.parse(readFileSync(PACKAGE, 'utf8')).version,
  ask: ({ jwk, pem, alg }) =>
    refusal(() => jwk === undefined ? usePem(String(pem), alg) : useJwk(JSON.parse(jwk), alg)),
};

async function useJwk(/** @type {any} */ jwk, /** @type {string} */ alg) {
  if (jwk.keys) return lookUp(jwk);
  const signs = jwk.alg ?? alg;
  const key = await jose.importJWK(jwk, signs);
  if (!jwk.d) return;
  await sign(key, signs);
  await sign(jwk, signs);
}

/** As a service finds the key of a grant. */
async function lookUp(/** @type {any} */ set) {
  const find = jose.createLocalJWKSet(set);
  for (const { kid, alg } of set.keys) await find({ kid, alg });
}

async function usePem(/** @type {string} */ pem, /** @type {string} */ alg) {
  await sign(await jose.importPKCS8(pem, alg), alg);
}

function sign(/** @type {any} */ key, /** @type {string} */ alg) {
  return new jose.CompactSign(new TextEncoder().encode('message')).setProtectedHeader({ alg }).sign(key);
}
