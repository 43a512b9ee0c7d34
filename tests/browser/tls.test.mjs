/**
 * The shipped single file, unchanged and from disk, gets its token from
 * https://test.maskinporten.no/token: the browser is told that this name is here.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { startDigdir } from './digdir.mjs';
import { ROOT, launch } from './harness.mjs';
import { BROWSERS_OWN_HOSTS, askedByBrowser, askedByPages, netLog } from './net-log.mjs';
import { answer, claim, field, goTo, makeKey, savePrivate, send, sitDown, t } from './person.mjs';

const FILE = path.join(ROOT, 'dist/nokkelsmie.html');
const SCOPE = 'altinn:instances.read';

test('the file on disk gets its token over TLS from the name it was built with', async (suite) => {
  const digdir = await startDigdir();
  const log = await netLog();
  suite.after(() => Promise.all([digdir.portal.stop(), log.forget()]));
  const browser = await launch({ args: [...log.args, ...digdir.args] });
  suite.after(() => browser.close());
  const person = await sitDown(browser, `${pathToFileURL(FILE)}#lag-nokkel`);
  const { page } = person;

  const kid = await makeKey(person);
  await savePrivate(person);
  const jwk = JSON.parse(await page.locator('[id^=public-text]').innerText());
  const { client_id: clientId } = await digdir.portal.makeClient({
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

  const { requests } = await digdir.portal.log();
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
