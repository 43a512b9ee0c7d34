/**
 * The vault's panel: its journal says what was signed, in words that the page
 * cannot choose, and nothing is dragged out of it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { whereItCan } from '../engines/cannot.mjs';
import { launch, launchShell, startPortal } from './harness.mjs';
import { keepThePort } from './keep-the-port.mjs';
import { newPrivateJwk } from './key-material.mjs';
import { PASSWORD, PKCS12 } from './keystores.mjs';
import { field, pasteIntoVault, setClipboard, sitDown, t } from './person.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
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

  test('the journal says whose certificate was signed with, and the page hears it', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`, {
      before: (context) => context.addInitScript(keepThePort),
    });
    const { page, vault } = person;
    const file = { name: 'virksomhet.p12', mimeType: 'application/x-pkcs12', buffer: PKCS12 };
    await vault.locator('#intake-file').setInputFiles(file);
    await vault.getByLabel(t('vault.lock.label'), { exact: true }).fill(PASSWORD);
    await vault.getByRole('button', { name: t('vault.lock.open'), exact: true }).click();
    await vault.getByRole('article').waitFor();
    // The vault shows it first; the page hears of it a moment later.
    await page.locator('input[name="check-key"]').waitFor();
    const grant = await page.evaluate(async (url) => {
      const { askVault, heardFromVault } = /** @type {any} */ (window);
      const [{ handle }] = heardFromVault.findLast((/** @type {any} */ { type }) => type === 'keys').detail.changed;
      const at = (/** @type {string} */ path) => new URL(path, url).href;
      const environment = {
        name: 'practice', issuer: url, portal: at('portal/'), tokenEndpoint: at('token'), selfServiceApi: at('api/v1'),
        metadata: at('.well-known/oauth-authorization-server'),
        altinnExchange: at('authentication/api/v1/exchange/maskinporten'),
      };
      const request = { clientId: 'adm', kid: 'teller-ikke', scope: 'idporten:dcr.read', certificate: true };
      return askVault('sign', { handle, environment, request });
    }, portal.url);
    assert.deepEqual(Object.keys(grant.result?.header ?? grant), ['alg', 'x5c']);
    const entry = vault.locator('.journal li');
    await entry.waitFor({ state: 'attached' });
    const said = await entry.textContent() ?? '';
    const words = t('vault.journal.certified', {
      at: '', audience: portal.url, clientId: 'adm', scope: 'idporten:dcr.read', certificate: 'PRØVE KOMMUNE',
    });
    assert.ok(said.endsWith(words), said);
    const signed = await page.evaluate(() =>
      /** @type {any} */ (window).heardFromVault.find((/** @type {any} */ { type }) => type === 'signed').detail);
    assert.deepEqual([signed.certificate, signed.kid], ['PRØVE KOMMUNE', '']);
    await person.context.close();
  });

  test('a kid is shown with the marks that are not seen written out', async () => {
    const person = await withKey();
    const { vault } = person;
    const kid = 'min\u202enøkkel\u200b';
    await pasteIntoVault(person, JSON.stringify({ ...JSON.parse(KEY), kid }));
    const written = 'min\\u{202e}nøkkel\\u{200b}';
    await vault.getByRole('heading', { name: written, exact: true }).waitFor();
    await vault.getByText(t('pair.same-private', { other: written })).waitFor();
    const text = await vault.locator('body').innerText();
    assert.doesNotMatch(text, /[\u202e\u200b]/);
    await person.context.close();
  });

  test('of many keys that are the same one five are named, and the others counted', async () => {
    const person = await withKey();
    const { vault } = person;
    await pasteIntoVault(person, JSON.stringify({ keys: Array(8).fill(JSON.parse(KEY)) }));
    const cards = vault.getByRole('article');
    await cards.nth(1).waitFor();
    const others = await cards.count() - 1;
    const pairs = cards.first().getByText(t('pair.same-private', { other: 'i-hvelvet' }));
    assert.equal(await pairs.count(), 5);
    await cards.first().getByText(t('pair.more', { count: others - 5 }), { exact: true }).waitFor();
    await person.context.close();
  });

  test('what is the same in several fields is said once, and what mends it stands before it', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    const { vault } = person;
    const padded = Object.fromEntries(Object.entries(JSON.parse(KEY)).map(([name, value]) =>
      [name, ['x', 'y', 'd'].includes(name) ? `${value}=` : value]));
    await pasteIntoVault(person, JSON.stringify(padded));
    const findings = vault.locator('.finding', { hasText: t('finding.base64url-padding.means') });
    await findings.first().waitFor();
    assert.equal(await findings.count(), 1);
    const fields = await findings.locator('code').first().innerText();
    assert.deepEqual(fields.split(', ').sort(), ['d', 'x', 'y']);
    await findings.getByText(t('vault.rule'), { exact: true }).click();
    await findings.getByText(
      t('vault.rule.source', { source: 'RFC 7515 §2', code: 'base64url-padding' }), { exact: true }).waitFor();
    const repair = await vault.getByRole('button', { name: t('vault.card.repair') }).boundingBox();
    const first = await findings.boundingBox();
    assert.ok(repair && first && repair.y < first.y);
    await person.context.close();
  });

  test('a key that was removed is no longer said to lie there', async () => {
    const person = await withKey();
    const { vault } = person;
    await vault.getByRole('status').filter({ hasText: t('vault.intake.done.one') }).waitFor();
    await vault.getByRole('button', { name: t('vault.card.remove') }).click();
    await vault.getByRole('status').filter({ hasText: t('vault.card.removed') }).waitFor();
    assert.equal(await vault.getByText(t('vault.intake.done.one')).count(), 0);
    await person.context.close();
  });

  test('nothing of a pasted key stays where scripts keep their texts', whereItCan('nothing of a pasted key stays where scripts keep their texts'), async () => {
    const watched = await launch({ args: ['--js-flags=--heap-snapshot-string-limit=100000'] });
    const person = await sitDown(watched, `${portal.url}#sjekk-nokkel`);
    const { d } = JSON.parse(KEY);
    await pasteIntoVault(person, 'her står det noe annet');
    await person.vault.getByRole('alert').filter({ hasText: t('read.unrecognised') }).waitFor();
    await field(person.vault, t('vault.intake.label')).fill('');
    await setClipboard(person.page, '');
    assert.equal((await textsWith(person, 'data-color-scheme')) > 0, true, 'texts are seen');
    await pasteIntoVault(person, KEY);
    await person.vault.getByRole('article').waitFor();
    await setClipboard(person.page, '');
    assert.equal(await textsWith(person, d), 0);
    await watched.close();
  });

  test('what is shown there cannot be dragged', whereItCan('what is shown there cannot be dragged'), async () => {
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

/**
 * How many texts in the memory of the vault's frame hold this.
 *
 * @param {import('./person.mjs').Person} person
 * @param {string} words
 */
async function textsWith({ context, page }, words) {
  const session = await context.newCDPSession(page.frames()[1]).catch(() => context.newCDPSession(page));
  /** @type {string[]} */
  const chunks = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return JSON.parse(chunks.join('')).strings.filter((/** @type {string} */ text) => text.includes(words)).length;
}

async function withKey() {
  const person = await sitDown(browser, `${portal.url}#test-klienten`, { viewport: { width: 1280, height: 1600 } });
  await pasteIntoVault(person, KEY);
  await person.vault.getByRole('article').waitFor();
  // The vault shows it first; the page hears of it a moment later.
  await person.page.locator('input[name="test-key-choice"]').waitFor();
  return person;
}
