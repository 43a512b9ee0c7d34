/**
 * Every hand-over, carried out: the file that the vault makes, the command that the page shows run by bash with
 * the receiver's own tool (or a stand-in that writes down what it was given), and what arrives read as the
 * receiver reads it. Nothing secret is in anybody's arguments, and no file can be read by others.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { withFolder } from './files.mjs';
import { privateKeys } from './java.mjs';
import { privatePemToJwk } from './node-crypto.mjs';
import { run } from './program.mjs';
import { dotenv, treeSitter } from './python-peers.mjs';
import * as vault from './vault.mjs';

const CLIENT_ID = 'b590f149-d0ba-4fca-b367-bccd9e444a00';
const SCOPES = 'altinn:serviceowner altinn:broker.read';
const WELL_KNOWN = 'https://test.maskinporten.no/.well-known/oauth-authorization-server';
const PASSWORD = 'fakturaklient 2026';

const card = vault.generate('rsa-2048', 'RS256', 'interop-receivers');
const jwk = JSON.parse(vault.secret(card, 'jwk'));
/** Pieces of the key in its writings: none of them may stand where others can see. */
const SECRETS = [jwk.d, jwk.p, jwk.q, vault.secret(card, 'base64-jwk'), vault.secret(card, 'pkcs8-pem').split('\n')[3]]
  .map((text) => text.slice(8, 40));

