/** Keys as people's tools carry them about, and keys that cannot be taken. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { withFiles } from './files.mjs';
import { privatePemToJwk } from './node-crypto.mjs';
import { der, openssl, publicOf } from './openssl.mjs';
import { jwcrypto } from './python-peers.mjs';
import { run } from './program.mjs';
import * as vault from './vault.mjs';

const rsa = await openssl('genrsa 2048');
const ec = await openssl('ecparam -name prime256v1 -genkey -noout -conv_form compressed');

const base64 = async (/** @type {string | Uint8Array} */ text) => String(await run('base64', [], text));
const inOneLine = async (/** @type {string} */ text) => (await base64(text)).replaceAll('\n', '');

describe('one key, carried in many ways', () => {
  /** @type {[string, string, () => string | Uint8Array | Promise<string | Uint8Array>][]} */
  const carried = [
    ['openssl -outform DER (PKCS#8)', rsa, () => der('pkcs8 -topk8 -nocrypt -outform DER', rsa)],
    ['openssl rsa -outform DER (PKCS#1)', rsa, () => der('rsa -outform DER -traditional', rsa)],
    ['openssl ec -outform DER (SEC1)', ec, () => der('ec -outform DER', ec)],
    ['openssl -text around it', rsa, () => openssl('pkey -text', rsa)],
    ['CRLF', rsa, () => rsa.replaceAll('\n', '\r\n')],
    ['PowerShell: UTF-16 with a byte order mark', rsa, () => Buffer.from(`\ufeff${rsa}`, 'utf16le')],
    ['base64 in lines of 76', rsa, () => base64(rsa)],
    ['a Kubernetes secret of it: base64 twice', rsa, async () => base64(await base64(rsa))],
    ['kubectl create secret -o yaml: PEM', rsa, () => kubernetesSecret('yaml', rsa)],
    ['kubectl create secret -o json: PEM', ec, () => kubernetesSecret('json', ec)],
    ['kubectl create secret -o yaml: JWK', ec, () => kubernetesSecret('yaml', jwk(ec))],
    ['appsettings.json: a JWK as object', rsa, () => appSettings(JSON.parse(jwk(rsa)))],
    ['appsettings.json: a JWK as text', rsa, () => appSettings(jwk(rsa))],
    ['appsettings.json: a JWK in base64', rsa, async () => appSettings(await inOneLine(jwk(rsa)))],
    ['appsettings.json: a PEM', ec, () => appSettings(ec)],
    ['.env: a PEM between quotes, \\n for the lines', rsa, () => environment(`"${rsa.replaceAll('\n', '\\n')}"`)],
    ['.env: a PEM between quotes, in lines', ec, () => environment(`"${ec}"`)],
    ['.env: a JWK between apostrophes', rsa, () => environment(`'${jwk(rsa)}'`)],
    ['.env: a JWK in base64', rsa, async () => environment(await inOneLine(jwk(rsa)))],
    ['base64 of DER', ec, async () => base64(await der('pkey -outform DER', ec))],
    ['a JSON string', rsa, () => JSON.stringify({ key: rsa }).slice('{"key":'.length, -1)],
    ['an .env file: \\n for the lines', rsa, () => rsa.replaceAll('\n', '\\n')],
    ['a compressed point', ec, () => ec],
    ['no public point', ec, () => openssl('ec -no_public', ec)],
  ];
  for (const [how, original, carry] of carried) {
    test(how, async () => {
      const card = vault.read(await carry());
      assert.ok(card.private);
      assert.equal(card.thumbprint, (await jwcrypto.read(await publicOf(original))).thumbprint);
      assert.equal(vault.secret(card, 'pkcs8-pem'), await openssl('pkey -ec_conv_form uncompressed', original).catch(() => openssl('pkey', original)));
    });
  }
});

describe('a private JWK that is not found yet', () => {
  test('.env: between quotes, escaped', () => {
    assert.ok(vault.read(environment(JSON.stringify(jwk(rsa)))).private);
  });

  test('with PEM in x5c', async () => {
    const certificate = await withFiles({ ec }, (file) => openssl(`req -x509 -key ${file.ec} -subj /CN=interop`));
    assert.ok(vault.read(JSON.stringify({ ...JSON.parse(jwk(ec)), x5c: [certificate] })).private);
  });
});

