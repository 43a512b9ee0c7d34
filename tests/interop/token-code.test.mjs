/** The programs that fetch a token: each is run where its language can be had, and parsed where not. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { environments, findPrivateMaterial, initSync, tokenCode, tokenLanguages } from '../../dist/module/portal/nokkelsmie_portal.js';
import { startPortal } from '../browser/harness.mjs';
import { withFolder } from './files.mjs';
import * as panva from './panva.mjs';
import { treeSitter } from './python-peers.mjs';
import { LANGUAGES } from './token-code/languages.mjs';
import * as vault from './vault.mjs';

initSync({ module: readFileSync(new URL('../../dist/module/portal/nokkelsmie_portal_bg.wasm', import.meta.url)) });

const SCOPE = 'altinn:instances.read';
/** Run by `./build.sh token-code` alone. */
const APART = ['java', 'kotlin'];
const card = vault.generate('rsa-2048', 'RS512', 'token-code');
const jwk = JSON.parse(card.public?.jwk ?? '');
const privateJwk = JSON.parse(vault.secret(card, 'jwk'));
/** What people put in its place; libraries would say what they read. @type {[string, string][]} */
const NO_JWK = [
  ['a set', JSON.stringify({ keys: [privateJwk] })],
  ['a list', JSON.stringify([privateJwk])],
  ['a JWK without its type', JSON.stringify({ ...privateJwk, kty: undefined, n: undefined })],
  ['a JWK as a text', JSON.stringify(JSON.stringify(privateJwk))],
  ['a JWK that is cut off', JSON.stringify(privateJwk).slice(0, -40)],
  ['a JWK with a comma too many', JSON.stringify(privateJwk).replace(/}$/, ',}')],
];
/** What ends a literal, or begins something within it, in one language or another. */
const HARD = 'a"b\'c\\d$e${f}#{g}‘h’{{scope}}%s\\u0041æøå';

/** @type {Awaited<ReturnType<typeof startPortal>>} */
let portal;
/** @type {string} */
let clientId;
/** @type {Awaited<ReturnType<typeof listen>>} */
let ownEndpoint;

before(async () => {
  portal = await startPortal(['--quiet']);
  clientId = (await portal.makeClient({ name: 'token-code', scopes: [SCOPE], jwk })).client_id;
  ownEndpoint = await listen();
});
after(() => Promise.all([portal.stop(), ownEndpoint.stop()]));

for (const language of tokenLanguages().filter((name) => name in LANGUAGES)) {
  test(`${language}: gets a token, says what the server says, and writes the grant as it should`, async () => {
    await withFolder(async (folder) => {
      const code = tokenCode(language, practice(portal.url), { clientId, kid: null, scope: SCOPE });
      assert.equal(code.tried, APART.includes(language) ? 'apart' : 'always');
      const { program } = await LANGUAGES[language](folder, code);
      const { exit, said, printed } = await execute(program, vault.secret(card, 'base64-jwk'));
      assert.equal(said, '');
      assert.equal(exit, 0);
      assert.equal(payloadOf(printed).scope, SCOPE);

      const unknown = await execute(program, vault.secret(vault.generate('rsa-2048', 'RS256', 'nobodys'), 'base64-jwk'));
      assert.notEqual(unknown.exit, 0);
      assert.match(unknown.said, /Maskinporten: 400 .*Unknown key identifier/s);
      assert.equal(unknown.printed, '');
    });
    await withFolder(async (folder) => {
      const { program } = await LANGUAGES[language](folder, tokenCode(language, practice(portal.url), { clientId, kid: null, scope: SCOPE }));
      for (const [what, value] of NO_JWK) {
        const { exit, said, printed } = await execute(program, Buffer.from(value).toString('base64'));
        assert.notEqual(exit, 0, what);
        for (const number of [privateJwk.d, privateJwk.p, privateJwk.q])
          assert.ok(!`${said}${printed}`.includes(number.slice(20, 60)), `${what}: the key is printed`);
      }
    });
    await withFolder(async (folder) => {
      const request = { clientId: HARD, kid: null, scope: `${SCOPE} ${HARD}`, resource: ['https://a.example.no', HARD], consumerOrg: '974760673' };
      const { program, twice } = await LANGUAGES[language](folder, tokenCode(language, practice(ownEndpoint.url), request));
      for (const [command, tokens] of /** @type {const} */ ([[program, 'one'], [twice, 'two of the same object']])) {
        ownEndpoint.asked.length = 0;
        const { exit, said, printed } = await execute(command, vault.secret(card, 'base64-jwk'));
        assert.deepEqual([exit, said], [0, ''], tokens);
        assert.match(printed, /the-token/, tokens);
        assert.equal(ownEndpoint.asked.length, 1, tokens);
        await judge(ownEndpoint.asked[0], request);
      }
    });
  });
}