describe('what the command brings to its receiver', () => {
  test('Altinn app: dotnet user-secrets, read as .NET reads settings', async () => {
    const { calls, gone } = await carriedOut({ receiver: 'altinn-app' });
    assert.deepEqual(calls.map(({ args }) => args.slice(0, 2).join(' ')), ['user-secrets init', 'user-secrets set']);
    const settings = section(calls[1].stdin);
    assert.equal(settings('Authority'), 'https://test.maskinporten.no/');
    assert.equal(settings('clientid'), CLIENT_ID);
    assert.deepEqual(base64Json(settings('JwkBase64')), jwk);
    assert.ok(gone);
  });

  test('Altinn.ApiClients.Maskinporten: the names that it has', async () => {
    const { calls } = await carriedOut({ receiver: 'altinn-api-client', values: { 'project-folder': 'min app/Æ' } });
    assert.deepEqual(calls[1].args.slice(2), ['--project', 'min app/Æ']);
    const settings = section(calls[1].stdin);
    for (const [name, value] of [
      ['Environment', 'test'], ['ClientId', CLIENT_ID], ['Scope', SCOPES], ['ExhangeToAltinnToken', true], ['TokenExchangeEnvironment', 'tt02'],
    ]) assert.equal(settings(String(name)), value);
    assert.deepEqual(base64Json(settings('EncodedJwk')), jwk);
  });

  test('Azure Key Vault: --file as it is, with no line break at its end', async () => {
    const { calls, gone } = await carriedOut({ receiver: 'key-vault' });
    assert.deepEqual(calls.map(({ args }) => valueOf(args, '--name')), [
      'MaskinportenSettings--Authority', 'MaskinportenSettings--ClientId', 'MaskinportenSettings--JwkBase64']);
    assert.deepEqual(calls.slice(0, 2).map(({ args }) => valueOf(args, '--value')), ['https://test.maskinporten.no/', CLIENT_ID]);
    const { args, file } = calls[2];
    assert.equal(valueOf(args, '--encoding'), 'utf-8');
    assert.equal(valueOf(args, '--output'), 'none', 'otherwise az prints the secret');
    assert.deepEqual(base64Json(file), jwk);
    assert.ok(gone);
  });

  test('Azure Key Vault: in another form', async () => {
    for (const form of ['jwk', 'pem']) {
      const { calls } = await carriedOut({ receiver: 'key-vault', form, values: { secret: 'min-egen' } });
      assert.equal(calls.length, 1);
      if (form === 'jwk') assert.deepEqual(JSON.parse(calls[0].file), jwk);
      else assert.equal(calls[0].file, vault.secret(card, 'pkcs8-pem'));
    }
  });

  test('GitHub Actions: by standard input', async () => {
    const { calls, gone } = await carriedOut({ receiver: 'github-actions', values: { repository: 'eier/repo' } });
    assert.deepEqual(calls[0].args, ['secret', 'set', 'MASKINPORTEN_JWK_BASE64', '--repo', 'eier/repo']);
    assert.deepEqual(base64Json(calls[0].stdin), jwk);
    assert.ok(gone);
  });

  test('Azure DevOps: by the environment of the one command', async () => {
    const { calls } = await carriedOut({ receiver: 'azure-devops', values: { project: "Vårt 'prosjekt' $HOME" } });
    const [{ args, env }] = calls;
    assert.equal(valueOf(args, '--project'), "Vårt 'prosjekt' $HOME");
    assert.equal(valueOf(args, '--secret'), 'true');
    assert.equal(args.includes('--value'), false);
    assert.deepEqual(base64Json(env.AZURE_DEVOPS_EXT_PIPELINE_VAR_MASKINPORTEN_JWK_BASE64), jwk);
  });

  test('Kubernetes: the file is a Secret to kubectl, and names what nais names', async () => {
    const { calls, gone } = await carriedOut({ receiver: 'kubernetes', values: { namespace: 'team-a' } });
    assert.deepEqual(calls[0].args.slice(0, 3), ['apply', '--server-side', '-f']);
    const secret = await kubectl(calls[0].file);
    assert.deepEqual([secret.kind, secret.metadata.name, secret.metadata.namespace, secret.type], ['Secret', 'maskinporten', 'team-a', 'Opaque']);
    const { MASKINPORTEN_CLIENT_JWK, ...others } = secret.stringData;
    assert.deepEqual(others, { MASKINPORTEN_CLIENT_ID: CLIENT_ID, MASKINPORTEN_SCOPES: SCOPES, MASKINPORTEN_WELL_KNOWN_URL: WELL_KNOWN });
    assert.deepEqual(JSON.parse(MASKINPORTEN_CLIENT_JWK), jwk);
    assert.ok(gone);
    // As it comes out of the cluster again.
    const data = Object.fromEntries(Object.entries(secret.stringData).map(([name, value]) => [name, Buffer.from(String(value)).toString('base64')]));
    assert.equal(check({ receiver: 'kubernetes' }, JSON.stringify({ kind: 'Secret', data }, null, 2)), 'right');
  });

  test('Java keystore: keytool lists it, and Java opens it', async () => {
    const { calls, kept } = await carriedOut({ receiver: 'keystore', values: { folder: 'nøkler' } });
    assert.deepEqual(Object.keys(kept), ['nøkler/interop-receivers.private.p12']);
    const [octets] = Object.values(kept);
    assert.match(calls[0].stdout, /interop-receivers.*PrivateKeyEntry/s);
    const [found] = await privateKeys([{ kind: 'pkcs12', octets, with: PASSWORD }]);
    assert.equal('alias' in found && found.alias, 'interop-receivers');
    assert.equal(check({ receiver: 'keystore' }, octets, PASSWORD), 'right');
    const pem = String(await run('openssl', ['pkcs12', '-nodes', '-nocerts', '-passin', `pass:${PASSWORD}`], octets));
    assert.equal(privatePemToJwk(pem).d, jwk.d);
  });

  test('.env: bash and python-dotenv read the same', async () => {
    const { kept } = await carriedOut({ receiver: 'env', values: { folder: './min app' } });
    const text = kept['min app/.env'].toString();
    const wanted = { MASKINPORTEN_CLIENT_ID: CLIENT_ID, MASKINPORTEN_SCOPES: SCOPES, MASKINPORTEN_WELL_KNOWN_URL: WELL_KNOWN };
    for (const read of [await dotenv(text), await sourced(text)]) {
      const { MASKINPORTEN_CLIENT_JWK, ...others } = read;
      assert.deepEqual(others, wanted);
      assert.deepEqual(JSON.parse(MASKINPORTEN_CLIENT_JWK), jwk);
    }
  });

  test('.env: one that is there is left as it is', async () => {
    // mv asks, and nobody says yes.
    const { kept, gone } = await carriedOut({ receiver: 'env' }, { exit: 1, there: { '.env': 'DATABASE=x\n' } });
    assert.equal(kept['.env'].toString(), 'DATABASE=x\n');
    assert.equal(gone, false);
  });

  test('a file: only its owner reads it', async () => {
    for (const form of ['jwk', 'base64-jwk', 'pem']) {
      const { kept, gone } = await carriedOut({ receiver: 'file', form, values: { folder: 'hemmelig' } });
      const [octets] = Object.values(kept);
      if (form === 'jwk') assert.deepEqual(JSON.parse(octets.toString()), jwk);
      if (form === 'base64-jwk') assert.deepEqual(base64Json(octets.toString()), jwk);
      if (form === 'pem') assert.equal(privatePemToJwk(octets.toString()).d, jwk.d);
      assert.ok(gone);
    }
  });
});

test('a command that fails leaves the file: nothing is lost that did not arrive', async () => {
  const { gone } = await carriedOut({ receiver: 'github-actions' }, { exit: 1 });
  assert.equal(gone, false);
});

