/** What the bookmarklet is made of, without a browser: the envelope, what it takes for private, the public part. */
import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { findPrivate } from '../www/bookmarklet/find-private.js';
import { publicPart } from '../www/bookmarklet/public-part.js';
import { readEnvelope, writeEnvelope } from '../www/shared/envelope.js';
import { PRIVATE_FORMS, PUBLIC_FORMS, PUBLIC_JWK, PUBLIC_PEM } from './browser/private-forms.mjs';

const D = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A';
// RFC 8037 A.1 and RFC 8410 §10.3
const JWK = `{"kty":"OKP","crv":"Ed25519","d":"${D}"}`;
const DER = 'MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC';
const base64 = (/** @type {string} */ text) => Buffer.from(text).toString('base64');
const block = (/** @type {string} */ text, end = '\n') => (text.match(/.{1,14}/g) ?? []).map((line) => `${end}    ${line}`).join('');

// The same writings as in crate/jose/src/private_material.rs.
const FOUND = [
  JWK, `const key = '${JWK}';`, JSON.stringify({ jwk: JWK }), JWK.slice(0, -1), base64(JWK), base64(base64(JWK)),
  `JWK_BASE64="${base64(JWK)}"`, `her er nokkelen\n${base64(JWK)}`, `a\n${base64(JWK)}\nhilsen`,
  JWK.replaceAll('"', '%22').replaceAll(':', '%3A'), JWK.replaceAll('"', '%2522').replaceAll(':', '%253A'),
  JWK.replaceAll('"', '&quot;'), JWK.replaceAll('"', '&#34;'), JWK.replaceAll('"', '\\"'), JWK.replaceAll('"', '\\x22'),
  JWK.replace('"d"', '"\\u0064"'), JWK.replaceAll('"', '”'), JWK.replaceAll('"', '»'), [...JWK].join('\u200b'),
  [...base64(JWK)].join('\u200b'), base64(JWK).replaceAll('A', '%41'),
  `{d: '${D}'}`, `d: ${D}`, `d = "${D}"`, `d=${D}`, `{"d" => "${D}"}`, `{"Curve":{},"D":"${D}"}`, `privateExponent: '${D}'`,
  `key: |${block(base64(JWK))}`, `key: |${block(DER, '\r\n')}`, `"d":"${block(D).trimStart()}"`, `d: >-${block(D)}`,
  Buffer.from(JWK, 'utf16le').toString('base64'), `key=${Buffer.from(`\ufeff${JWK}`, 'utf16le').swap16().toString('base64')}`,
  DER, `KEY=${DER}`, `x ${DER.replaceAll('/', '\\/').replace('5E1h', '5E\\n1h')}`, `0x${Buffer.from(DER, 'base64').toString('hex')}`,
  ...['D', 'P', 'Q', 'DP', 'DQ', 'InverseQ'].map((name) => `<RSAKeyValue><${name}>\n  ${D}=\n</${name}></RSAKeyValue>`),
  'VhC\n-----END PRIVATE KEY-----', '%2D----BEGIN%20PRIVATE%20KEY-----', 'Private-Key: (2048 bit, 2 primes)\nmodulus:',
  'JKS=/u3+7QAAAAIAAAABAAAAAQAEbm9ra2Vs', 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtz',
];

const PASSED = [
  '{"kty":"OKP","crv":"Ed25519","kid":"d","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}', '', '{', 'null', '"d"',
  'vanlig tekst om "d" og "p": ja', 'd: administrasjonsavdelingen p: https://example.no/Abc123',
  'd: The meeting in Room 12 is at noon, says the Board of 2026', '"d": "en vanlig setning som er lang nok"',
  '<P>Avdelingen for Digitalisering holder til i 3. etasje', 'd=administrasjonsavdelingen&p=https://example.no/Abc123',
  'https://example.no/?q=Abc123Abc123Abc123Abc123&k=11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwI',
  '"D": "Ola Nordmann 2026", "P": "Abc123Abc123Abc123Abc123"', '„Å være eller ikke være“: det er spørsmålet',
  '302a300506032b657003210019bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1',
  'altinn:instances.read altinn:authentication/systemuser.request.write',
  'Dette er en lang tekst uten noen tegn som bryter base64 '.repeat(50),
];

test('a private key is recognised in each writing, and what is public is not taken for one', () => {
  for (const text of [...FOUND, ...PRIVATE_FORMS.map((form) => form.text)]) assert.ok(findPrivate(text), text.slice(0, 80));
  for (const text of [...PASSED, ...PUBLIC_FORMS.map(([, form]) => form)]) assert.ok(!findPrivate(text), text.slice(0, 80));
});

