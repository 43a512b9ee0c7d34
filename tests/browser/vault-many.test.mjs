/**
 * Many keys in the vault, as a bulk rotation makes them: the panel draws the newest and folds the others
 * away, the page hears of what changed and of nothing else, and what it knows is always what is there.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { launchShell, startPortal } from './harness.mjs';
import { keepThePort } from './keep-the-port.mjs';
import { pasteIntoVault, sitDown, t } from './person.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

describe('many keys', () => {
  test('the newest are drawn, and more of the others at each click', async () => {
    const person = await withKeys(45);
    const { vault } = person;
    const cards = vault.getByRole('article');
    await vault.getByRole('heading', { name: t('vault.shelf.title', { count: 45 }) }).waitFor();
    assert.equal(await cards.count(), 10);
    await more(person, 35).click();
    assert.equal(await cards.count(), 30);
    const eleventh = cards.nth(10).getByRole('heading').first();
    assert.equal(await eleventh.evaluate((it) => it === document.activeElement), true, 'one goes on where one was');
    assert.deepEqual(
      (await Promise.all([9, 10, 29].map((at) => cards.nth(at).getByRole('heading').first().innerText()))),
      ['k-9', 'k-10', 'k-29'],
    );
    await more(person, 15).click();
    assert.equal(await cards.count(), 45);
    assert.equal(await vault.locator('#shelf-more').isVisible(), false);
    await person.context.close();
  });

  test('one that is folded away is drawn in its place when the page leads to it', async () => {
    const person = await withKeys(30);
    const { vault } = person;
    const handle = (await known(person)).find(({ kid }) => kid === 'k-20')?.handle;
    assert.equal(await vault.getByRole('article').filter({ hasText: 'k-20' }).count(), 0);
    await ask(person, 'show', { what: 'key', handle });
    const called = vault.getByRole('article').filter({ hasText: 'k-20' });
    assert.equal(await called.evaluate((it) => it.contains(document.activeElement)), true);
    assert.equal(await vault.getByRole('article').last().innerText(), await called.innerText(), 'below the newer ones');
    await more(person, 19).waitFor();
    await person.context.close();
  });

  test('one that somebody works with is not folded away by those that come', async () => {
    const person = await withKeys(1);
    const { vault } = person;
    await vault.getByRole('button', { name: t('vault.card.show'), exact: true }).click();
    const shown = vault.locator('pre.secret:visible');
    await shown.waitFor();
    await pasteIntoVault(person, set(20, 'ny'));
    await more(person, 10).waitFor();
    assert.equal(await shown.count(), 1);
    await vault.getByRole('button', { name: t('vault.card.hide') }).click();
    await pasteIntoVault(person, set(1, 'enda-en'));
    await more(person, 12).waitFor();
    assert.equal(await vault.getByRole('article').filter({ hasText: 'k-0' }).count(), 0);
    await person.context.close();
  });

  test('the page hears of what changed and of no other, and knows what is there', async () => {
    const person = await withKeys(40);
    const [{ handle }] = await known(person);
    assert.deepEqual(await heard(person, 'relabel', { handle, kid: 'et-annet' }), [[['et-annet'], []]]);
    const spec = { kind: 'ed25519', algorithm: 'EdDSA', kid: 'en-ny' };
    assert.deepEqual(await heard(person, 'generate', spec), [[['en-ny'], []]]);
    const kids = (await known(person)).map(({ kid }) => kid);
    assert.deepEqual([kids.length, kids[0], kids.at(-1)], [41, 'et-annet', 'en-ny']);
    await person.vault.getByRole('button', { name: t('vault.clear') }).click();
    await person.vault.getByRole('button', { name: t('vault.clearUnsaved', { count: 2 }) }).click();
    await person.vault.getByText(t('vault.shelf.empty')).waitFor();
    await person.page.getByText(t('check.empty')).waitFor();
    await person.context.close();
  });

  test('a thousand are held, and no more', async (context) => {
    const person = await sit();
    const { vault } = person;
    const start = performance.now();
    for (let count = 0; count < 995; ) {
      const some = Math.min(100, 995 - count); // a text may hold no more
      count += some;
      await pasteIntoVault(person, publicSet(some));
      await vault.getByRole('heading', { name: t('vault.shelf.title', { count }) }).waitFor();
    }
    context.diagnostic(`995 public keys were read and shown in ${Math.round(performance.now() - start)} ms`);
    await pasteIntoVault(person, set(6, 'for-mange'));
    await vault.getByRole('alert').filter({ hasText: t('read.vault-full') }).waitFor();
    await vault.getByRole('textbox', { name: t('vault.intake.label') }).fill('');
    await pasteIntoVault(person, set(5, 'akkurat'));
    await vault.getByRole('heading', { name: t('vault.shelf.title', { count: 1000 }) }).waitFor();
    const answer = await ask(person, 'generate', { kind: 'ed25519', algorithm: 'EdDSA', kid: 'en-til' });
    assert.equal(answer.error?.code, 'vault-full');
    await person.context.close();
  });
});

/** A person with keys k-0, k-1, … in the vault, the first on top. @param {number} count */
async function withKeys(count) {
  const person = await sit();
  await pasteIntoVault(person, set(count, 'k'));
  await person.vault.getByRole('heading', { name: t('vault.shelf.title', { count }) }).waitFor();
  // The vault shows them first; the page hears of them a moment later.
  await person.page.locator('input[name="check-key"]').nth(count - 1).waitFor();
  return person;
}

async function sit() {
  const before = (/** @type {import('playwright-core').BrowserContext} */ context) => context.addInitScript(keepThePort);
  return sitDown(browser, `${portal.url}#sjekk-nokkel`, { before });
}

/** The keys that the page lets one choose among: all that it knows of. @param {import('./person.mjs').Person} person */
function known({ page }) {
  return page.locator('input[name="check-key"]').evaluateAll((inputs) => inputs.map((input) => ({
    handle: Number(/** @type {HTMLInputElement} */ (input).value),
    kid: document.querySelector(`label[for="${input.id}"]`)?.textContent,
  })));
}

/** @param {import('./person.mjs').Person} person @param {string} type @param {object} params */
function ask({ page }, type, params) {
  return page.evaluate(([type, params]) => /** @type {any} */ (window).askVault(type, params), /** @type {const} */ ([type, params]));
}

/** What the page was told of keys while it asked. @param {import('./person.mjs').Person} person @param {string} type @param {object} params */
async function heard(person, type, params) {
  await person.page.evaluate(() => { /** @type {any} */ (window).heardFromVault.length = 0; });
  await ask(person, type, params);
  return person.page.evaluate(() => /** @type {{type: string, detail: any}[]} */ (/** @type {any} */ (window).heardFromVault)
    .filter(({ type }) => type === 'keys')
    .map(({ detail: { changed, removed } }) => [changed.map((/** @type {any} */ { kid }) => kid), removed]));
}

/** @param {import('./person.mjs').Person} person @param {number} count */
function more({ vault }, count) {
  return vault.getByRole('button', { name: t('vault.shelf.more', { count }), exact: true });
}

/** @param {number} count @param {string} name */
function set(count, name) {
  const keys = Array.from({ length: count }, (_, at) => ({ ...newKey().privateKey.export({ format: 'jwk' }), kid: `${name}-${at}` }));
  return JSON.stringify({ keys });
}

/** @param {number} count */
function publicSet(count) {
  const keys = Array.from({ length: count }, (_, at) => ({ ...newKey().publicKey.export({ format: 'jwk' }), kid: `o-${at}` }));
  return JSON.stringify({ keys });
}

function newKey() {
  return generateKeyPairSync('ed25519');
}