for (const language of tokenLanguages().filter((name) => !(name in LANGUAGES))) {
  test(`${language}: is not run here; it parses`, async () => {
    const request = { clientId: HARD, kid: null, scope: HARD, resource: ['https://a.example.no', HARD], consumerOrg: '974760673' };
    const code = tokenCode(language, practice(ownEndpoint.url), request);
    assert.equal(code.tried, APART.includes(language) ? 'apart' : 'parsed');
    assert.deepEqual(await treeSitter.faults(language, code.text), []);
    // A parser that finds nothing in anything would be no judge.
    assert.notDeepEqual(await treeSitter.faults(language, code.text.slice(0, code.text.lastIndexOf('}'))), []);
  });
}

test('no program is taken for a private key, where one is looked for', () => {
  for (const language of tokenLanguages()) {
    const { text } = tokenCode(language, practice(portal.url), { clientId, kid: null, scope: SCOPE });
    assert.equal(findPrivateMaterial(text), undefined, language);
  }
});

/** What a program sent. @typedef {{method?: string, type?: string, url?: string, body: string, at: number}} Asked */

/** What RFC 7523 and Digdir ask of a grant, and nothing beside. @param {Asked} asked @param {any} request */
async function judge({ method, url, type, body, at }, request) {
  assert.deepEqual([method, url, type?.split(';')[0].toLowerCase()], ['POST', '/token', 'application/x-www-form-urlencoded']);
  const form = new URLSearchParams(body);
  assert.deepEqual([...form.keys()].sort(), ['assertion', 'grant_type']);
  assert.equal(form.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
  const { protectedHeader, payload } = await panva.verifyBySet({ keys: [jwk] }, form.get('assertion') ?? '', { algorithms: ['RS512'] });
  const { typ = 'JWT', ...header } = protectedHeader;
  assert.deepEqual([typ, header], ['JWT', { alg: 'RS512', kid: 'token-code' }]);
  const { iat = 0, exp, jti, ...claims } = payload;
  assert.ok(Math.abs(iat - at) <= 5, `iat ${iat} at ${at}`);
  assert.equal(exp, iat + 120);
  assert.match(String(jti), /^[0-9a-f-]{32,36}$/);
  assert.deepEqual(claims, {
    aud: ownEndpoint.url,
    iss: request.clientId,
    scope: request.scope,
    resource: request.resource,
    consumer_org: request.consumerOrg,
  });
}

/** A token endpoint that writes down what it gets. */
async function listen() {
  /** @type {Asked[]} */
  const asked = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const { method, url, headers } = request;
    asked.push({ method, url, type: headers['content-type'], body, at: Math.floor(Date.now() / 1000) });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: 'the-token', token_type: 'Bearer', expires_in: 119, scope: SCOPE }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

/** @param {import('./token-code/languages.mjs').Command} command @param {string} key */
function execute([program, args], key) {
  const env = { ...process.env, MASKINPORTEN_JWK_BASE64: key };
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: 60_000 }, (error, stdout, stderr) => {
      assert.ok(!`${stdout}${stderr}`.includes(key.slice(0, 40)), 'the key is printed');
      resolve({ exit: error ? error.code ?? error.signal : 0, printed: stdout.trim(), said: stderr.trim() });
    });
  });
}

/** @param {string} url */
function practice(url) {
  const found = environments(url).find(({ name }) => name === 'practice');
  assert.ok(found);
  return found;
}

const payloadOf = (/** @type {string} */ token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
