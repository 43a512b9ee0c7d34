/** The shipped vault: the module that the page runs, in Node. */
import { readFileSync } from 'node:fs';
import { initSync, Vault } from '../../dist/module/vault/nokkelsmie_vault.js';

initSync({ module: readFileSync(new URL('../../dist/module/vault/nokkelsmie_vault_bg.wasm', import.meta.url)) });

/** @typedef {import('../../dist/module/vault/nokkelsmie_vault.js').KeyCard} KeyCard */

const vault = new Vault();

/** Makes a key to the end. */
export function generate(/** @type {any} */ kind, /** @type {any} */ algorithm, /** @type {string} */ kid) {
  const generation = vault.generation({ kind, algorithm, kid });
  while (!generation.step().done);
  return vault.adopt(generation, Date.now());
}

/** Every key in a text, which a password may open. */
export const readAll = (/** @type {string | Uint8Array} */ text, /** @type {string} */ password = '') =>
  vault.read(Buffer.from(/** @type {any} */ (text)), password ? Buffer.from(password) : undefined, Date.now()).cards;

/** The only key in a text. */
export function read(/** @type {string | Uint8Array} */ text, /** @type {string} */ password = '') {
  const cards = readAll(text, password);
  if (cards.length !== 1) throw new Error(`${cards.length} keys where one was expected`);
  return cards[0];
}

/** The private part in one of its forms. */
export const secret = (/** @type {KeyCard} */ card, /** @type {any} */ format) => secretOctets(card, format).toString();

/** The same for a form that is no text. */
export const secretOctets = (/** @type {KeyCard} */ card, /** @type {any} */ format) =>
  Buffer.from(vault.secret(card.handle, format));

/** A file that only the password opens. */
export const protect = (/** @type {KeyCard} */ card, /** @type {any} */ format, /** @type {string} */ password) =>
  Buffer.from(vault.protect(card.handle, format, Buffer.from(password)));

export const relabel = (/** @type {KeyCard} */ card, /** @type {any} */ labels) => vault.relabel(card.handle, labels, Date.now());

/** A grant for Maskinporten. */
export const sign = (/** @type {KeyCard} */ card, /** @type {any} */ environment, /** @type {any} */ request, now = Date.now()) =>
  vault.sign(card.handle, environment, request, now);

/** The public part in the forms that the card shows, by the names of {@link ./kinds.mjs}. */
export const publicForms = (/** @type {KeyCard} */ { public: texts }) => texts && {
  jwk: texts.jwk,
  'jwk-array': texts.jwkArray,
  'jwk-set': texts.jwks,
  'spki-pem': texts.pem,
  ...(texts.pkcs1Pem === null ? {} : { 'pkcs1-pem': texts.pkcs1Pem }),
  'base64-jwk': texts.base64Jwk,
  'base64-pem': texts.base64Pem,
};

/** Who takes private keys. */
export const receivers = () => vault.receivers();

export const planHandOver = (/** @type {KeyCard} */ card, /** @type {any} */ order) => /** @type {any} */ (vault.planHandOver(card.handle, order));

/** The file that a receiver reads. */
export const handOverFile = (/** @type {KeyCard} */ card, /** @type {any} */ order, /** @type {string} */ password = '') =>
  Buffer.from(vault.handOverFile(card.handle, order, password ? Buffer.from(password) : undefined));

/** What is to be said of what was stored for it. */
export const checkStored = (/** @type {KeyCard} */ card, /** @type {any} */ order, /** @type {string | Uint8Array} */ stored, /** @type {string} */ password = '') =>
  vault.checkStored(card.handle, order, Buffer.from(/** @type {any} */ (stored)), password ? Buffer.from(password) : undefined);
