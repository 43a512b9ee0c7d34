/** Grants signed with a business certificate: the header that Maskinporten wants, and others verify them by it. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { compactVerify, importX509 } from 'jose';
import { withFiles } from './files.mjs';
import { openssl, verify } from './openssl.mjs';
import { run } from './program.mjs';
import { cryptography } from './python-peers.mjs';
import { REQUEST, TEST } from './signatures.mjs';
import * as vault from './vault.mjs';

const BUSINESS = new URL('../vectors/business/two-keys.p12', import.meta.url);
const CERTIFIED = { ...REQUEST, certificate: true };

/** What people have: one file with the key, its certificate and the issuer's; and what a JWK holds. */
const FORMS = {
  'PEM, the issuer first': (/** @type {Made} */ { pem, chain: [own, issuer] }) => vault.read(issuer + own + pem),
  'JWK with x5c and a kid': ({ pem, chain }) => {
    const jwk = JSON.parse(vault.secret(vault.read(pem), 'jwk'));
    return vault.read(JSON.stringify({ ...jwk, kid: 'fra-portalen', x5c: chain.map(octetsOf) }));
  },
  'PKCS#12': ({ pem, chain }) =>
    vault.read(vault.protect(vault.read(pem + chain.join('')), 'pkcs12', 'fakturaklient'), 'fakturaklient'),
};

/** @typedef {Awaited<ReturnType<typeof certified>>} Made */

describe('a grant signed with the certificate', () => {
  for (const [kind, alg] of /** @type {const} */ ([['rsa-2048', 'RS256'], ['p-256', 'ES256']])) {
    for (const [form, read] of Object.entries(FORMS)) {
      test(`${kind}, ${form}`, async () => {
        const made = await certified(kind, alg, 'digitalSignature');
        const card = read(made);
        const { assertion, header } = vault.sign(card, TEST, CERTIFIED);

        // "an array of certificate value strings […] base64-encoded (not base64url-encoded) DER" (RFC 7515 §4.1.6)
        assert.deepEqual(headerOf(assertion), { alg, x5c: made.chain.map(octetsOf) });
        assert.deepEqual(header, headerOf(assertion));
        assert.deepEqual(JSON.parse(card.certificate?.x5c ?? ''), header.x5c, 'as the card tells it');
        await verifiedBy(assertion);
      });
    }
  }

  test('of the keys of a business only the one for signing', async () => {
    const [card, other] = vault.readAll(await readFile(BUSINESS), 'kun-for-test');
    await verifiedBy(vault.sign(card, TEST, CERTIFIED).assertion);
    assert.throws(() => vault.sign(other, TEST, CERTIFIED), { code: 'certificate-not-for-signing' });
    assert.equal(vault.sign(other, TEST, REQUEST).header.x5c, undefined, 'by its kid as before');
  });

  test('not without one, nor with that of another key', async () => {
    const made = await certified('rsa-2048', 'RS256', 'digitalSignature');
    const bare = vault.read(made.pem);
    assert.throws(() => vault.sign(bare, TEST, CERTIFIED), { code: 'no-certificate' });
    const jwk = JSON.parse(vault.secret(vault.generate('rsa-2048', 'RS256', 'en-annen'), 'jwk'));
    const another = vault.read(JSON.stringify({ ...jwk, x5c: made.chain.map(octetsOf) }));
    assert.throws(() => vault.sign(another, TEST, CERTIFIED), { code: 'certificate-of-another' });
  });
});

/** The signature is that of the key in the first certificate. @param {string} token */
async function verifiedBy(token) {
  const { alg, x5c } = headerOf(token);
  const certificate = new X509Certificate(Buffer.from(x5c[0], 'base64'));
  const issuer = new X509Certificate(Buffer.from(x5c[1], 'base64'));
  assert.ok(certificate.verify(issuer.publicKey), 'issued by the second');
  await compactVerify(token, await importX509(certificate.toString(), alg), { algorithms: [alg] });

  const dot = token.lastIndexOf('.');
  const [message, signature] = [token.slice(0, dot), Buffer.from(token.slice(dot + 1), 'base64url')];
  const pem = await openssl('x509 -pubkey -noout', certificate.toString());
  const octets = alg === 'ES256'
    ? Buffer.from(await cryptography.ecdsaToDer('P-256', token.slice(dot + 1)), 'base64url')
    : signature;
  assert.ok(await verify(pem, alg, message, octets));
  await assert.rejects(verify(pem, alg, `${message}x`, octets), 'another text');
}

/**
 * A key, and the certificate of it with that of its issuer.
 *
 * @param {any} kind @param {any} alg @param {string} usage
 */
function certified(kind, alg, usage) {
  const pem = vault.secret(vault.generate(kind, alg, 'virksomhet'), 'pkcs8-pem');
  return withFiles({ key: pem }, async ({ key }) => {
    const root = await openssl(
      `req -x509 -days 30 -newkey rsa:2048 -nodes -subj /CN=Utsteder -keyout ${key}-root`);
    return withFiles({ root }, async (paths) => {
      const own = await run('openssl', ['req', '-x509', '-days', '30', '-key', key, '-CA', paths.root,
        '-CAkey', `${key}-root`, '-subj', '/O=TESTBEDRIFT AS/CN=TESTBEDRIFT AS', '-addext', `keyUsage=critical,${usage}`]);
      return { pem, chain: [own.toString(), root] };
    });
  });
}

/** @param {string} pem  a certificate @returns {string} what stands between its lines, on one line */
function octetsOf(pem) {
  return new X509Certificate(pem).raw.toString('base64');
}

/** @param {string} token @returns {Record<string, any>} */
function headerOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString());
}
