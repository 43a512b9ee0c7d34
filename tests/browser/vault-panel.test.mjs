/**
 * The vault's panel: its journal says what was signed, in words that the page
 * cannot choose, and nothing is dragged out of it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, startPortal } from './harness.mjs';
import { newPrivateJwk } from './key-material.mjs';
import { field, pasteIntoVault, sitDown, t } from './person.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launch(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

const KEY = JSON.stringify({
  ...newPrivateJwk('ec', { namedCurve: 'P-256' }),
  kid: 'i-hvelvet',
  use: 'sig',
  alg: 'ES256',
});

describe('the vault\'s panel', () => {
  test('the journal names every claim, and writes out marks that are not seen', async () => {
    const person = await withKey();
    const { page, vault } = person;
    await field(page, 'client_id').fill('klient\u202e\u200b1');
    await field(page, t('scopes.label')).fill('a:b\nc:d');
    await page.getByText(t('test.claims')).click();
    await field(page, t('claim.consumerOrg')).fill('991825827');
    await field(page, t('claim.resource')).fill('https://example.no/');
    await page.getByRole('button', { name: t('test.send') }).click();
    const entry = vault.locator('.journal li');
    await entry.first().waitFor({ state: 'attached' });
    const said = await entry.textContent() ?? '';
    for (const words of [
      portal.url,
      'klient\\u{202e}\\u{200b}1,',
      'a:b c:d',
      'i-hvelvet',
      'consumer_org 991825827',
      'resource ["https://example.no/"]',
    ]) {
      assert.ok(said.includes(words), `${words} in: ${said}`);
    }
    await person.context.close();
  });

  test('what is shown there cannot be dragged', async () => {
    const person = await withKey();
    const { page, vault } = person;
    await vault.getByRole('button', { name: t('vault.card.show'), exact: true }).click();
    const shown = vault.locator('pre.secret');
    await shown.waitFor();
    const refused = shown.evaluate((element) => new Promise((resolve) => {
      window.addEventListener('dragstart', (event) => resolve(event.defaultPrevented));
      window.getSelection()?.selectAllChildren(element);
    }));
    const box = await shown.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 30, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 40, { steps: 8 });
    assert.equal(await refused, true);
    await page.mouse.up();
    await person.context.close();
  });
});

async function withKey() {
  const person = await sitDown(browser, `${portal.url}#test-klienten`, { viewport: { width: 1280, height: 1600 } });
  await pasteIntoVault(person, KEY);
  await person.vault.getByRole('article').waitFor();
  return person;
}
