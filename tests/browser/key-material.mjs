/**
 * Finds private keys in whatever may have carried them: a request, a file on
 * disk, a page's text, a heap. It knows the keys, so it looks for their octets
 * and not for words like PRIVATE KEY.
 *
 * A needle is 16 octets long, in whatever way the key was written: 16 octets of
 * the secret itself, or 16 characters of its hex, decimal or base64. A piece of
 * that size is enough to be found; the whole need not be there.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';

/** The private members of a JWK (RFC 7518 §6.2.2, §6.3.2; RFC 8037 §2). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi'];

const SIZE = 16;

/**
 * @typedef {Record<string, any>} Jwk
 * @typedef {{key: string, member: string, form: string}} Found  what it was, never its value
 */

export class Scanner {
  /** @type {Map<string, Found>} */
  #needles = new Map();
  /** One bit for the hash of each needle's first four octets. */
  #bits = new Uint8Array(1 << 21);

  /** @param {Jwk[]} [jwks] */
  constructor(jwks = []) {
    for (const jwk of jwks) this.add(jwk);
  }

  get size() {
    return this.#needles.size;
  }

  /** @param {Jwk} jwk  private */
  add(jwk) {
    for (const member of PRIVATE_MEMBERS) {
      if (typeof jwk[member] !== 'string') continue;
      for (const { form, window } of windows(Buffer.from(jwk[member], 'base64url'))) {
        this.#needle(window, { key: jwk.kid ?? jwk.kty, member, form });
      }
    }
  }

  /**
   * What of the keys is in here, each kind once. Percent-encoding and text of
   * two octets a character are seen through.
   *
   * @param {string|Uint8Array} haystack
   * @returns {Found[]}
   */
  find(haystack) {
    const octets =
      typeof haystack === 'string'
        ? Buffer.from(haystack, 'utf8')
        : Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
    /** @type {Map<string, Found>} */
    const found = new Map();
    for (const view of views(octets)) this.#look(view, found);
    return [...found.values()];
  }

  /** @param {string} window  16 octets as latin1 @param {Found} what */
  #needle(window, what) {
    if (this.#needles.has(window)) return;
    this.#needles.set(window, what);
    const hash = hashOf(word(window));
    this.#bits[hash >>> 3] |= 1 << (hash & 7);
  }

  /** @param {Buffer} octets @param {Map<string, Found>} found */
  #look(octets, found) {
    const bits = this.#bits;
    let last = 0;
    for (let at = 0; at < octets.length; at++) {
      last = (last << 8) | octets[at];
      const hash = hashOf(last);
      if (!(bits[hash >>> 3] & (1 << (hash & 7)))) continue;
      const needle = this.#needles.get(octets.toString('latin1', Math.max(0, at - 3), at - 3 + SIZE));
      if (needle) found.set(`${needle.key} ${needle.member} ${needle.form}`, needle);
    }
  }
}

/** For a message of a test: what was found, or nothing. @param {Found[]} found */
export function describe(found) {
  return found.map(({ key, member, form }) => `${member} of ${key} as ${form}`);
}

/** The private key in the PEM labels that there are for it. @param {Jwk} jwk @returns {Record<string, string>} */
export function pems(jwk) {
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const type = /** @type {Record<string, 'pkcs1'|'sec1'>} */ ({ RSA: 'pkcs1', EC: 'sec1' })[jwk.kty];
  const write = (/** @type {any} */ form) => key.export({ type: form, format: 'pem' }).toString();
  return { pkcs8: write('pkcs8'), ...(type ? { [type]: write(type) } : {}) };
}

/**
 * Every window of a secret in every form.
 *
 * @param {Buffer} secret
 * @returns {Generator<{form: string, window: string}>}
 */
function* windows(secret) {
  for (const [order, octets] of /** @type {const} */ ([['', secret], [', reversed', Buffer.from(secret).reverse()]])) {
    yield* cut(`octets${order}`, octets.toString('latin1'), 1);
    yield* cut(`hex${order}`, octets.toString('hex'), 2);
    yield* cut(`HEX${order}`, octets.toString('hex').toUpperCase(), 2);
    yield* cut(`decimal${order}`, BigInt(`0x${octets.toString('hex')}`).toString(), 1);
    for (const encoding of /** @type {const} */ (['base64', 'base64url'])) {
      for (const once of alignments(octets, encoding)) {
        yield* cut(`${encoding}${order}`, once, 4);
        // A PEM or a JWK is itself carried in base64: that of the text.
        for (const twice of alignments(Buffer.from(once), 'base64'))
          yield* cut(`${encoding} in base64${order}`, twice, 4);
      }
    }
  }
}

/**
 * What stands before a secret decides which of three ways its base64 falls.
 *
 * @param {Buffer} octets
 * @param {'base64'|'base64url'} encoding
 */
function alignments(octets, encoding) {
  return [0, 1, 2].map((skipped) =>
    octets.subarray(skipped, octets.length - ((octets.length - skipped) % 3)).toString(encoding),
  );
}

/** @param {string} form @param {string} text  latin1 @param {number} step */
function* cut(form, text, step) {
  for (let at = 0; at + SIZE <= text.length; at += step) yield { form, window: text.slice(at, at + SIZE) };
}

/** The octets as they are, and as they are meant. @param {Buffer} octets */
function* views(octets) {
  yield octets;
  if (octets.includes('%')) yield percentDecoded(octets);
  if (octets.includes(0)) {
    yield every(octets, 0);
    yield every(octets, 1);
  }
}

/** @param {Buffer} octets */
function percentDecoded(octets) {
  return Buffer.from(
    octets.toString('latin1').replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
}

/**
 * Every second octet: UTF-16 of plain characters, in either byte order.
 *
 * @param {Buffer} octets
 * @param {number} start
 */
function every(octets, start) {
  const half = Buffer.alloc((octets.length - start + 1) >> 1);
  for (let from = start, to = 0; from < octets.length; from += 2, to++) half[to] = octets[from];
  return half;
}

/** @param {string} window  latin1 */
function word(window) {
  return (
    (window.charCodeAt(0) << 24) | (window.charCodeAt(1) << 16) | (window.charCodeAt(2) << 8) | window.charCodeAt(3)
  );
}

/** 24 bits (multiplicative hashing). @param {number} value */
function hashOf(value) {
  return Math.imul(value, 0x9e3779b1) >>> 8;
}

/**
 * A new private key as a JWK. By way of PEM: Node 20 can lock up while it
 * exports as a JWK what it has just made.
 *
 * @param {'rsa'|'ec'|'ed25519'} type
 * @param {object} [options]  as for generateKeyPairSync
 * @returns {Record<string, string>}
 */
export function newPrivateJwk(type, options = {}) {
  const encodings = {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  };
  const { privateKey } = /** @type {any} */ (generateKeyPairSync)(type, { ...options, ...encodings });
  return /** @type {any} */ (createPrivateKey(privateKey).export({ format: 'jwk' }));
}
