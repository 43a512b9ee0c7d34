/**
 * What ends when: over all clients, while the server holds back; the dates taken along; and a warning when
 * the page is opened again.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { makeAdministrator, publicJwk, signIn } from './administration.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { sitDown, t } from './person.mjs';

const DAY = 24 * 3600;
const CLIENTS = [
  { name: 'Akutt', keys: [5] },
  { name: 'Byttet, men gammel; igjen', keys: [20, 320] },
  { name: 'Uten', keys: [] },
  { name: 'Over', keys: [-3] },
  { name: 'Lenge', keys: [300] },
];

describe('when keys expire', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {import('./harness.mjs').Portal} */
  let portal;
  before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
  after(async () => { await browser?.close(); await portal?.stop(); });

  test('read for all, filtered, sorted, saved, and warned of', async () => {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    const admin = await makeAdministrator(portal);
    /** @type {Record<string, string>} */
    const ids = {};
    for (const { name, keys } of CLIENTS) {
      const made = await portal.makeClient({
        name, scopes: ['altinn:instances.read'], certificate: keys.length === 0,
        keys: keys.map((days, index) => ({ jwk: publicJwk(`${name.slice(0, 2)}-${index}`), expiresInSeconds: days * DAY + 3600 })),
      });
      ids[name] = made.client_id;
    }
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page } = person;
    assert.ok(await page.locator('#warning').evaluate((host) => host.childElementCount === 0), 'nothing is known yet');
    await signIn(person, admin, { write: false });
    await portal.control({
      faults: { path: '/api/v1/clients/', rate: 0.3, seed: 3, kinds: ['503', '429', 'cut'], retryAfterSeconds: 1 },
    });
    await page.locator('#expiry-read').click();
    await page.getByText(t('expiry.counts', { count: 6, week: 1, month: 1, two: 1, stopped: 1, none: 1 })).waitFor({ timeout: 60_000 });
    await portal.control({ faults: null });

    const rows = () => page.locator('[data-client]').evaluateAll((all) => all.map((row) => row.querySelector('a')?.textContent));
    const shows = async (/** @type {string[]} */ names) => {
      await page.waitForFunction((count) => document.querySelectorAll('[data-client]').length === count, names.length);
      assert.deepEqual(await rows(), names);
    };
    await page.locator('#clients-sort').selectOption('expiry');
    await shows(['Over', 'Akutt', 'Byttet, men gammel; igjen', 'Lenge', 'Administrasjon', 'Uten']);
    await page.locator('#clients-expiry').selectOption('stops-7');
    await shows(['Over', 'Akutt']);
    await page.locator('#clients-expiry').selectOption('loses-60');
    await shows(['Akutt', 'Byttet, men gammel; igjen']);
    await page.locator('#clients-expiry').selectOption('none');
    await shows(['Over', 'Uten']);
    await page.locator('#clients-expiry').selectOption('');

    const save = async (/** @type {string} */ button) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator(button).click()]);
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
    };
    const calendar = await save('#expiry-ics');
    assert.match(calendar.name, /^utlop-practice-\d{4}-\d\d-\d\d\.ics$/);
    // One a key that has not ended: 5, 20, 320 and 300 days, and the administrator's.
    assert.equal(calendar.text.match(/BEGIN:VEVENT/g)?.length, 5);
    for (const days of [60, 30, 7]) assert.equal(calendar.text.match(new RegExp(`TRIGGER:-P${days}D`, 'g'))?.length, 5);
    const end = new Date(Date.now() + 5 * DAY * 1000 + 3_600_000).toLocaleDateString('sv').replaceAll('-', '');
    assert.ok(calendar.text.includes(`DTSTART;VALUE=DATE:${end}`), end);

    const overview = await save('#expiry-csv');
    const lines = overview.text.trim().split('\r\n');
    assert.equal(lines.length, 1 + 7);
    assert.ok(lines.some((line) => line.startsWith(`${ids.Akutt},Akutt,maskinporten,`) && line.endsWith(',5')), overview.text);
    assert.ok(lines.some((line) => line.startsWith(`${ids['Byttet, men gammel; igjen']},"Byttet, men gammel; igjen",`)));
    assert.ok(lines.some((line) => line.startsWith(`${ids.Uten},Uten,`) && line.endsWith(',,,,,,,')));

    // Kept a moment after it was read; opened again, the page says so before anybody has signed in.
    await page.waitForFunction(() => ['Over', 'Akutt', 'Byttet', 'Lenge', 'Administrasjon']
      .every((name) => localStorage.getItem('nokkelsmie/expiry/practice')?.includes(name)));
    await page.reload();
    const warning = page.locator('#warning');
    await warning.getByText(t('warning.title', { count: 3 })).waitFor();
    const said = await warning.innerText();
    for (const name of ['Over', 'Akutt', 'Byttet']) assert.ok(said.includes(name), said);
    for (const name of ['Lenge', 'Uten']) assert.ok(!said.includes(name), said);
    await page.locator('#warning-close').click();
    await warning.getByText('Akutt').waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('#warning-forget').click();
    await page.reload();
    await page.locator('#session, #admin-client-id').first().waitFor();
    assert.equal(await warning.innerText(), '');
    assert.equal(await page.evaluate(() => localStorage.getItem('nokkelsmie/expiry/practice')), null);
    await person.context.close();
  });

  test('all that stop within so many days are chosen for new keys', async () => {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    const admin = await makeAdministrator(portal);
    const stopping = [];
    for (const [index, days] of [5, 40, 59, 100].entries()) {
      const { client_id: id } = await portal.makeClient({
        name: `Klient ${index}`, scopes: ['altinn:instances.read'],
        keys: [{ jwk: publicJwk(`k-${index}`), expiresInSeconds: days * DAY }],
      });
      if (days < 60) stopping.push(id);
    }
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page } = person;
    await signIn(person, admin);
    await page.locator('#clients-bulk').click();
    await page.locator('#expiry-read').click();
    // Of all: the first are counted while the others are read.
    await page.getByText(t('expiry.counts', { count: 5, week: 1, month: 1, two: 3, stopped: 0, none: 0 }), { exact: true }).waitFor();
    await page.locator('#bulk-expiry').selectOption('stops-60');
    await page.locator('#bulk-all').click();
    await page.getByText(t('bulk.chosen', { count: 3 })).waitFor();
    const chosen = await page.locator('#bulk-found input:checked').evaluateAll((all) => all.map(({ id }) => id.replace('bulk-', '')));
    assert.deepEqual(chosen.sort(), stopping.sort());
    await person.context.close();
  });

  test('a token that does not reach so far ends the reading, and says so', async () => {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    const admin = await makeAdministrator(portal);
    for (let number = 0; number < 6; number += 1) await portal.makeClient({ name: `Klient ${number}`, certificate: true });
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page } = person;
    await signIn(person, admin, { write: false });
    await page.locator('#expiry-read').waitFor();
    await portal.control({ faults: { path: '/api/v1/clients/', rate: 1, seed: 1, kinds: ['403'] } });
    await page.locator('#expiry-read').click();
    await page.locator('#expiry [data-code="scope"]').waitFor();
    await portal.control({ faults: null });
    // Hundreds of commands are nobody's wish.
    await page.locator('#way summary').click();
    await page.locator('#way-choice-paste').check();
    await page.locator('#expiry').getByText(t('expiry.notByHand')).waitFor();
    assert.equal(await page.locator('#expiry-read').count(), 0);
    await page.locator('#way summary').click();
    await page.locator('#way-choice-direct').check();
    await page.locator('#expiry-read').click();
    await page.getByText(t('expiry.counts', { count: 7, week: 0, month: 0, two: 0, stopped: 0, none: 6 })).waitFor();
    await person.context.close();
  });
});
