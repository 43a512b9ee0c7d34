/**
 * What the self-service API refuses, or does not answer: what is said of it, where, and that nothing entered
 * is lost.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeAdministrator, publicJwk, signIn } from './administration.mjs';
import { PRIVATE } from './bad-input.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { field, pasteIntoVault, sitDown, t } from './person.mjs';

const ID = '0f6c2f0e-77aa-4c52-9a10-1f2e3d4c5b6a';

/** @param {number} status @param {{field?: string, message: string}[]} [errors] */
function refusal(status, errors = []) {
  return {
    status,
    contentType: 'application/json',
    body: JSON.stringify({
      status, timestamp: '2026-11-30T08:00:00Z', correlation_id: ID, error: 'refused', error_description: 'Refused for a test',
      errors: errors.map((one) => ({ errorMessage: one.message, isFieldError: Boolean(one.field), objectName: 'client', fieldIdentifier: one.field ?? null })),
    }),
  };
}

describe('trouble with the API', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {import('./harness.mjs').Portal} */
  let portal;
  before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
  after(async () => { await browser?.close(); await portal?.stop(); });

  async function sit() {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    const admin = await makeAdministrator(portal);
    const { client_id: id } = await portal.makeClient({ name: 'Fagsystem', scopes: ['altinn:instances.read'], jwk: publicJwk('gammel') });
    const person = await sitDown(browser, `${portal.url}#klienter`);
    await signIn(person, admin);
    await person.page.locator('[data-client]').nth(1).waitFor();
    return { ...person, id };
  }

  test('a token that was ended before its time is replaced unseen', async () => {
    const { page, context } = await sit();
    const tokens = async () => (await portal.log()).requests.filter((/** @type {any} */ { path }) => path === '/token').length;
    const had = await tokens();
    await portal.control({ failNext: { ...refusal(401), path: '/api/v1/clients' } });
    const [, answer] = await Promise.all([
      page.locator('#clients-read').click(),
      page.waitForResponse((one) => one.url().endsWith('/api/v1/clients') && one.status() === 200),
    ]);
    await answer.finished();
    assert.equal(await tokens(), had + 1);
    assert.equal(await page.locator('[data-code]').count(), 0);
    await context.close();
  });

  test('each refusal says what it means and what to do, with an id to pass on', async () => {
    const { page, context } = await sit();
    for (const [status, code] of /** @type {[number, string][]} */ ([[403, 'scope'], [409, 'conflict'], [429, 'rate-limited'], [500, 'server-error']])) {
      await portal.control({ failNext: { ...refusal(status), path: '/api/v1/clients' } });
      await page.locator('#clients-read').click();
      const box = page.locator(`[data-code="${code}"]`);
      await box.getByText(t(`api.${code}.do`)).waitFor();
      assert.ok((await box.innerText()).includes(ID), code);
      await page.locator('#clients-read').click();
      await page.locator('#clients-read:enabled').waitFor();
      assert.equal(await box.count(), 0);
    }
    await context.setOffline(true);
    await page.locator('#clients-read').click();
    await page.getByText(t('answer.blocked-or-offline.do')).waitFor();
    await context.setOffline(false);
    assert.equal(await page.locator('[data-client]').count(), 2, 'what was read stays');
    await context.close();
  });

  test('what is wrong with a field stands at the field, and what was written stays', async () => {
    const { page, context } = await sit();
    await page.locator('#client-new').click();
    await field(page, t('compose.name')).fill('Byggesak');
    await page.locator('#scope-new').fill('altinn:instances.read');
    await page.locator('#scope-add').click();
    await portal.control({ failNext: { ...refusal(400, [{ field: 'client_name', message: 'Navnet er tatt' }]), path: '/api/v1/clients' } });
    await page.locator('#new-send').click();
    await page.locator('#new-name-problem').getByText('Navnet er tatt').waitFor();
    assert.equal(await field(page, t('compose.name')).inputValue(), 'Byggesak');
    await page.locator('#new-send').click();
    await page.getByRole('heading', { name: 'Byggesak' }).waitFor();
    await context.close();
  });

  test('a client whose answer was lost may have been made: one looks before one tries again', async () => {
    const { page, context } = await sit();
    await page.locator('#client-new').click();
    await field(page, t('compose.name')).fill('Byggesak');
    await page.locator('#scope-new').fill('altinn:instances.read');
    await page.locator('#scope-add').click();
    await portal.control({ faults: { path: '/api/v1/clients', rate: 1, seed: 1, kinds: ['cut-after'] } });
    await page.locator('#new-send').click();
    await page.getByText(t('new.mayBeMade'), { exact: true }).waitFor();
    assert.equal(await field(page, t('compose.name')).inputValue(), 'Byggesak');
    await portal.control({ faults: null });
    await page.locator('#new-look').click();
    await page.locator('#clients-read').click();
    // The browser itself may have sent it twice, on a connection that it kept.
    await page.getByRole('link', { name: 'Byggesak' }).first().waitFor();
    await context.close();
  });

  test('the API may stand at another place on its host', async () => {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    const admin = await makeAdministrator(portal);
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page } = person;
    const elsewhere = new URL('external/api/v1', portal.url).href;
    await page.locator('#way summary').click();
    await page.getByRole('radio', { name: elsewhere, exact: true }).check();
    await page.reload();
    await page.locator('#way summary').click();
    assert.ok(await page.getByRole('radio', { name: elsewhere, exact: true }).isChecked(), 'it is remembered');
    // The practice portal has nothing there.
    await signIn(person, admin);
    await page.locator('[data-code]').waitFor();
    const { requests } = await portal.log();
    assert.equal(requests.at(-1).path, '/external/api/v1/clients');
    await person.context.close();
  });

  test('an ordinary client is said to be none that administers, and is not to be given more', async () => {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    const { kty, n, e, kid, alg, use } = JSON.parse(PRIVATE.jwk);
    const { client_id: id } = await portal.makeClient({ name: 'Fagsystem', scopes: ['altinn:instances.read'], jwk: { kty, n, e, kid, alg, use } });
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page } = person;
    await page.getByText(t('clients.practice')).waitFor();
    await pasteIntoVault(person, PRIVATE.jwk);
    await page.locator('[name="admin-key"]').first().waitFor();
    await page.locator('#admin-client-id').fill(id);
    await page.locator('#sign-in').click();
    await page.getByText(t('clients.notAdmin.means')).waitFor();
    assert.equal(await page.getByText(t('answer.MP-200.do')).count(), 0);
    await page.getByLabel(t('clients.level.write'), { exact: true }).check();
    await page.locator('#sign-in').click();
    await page.getByText(t('answer.MP-200.means')).waitFor();
    await page.getByText(t('clients.asked', { scopes: 'idporten:dcr.read idporten:dcr.write idporten:dcr.modify' })).waitFor();
    assert.equal(await page.getByText(t('clients.notAdmin.means')).count(), 0);
    await person.context.close();
  });

  test('a client is deactivated only under its own name', async () => {
    const { page, context, id } = await sit();
    await page.locator(`[data-client="${id}"] a`).click();
    await page.locator('#client-deactivate summary').click();
    await page.locator('#deactivate-name').fill('fagsystem');
    assert.ok(await page.locator('#deactivate-send').isDisabled());
    await page.locator('#deactivate-name').fill('Fagsystem');
    await page.locator('#deactivate-send').click();
    await page.getByText(t('deactivate.done')).waitFor();
    await page.getByRole('link', { name: t('client.back') }).click();
    await page.locator(`[data-client="${id}"]`).getByText(t('client.inactive')).waitFor();
    await context.close();
  });

  test('an answer that was asked for before a change does not replace what the change showed', async () => {
    const { page, context, id } = await sit();
    await page.locator(`[data-client="${id}"] a`).click();
    await page.locator('[data-kid="gammel"]').waitFor();
    let letGo = () => {};
    const isHeld = new Promise((held) => {
      void page.route(`**/${id}/jwks`, async (route) => {
        const response = await route.fetch();
        held(null);
        await new Promise((resolve) => { letGo = () => resolve(null); });
        await route.fulfill({ response });
      }, { times: 1 });
    });
    await page.locator('#keys-read').click();
    await isHeld;
    await page.locator('[id="remove-gammel"]').click();
    await page.getByRole('button', { name: t('keys.removeLast', { name: 'gammel' }) }).click();
    await page.getByText(t('keys.count', { count: 0 })).waitFor();
    const [late] = await Promise.all([page.waitForEvent('requestfinished', (one) => one.url().endsWith('/jwks')), letGo()]);
    assert.equal(late.method(), 'GET');
    // What it brings about is done within the frame.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    assert.equal(await page.locator('#client-keys [data-kid]').count(), 0);
    await context.close();
  });

  test('where one client cannot be read, it is found in the list', async () => {
    const { page, context, id } = await sit();
    await page.locator(`[data-client="${id}"] a`).click();
    await portal.control({ failNext: { ...refusal(500), path: `/api/v1/clients/${id}` } });
    const [, list] = await Promise.all([
      page.locator('#client-read').click(),
      page.waitForResponse((one) => one.url().endsWith('/api/v1/clients')),
    ]);
    await list.finished();
    await page.getByRole('heading', { name: 'Fagsystem' }).waitFor();
    assert.equal(await page.locator('[data-code]').count(), 0);
    await context.close();
  });
});