test('a long text comes to an end', () => {
  for (const piece of ['aGVpIHDDpSBkZWcg', 'M               ', '"d":           ', `d: a${'\n'.repeat(12)}`, '<D>\n            ',
    '-----BEGIN      ', '%25252525252525 ', '\\'.repeat(16), ' '.repeat(16), 'A'.repeat(16), '"”»\'"”»"\'”»"”»”:', '30303030']) {
    const start = Date.now();
    assert.ok(!findPrivate(piece.repeat(16_384)), piece);
    assert.ok(Date.now() - start < 10_000, `${piece}: ${Date.now() - start} ms`);
  }
});

test('the public part is the key’s, in each size and writing, and never anything private', () => {
  for (const bits of [1024, 2048, 3072]) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
    const expected = publicKey.export({ type: 'spki', format: 'pem' });
    for (const type of /** @type {const} */ (['pkcs1', 'pkcs8'])) {
      assert.equal(publicPart(privateKey.export({ type, format: 'pem' }).toString()), expected, `${bits} ${type}`);
      assert.equal(publicPart(privateKey.export({ type, format: 'der' }).toString('base64url')), expected, `${bits} ${type}`);
    }
  }
  for (const { name, text, offers } of PRIVATE_FORMS) {
    const part = publicPart(text);
    if (offers === 'make') assert.equal(part, undefined, name);
    else if (offers === 'pem') assert.equal(part, PUBLIC_PEM, name);
    else if (offers === 'jwk') assert.deepEqual(JSON.parse(part ?? ''), PUBLIC_JWK, name);
    assert.ok(!part || !findPrivate(part), name);
  }
  // In a set with the key before it, which is public.
  const jwk = JSON.parse(PRIVATE_FORMS[0].text);
  const set = JSON.stringify({ keys: [{ ...PUBLIC_JWK, kid: 'forrige' }, jwk] });
  assert.equal(JSON.parse(publicPart(set) ?? '').kid, jwk.kid);
});

const ENVELOPE = { environment: 'test', name: 'Æ', description: 'a\nb', scopes: ['a:b', 'c:d/e.f'], publicKey: PUBLIC_JWK };

test('an envelope is read as it was written: with a JWK, a PEM, or no key yet', () => {
  for (const publicKey of [PUBLIC_JWK, PUBLIC_PEM, null]) {
    const envelope = { ...ENVELOPE, publicKey };
    assert.deepEqual(readEnvelope(writeEnvelope(envelope)), envelope);
  }
  assert.equal(typeof readEnvelope(writeEnvelope({ ...ENVELOPE, publicKey: { ...PUBLIC_JWK, x5c: ['MIIB'] } })), 'object');
});

test('there is no place in it for anything else', () => {
  const base = JSON.parse(writeEnvelope(ENVELOPE));
  const refused = (/** @type {any} */ changed, /** @type {string} */ code) =>
    assert.equal(readEnvelope(typeof changed === 'string' ? changed : JSON.stringify({ ...base, ...changed })), code, JSON.stringify(changed));
  for (const text of ['', 'x', 'null', '1', '[]', '{}', JSON.stringify(PUBLIC_JWK)]) refused(text, 'not-envelope');
  refused({ nokkelsmie: 2 }, 'not-envelope');
  for (const member of ['d', 'privateKey', 'note', 'Name', 'toString']) refused({ [member]: 'x' }, 'member');
  for (const changed of [{ name: 1 }, { description: null }, { scopes: 'a:b' }, { scopes: [1] }, { scopes: {} }]) refused(changed, 'value');
  for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'ext', 'key_ops'])
    refused({ publicKey: { ...PUBLIC_JWK, [member]: 'x' } }, 'key');
  for (const publicKey of [undefined, 1, {}, [], '', 'x', { kty: {} }, { ...PUBLIC_JWK, n: ['x'] }, { ...PUBLIC_JWK, x5c: 'x' },
    { ...PUBLIC_JWK, e: { d: 'x' } }, `${PUBLIC_PEM}x`, PUBLIC_PEM + PUBLIC_PEM, `x${PUBLIC_PEM}`])
    refused({ publicKey }, 'key');
  const key = createPrivateKey(PRIVATE_FORMS.find(({ name }) => name === 'PKCS#8 PEM')?.text ?? '');
  for (const type of /** @type {const} */ (['pkcs1', 'pkcs8'])) refused({ publicKey: key.export({ type, format: 'pem' }) }, 'key');
});
