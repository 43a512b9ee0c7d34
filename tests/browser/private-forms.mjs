/**
 * A private key in every form that people have one in: what must never get into a field of the portal. Made anew in
 * each run; nothing of it is in the repository.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { CERTIFICATE, ENCRYPTED_PEM, KEY, PKCS12 } from './keystores.mjs';
import { newPrivateJwk } from './key-material.mjs';

const base64 = (/** @type {string|Buffer} */ octets) => Buffer.from(octets).toString('base64');
const lines = (/** @type {string} */ text, width = 64, before = '') => text.replace(new RegExp(`.{1,${width}}`, 'g'), `${before}$&\n`);

const ec = createPrivateKey({ key: newPrivateJwk('ec', { namedCurve: 'P-256' }), format: 'jwk' });
const ed = createPrivateKey({ key: newPrivateJwk('ed25519'), format: 'jwk' });
const pem = (/** @type {import('node:crypto').KeyObject} */ key, /** @type {'pkcs1'|'pkcs8'|'sec1'} */ type) =>
  key.export({ type, format: 'pem' }).toString();
const pkcs8 = pem(KEY, 'pkcs8');
const der = KEY.export({ type: 'pkcs8', format: 'der' });
const jwk = JSON.stringify({ ...KEY.export({ format: 'jwk' }), kid: 'hemmelig', alg: 'RS256', use: 'sig' });
const ecJwk = JSON.stringify({ ...ec.export({ format: 'jwk' }), kid: 'hemmelig-ec', alg: 'ES256' });
const inOneLine = pkcs8.trim().replaceAll('\n', '\\n');

/** The public part as the tests expect it: for a JWK its members, otherwise PEM. */
const publicKey = createPublicKey(KEY);
export const PUBLIC_PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
export const PUBLIC_JWK = (() => {
  const { kty, n, e, kid, alg, use } = JSON.parse(jwk);
  return { kty, n, e, alg, use, kid };
})();

/**
 * `offers`: what can be given back of it: the public JWK, the public PEM, or the way to Nøkkelsmie
 *
 * @type {{name: string, text: string, offers: 'jwk'|'pem'|'make'|'ec-jwk'}[]}
 */