test('every command is bash or PowerShell, and none holds anything of the key', async () => {
  for (const { receiver, forms } of vault.receivers()) {
    for (const form of forms) {
      const { bash, powershell, preview, beside } = planned({ receiver, form });
      assert.equal(spawnSync('bash', ['-n'], { input: bash }).status, 0, bash);
      // It is not run here, but it parses.
      assert.deepEqual(await treeSitter.faults('powershell', powershell), [], powershell);
      for (const text of [bash, powershell, preview, beside?.text]) assert.equal(SECRETS.some((secret) => text?.includes(secret)), false);
    }
  }
});

test('what is stored is judged as its reader would', () => {
  const base64 = vault.secret(card, 'base64-jwk');
  const other = vault.secret(vault.generate('rsa-2048', 'RS256', 'interop-receivers'), 'base64-jwk');
  const keyVault = { receiver: 'key-vault' };
  for (const [stored, code] of [
    [base64, 'right'], [`${base64}\n`, 'trailing-newline'], [`"${base64}"`, 'quoted'], [base64.replace(/(.{76})/g, '$1\n'), 'line-breaks'],
    [vault.publicForms(card)?.['base64-jwk'] ?? '', 'public-only'], [other, 'another-key'], [JSON.stringify(jwk), 'is-jwk'],
    [vault.secret(card, 'base64-pem'), 'is-pem'], [Buffer.from(base64).toString('base64'), 'encoded-twice'],
    [Buffer.from(JSON.stringify({ ...jwk, kid: 'en-annen' })).toString('base64'), 'other-kid'],
  ]) assert.equal(check(keyVault, stored), code);
  const settings = written({ receiver: 'altinn-app' }).toString();
  assert.equal(check({ receiver: 'altinn-app' }, settings), 'right');
  assert.equal(check({ receiver: 'altinn-app' }, settings.replaceAll('JwkBase64', 'EncodedJwk')), 'wrong-name');
  assert.equal(check({ receiver: 'altinn-app' }, JSON.stringify({ 'MaskinportenSettings:JwkBase64': base64 })), 'right', 'as user-secrets keeps it');
});

// --- ordering ---------------------------------------------------------------

/** @typedef {{receiver: string, form?: string, values?: Record<string, string>}} Wish */

/** What nobody can guess, as a person would fill it in. @param {string} receiver @returns {Record<string, string>} */
function examples(receiver) {
  const facts = vault.receivers().find((one) => one.receiver === receiver);
  return Object.fromEntries((facts?.fields ?? []).filter(({ example }) => example).map(({ field, example }) => [field, example]));
}

function order(/** @type {Wish} */ { receiver, form = 'base64-jwk', values = {} }) {
  return {
    receiver, form, exchange: true, clientId: CLIENT_ID, scopes: SCOPES, kid: 'interop-receivers',
    environment: {
      name: 'test', portal: 'https://sjolvbetjening.test.samarbeid.digdir.no', issuer: 'https://test.maskinporten.no/',
      tokenEndpoint: 'https://test.maskinporten.no/token', metadata: WELL_KNOWN,
      selfServiceApi: 'https://api.test.samarbeid.digdir.no/api/v1',
      altinnExchange: 'https://platform.tt02.altinn.no/authentication/api/v1/exchange/maskinporten',
    },
    values: Object.entries({ ...examples(receiver), ...values }).map(([field, value]) => ({ field, value })),
  };
}

function planned(/** @type {Wish} */ wish) {
  const { problems, handOver } = vault.planHandOver(card, order(wish));
  assert.deepEqual(problems, []);
  return handOver;
}

const written = (/** @type {Wish} */ wish) => vault.handOverFile(card, order(wish), wish.receiver === 'keystore' ? PASSWORD : undefined);

const check = (/** @type {Wish} */ wish, /** @type {string | Uint8Array} */ stored, /** @type {string} */ password = '') =>
  vault.checkStored(card, order(wish), stored, password).code;

// --- carrying out -----------------------------------------------------------

/**
 * Writes down what it was given (arguments, standard input, the file after --file or -f with its mode, and what
 * of the environment is meant for it). keytool goes on to the real one, with the password.
 */
const STAND_IN = `#!/usr/bin/env node
const fs = require('node:fs'), path = require('node:path'), { spawnSync } = require('node:child_process');
const args = process.argv.slice(2), program = path.basename(process.argv[1]);
const at = args.findIndex((one) => one === '--file' || one === '-f');
const file = at < 0 ? null : args[at + 1];
const stdin = program === 'keytool' || fs.fstatSync(0).isCharacterDevice() ? '' : fs.readFileSync(0, 'utf8');
const real = program === 'keytool' && spawnSync(process.env.REAL_KEYTOOL,
  [...args, '-J-Duser.language=en', '-J-Dfile.encoding=UTF-8'], { input: process.env.KEYTOOL_INPUT });
fs.appendFileSync(process.env.CALLS, JSON.stringify({
  program, args, stdin, file: file && fs.readFileSync(file, 'utf8'), mode: file && fs.statSync(file).mode & 0o777,
  stdout: real ? String(real.stdout) : '',
  env: Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('AZURE_'))),
}) + '\\n');
process.exit(Number(process.env.EXIT));
`;