test('a certificate is read as the public key that it is about', async () => {
  const text = await withFiles({ ec }, (file) => openssl(`req -x509 -days 200 -key ${file.ec} -subj /CN=interop`));
  const card = vault.read(text);
  assert.deepEqual([card.private, card.format, card.certificate?.subject], [false, 'certificate', 'interop']);
  assert.equal(vault.publicForms(card)?.['spki-pem'], await openssl('pkey -pubout -ec_conv_form uncompressed', ec));
});

describe('what cannot be taken is named', () => {
  /** @type {[string, string, () => Promise<string>][]} */
  const refused = [
    ['password-needed', 'pkcs8 -topk8', () => openssl('pkcs8 -topk8 -passout pass:interop', rsa)],
    ['password-needed', 'rsa -aes256 -traditional', () =>
      openssl('rsa -aes256 -traditional -passout pass:interop', rsa)],
    ['curve-unknown', 'secp256k1', () => openssl('ecparam -name secp256k1 -genkey -noout')],
    ['key-type-unknown', 'X25519', () => openssl('genpkey -algorithm X25519')],
    ['key-type-unknown', 'Ed448', () => openssl('genpkey -algorithm ED448')],
    ['rsa-pss-key', 'RSA-PSS', () => openssl('genpkey -algorithm RSA-PSS')],
    ['certificate-request', 'req -new', () =>
      withFiles({ ec }, (file) => openssl(`req -new -key ${file.ec} -subj /CN=interop`))],
  ];
  for (const [code, how, make] of refused) {
    test(`${how}: ${code}`, async () => {
      const text = await make();
      assert.throws(() => vault.readAll(text), (/** @type {any} */ failure) => failure.code === code);
    });
  }

  for (const [code, how, command] of [
    ['modulus-too-small', 'RSA of 1024 bits', 'genrsa 1024'],
    ['more-primes', 'RSA of three primes', 'genrsa -primes 3 2048'],
  ]) {
    test(`${how}: ${code}`, async () => {
      const card = vault.read(await openssl(command));
      assert.deepEqual([card.verdict, card.public], ['refused', null]);
      assert.ok(card.findings.some((finding) => finding.code === code && finding.severity === 'error'));
    });
  }
});

const jwk = (/** @type {string} */ pem) => JSON.stringify(privatePemToJwk(pem));

/**
 * By kubectl where it is installed, otherwise in the shape that it writes.
 *
 * @param {'yaml' | 'json'} output @param {string} key
 */
async function kubernetesSecret(output, key) {
  const there = spawnSync('kubectl', ['version', '--client']).error === undefined;
  if (there) {
    return withFiles({ 'private-key': key, 'client-id': 'b590f149-d0ba-4fca-b367-bccd9e444a00' }, async (paths) => {
      const files = Object.values(paths).flatMap((file) => ['--from-file', file]);
      const command = ['create', 'secret', 'generic', 'maskinporten', '--dry-run=client', '-o', output];
      return String(await run('kubectl', [...command, ...files]));
    });
  }
  const data = { 'client-id': 'YjU5MGYxNDk=', 'private-key': Buffer.from(key).toString('base64') };
  const metadata = { name: 'maskinporten' };
  if (output === 'json') return JSON.stringify({ kind: 'Secret', apiVersion: 'v1', metadata, data }, null, 4);
  const lines = Object.entries(data).map(([name, value]) => `  ${name}: ${value}\n`);
  return `apiVersion: v1\ndata:\n${lines.join('')}kind: Secret\nmetadata:\n  name: ${metadata.name}\n`;
}

/** The settings of a .NET program. */
function appSettings(/** @type {any} */ key) {
  const ClientId = 'b590f149-d0ba-4fca-b367-bccd9e444a00';
  const settings = { ClientId, Scope: 'altinn:serviceowner', Environment: 'test', Key: key };
  return JSON.stringify({ Logging: { LogLevel: { Default: 'Information' } }, MaskinportenSettings: settings }, null, 2);
}

const environment = (/** @type {string} */ value) => `# Maskinporten
MASKINPORTEN_CLIENT_ID=b590f149-d0ba-4fca-b367-bccd9e444a00
MASKINPORTEN_KEY=${value}
MASKINPORTEN_SCOPES="altinn:serviceowner altinn:broker.read"
`;
