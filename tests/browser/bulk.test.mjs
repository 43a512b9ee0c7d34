/**
 * New keys for many clients at once, while the server fails now and then: every client ends with a
 * new key that works, or without ours and with a line in the report that says why.
 *
 * NOKKELSMIE_BULK: how many clients (200 is what it is for; a few in the ordinary run).
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { kidsOf, makeAdministrator, publicJwk, signIn, tokenOf } from './administration.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { sitDown, t } from './person.mjs';

const COUNT = Number(process.env.NOKKELSMIE_BULK ?? 8);
const LONG = 60_000 + COUNT * 6_000;

describe(`new keys for ${COUNT} clients`, () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {import('./harness.mjs').Portal} */
  let portal;
  before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
  after(async () => { await browser?.close(); await portal?.stop(); });

  test('with faults, a pause, and all private keys in one ZIP', { timeout: LONG * 3 }, async (context) => {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    const admin = await makeAdministrator(portal);
    const old = publicJwk('gammel');
    const ids = [];
    for (let number = 0; number < COUNT; number += 1) {
      const made = await portal.makeClient({
        name: `Klient ${String(number).padStart(3, '0')}`, scopes: ['altinn:instances.read'], jwk: { ...old, kid: `gammel-${number}` },
      });
      ids.push(made.client_id);
    }
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page, vault } = person;
    page.setDefaultTimeout(LONG);
    await signIn(person, admin);
    await page.getByText(t('clients.found', { count: COUNT + 1, all: COUNT + 1 })).waitFor();
    await portal.control({
      faults: { path: '/api/v1', rate: 0.05, seed: 7, kinds: ['503', '429', 'cut', 'cut-after'], retryAfterSeconds: 1 },
    });
    await page.locator('#clients-bulk').click();
    await page.locator('#bulk-all').click();
    await page.locator(`#bulk-${admin}`).uncheck();
    // From within: when a word from outside comes through on a busy machine, none may wait any more.
    const paused = page.evaluate(() => new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('[data-standing="ready"]')) return;
        observer.disconnect();
        document.getElementById('bulk-pause')?.click();
        resolve(undefined);
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    }));
    const start = performance.now();
    await page.locator('#bulk-begin').click();
    await paused;
    await page.locator('#bulk-go').click();
    await page.waitForFunction(() => [...document.querySelectorAll('[data-standing]')]
      .every((row) => ['ready', 'failed'].includes(String(row.getAttribute('data-standing')))));
    await page.locator('#bulk-pause').waitFor({ state: 'detached' });
    const seconds = (performance.now() - start) / 1000;
    context.diagnostic(`${COUNT} rotations in ${seconds.toFixed(1)} s: ${await page.locator('#bulk-counts').innerText()}`);

    // Nothing is left in between, and the server agrees.
    await portal.control({ faults: null });
    const standings = await page.locator('[data-standing]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-standing')));
    assert.equal(standings.length, COUNT);
    assert.deepEqual(standings.filter((one) => one !== 'ready' && one !== 'failed'), []);
    const ready = standings.filter((one) => one === 'ready').length;
    assert.ok(ready >= COUNT * 0.9, `${ready} of ${COUNT}`);

    await page.locator('#bulk-save').click();
    const panel = vault.getByRole('region', { name: t('vault.many.title', { count: ready }) });
    await panel.getByRole('button', { name: t('vault.password.make') }).click();
    const [zip] = await Promise.all([
      page.waitForEvent('download', { timeout: LONG * 2 }),
      panel.getByRole('button', { name: t('vault.many.save', { count: ready }) }).click(),
    ]);
    assert.match(zip.suggestedFilename(), /\.zip$/);
    const files = (await readFile(await zip.path())).toString('latin1').match(/klient-\d{3}-practice[\w-]*\.private\.encrypted\.pem/g);
    assert.equal(new Set(files).size, ready);
    await page.locator('#bulk-handed-over').click();
    await page.locator('[data-standing="done"]').nth(ready - 1).waitFor();

    // The old ones end in a year: none goes by the first choice, all by the other, and only when one is sure.
    await page.locator('#old-keys-remove:disabled').waitFor();
    assert.equal((await page.locator('#old-keys-remove').innerText()).trim(), t('bulk.old.remove', { count: 0, clients: 0 }));

    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#bulk-json').click()]);
    const report = JSON.parse(await readFile(await download.path(), 'utf8'));
    const token = await tokenOf(page);
    for (const [index, id] of ids.entries()) {
      const line = report.find((/** @type {any} */ one) => one.client_id === id);
      const kids = await kidsOf(portal, id, token);
      const last = line.log.at(-1).code;
      if (last === 'handed-over') assert.deepEqual(kids, [`gammel-${index}`, line.kid].sort());
      else {
        assert.deepEqual(kids, [`gammel-${index}`]);
        assert.ok(line.log.some((/** @type {any} */ one) => one.code === 'stopped'), JSON.stringify(line.log));
      }
    }
    await page.locator('#clients-bulk').click();
    await page.locator('#old-keys-which-366').check();
    await page.getByRole('button', { name: t('bulk.old.remove', { count: ready, clients: ready }) }).click();
    await page.getByRole('button', { name: t('bulk.old.sure', { count: ready, clients: ready }) }).click();
    await page.locator('#old-keys').waitFor({ state: 'detached' });
    await page.locator('#bulk-pause').waitFor({ state: 'detached' });
    const fresh = await tokenOf(page);
    for (const id of ids) {
      const { kid, log } = report.find((/** @type {any} */ one) => one.client_id === id);
      if (log.at(-1).code === 'handed-over') assert.deepEqual(await kidsOf(portal, id, fresh), [kid]);
    }
    assert.equal((await portal.log()).privateMaterial, 0);
    await person.context.close();
  });
});