export const PRIVATE_FORMS = [
  { name: 'JWK', text: jwk, offers: 'jwk' },
  { name: 'JWK in lines', text: JSON.stringify(JSON.parse(jwk), null, 2), offers: 'jwk' },
  { name: 'JWK Set', text: JSON.stringify({ keys: [JSON.parse(jwk)] }), offers: 'jwk' },
  { name: 'array of a JWK', text: `[${jwk}]`, offers: 'jwk' },
  { name: 'JWK of an elliptic curve', text: ecJwk, offers: 'ec-jwk' },
  { name: 'base64 of a JWK of an elliptic curve', text: base64(ecJwk), offers: 'ec-jwk' },
  { name: 'JWK that is cut off', text: jwk.slice(0, -200), offers: 'make' },
  { name: 'JWK with a comma too many', text: jwk.replace('}', ',}'), offers: 'make' },
  { name: 'shared secret', text: JSON.stringify({ kty: 'oct', k: base64(Buffer.alloc(32, 7)) }), offers: 'make' },
  { name: 'PKCS#8 PEM', text: pkcs8, offers: 'pem' },
  { name: 'PKCS#1 PEM', text: pem(KEY, 'pkcs1'), offers: 'pem' },
  { name: 'encrypted PEM', text: ENCRYPTED_PEM, offers: 'make' },
  { name: 'old encrypted PEM', text: KEY.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(), offers: 'make' },
  { name: 'SEC1 PEM', text: pem(ec, 'sec1'), offers: 'make' },
  { name: 'PKCS#8 PEM of Ed25519', text: pem(ed, 'pkcs8'), offers: 'make' },
  { name: 'OpenSSH', text: openSsh(), offers: 'make' },
  { name: 'PuTTY', text: 'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: x\nPublic-Lines: 1\nAAAA\n', offers: 'make' },
  { name: 'PGP', text: '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQWGBF\n-----END PGP PRIVATE KEY BLOCK-----', offers: 'make' },
  { name: 'PEM with the label of a public key', text: pkcs8.replaceAll('PRIVATE KEY', 'PUBLIC KEY'), offers: 'pem' },
  { name: 'PEM without its first line', text: pkcs8.split('\n').slice(1).join('\n'), offers: 'pem' },
  { name: 'DER in base64', text: base64(der), offers: 'pem' },
  { name: 'DER in base64url', text: der.toString('base64url'), offers: 'pem' },
  { name: 'DER in base64, in lines', text: lines(base64(der)), offers: 'pem' },
  { name: 'DER in base64, in lines, indented', text: `key: |\n${lines(base64(der), 60, '    ')}`, offers: 'pem' },
  { name: 'DER of PKCS#1 in base64', text: base64(KEY.export({ type: 'pkcs1', format: 'der' })), offers: 'pem' },
  { name: 'DER of an elliptic curve in base64', text: base64(ec.export({ type: 'pkcs8', format: 'der' })), offers: 'make' },
  { name: 'encrypted DER in base64', text: base64(KEY.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'x' })), offers: 'make' },
  { name: 'PKCS#12 in base64', text: base64(PKCS12), offers: 'make' },
  { name: 'PKCS#12 in base64, in lines', text: lines(base64(PKCS12)), offers: 'make' },
  { name: 'DER in hexadecimal', text: der.toString('hex'), offers: 'make' },
  { name: 'base64 of a JWK', text: base64(jwk), offers: 'jwk' },
  { name: 'base64 of a JWK, in lines', text: lines(base64(jwk), 76), offers: 'jwk' },
  { name: 'base64 of base64 of a JWK', text: base64(base64(jwk)), offers: 'jwk' },
  { name: 'base64 of a PEM', text: base64(pkcs8), offers: 'pem' },
  { name: 'PEM with the escapes of JSON', text: inOneLine, offers: 'pem' },
  { name: 'appsettings.json', text: JSON.stringify({ MaskinportenSettings: { ClientId: 'x', EncodedJwk: base64(jwk) } }, null, 2), offers: 'jwk' },
  { name: 'settings with a PEM', text: `{"key": "${inOneLine}"}`, offers: 'pem' },
  { name: '.env with a JWK', text: `MASKINPORTEN_CLIENT_ID=abc\nMASKINPORTEN_CLIENT_JWK='${jwk}'\n`, offers: 'jwk' },
  { name: '.env with base64', text: `MASKINPORTEN_JWK=${base64(jwk)}\n`, offers: 'jwk' },
  { name: 'Kubernetes secret', text: `apiVersion: v1\nkind: Secret\ndata:\n  MASKINPORTEN_CLIENT_JWK: ${base64(jwk)}\n`, offers: 'jwk' },
  { name: 'Kubernetes secret with a PEM', text: `apiVersion: v1\nkind: Secret\nstringData:\n  key.pem: |\n${lines(pkcs8.trim(), 70, '    ')}`, offers: 'pem' },
  { name: 'address with a JWK', text: `https://example.no/?jwk=${encodeURIComponent(jwk)}`, offers: 'make' },
  { name: 'letter', text: `Hei, her er nøkkelen:\n\n${pkcs8}\nHilsen Kari`, offers: 'pem' },
];

/** What must get in. @type {[string, string][]} */
export const PUBLIC_FORMS = [
  ['public JWK', JSON.stringify(PUBLIC_JWK)],
  ['public JWK Set', JSON.stringify({ keys: [PUBLIC_JWK] }, null, 1)],
  ['public PEM', PUBLIC_PEM],
  ['public PKCS#1 PEM', publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
  ['certificate', CERTIFICATE],
  ['base64 of a public JWK', base64(JSON.stringify(PUBLIC_JWK))],
  ['words', 'Nøkkelen til d: fagsystemet, p: 4. etasje. Private key: hos Kari.'],
];

/** As ssh-keygen writes it: its own label, its own base64. */
function openSsh() {
  const inside = base64(Buffer.concat([Buffer.from('openssh-key-v1\0'), Buffer.alloc(200, 5)]));
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines(inside, 70)}-----END OPENSSH PRIVATE KEY-----\n`;
}
