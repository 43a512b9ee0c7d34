/**
 * What is under way when one signs out, changes the environment, stops, or has two tabs open.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { kidsOf, makeAdministrator, publicJwk, signIn, tokenOf } from './administration.mjs';
import { whereItCan } from '../engines/cannot.mjs';
import { launch, launchShell, startPortal } from './harness.mjs';
import { environmentChoice, field, pasteIntoVault, sitDown, t } from './person.mjs';
import { PRIVATE } from './bad-input.mjs';

describe('what is under way', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {import('./harness.mjs').Portal} */
  let portal;
  before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
  after(async () => { await browser?.close(); await portal?.stop(); });

  /** @param {object} [settings] */
  async function prepare(settings = {}) {
    await portal.control({ reset: true, keyDelaySeconds: 0, ...settings });
    const admin = await makeAdministrator(portal);
    const { client_id: id } = await portal.makeClient({ name: 'Fagsystem', scopes: ['altinn:instances.read'], jwk: publicJwk('gammel') });
    return { admin, id };
  }

  test('a list that comes after signing out is not shown to the next one', async () => {
    const { admin } = await prepare();
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page } = person;
    await signIn(person, admin);
    await page.locator('[data-client]').nth(1).waitFor();
    await portal.control({ slowMs: 1500 });
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.url().endsWith('/api/v1/clients')),
      page.locator('#clients-read').click().then(() => page.locator('#sign-out').click()),
    ]);
    await answer.finished();
    assert.equal(await page.locator('#session').count(), 0);
    // Whoever comes next reads anew: here the server has nothing for them.
    await portal.control({ slowMs: 0, failNext: { status: 403, path: '/api/v1/clients', body: '{}', contentType: 'application/json' } });
    await page.locator('#sign-in').click();
    await page.locator('[data-code="scope"]').waitFor();
    assert.equal(await page.locator('[data-client]').count(), 0);
    await person.context.close();
  });

  test('a token that comes after the environment was changed signs nobody in', async () => {
    const { admin } = await prepare();
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page } = person;
    await pasteIntoVault(person, PRIVATE.jwk);
    await page.locator('[name="admin-key"]').first().waitFor();
    await field(page, t('clients.adminId')).fill(admin);
    await portal.control({ slowMs: 1500 });
    const [request] = await Promise.all([
      page.waitForRequest((one) => one.url().endsWith('/token')),
      page.locator('#sign-in').click(),
    ]);
    await environmentChoice(page, 'test').click();
    const answer = await request.response();
    assert.ok(answer);
    assert.equal(answer.status(), 200);
    await answer.finished();
    // One more turn through the page: what the answer sets in motion has been drawn.
    await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 0); }));
    assert.equal(await page.locator('#session').count(), 0);
    await person.context.close();
  });

  test('a write that was stopped arrives all the same, and is taken away again', async () => {
    const { admin, id } = await prepare();
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page } = person;
    await signIn(person, admin);
    await page.locator(`[data-client="${id}"] a`).click();
    await page.locator('#client-keys [data-kid]').waitFor();
    /** @type {(value?: unknown) => void} */
    let release = () => {};
    const released = new Promise((resolve) => { release = resolve; });
    await page.route('**/jwks', async (route) => {
      if (route.request().method() === 'PUT') await released;
      await route.continue();
    }, { times: 2 });
    await Promise.all([
      page.waitForRequest((one) => one.method() === 'PUT' && one.url().endsWith('/jwks')),
      page.locator('#rotation-go').click(),
    ]);
    await page.locator('#rotation-pause').click();
    await page.locator('#rotation-back').click();
    const over = page.getByText(t('rotation.phase.rolled-back'));
    assert.equal(await over.waitFor({ timeout: 1000 }).then(() => 'too early', () => 'waits'), 'waits');
    release();
    await over.waitFor();
    assert.deepEqual(await kidsOf(portal, id, await tokenOf(page)), ['gammel']);
    await person.context.close();
  });

  test('two tabs do not undo one another', async () => {
    const { admin, id } = await prepare();
    const first = await sitDown(browser, `${portal.url}#klienter`);
    await signIn(first, admin);
    const page = await first.context.newPage();
    await page.bringToFront();
    await page.goto(`${portal.url}#klienter`);
    const second = { ...first, page, vault: page.frameLocator('#vault-room iframe') };
    await second.vault.locator('#intake').waitFor();
    await signIn(second, admin);
    await page.locator(`[data-client="${id}"] a`).click();
    await page.locator('#rotation-go').waitFor();

    await first.page.bringToFront();
    await first.page.locator(`[data-client="${id}"] a`).click();
    await first.page.locator('#rotation-go').click();
    await first.page.locator('#rotation-vault').waitFor();
    // The other tab sees where it stands, and may not go on.
    await page.locator('#client-rotation').getByText(t('rotation.lost')).waitFor();
    await page.bringToFront();
    await page.locator('#rotation-go').click();
    await page.getByText(t('rotation.trouble.other-tab')).waitFor();
    const token = await tokenOf(page);
    assert.equal((await kidsOf(portal, id, token)).length, 2);
    await first.page.bringToFront();
    await first.page.locator('#rotation-saved').check();
    await first.page.locator('#rotation-handed-over').click();
    await first.page.locator('#rotation-remove-old').click();
    await first.page.getByText(t('rotation.finished')).waitFor();
    assert.equal((await kidsOf(portal, id, token)).length, 1);
    await first.context.close();
  });

  test('where others could read what is relayed, the relay is not offered', whereItCan('where others could read what is relayed, the relay is not offered'), async () => {
    const names = await launch({ args: ['--host-resolver-rules=MAP nokkel.example 127.0.0.1'] });
    const there = new URL(portal.url);
    const offered = async (/** @type {string} */ url) => {
      const person = await sitDown(names, `${url}#klienter`);
      await environmentChoice(person.page, 'test').click();
      await person.page.locator('#way summary').click();
      const count = await person.page.locator('#way-choice-relay').count();
      await person.context.close();
      return count;
    };
    assert.equal(await offered(portal.url), 1, 'on this machine nobody can');
    assert.equal(await offered(`http://nokkel.example:${there.port}/`), 0);
    await names.close();
  });

  test('a token of another environment is not sent', async () => {
    await prepare();
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page } = person;
    const part = (/** @type {object} */ json) => Buffer.from(JSON.stringify(json)).toString('base64url');
    const issuer = 'https://maskinporten.no/';
    const token = `${part({ alg: 'RS256' })}.${part({ iss: issuer, exp: 4_000_000_000, scope: 'idporten:dcr.read' })}.AAAA`;
    await page.locator('#admin-paste summary').click();
    await field(page, t('clients.token')).fill(token);
    await page.locator('#admin-token-use').click();
    await page.getByText(t('clients.token.other', { issuer })).waitFor();
    assert.equal(await page.locator('#session').count(), 0);
    assert.ok(!(await portal.log()).requests.some((/** @type {any} */ { path }) => path.startsWith('/api/')), 'nothing was sent');
    await person.context.close();
  });
});
