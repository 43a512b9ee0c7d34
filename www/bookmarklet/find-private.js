/**
 * Recognises private keys in text, as crate/jose/src/private_material.rs does for the page, in few words: this has
 * to fit into a bookmark. It guards against mistakes, not against somebody who hides a key.
 */
import { octetsOf, search } from './search.js';

/** Members that hold private or symmetric keys (RFC 7518 §6.2.2, §6.3.2, §6.4; RFC 8037 §2). */
const PRIVATE_MEMBER = /^([dpqk]|d[pq]|qi|oth)$/;

/** PEM, OpenPGP; PuTTY; OpenSSH behind base64; age; `openssl -text`; Java's key stores (FEEDFEED, CECECECE). */
const LABEL =
  /-----(BEGIN|END) [\w ]*PRIVATE KEY|PuTTY-User-Key-File|openssh-key-v1|AGE-SECRET-KEY-1|Private-Key: \(|(\/u3\+|_u3-)7QAAAA|zs7OzgAAAA/;

/** In JSON, JavaScript, YAML, TOML, settings and the XML of .NET: a name, a sign, and what may be a number. */
const MEMBER =
  /(?<![\w+/-])([\\"'`\x80-\uffff]{0,9})(?:([dpqk]|d[pq]|qi|oth)|[DPQ]|D[PQ]|InverseQ|privateExponent|prime[12])[\\"'`\x80-\uffff]{0,9}\s*([:=]>?|>)[\s>|\\"'`\x80-\uffff-]*([\w+/-]{9,}(?:[^\S\n]*\n\s*[\w+/-]+)*)/g;

/**
 * DER of a private key: a SEQUENCE that begins with a small INTEGER (PKCS#1, PKCS#8, SEC1, PKCS#12), or with an
 * algorithm of PKCS#5 or PKCS#12 (EncryptedPrivateKeyInfo).
 */
const PRIVATE_DER =
  /^0(?:[\0-\x80]|\x81[^]|\x82[^]{2}|\x83[^]{3}|\x84[^]{4})(?:\x02\x01[\0-\x03]|[^]{0,15}\*\x86H\x86\xf7\r\x01[\x05\x0c])/;

/** @param {string} text */
export function findPrivate(text) {
  return search(text, hasPrivateMember, inText);
}

/** @param {Record<string, any>} object */
function hasPrivateMember(object) {
  return Object.keys(object).some((name) => PRIVATE_MEMBER.test(name) && object[name] !== null);
}

/** @param {string} text */
function inText(text) {
  return LABEL.test(text)
    || [...text.matchAll(MEMBER)].some(isNumber)
    || [...text.matchAll(/(?<![\w+/-])(?=(M[\w+/\s-]{39,99}))/g)].some(([, run]) => PRIVATE_DER.test(octetsOf(run)))
    || [...text.matchAll(/\b(?:0x)?(30[\da-f]{78})/gi)].some(([, run]) =>
      PRIVATE_DER.test(run.replace(/../g, (two) => String.fromCharCode(+`0x${two}`))));
}

/** A value as long as a key's, with capitals, small letters and digits where the name is no quoted member. */
function isNumber(/** @type {string[]} */ [, quote, known, sign, value]) {
  const run = value.replace(/\s/g, '');
  return known && quote && sign === ':'
    ? run[15]
    : sign + known !== '=k' && run[39] && /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run);
}
