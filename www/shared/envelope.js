/**
 * What is carried from the page to the portal's panel: by the clipboard, as JSON, and all of it public.
 *
 *     {"nokkelsmie": 1, "environment": "test", "name": "…", "description": "…", "scopes": ["…"], "publicKey": {…} | "-----BEGIN PUBLIC KEY…"}
 *
 * The members are a closed list, those of the key too (RFC 7517 §4, RFC 7518 §6.2.1, §6.3.1; RFC 8037 §2): what
 * is private has no place in it. `publicKey` is null before there is a key.
 *
 * @typedef {Record<string, string|string[]>} PublicJwk
 *
 * @typedef {object} Envelope
 * @property {string} environment  `test`, `production` or `practice`: what is composed for one is not for another
 * @property {string} name
 * @property {string} description
 * @property {string[]} scopes
 * @property {PublicJwk|string|null} publicKey  a JWK, or PEM with the label PUBLIC KEY
 *
 * @typedef {'not-envelope'|'member'|'value'|'key'} Refusal
 *   `member`: one that is not on the list; `value`: of another type; `key`: no public JWK and no public PEM
 */

const MEMBERS = /^(nokkelsmie|environment|name|description|scopes|publicKey)$/;
const KEY_MEMBERS = /^(kty|alg|use|kid|e|n|crv|x|y|x5c)$/;
/** RFC 7468 §13: one block, and nothing around it. */
const PUBLIC_PEM = /^-----BEGIN PUBLIC KEY-----\s[\w+/=\s]+-----END PUBLIC KEY-----\s*$/;

/** @param {Envelope} envelope @returns {string} */
export function writeEnvelope({ environment, name, description, scopes, publicKey }) {
  return JSON.stringify({ nokkelsmie: 1, environment, name, description, scopes, publicKey });
}

/** What of a public JWK has a place in the envelope. @param {PublicJwk} jwk @returns {PublicJwk} */
export function publicMembers(jwk) {
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => KEY_MEMBERS.test(name)));
}

/**
 * @param {string} text
 * @returns {Envelope|Refusal}
 */
export function readEnvelope(text) {
  let it;
  try {
    it = JSON.parse(text);
  } catch {
    // not JSON, and so none of ours
  }
  if (!it || it.nokkelsmie !== 1) return 'not-envelope';
  if (!isClosed(it, MEMBERS)) return 'member';
  const { environment, name, description, scopes, publicKey } = it;
  if (!Array.isArray(scopes) || ![environment, name, description, ...scopes].every(isText)) return 'value';
  return publicKey === null || isPublicKey(publicKey) ? { environment, name, description, scopes, publicKey } : 'key';
}

/** @param {any} key */
function isPublicKey(key) {
  return isText(key) ? PUBLIC_PEM.test(key) : key && key.kty && isClosed(key, KEY_MEMBERS)
    && Object.entries(key).every(([name, value]) =>
      (name === 'x5c') === Array.isArray(value) && [value].flat().every(isText));
}

/** @param {object} object @param {RegExp} members */
function isClosed(object, members) {
  return Object.keys(object).every((name) => members.test(name));
}

/** @param {unknown} value @returns {value is string} */
function isText(value) {
  return typeof value === 'string';
}
