import { first, octetsOf, search } from './search.js';

/** The public members of each type of key (RFC 7518 §6.2.1, §6.3.1; RFC 8037 §2), and what describes it. */
const PUBLIC_MEMBERS = ['kty', 'crv', 'n', 'e', 'x', 'y', 'alg', 'use', 'kid'];

/** rsaEncryption, and NULL (RFC 8017 §A.1). */
const RSA = '0\r\x06\x09*\x86H\x86\xf7\r\x01\x01\x01\x05\0';

/**
 * The public part of the first private key in a text: of a JWK, as a JWK; of an RSA key that is not encrypted, as
 * PEM. Nothing where it cannot be had.
 *
 * @param {string} text
 * @returns {string|undefined}
 */
export function publicPart(text) {
  return search(text, ofJwk, inText) || undefined;
}

/** @param {Record<string, any>} object */
function ofJwk(object) {
  return object.kty && object.d && (object.n || object.x) && JSON.stringify(object, PUBLIC_MEMBERS, 1);
}

/** @param {string} text */
function inText(text) {
  return first([...text.matchAll(/(?<![\w+/-])M[\w+/\s-]{40,}/g)], ([run]) => {
    const numbers = rsaNumbers(octetsOf(run));
    return numbers && pem(der('0', RSA + der('\x03', `\0${der('0', numbers)}`)));
  });
}

/**
 * n and e as they stand in the DER of a PKCS#1 key (RFC 8017 §A.1.2), or of one in PKCS#8 (RFC 5958 §2).
 *
 * @param {string} octets
 * @returns {string|undefined}
 */
function rsaNumbers(octets) {
  const version = element(octets, element(octets, 0)[0])[1];
  const [begin, end] = element(octets, version);
  if (octets.slice(version, end) === RSA) return rsaNumbers(octets.slice(element(octets, end)[0]));
  const last = element(octets, end)[1];
  return octets[version] + octets[end] === '\x02\x02' && end - begin > 63 && last - end < 12
    ? octets.slice(version, last) : undefined;
}

/**
 * Where the content of an element begins and ends (X.690 §8.1).
 *
 * @param {string} octets
 * @param {number} at  its tag
 */
function element(octets, at) {
  let length = octets.charCodeAt(at + 1);
  let begin = at + 2;
  if (length > 127) {
    const long = length & 7;
    for (length = 0; begin < at + 2 + long;) length = length * 256 + octets.charCodeAt(begin++);
  }
  return [begin, begin + length];
}

/** @param {string} tag @param {string} content */
function der(tag, content) {
  const { length } = content;
  const [high, low] = String.fromCharCode(length >> 8, length & 255);
  return tag + (length < 128 ? '' : length < 256 ? '\x81' : `\x82${high}`) + low + content;
}

/** @param {string} octets */
function pem(octets) {
  return `-----BEGIN PUBLIC KEY-----\n${btoa(octets).replace(/.{1,64}/g, '$&\n')}-----END PUBLIC KEY-----\n`;
}