/**
 * The file is in Downloads as a browser leaves it, and the command is pasted into bash.
 *
 * @param {Wish} wish
 * @param {{exit?: number, there?: Record<string, string>}} [how]  how it ends; files that are there before
 * @returns {Promise<{calls: any[], kept: Record<string, Buffer>, gone: boolean}>}  `kept`: the files that it left
 */
function carriedOut(wish, { exit = 0, there = {} } = {}) {
  return withFolder(async (folder) => {
    const [bin, downloads, work] = await Promise.all(['bin', 'Downloads', 'work'].map(async (name) => {
      await mkdir(path.join(folder, name));
      return path.join(folder, name);
    }));
    for (const name of ['az', 'gh', 'dotnet', 'kubectl', 'keytool']) {
      await writeFile(path.join(bin, name), STAND_IN);
      await chmod(path.join(bin, name), 0o755);
    }
    const target = wish.values?.folder;
    if (target) await mkdir(path.join(work, target));
    for (const [name, text] of Object.entries(there)) await writeFile(path.join(work, name), text, { mode: 0o600 });
    const { fileName, bash } = planned(wish);
    const file = path.join(downloads, fileName);
    await writeFile(file, written(wish), { mode: 0o644 });
    const calls = path.join(folder, 'calls');
    await writeFile(calls, '');
    const realKeytool = String(await run('sh', ['-c', 'command -v keytool'])).trim();
    const env = {
      ...process.env, HOME: folder, PATH: `${bin}:${process.env.PATH}`, CALLS: calls, EXIT: String(exit),
      REAL_KEYTOOL: realKeytool, KEYTOOL_INPUT: `${PASSWORD}\n`,
    };
    const { status, stderr } = spawnSync('bash', ['-c', bash], { cwd: work, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    assert.equal(status === 0, exit === 0, stderr);
    const made = (await readFile(calls, 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line));
    for (const { args, mode } of made) {
      assert.equal(SECRETS.some((secret) => args.join(' ').includes(secret)), false, 'a secret among the arguments');
      if (mode !== null) assert.equal(mode, 0o600);
    }
    return { calls: made, kept: await keptIn(work), gone: !(await readdir(downloads)).includes(fileName) };
  });
}

/** By their path; nobody else reads them. @param {string} folder */
async function keptIn(folder) {
  const names = await readdir(folder, { recursive: true });
  /** @type {Record<string, Buffer>} */
  const found = {};
  for (const name of names) {
    const place = path.join(folder, name);
    const entry = await stat(place);
    if (!entry.isFile()) continue;
    assert.equal(entry.mode & 0o777, 0o600, name);
    found[name] = await readFile(place);
  }
  return found;
}

const valueOf = (/** @type {string[]} */ args, /** @type {string} */ name) => args[args.indexOf(name) + 1];

// --- reading ----------------------------------------------------------------

/** .NET's configuration: names have no case. @param {string} text */
function section(text) {
  const [[name, settings]] = Object.entries(JSON.parse(text));
  assert.equal(name, 'MaskinportenSettings');
  const lower = Object.fromEntries(Object.entries(/** @type {object} */ (settings)).map(([key, value]) => [key.toLowerCase(), value]));
  return (/** @type {string} */ key) => lower[key.toLowerCase()];
}

/** Convert.FromBase64String takes padded base64 of the usual alphabet. @param {string} text */
function base64Json(text) {
  assert.match(text, /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
  return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
}

/** What kubectl makes of a manifest; without a cluster. @param {string} manifest */
async function kubectl(manifest) {
  return withFolder(async (folder) => {
    const file = path.join(folder, 'secret.yaml');
    await writeFile(file, manifest, { mode: 0o600 });
    return JSON.parse(String(await run('kubectl', ['label', '--local', '-f', file, '-o', 'json', 'read=back'])));
  });
}

/** @param {string} text @returns {Promise<Record<string, string>>} */
function sourced(text) {
  return withFolder(async (folder) => {
    const file = path.join(folder, '.env');
    await writeFile(file, text, { mode: 0o600 });
    const script = 'set -a; . "$0"; for name in ${!MASKINPORTEN_*}; do printf "%s=%s\\0" "$name" "${!name}"; done';
    const pairs = String(await run('bash', ['-c', script, file])).split('\0').filter(Boolean);
    return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  });
}
