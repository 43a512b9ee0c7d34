/**
 * When the module stops in the middle of something, the vault is at its end: it
 * and the page say so once and for good, and offer nothing that would not work.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { whereItCan } from '../engines/cannot.mjs';
import { PRIVATE } from './bad-input.mjs';
import { letSearch, NOBODY_SEARCHES, TRAP, TRAPPING } from './changed-vault.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { keepThePort } from './keep-the-port.mjs';
import { Scanner, describe as described } from './key-material.mjs';
import { field, pasteIntoVault, sitDown, wordsOf } from './person.mjs';
import { texts } from './texts.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

describe('a vault whose module stops', () => {
  for (const locale of /** @type {const} */ (['nb', 'nn', 'en'])) {
    test(`says so, and so does the page, in ${locale}`, async () => {
      const say = texts(locale);
      const { person, stop } = await withKey(locale === 'en' ? 'en-GB' : `${locale}-NO`);
      const { page, vault } = person;
      await stop();
      const words = vault.getByRole('alert');
      await words.getByText(say('vault.stopped.do'), { exact: true }).waitFor();
      await words.getByRole('heading', { name: say('vault.stopped'), exact: true }).waitFor();
      for (const role of /** @type {const} */ (['article', 'button', 'textbox', 'combobox']))
        assert.equal(await vault.getByRole(role).count(), 0, `the vault offers no ${role}`);
      assert.equal(await vault.locator('pre.secret').count(), 0);

      for (const route of ['', 'lag-nokkel', 'test-klienten', 'veiviser']) {
        if (route) await page.getByRole('link', { name: say(`nav.${route}`), exact: true }).click();
        await page.locator('h1:focus').filter({ hasText: say('stopped.title') }).waitFor();
        const main = page.getByRole('main');
        for (const key of ['stopped.lost', 'stopped.do']) await main.getByText(say(key), { exact: true }).waitFor();
        assert.deepEqual(await wordsOf(main.getByRole('button')), [say('stopped.reload')]);
      }
      await person.context.close();
    });
  }

  test('says it in another language when that is chosen', async () => {
    const { person, stop } = await withKey();
    await stop();
    await person.vault.getByText(person.t('vault.stopped.do')).waitFor();
    await person.page.getByText('English', { exact: true }).click();
    const say = texts('en');
    await person.vault.getByText(say('vault.stopped.do'), { exact: true }).waitFor();
    await person.page.getByRole('heading', { name: say('stopped.title') }).waitFor();
    await person.context.close();
  });

  test('answers every call with its code, also one that was under way', async () => {
    // Else the key may be made before the module stops.
    const { person, stop } = await withKey('nb-NO', NOBODY_SEARCHES);
    const { page } = person;
    const ask = (/** @type {string} */ type, /** @type {object} */ params) =>
      page.evaluate((what) => /** @type {any} */ (window).askVault(...what), [type, params]);
    const underWay = ask('generate', { kind: 'rsa-4096', algorithm: 'RS256', kid: 'under-veis' });
    await stop();
    await person.vault.getByText(person.t('vault.stopped.do')).waitFor();
    await letSearch(page.frames()[1]);
    assert.equal((await underWay).error?.code, 'vault-broken');
    for (const [type, params] of /** @type {[string, object][]} */ ([
      ['generate', { kind: 'p-256', algorithm: 'ES256', kid: 'ny' }],
      ['relabel', { handle: 1, kid: 'ny' }],
      ['repair', { handle: 1 }],
      ['sign', { handle: 1, environment: {}, request: {} }],
    ])) assert.equal((await ask(type, params)).error?.code, 'vault-broken', type);
    await person.context.close();
  });

  const EMPTY = 'holds no key any more';
  test(EMPTY, whereItCan(EMPTY), async () => {
    const { person, stop } = await withKey();
    const { page, vault, t } = person;
    const [worker] = page.workers();
    const scanner = new Scanner([JSON.parse(PRIVATE.jwk)]);
    const found = async () => described(scanner.find(Buffer.from(await worker.evaluate(() => {
      const octets = new Uint8Array(/** @type {any} */ (self).memoryOfModule.buffer);
      return Array.from(octets, (octet) => String.fromCharCode(octet)).join('');
    }), 'latin1')));
    assert.notDeepEqual(await found(), [], 'control');
    await stop();
    await vault.getByText(t('vault.stopped.do')).waitFor();
    assert.deepEqual(await found(), []);
    await person.context.close();
  });

  test('lets the page be loaded again without a question, and the new one works', async () => {
    const { person, stop } = await withKey();
    const { page, vault, t } = person;
    await stop();
    await page.getByRole('button', { name: t('stopped.reload') }).click();
    await vault.getByText(t('vault.shelf.empty')).waitFor();
    await pasteIntoVault(person, PRIVATE.jwk);
    await vault.getByRole('article').waitFor();
    await person.context.close();
  });
});

/**
 * A key in the vault, its private part shown, and what stops the module.
 *
 * @param {string} [locale]
 * @param {string} [change]  of the vault, beside that
 */
async function withKey(locale = 'nb-NO', change = '') {
  const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`, {
    locale,
    before: async (context) => {
      await context.addInitScript(TRAPPING);
      await context.addInitScript(keepThePort);
      await context.addInitScript(change);
    },
  });
  const { vault, t } = person;
  await pasteIntoVault(person, PRIVATE.jwk);
  await vault.getByRole('button', { name: t('vault.card.show'), exact: true }).click();
  await vault.locator('pre.secret').waitFor();
  await field(vault, t('vault.intake.label')).fill('');
  return { person, stop: () => pasteIntoVault(person, TRAP) };
}
