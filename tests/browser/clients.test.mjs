/**
 * Clients and keys through the self-service API, as an operator does it.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { PRIVATE } from './bad-input.mjs';
import { makeAdministrator, publicJwk, signIn, finishSignIn } from './administration.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { PASSWORD, PKCS12 } from './keystores.mjs';
import { field, makeKey, goTo, pasteIntoVault, sitDown, t } from './person.mjs';

describe('clients and keys', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {import('./harness.mjs').Portal} */
  let portal;
  before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
  after(async () => { await browser?.close(); await portal?.stop(); });

  const sit = async () => {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    return sitDown(browser, `${portal.url}#klienter`);
  };
  const kids = (/** @type {import('playwright-core').Page} */ page) =>
    page.locator('#client-keys [data-kid]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-kid')).sort());
  const waitForKids = (/** @type {import('playwright-core').Page} */ page, /** @type {string[]} */ wanted) =>
    page.waitForFunction((text) => JSON.stringify([...document.querySelectorAll('#client-keys [data-kid]')]
      .map((row) => row.getAttribute('data-kid')).sort()) === text, JSON.stringify(wanted));

  test('signs in with a registered key, and only looks', async () => {
    const person = await sit();
    const id = await makeAdministrator(portal);
    await portal.makeClient({ name: 'Fagsystem', description: 'Henter skjema', scopes: ['altinn:instances.read'] });
    await portal.makeClient({ name: 'Postkasse', integration_type: 'krr', scopes: [] });
    const { page } = person;
    await field(page, t('clients.adminId')).fill(id);
    await page.locator('#sign-in').click();
    await page.locator('#admin-no-key').waitFor();
    await pasteIntoVault(person, PRIVATE.jwk);
    await page.locator('[name="admin-key"]').first().waitFor();
    assert.equal(await page.locator('#admin-no-key').count(), 0, 'what was missing has come');
    await finishSignIn(person, id, false);
    await page.locator('[data-client]').nth(2).waitFor();
    await field(page, t('clients.search')).fill('skjema');
    await page.getByText(t('clients.found', { count: 1, all: 3 })).waitFor();
    assert.equal(await page.getByRole('button', { name: t('clients.new') }).count(), 0);
    await page.getByRole('link', { name: 'Fagsystem' }).click();
    await page.getByText(t('rotation.readOnly')).waitFor();
    assert.equal(await page.locator('#client-keys').getByRole('button', { name: t('keys.renew') }).count(), 0);
    // Nothing but reading was asked for.
    const { requests, privateMaterial } = await portal.log();
    assert.deepEqual(requests.filter((/** @type {any} */ one) => one.path.startsWith('/api/') && one.method !== 'GET'), []);
    assert.equal(privateMaterial, 0);
    await page.locator('#sign-out').click();
    await page.locator('#sign-in').waitFor();
    assert.equal(await page.locator('[data-client]').count(), 0);
    await person.context.close();
  });

  test('signs in with a business certificate in PKCS#12', async () => {
    const person = await sit();
    const { page, vault } = person;
    const made = await portal.makeClient({ name: 'Sertifikat', scopes: ['idporten:dcr.read'], certificate: true });
    await vault.locator('input[type=file]').setInputFiles({ name: 'virksomhet.p12', mimeType: 'application/x-pkcs12', buffer: PKCS12 });
    await vault.locator('input[type=password]').first().fill(PASSWORD);
    await vault.getByRole('button', { name: t('vault.lock.open') }).click();
    await page.getByLabel(t('clients.by.certificate'), { exact: true }).check();
    await finishSignIn(person, made.client_id, false);
    await page.locator('[data-client]').first().waitFor();
    await person.context.close();
  });

  test('makes a client, adds, renews and removes keys beside another writer', async () => {
    const person = await sit();
    const { page } = person;
    const id = await makeAdministrator(portal);
    await signIn(person, id);
    await page.locator('#client-new').click();
    await page.locator('#new-send').click();
    await page.locator('#new-name-problem').getByText(t('problem.missing')).waitFor();
    await field(page, t('compose.name')).fill('Ny klient');
    await page.locator('#scope-new').fill('altinn:instances.read');
    await page.locator('#scope-add').click();
    await page.locator('#new-send').click();
    await page.getByRole('heading', { name: 'Ny klient' }).waitFor();
    const clientId = await page.evaluate(() => location.hash.split('/')[1]);

    await goTo(page, 'lag-nokkel');
    await makeKey(person, { kid: 'min-nokkel' });
    await page.evaluate((hash) => { location.hash = hash; }, `#klienter/${clientId}`);
    await page.getByText(t('keys.count', { count: 0 })).waitFor();
    // Between reading and writing, somebody adds a key that was never read here: it is the window
    // that remains. Between writing and reading, what vanishes comes back.
    await portal.writer({ client_id: clientId, when: 'after-write', action: { 'put-back': true } });
    await page.locator('[data-add="min-nokkel"] button').click();
    await page.getByText(t('keys.added', { kid: 'min-nokkel' })).first().waitFor();
    await waitForKids(page, ['min-nokkel']);

    await portal.writer({ client_id: clientId, when: 'after-write', action: { add: publicJwk('andres') } });
    await page.locator('[data-kid="min-nokkel"]').getByRole('button', { name: t('keys.renew') }).click();
    await page.getByText(t('keys.renewed', { name: 'min-nokkel' })).first().waitFor();
    await waitForKids(page, ['andres', 'min-nokkel']);

    await page.locator('[id="remove-min-nokkel"]').click();
    await page.getByRole('button', { name: t('keys.removeSure', { name: 'min-nokkel' }) }).click();
    await waitForKids(page, ['andres']);
    await page.locator('[id="remove-andres"]').click();
    await page.getByRole('button', { name: t('keys.removeSure', { name: 'andres' }) }).click();
    await waitForKids(page, []);
    const { requests } = await portal.log();
    assert.ok(requests.some((/** @type {any} */ one) => one.method === 'DELETE' && one.path.endsWith('/jwks')));
    assert.deepEqual(await kids(page), []);
    await person.context.close();
  });

  test('changes the key of a client, from making it to removing the old one', async () => {
    const person = await sit();
    const { page, vault } = person;
    const id = await makeAdministrator(portal);
    const { client_id: clientId } = await portal.makeClient({ name: 'Fagsystem', scopes: ['altinn:instances.read'], jwk: publicJwk('gammel') });
    await signIn(person, id);
    await page.getByRole('link', { name: 'Fagsystem' }).click();
    await page.locator('#rotation-go').click();
    await page.getByText(t('rotation.handOver.about')).waitFor();
    // The list is read when the key has been added, beside the proof.
    await page.waitForFunction(() => document.querySelectorAll('#client-keys [data-kid]').length === 2);
    assert.ok(await page.locator('#rotation-handed-over').isDisabled());
    await page.locator('#rotation-saved').check();
    await page.locator('#rotation-handed-over').click();
    await page.locator('#rotation-remove-old').click();
    await page.getByText(t('rotation.finished')).waitFor();
    await page.waitForFunction(() => document.querySelectorAll('#client-keys [data-kid]').length === 1);
    const [left] = await kids(page);
    assert.match(String(left), /^fagsystem-practice-/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#report-json').click()]);
    const report = JSON.parse((await (await import('node:fs/promises')).readFile(await download.path(), 'utf8')));
    assert.deepEqual(report.log.map((/** @type {any} */ line) => line.code), ['made', 'added', 'proved-by-token', 'handed-over', 'old-removed']);
    assert.equal(report.client_id, clientId);
    assert.equal((await portal.log()).privateMaterial, 0);
    assert.equal(await vault.locator('.cards > li').count(), 2);
    await person.context.close();
  });

  test('a reload in the middle: without its private key, another key is made and the first one taken away', async () => {
    const person = await sit();
    const { page, vault } = person;
    const id = await makeAdministrator(portal);
    const { client_id: clientId } = await portal.makeClient({ name: 'Fagsystem', scopes: ['altinn:instances.read'], jwk: publicJwk('gammel') });
    await signIn(person, id);
    await portal.control({ keyDelaySeconds: 600 });
    await page.getByRole('link', { name: 'Fagsystem' }).click();
    await page.locator('#rotation-go').click();
    await page.locator('#client-rotation .countdown').waitFor();
    await page.locator('#client-keys [data-kid]').nth(1).waitFor();
    const first = (await kids(page)).find((kid) => kid !== 'gammel');
    assert.ok(first);
    await page.reload();
    await vault.locator('#intake').waitFor();
    await portal.control({ keyDelaySeconds: 0 });
    await signIn(person, id);
    await page.getByText(t('rotation.lost')).waitFor();
    await page.locator('#rotation-go').click();
    await page.getByText(t('rotation.handOver.about')).waitFor();
    await page.getByText(t('rotation.log.private-key-lost')).waitFor();
    await page.locator(`[data-kid="${first}"]`).waitFor({ state: 'detached' });
    await page.locator('#client-keys [data-kid]').nth(1).waitFor();
    const now = await kids(page);
    assert.equal(now.length, 2);
    assert.ok(now.includes('gammel') && !now.includes(first), `${now}`);

    // And back: only ours goes, though somebody has added one meanwhile.
    await portal.writer({ client_id: clientId, when: 'after-read', action: { add: publicJwk('andres') } });
    await page.locator('#keys-read').click();
    // It works and may be in use: at the second press.
    await page.locator('#rotation-back').click();
    await page.getByRole('button', { name: t('rotation.back.sure') }).click();
    await page.getByText(t('rotation.phase.rolled-back')).waitFor();
    await waitForKids(page, ['andres', 'gammel']);
    await person.context.close();
  });

  test('the last key that works is taken away only when a person says so twice', async () => {
    const person = await sit();
    const { page } = person;
    const id = await makeAdministrator(portal);
    await portal.makeClient({ name: 'Fagsystem', scopes: ['altinn:instances.read'], jwk: publicJwk('gammel') });
    await signIn(person, id);
    await page.getByRole('link', { name: 'Fagsystem' }).click();
    await page.locator('#rotation-go').click();
    await page.getByText(t('rotation.handOver.about')).waitFor();
    // The list is read again by then: a press while it is drawn anew would be lost.
    await page.locator('#client-keys [data-kid]').nth(1).waitFor();
    await page.locator('[id="remove-gammel"]').click();
    await page.getByRole('button', { name: t('keys.removeSure', { name: 'gammel' }) }).click();
    await page.waitForFunction(() => document.querySelectorAll('#client-keys [data-kid]').length === 1);
    const [ours] = await kids(page);
    await page.locator('#rotation-back').click();
    await page.getByRole('button', { name: t('rotation.back.sure') }).click();
    await page.locator('#client-rotation [data-code="last-working-key"]').waitFor();
    await page.getByText(t('change.last-working-key.means', { keys: String(ours) })).waitFor();
    await page.locator('#keys-read').click();
    await waitForKids(page, [String(ours)]);
    // Going on leads back to where it was.
    await page.locator('#rotation-go').click();
    await page.getByText(t('rotation.handOver.about')).waitFor();
    await page.locator('#rotation-back').click();
    await page.getByRole('button', { name: t('rotation.back.sure') }).click();
    await page.getByRole('button', { name: t('rotation.backLast'), exact: true }).click();
    await page.getByRole('button', { name: t('rotation.backLast.sure') }).click();
    await page.getByText(t('rotation.phase.rolled-back')).waitFor();
    await waitForKids(page, []);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#report-md').click()]);
    const report = await (await import('node:fs/promises')).readFile(await download.path(), 'utf8');
    assert.match(report, /last-working-key/);
    await person.context.close();
  });

  test('by a terminal: signing in, the list, one client and a new key', async () => {
    const person = await sit();
    const { page } = person;
    const id = await makeAdministrator(portal);
    const { client_id: clientId } = await portal.makeClient({ name: 'Fagsystem', scopes: ['altinn:instances.read'], jwk: publicJwk('gammel') });
    await page.locator('#way summary').click();
    await page.locator('#way-choice-paste').check();
    await pasteIntoVault(person, PRIVATE.jwk);
    await page.locator('[name="admin-key"]').first().waitFor();
    await field(page, t('clients.adminId')).fill(id);
    await page.getByLabel(t('clients.level.write'), { exact: true }).check();
    await page.locator('#sign-in').click();
    await carry(page, 'token');
    await page.locator('#session').waitFor();
    const sent = (await portal.log()).requests.length;
    await page.locator('#clients-read').click();
    await carry(page, 'list-clients');
    await page.getByRole('link', { name: 'Fagsystem' }).click();
    await page.locator('#keys-read').click();
    await carry(page, 'read-keys');
    await waitForKids(page, ['gammel']);
    await page.locator('#rotation-go').click();
    for (const what of ['read-keys', 'write-keys', 'read-keys', 'token']) await carry(page, what);
    await page.getByText(t('rotation.handOver.about')).waitFor();
    await page.locator('#rotation-saved').check();
    await page.locator('#rotation-handed-over').click();
    await page.locator('#rotation-remove-old').click();
    for (const what of ['read-keys', 'write-keys', 'read-keys']) await carry(page, what);
    await page.getByText(t('rotation.finished')).waitFor();
    // All of it came from the terminal, and none from the page.
    const { requests, privateMaterial } = await portal.log();
    const api = requests.slice(sent).filter((/** @type {any} */ one) => one.path.startsWith('/api/') || one.path === '/token');
    assert.ok(api.length >= 8);
    assert.deepEqual(api.filter((/** @type {any} */ one) => one.origin), []);
    assert.deepEqual(person.requests.filter(({ url }) => /\/(api\/v1|token)/.test(new URL(url).pathname)), []);
    assert.equal(privateMaterial, 0);
    assert.match(clientId, /^[0-9a-f-]{36}$/);
    await person.context.close();
  });
});

/**
 * Runs the command in a real shell and pastes back what it printed.
 *
 * @param {import('playwright-core').Page} page @param {string} what
 */
async function carry(page, what) {
  await page.getByRole('heading', { name: t(`errand.what.${what}`) }).waitFor();
  const command = await page.locator('#errand-command code').textContent();
  const { stdout } = await promisify(execFile)('bash', ['-c', command ?? '']);
  await page.locator('#errand-answer').fill(stdout);
  await page.locator('#errand-read').click();
}
