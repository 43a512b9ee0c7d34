/**
 * The one Trusted Types policy, `app`: it makes the address of the vault's
 * worker and the document of the vault's frame, both from this build's own text.
 *
 * @typedef {{createHTML: (text: string) => any, createScriptURL: (url: string) => any}} Policy
 */

const own = (/** @type {string} */ text) => text;

/** @type {{trustedTypes?: {createPolicy: (name: string, rules: object) => Policy}}} */
const realm = /** @type {any} */ (globalThis);

/** @type {Policy} */
export const trusted = realm.trustedTypes
  ? realm.trustedTypes.createPolicy('app', { createHTML: own, createScriptURL: own })
  : { createHTML: own, createScriptURL: own };
