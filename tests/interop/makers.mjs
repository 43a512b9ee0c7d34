/** Keys that others make, in the forms that they write. */
import { KINDS, named } from './kinds.mjs';
import { privatePemToJwk } from './node-crypto.mjs';
import { numbersOf } from './numbers.mjs';
import * as openssl from './openssl.mjs';
import * as panva from './panva.mjs';
import { cryptography, jwcrypto } from './python-peers.mjs';

/** @typedef {import('./kinds.mjs').Kind} Kind */
/** @typedef {{form: string, text: string}} Form */
/**
 * `privates` are the same key in several forms, `publics` its public part.
 *
 * @typedef {{privates: Form[], publics: Form[], numbers: import('./python-peers.mjs').Numbers}} Made
 * @typedef {{maker: import('./signatures.mjs').Verifier, how: string, kind: Kind, make: () => Promise<Made>}} Recipe
 */

/** @returns {Recipe[]} */
export function recipes() {
  return [...OPENSSL, ...KINDS.filter(affordable).flatMap((kind) => [byPanva(kind), byPyca(kind), byLatchset(kind)])];
}

/** Judging a large RSA key takes half a second each time: OpenSSL's 3072 stands for all. */
const affordable = (/** @type {Kind} */ { crv, bits }) => crv || bits === 2048;

/** By the commands that people type. */
const OPENSSL = [
  ['rsa-2048', 'pkcs8-pem', 'genpkey -algorithm RSA'],
  ['rsa-2048', 'pkcs1-pem', 'genrsa -traditional 2048'],
  ['rsa-3072', 'pkcs8-pem', 'genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072'],
  ['p-256', 'sec1-pem', 'ecparam -name prime256v1 -genkey -noout'],
  ['p-256', 'sec1-pem', 'ecparam -name prime256v1 -genkey'], // EC PARAMETERS stand before the key
  ['p-256', 'pkcs8-pem', 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256'],
  ['p-384', 'sec1-pem', 'ecparam -name secp384r1 -genkey -noout'],
  ['p-384', 'pkcs8-pem', 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384'],
  ['p-521', 'sec1-pem', 'ecparam -name secp521r1 -genkey -noout'],
  ['p-521', 'pkcs8-pem', 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521'],
  ['ed25519', 'pkcs8-pem', 'genpkey -algorithm ED25519'],
].map(([kind, form, command]) => byOpenssl(named(kind), form, command));

/** @param {Kind} kind @param {string} form @param {string} command @returns {Recipe} */
function byOpenssl(kind, form, command) {
  const make = async () => {
    const text = await openssl.openssl(command);
    const spki = await openssl.publicOf(text);
    const publics = [{ form: 'spki-pem', text: spki }];
    if (!kind.crv) publics.push({ form: 'pkcs1-pem', text: await openssl.rewritten['public-pkcs1-pem'](spki) });
    return { privates: [{ form, text }], publics, numbers: numbersOf(privatePemToJwk(text)) };
  };
  return { maker: 'openssl', how: `openssl ${command}`, kind, make };
}

/** @param {Kind} kind @returns {Recipe} */
function byPanva(kind) {
  const make = async () => {
    const { jwk, forms } = await panva.generate(kind.algorithms[0], kind.crv ? 0 : kind.bits);
    return { ...sorted(forms), numbers: numbersOf(jwk) };
  };
  return { maker: 'panva/jose', how: `jose generateKeyPair ${kind.kind}`, kind, make };
}

/** @param {Kind} kind @returns {Recipe} */
function byPyca(kind) {
  const make = async () => {
    const { forms, numbers } = await cryptography.generate(kind.kind);
    return { ...sorted(forms), numbers };
  };
  return { maker: 'cryptography', how: `cryptography ${kind.kind}`, kind, make };
}

/** @param {Kind} kind @returns {Recipe} */
function byLatchset(kind) {
  const make = async () => {
    const { forms } = await jwcrypto.generate(kind.kind);
    return { ...sorted(forms), numbers: numbersOf(JSON.parse(forms.jwk)) };
  };
  return { maker: 'jwcrypto', how: `jwcrypto ${kind.kind}`, kind, make };
}

/** @param {Record<string, string>} forms */
function sorted(forms) {
  const all = Object.entries(forms).map(([form, text]) => ({ form, text }));
  const isPublic = ({ form = '' }) => form === 'spki-pem' || form.startsWith('public-');
  return {
    privates: all.filter((form) => !isPublic(form)),
    publics: all.filter(isPublic).map(({ form, text }) => ({ form: form.replace('public-', ''), text })),
  };
}
