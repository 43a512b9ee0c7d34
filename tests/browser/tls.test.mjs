/**
 * The shipped single file, unchanged and from disk, gets its token from
 * https://test.maskinporten.no/token: the browser is told that this name is here.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROOT, launch, startPortal } from './harness.mjs';
import { BROWSERS_OWN_HOSTS, askedByBrowser, askedByPages, netLog } from './net-log.mjs';
import { answer, claim, field, goTo, makeKey, savePrivate, send, sitDown, t } from './person.mjs';

const FILE = path.join(ROOT, 'dist/nokkelsmie.html');
/** Every host of every environment: a request to another than the one that was meant would come here as well. */
const DIGDIR =
  (await readFile(path.join(ROOT, 'dist/policy.txt'), 'utf8'))
    .match(/https:\/\/[\w.-]+/g)
    ?.map((origin) => new URL(origin).host) ?? [];
const SCOPE = 'altinn:instances.read';

test('the file on disk gets its token over TLS from the name it was built with', async (suite) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-tls-'));
  const portal = await startPortal(['--quiet', '--tls-dir', folder]);
  const log = await netLog();
  suite.after(() => Promise.all([portal.stop(), log.forget(), rm(folder, { recursive: true })]));
  const { port } = new URL(portal.url);
  const certificate = await readFile(path.join(folder, 'cert.pem'));
  const spki = (await readFile(path.join(folder, 'spki-sha256.txt'), 'utf8')).trim();
  const rules = DIGDIR.map((host) => `MAP ${host}:443 127.0.0.1:${port}`);
  const browser = await launch({
    args: [
      ...log.args,
      `--host-resolver-rules=${[...rules, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'].join(', ')}`,
      `--ignore-certificate-errors-spki-list=${spki}`,
    ],
  });
  suite.after(() => browser.close());
  const person = await sitDown(browser, `${pathToFileURL(FILE)}#lag-nokkel`);
  const { page } = person;

  const kid = await makeKey(person);
  await savePrivate(person);
  const jwk = JSON.parse(await page.locator('[id^=public-text]').innerText());
  const { client_id: clientId } = await ask(portal.url, certificate, '_practice/clients', {
    name: 'fra fil',
    scopes: [SCOPE],
    jwk,
  });

  await goTo(page, 'test-klienten');
  await field(page, 'client_id').fill(clientId);
  await field(page, t('scopes.label')).fill(SCOPE);
  await send(page);
  const box = answer(page, t('token.title'));
  await box.waitFor();
  assert.match(await claim(box, 'iss').innerText(), /^https:\/\/test\.maskinporten\.no\/$/m);
  assert.match(await page.locator('#sent-line').innerText(), /test\.maskinporten\.no/, 'the page says to whom');

  const { requests } = await ask(portal.url, certificate, '_practice/log');
  assert.deepEqual(
    requests.map((/** @type {any} */ { method, host, path, origin, code }) => [method, host, path, origin, code]),
    [['POST', 'test.maskinporten.no', '/token', 'null', 'token']],
    `a file has no origin, and asks for nothing else (kid ${kid})`,
  );
  await person.context.close();
  await browser.close();
  const events = await log.events();
  assert.deepEqual([...new Set(askedByPages(events))], ['https://test.maskinporten.no/token']);
  assert.deepEqual(askedByBrowser(events).filter((host) => !BROWSERS_OWN_HOSTS.test(host)), []);
});

/**
 * The portal's own interface for tests, over its throw-away certificate.
 *
 * @param {string} base
 * @param {Buffer} ca
 * @param {string} at
 * @param {object} [body]
 * @returns {Promise<any>}
 */
function ask(base, ca, at, body) {
  return new Promise((resolve, reject) => {
    const request = https.request(
      new URL(at, base),
      {
        ca,
        checkServerIdentity: () => undefined,
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json' },
      },
      (answer) => {
        /** @type {Buffer[]} */
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString())));
      },
    );
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });
}
