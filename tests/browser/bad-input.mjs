/**
 * What people paste that is no key, or not quite: each with the code of the
 * sentence it must get. Every text that can holds MARK, which no message may show.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';

/** Stands in for what is private in an input. */
export const MARK = 'hemmeligMERKE7731';

const privatePem = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

/** A private key in the forms that people have it in. */
export const PRIVATE = {
  pem: privatePem,
  jwk: JSON.stringify(
    { ...createPrivateKey(privatePem).export({ format: 'jwk' }), kid: 'limt-inn', alg: 'RS256', use: 'sig' },
    null,
    2,
  ),
  get base64Jwk() {
    return base64(this.jwk);
  },
  get base64Pem() {
    return base64(this.pem);
  },
  get insideJson() {
    return JSON.stringify({ MaskinportenSettings: { ClientId: 'x', JwkBase64: this.base64Jwk } });
  },
  get insideText() {
    return `Her er nøkkelen, hilsen Kari:\n\n${this.pem}\n`;
  },
};

const key = createPrivateKey(privatePem);
const encrypted = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: MARK }).toString();
const legacy = key.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: MARK }).toString();
const jwk = JSON.parse(PRIVATE.jwk);

/** @type {{name: string, text: string, code: string}[]} */
export const BAD_TEXTS = [
  { name: 'only white space', text: ' \n\t ', code: 'empty' },
  { name: 'a note', text: `passordet er ${MARK}`, code: 'unrecognised' },
  {
    name: 'HTML',
    text: `<!doctype html><html><body><h1>${MARK}</h1><script>alert('${MARK}')</script></body></html>`,
    code: 'unrecognised',
  },
  { name: 'PEM cut off', text: privatePem.slice(0, 900), code: 'pem-incomplete' },
  { name: 'PEM without its first line', text: privatePem.split('\n').slice(1).join('\n'), code: 'unrecognised' },
  {
    name: 'PEM with two labels',
    text: privatePem.replace('END PRIVATE KEY', 'END RSA PRIVATE KEY'),
    code: 'pem-labels',
  },
  {
    name: 'PEM with a label of something else',
    text: privatePem.replaceAll('PRIVATE KEY', MARK.toUpperCase()),
    code: 'pem-label-unknown',
  },
  { name: 'PEM with the wrong label', text: privatePem.replaceAll('PRIVATE KEY', 'PUBLIC KEY'), code: 'der' },
  {
    name: 'PEM with a hole',
    text: privatePem.replace(/^(.{28}).{3}/m, `$1***`).replace(/\n(.{30}).{9}/, '\n$1'),
    code: 'pem-base64',
  },
  {
    name: 'PEM of nothing',
    text: `-----BEGIN PRIVATE KEY-----\n${base64(MARK)}\n-----END PRIVATE KEY-----`,
    code: 'der',
  },
  { name: 'a key with a password', text: encrypted, code: 'password-needed' },
  { name: 'an old key with a password', text: legacy, code: 'password-needed' },
  {
    name: 'an OpenSSH key',
    text: [
      '-----BEGIN OPENSSH PRIVATE KEY-----',
      base64(`openssh-key-v1\0${MARK}`),
      '-----END OPENSSH PRIVATE KEY-----\n',
    ].join('\n'),
    code: 'openssh-malformed',
  },
  { name: 'a public SSH key', text: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ ${MARK}@maskin`, code: 'ssh-public-key' },
  { name: 'a PuTTY key', text: `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: ${MARK}\n`, code: 'putty' },
  {
    name: 'a PGP key',
    text: `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${base64(MARK)}\n-----END PGP PRIVATE KEY BLOCK-----\n`,
    code: 'pgp',
  },
  {
    name: 'DER as long as memory',
    text: '-----BEGIN PUBLIC KEY-----\nMIT/////\n-----END PUBLIC KEY-----',
    code: 'der',
  },
  { name: 'JSON cut off', text: PRIVATE.jwk.slice(0, 400), code: 'json-incomplete' },
  { name: 'JSON with a comma too many', text: PRIVATE.jwk.replace(/,(\s*"use")/, ',,$1'), code: 'json-syntax' },
  { name: 'JSON that is no key', text: JSON.stringify({ ClientId: MARK }), code: 'no-key-type' },
  { name: 'JSON a thousand deep', text: '['.repeat(1000) + MARK, code: 'json-too-deep' },
  { name: 'a shared secret', text: JSON.stringify({ kty: 'oct', k: MARK }), code: 'symmetric-key' },
  { name: 'another kind of key', text: JSON.stringify({ kty: MARK }), code: 'key-type-unknown' },
  { name: 'a key set with nothing in it', text: '{"keys":[]}', code: 'empty' },
  { name: 'keys that are no list', text: JSON.stringify({ keys: MARK }), code: 'keys-no-list' },
  {
    name: 'a signed token',
    text: `${url64('{"alg":"RS256"}')}.${url64(JSON.stringify({ sub: MARK }))}.${url64(MARK)}`,
    code: 'jwt',
  },
  {
    name: 'a hundred and one keys',
    text: JSON.stringify(Array(101).fill({ kty: 'RSA', e: 'AQAB', n: jwk.n })),
    code: 'too-many-keys',
  },
  {
    name: 'base64 in base64 in base64 in base64',
    text: [1, 2, 3].reduce((text) => base64(text), PRIVATE.base64Jwk),
    code: 'base64-too-deep',
  },
  { name: 'more than a megabyte', text: MARK.repeat(70_000), code: 'too-long' },
];

/**
 * Read, but with something to say: the card's findings say it.
 *
 * @type {{name: string, text: string, finding: string}[]}
 */
export const FLAWED = [
  { name: 'a member twice', text: `{"kid":"${MARK}-1",${PRIVATE.jwk.slice(1)}`, finding: 'duplicate-member' },
];

/** @type {{name: string, octets: Buffer, code: string}[]} */
export const BAD_FILES = [
  { name: 'nothing', octets: Buffer.alloc(0), code: 'file-empty' },
  { name: 'only white space', octets: Buffer.from(' \r\n'), code: 'file-empty' },
  { name: 'a key set with nothing in it', octets: Buffer.from('{"keys":[]}'), code: 'file-without-keys' },
  { name: 'more than a megabyte', octets: Buffer.alloc(2 ** 20 + 1, 0x20), code: 'file-too-long' },
  {
    name: 'an image',
    octets: Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      Buffer.from(MARK),
      Buffer.alloc(300, 0xfe),
    ]),
    code: 'not-text',
  },
  {
    name: 'random octets',
    octets: Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167 + 129) % 256)),
    code: 'not-text',
  },
  { name: 'DER cut off', octets: key.export({ type: 'pkcs8', format: 'der' }).subarray(0, 500), code: 'not-text' },
  {
    name: 'a Java keystore',
    octets: Buffer.concat([Buffer.from([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2]), Buffer.from(MARK)]),
    code: 'jks',
  },
];

/** @param {string} text */
function base64(text) {
  return Buffer.from(text).toString('base64');
}

/** @param {string} text */
function url64(text) {
  return Buffer.from(text).toString('base64url');
}
