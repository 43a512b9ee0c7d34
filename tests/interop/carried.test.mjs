/** Keys as people's tools carry them about, and keys that cannot be taken. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { der, openssl, publicOf } from './openssl.mjs';
import { jwcrypto } from './python-peers.mjs';
import { run } from './program.mjs';
import * as vault from './vault.mjs';

const rsa = await openssl('genrsa 2048');
const ec = await openssl('ecparam -name prime256v1 -genkey -noout -conv_form compressed');

describe('one key, carried in many ways', () => {
  const base64 = async (/** @type {string | Uint8Array} */ text) => String(await run('base64', [], text));
  /** @type {[string, string, () => string | Uint8Array | Promise<string | Uint8Array>][]} */
  const carried = [
    ['openssl -outform DER (PKCS#8)', rsa, () => der('pkey -outform DER', rsa)],
    ['openssl rsa -outform DER (PKCS#1)', rsa, () => der('rsa -outform DER -traditional', rsa)],
    ['openssl ec -outform DER (SEC1)', ec, () => der('ec -outform DER', ec)],
    ['openssl -text around it', rsa, () => openssl('pkey -text', rsa)],
    ['CRLF', rsa, () => rsa.replaceAll('\n', '\r\n')],
    ['PowerShell: UTF-16 with a byte order mark', rsa, () => Buffer.from(`\ufeff${rsa}`, 'utf16le')],
    ['base64 in lines of 76', rsa, () => base64(rsa)],
    ['a Kubernetes secret of it: base64 twice', rsa, async () => base64(await base64(rsa))],
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

describe('what cannot be taken is named', () => {
  /** @type {[string, string, () => Promise<string>][]} */
  const refused = [
    ['encrypted-private-key', 'pkcs8 -topk8', () => openssl('pkcs8 -topk8 -passout pass:interop', rsa)],
    ['legacy-encrypted-pem', 'rsa -aes256 -traditional', () => openssl('rsa -aes256 -traditional -passout pass:interop', rsa)],
    ['curve-unknown', 'secp256k1', () => openssl('ecparam -name secp256k1 -genkey -noout')],
    ['key-type-unknown', 'X25519', () => openssl('genpkey -algorithm X25519')],
    ['key-type-unknown', 'Ed448', () => openssl('genpkey -algorithm ED448')],
    ['rsa-pss-key', 'RSA-PSS', () => openssl('genpkey -algorithm RSA-PSS')],
    ['certificate', 'req -x509', () => openssl('req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -subj /CN=interop')],
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
