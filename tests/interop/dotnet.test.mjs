/**
 * What .NET wants of the files that its programs read. There is no .NET here: its rules are
 * taken from the sources of dotnet/runtime and Microsoft.IdentityModel.Tokens.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decoded } from './forms.mjs';
import { withFiles } from './files.mjs';
import { openssl } from './openssl.mjs';
import { run } from './program.mjs';
import * as vault from './vault.mjs';

/** `JsonWebKey.HasPrivateKey` is true when none of these is missing. */
const OF_A_PRIVATE_KEY = ['d', 'p', 'q', 'dp', 'dq', 'qi'];
/** `Pkcs12LoaderLimits.Defaults`, since .NET 9. */
const LIMITS = { mac: 300_000, each: 300_000, total: 1_000_000 };

describe('a base64 JWK: Convert.FromBase64String, new JsonWebKey', () => {
  const card = vault.generate('rsa-2048', 'RS256', 'interop-dotnet');
  const jwk = decoded(vault.secret(card, 'base64-jwk')).then(JSON.parse);

  test('has every member of a private key, as text', async () => {
    const key = await jwk;
    for (const name of ['n', 'e', ...OF_A_PRIVATE_KEY]) assert.match(key[name], /^[A-Za-z0-9_-]+$/, name);
    assert.deepEqual([key.kty, key.alg, key.use, key.kid], ['RSA', 'RS256', 'sig', 'interop-dotnet']);
  });

  // RFC 7518 §2 has no leading zeros: a key with a shorter number is not made.
  test('has numbers of full length, which RSA.ImportParameters asks for', async () => {
    const key = await jwk;
    const octets = (/** @type {string} */ name) => Buffer.from(key[name], 'base64url').length;
    assert.equal(octets('d'), octets('n'));
    for (const name of OF_A_PRIVATE_KEY.slice(1)) assert.equal(octets(name), octets('n') / 2, name);
  });
});

describe('PKCS#12: X509CertificateLoader.LoadPkcs12', () => {
  test('stays within the rounds that it allows', async () => {
    const key = await openssl('ecparam -name prime256v1 -genkey -noout');
    const certificate = await withFiles({ key }, (file) => openssl(`req -x509 -key ${file.key} -subj /CN=interop`));
    const octets = vault.protect(vault.read(key + certificate), 'pkcs12', 'fakturaklient 2026');
    const { mac, others } = await rounds(octets, 'fakturaklient 2026');
    assert.ok(mac <= LIMITS.mac, `MAC: ${mac} rounds`);
    for (const each of others) assert.ok(each <= LIMITS.each, `${each} rounds`);
    assert.ok([mac, ...others].reduce((sum, each) => sum + each) <= LIMITS.total, 'rounds together');
  });
});

/**
 * The rounds of a PKCS#12, by what OpenSSL says of it on its standard error.
 *
 * @param {Buffer} octets @param {string} password
 */
async function rounds(octets, password) {
  const said = await withFiles({ octets }, ({ octets: file }) =>
    run('sh', ['-c', 'openssl pkcs12 -info -noout -in "$0" -passin "pass:$1" 2>&1', file, password]));
  const [mac, ...others] = [...String(said).matchAll(/Iteration (\d+)/g)].map(([, count]) => Number(count));
  return { mac, others };
}
