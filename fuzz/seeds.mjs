/**
 * Makes seeds/, what the fuzzing begins with:
 *
 *     node fuzz/seeds.mjs
 *
 * The keys are the RFCs' examples and the weak keys of the tests of inspection:
 * everybody knows them, and none may ever be used. Needs openssl and ssh-keygen;
 * what they encrypt comes out anew each time.
 */
import { execFileSync } from 'node:child_process';
import { createECDH, createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const vector = (name) => JSON.parse(readFileSync(join(root, 'tests/vectors/rfc', name), 'utf8'));
const PASSWORD = 'passord';

function seed(name, content) {
  const file = join(import.meta.dirname, 'seeds', name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

rmSync(join(import.meta.dirname, 'seeds'), { recursive: true, force: true });

const KEYS = {
  rsa: vector('7515-a2.private.jwk'),
  p256: vector('7515-a3.private.jwk'),
  p384: p384(),
  p521: vector('7515-a4.private.jwk'),
  ed25519: vector('8037-a1.private.jwk'),
};

/** RFC 6979 A.2.6 */
function p384() {
  const d = '6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5';
  const curve = createECDH('secp384r1');
  curve.setPrivateKey(d, 'hex');
  const point = curve.getPublicKey();
  const text = (octets) => octets.toString('base64url');
  return {
    kty: 'EC',
    crv: 'P-384',
    x: text(point.subarray(1, 49)),
    y: text(point.subarray(49)),
    d: text(Buffer.from(d, 'hex')),
  };
}

for (const [name, jwk] of Object.entries(KEYS)) {
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const publicKey = createPublicKey(key);
  const traditional = { RSA: 'pkcs1', EC: 'sec1' }[jwk.kty];
  seed(`jwk/${name}.private`, JSON.stringify(jwk));
  seed(`jwk/${name}.public`, JSON.stringify(publicKey.export({ format: 'jwk' }), null, 2));
  for (const format of ['der', 'pem']) {
    seed(`${format}/${name}.pkcs8`, key.export({ type: 'pkcs8', format }));
    seed(`${format}/${name}.spki`, publicKey.export({ type: 'spki', format }));
    if (traditional) seed(`${format}/${name}.${traditional}`, key.export({ type: traditional, format }));
  }
}
const rsa = createPrivateKey({ key: KEYS.rsa, format: 'jwk' });
for (const format of ['der', 'pem']) {
  seed(`${format}/rsa.pkcs1-public`, createPublicKey(rsa).export({ type: 'pkcs1', format }));
}

// With everything that says what the key is for.
const labels = { alg: 'EdDSA', use: 'sig', kid: 'klient-1', key_ops: ['sign'], exp: 1827014400, x5c: [] };
const labelled = { ...KEYS.ed25519, ...labels };
seed('jwk/labelled', JSON.stringify(labelled));
seed('jwk/set', JSON.stringify({ keys: [labelled, KEYS.p256, { kty: 'oct', k: 'AAAA' }] }));
seed('jwk/array', JSON.stringify([KEYS.p256, labelled]));
seed('jwk/twice', '{"kty":"OKP","crv":"Ed25519","\\u006bty":"EC","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}');

// The weak keys: read and judged, not written.
const weak = JSON.parse(readFileSync(join(root, 'crate/keys/tests/inspect/keys.json'), 'utf8'));
const number = (hex) => Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
for (const name of ['small', 'equal-primes', 'close-first-round', 'roca', 'factor-65521', 'wiener', 'exponent-3']) {
  const numbers = Object.entries(weak[name]).map(([member, hex]) => [member, number(hex)]);
  seed(`weak/${name}`, JSON.stringify({ kty: 'RSA', ...Object.fromEntries(numbers) }));
}
seed('weak/no-primes', JSON.stringify({ ...KEYS.rsa, p: undefined, q: undefined, dp: undefined, dq: undefined, qi: undefined }));
seed('weak/no-exponent', JSON.stringify({ ...KEYS.rsa, d: undefined }));

// One text in another.
const short = JSON.stringify(KEYS.ed25519);
const pem = createPrivateKey({ key: KEYS.ed25519, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString();
const base64 = (text) => Buffer.from(text).toString('base64');
const utf16 = (text) => Buffer.from(`\ufeff${text}`, 'utf16le');
for (const [name, content] of Object.entries({
  'base64-jwk': base64(short),
  'base64url-jwk': Buffer.from(short).toString('base64url'),
  'base64-pem': base64(pem),
  'base64-lines': base64(short).replace(/.{60}/g, '$&\r\n'),
  'base64-base64': base64(base64(short)),
  'base64-der': pem.split('\n')[1],
  'quoted-jwk': JSON.stringify(short),
  'quoted-pem': JSON.stringify(pem),
  'single-quotes': `'${short}'`,
  'quoted-base64': `\`${base64(short)}\``,
  env: `# .env\nPRIVATE_KEY="${pem.replaceAll('\n', '\\n')}"\nCLIENT=1\n`,
  'env-jwk': `MASKINPORTEN_JWK=${short}`,
  'service-account': JSON.stringify({ client: 1, private_key: pem }),
  code: `const key = ${short};`,
  'utf16-jwk': utf16(short),
  'utf16-pem': utf16(pem),
  'utf16-big-endian': utf16(short).swap16(),
  bom: `\ufeff${pem.replaceAll('\n', '\r\n')}`,
  jwt: readFileSync(join(root, 'tests/vectors/rfc/8037-a4.jws')),
})) {
  seed(`carriers/${name}`, content);
}

// What OpenSSL and OpenSSH make around a key, with a password or without.
const there = mkdtempSync(join(tmpdir(), 'seeds-'));
const file = (name) => join(there, name);
writeFileSync(file('key'), createPrivateKey({ key: KEYS.p256, format: 'jwk' }).export({ type: 'sec1', format: 'pem' }), {
  mode: 0o600,
});
const openssl = (...args) => execFileSync('openssl', args);
const pass = `pass:${PASSWORD}`;
seed('around/pkcs8-pbes2.pem', openssl('pkcs8', '-topk8', '-in', file('key'), '-passout', pass, '-iter', '2048'));
seed('around/pkcs8-pbes2.der', openssl('pkcs8', '-topk8', '-in', file('key'), '-passout', pass, '-outform', 'DER'));
seed('around/pkcs8-scrypt.der', openssl('pkcs8', '-topk8', '-in', file('key'), '-passout', pass, '-outform', 'DER', '-scrypt', '-scrypt_N', '1024'));
seed('around/sec1-legacy.pem', openssl('ec', '-in', file('key'), '-aes128', '-passout', pass));
const certificate = openssl('req', '-x509', '-new', '-key', file('key'), '-subj', '/CN=test', '-days', '1');
writeFileSync(file('certificate'), certificate);
seed('around/certificate.pem', certificate);
seed('around/certificate.der', openssl('x509', '-in', file('certificate'), '-outform', 'DER'));
seed('around/pkcs12.der', openssl('pkcs12', '-export', '-inkey', file('key'), '-in', file('certificate'), '-passout', pass));
seed('around/pkcs12-legacy.der', openssl('pkcs12', '-export', '-inkey', file('key'), '-in', file('certificate'), '-passout', pass, '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'));
const ssh = (password) => {
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', password, '-a', '1', '-f', file('key')]);
  return readFileSync(file('key'));
};
seed('around/openssh.pem', ssh(''));
seed('around/openssh-bcrypt.pem', ssh(PASSWORD));
rmSync(there, { recursive: true });

seed('base64url/rfc7515', 'A-z_4ME');
seed('base64url/padding', 'A-z_4ME=');
seed('base64url/standard', 'A+z/4M E');
seed('base64url/bits', 'A-z_4MF');

const body = (error, description) => JSON.stringify({ error, error_description: description });
const missing = 'Invalid assertion. Client authentication failed. Client not found (trace_id: 493f1671fdc2eef443fd443a88e052ea)';
for (const [name, content] of Object.entries({
  token: JSON.stringify({ access_token: 'eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIiwiZXhwIjoxfQ.', token_type: 'Bearer', expires_in: 119, scope: 'a:b' }),
  refused: body('invalid_grant', `MP-100: ${missing}`),
  scopes: body('invalid_scope', 'Token request contains invalid scopes for client, altinn:serviceowners/read, a:b.'),
  curl: `HTTP/1.1 100 Continue\r\n\r\nHTTP/2 400 \r\ndate: Mon, 23 Nov 2026 05:30:59 GMT\r\nretry-after: 5\r\nx-correlation-id: 1\r\n\r\n${body('invalid_grant', missing)}`,
  unreachable: 'curl: (6) Could not resolve host: test.maskinporten.no',
  powershell: 'Invoke-RestMethod : The remote name could not be resolved: \'test.maskinporten.no\'',
  proxy: 'HTTP/1.1 407 Proxy Authentication Required\nProxy-Authenticate: Basic\n\n<html><title>proxy</title></html>',
  metadata: JSON.stringify({
    issuer: 'https://test.maskinporten.no/',
    token_endpoint: 'https://test.maskinporten.no/token',
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'ES256', 'XX1'],
  }),
  bearer: 'Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIiwiZXhwIjoxfQ.AA',
})) {
  seed(`answers/${name}`, content);
}
