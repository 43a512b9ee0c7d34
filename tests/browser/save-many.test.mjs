/**
 * Many private keys saved at once, by what a person does: the page leads here or the person comes by
 * themselves, a password locks every key, and what is saved opens elsewhere.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { launchShell, startPortal } from './harness.mjs';
import { hold } from './hold-reading.mjs';
import { keepThePort } from './keep-the-port.mjs';
import { sitDown, t } from './person.mjs';

const PASSWORD = 'blåbær 1814';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

describe('many private keys', () => {
  test('are saved where the page leads to, and the page hears that they are', async () => {
    const { person, made } = await withNew('en', 'to', 'tre');
    const { page, vault } = person;
    const two = made.slice(0, 2);
    await ask(person, 'show', { what: 'export', handles: two.map(({ handle }) => handle), names: ['Byggesak', 'Post'] });
    const panel = vault.getByRole('region', { name: t('vault.many.title', { count: 2 }) });
    await panel.locator(':is(h2, h3, h4):focus').waitFor();
    await panel.getByText(t('vault.many.which')).click();
    // They are written when it has unfolded.
    await panel.getByRole('listitem').nth(1).waitFor();
    assert.deepEqual(await panel.getByRole('listitem').allInnerTexts(), ['en (Byggesak)', 'to (Post)']);

    await type(person, 'kort');
    await save(person, 2).click();
    await panel.getByText(t('vault.password.short', { count: 8 })).waitFor();
    await type(person, PASSWORD);
    const files = await opened(await downloaded(person, 2));
    const table = files.get('oversikt.csv')?.toString() ?? '';
    assert.match(table, /^\uFEFFkid,alg,thumbprint,file,name\r\n/);
    assert.deepEqual([...files.keys()].sort(), ['en.private.encrypted.pem', 'oversikt.csv', 'to.private.encrypted.pem']);
    for (const [at, { kid, public: { pem }, thumbprint }] of two.entries()) {
      const name = `${kid}.private.encrypted.pem`;
      const text = files.get(name)?.toString() ?? '';
      assert.match(text, /^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
      const key = createPublicKey(createPrivateKey({ key: text, passphrase: PASSWORD }));
      assert.equal(key.export({ type: 'spki', format: 'pem' }), pem);
      assert.ok(table.includes(`\r\n${kid},ES256,${thumbprint},${name},${['Byggesak', 'Post'][at]}\r\n`), table);
    }

    await panel.getByRole('status').filter({ hasText: t('vault.many.done', { count: 2 }) }).waitFor();
    assert.equal(await word(person).inputValue() + await again(person).inputValue(), '', 'what was typed is gone');
    // The vault says it a moment before the page hears of it.
    await page.waitForFunction(() => /** @type {any[]} */ (/** @type {any} */ (window).heardFromVault)
      .some(({ type, detail }) => type === 'keys' && detail.changed.some((/** @type {any} */ { saved }) => saved)));
    const heard = await page.evaluate(() => /** @type {any[]} */ (/** @type {any} */ (window).heardFromVault));
    const saved = heard.filter(({ type }) => type === 'keys').flatMap(({ detail }) => detail.changed).filter(({ saved }) => saved);
    assert.deepEqual(saved.map(({ kid }) => kid), ['en', 'to']);
    for (const private_ of ['PRIVATE KEY', Buffer.from('PRIVATE KEY').toString('base64').slice(0, 12), '"d":'])
      assert.equal(JSON.stringify(heard).includes(private_), false, 'the page hears nothing else');
    await panel.getByRole('button', { name: t('vault.many.close') }).click();
    await panel.waitFor({ state: 'detached' });
    await person.context.close();
  });

  test('are offered when more than one is not saved, with a password that is made here', async () => {
    const { person } = await withNew('en');
    const { vault } = person;
    assert.equal(await offer(person, 1).isVisible(), false);
    await ask(person, 'generate', { kind: 'p-256', algorithm: 'ES256', kid: 'to' });
    await offer(person, 2).click();
    await vault.getByRole('combobox', { name: t('vault.card.format') }).first().selectOption('pkcs12');
    await type(person, 'blåbær');
    await vault.getByRole('button', { name: t('vault.password.make') }).click();
    const password = await word(person).inputValue();
    const files = await opened(await downloaded(person, 2));
    for (const kid of ['en', 'to']) {
      const input = files.get(`${kid}.private.p12`);
      const options = ['pkcs12', '-nodes', '-nocerts', '-passin', `pass:${password}`];
      assert.match(execFileSync('openssl', options, { input, stdio: ['pipe', 'pipe', 'ignore'] }).toString(), /friendlyName: (en|to)/);
    }
    assert.equal(await word(person).inputValue(), password, 'it stands only here, and can still be copied');
    await vault.getByRole('button', { name: t('vault.many.close') }).click();
    assert.equal(await offer(person, 2).isVisible(), false, 'all are saved');
    await ask(person, 'generate', { kind: 'p-256', algorithm: 'ES256', kid: 'tre' });
    await ask(person, 'generate', { kind: 'p-256', algorithm: 'ES256', kid: 'fire' });
    await offer(person, 2).click();
    assert.equal(await word(person).inputValue(), '');
    await person.context.close();
  });

  test('stopping saves nothing; what was typed is still there, and the vault answers all the while', async () => {
    const { person } = await withNew('en', 'to', 'tre');
    const { page, vault } = person;
    await offer(person, 3).click();
    await type(person, PASSWORD);
    const work = await hold(person, 'protect');
    let downloads = 0;
    page.on('download', () => { downloads += 1; });
    await save(person, 3).click();
    const bar = vault.getByRole('progressbar', { name: t('vault.many.progress', { done: 0, count: 3 }) });
    await bar.waitFor();
    await work.next();
    await vault.getByText(t('vault.many.progress', { done: 1, count: 3 })).waitFor();
    assert.equal((await ask(person, 'generate', { kind: 'p-256', algorithm: 'ES256', kid: 'fire' })).kind, 'answer');
    await vault.getByRole('button', { name: t('vault.many.stop') }).click();
    await work.next();
    await vault.getByRole('status').filter({ hasText: t('vault.many.stopped') }).waitFor();
    assert.equal(downloads, 0);
    assert.equal(await work.held(), 0, 'no other is locked');
    assert.deepEqual([await word(person).inputValue(), await again(person).inputValue()], [PASSWORD, PASSWORD]);
    await vault.getByText(t('vault.card.notSaved')).nth(3).waitFor();
    await person.context.close();
  });

  test('one that is removed meanwhile is left out, one that got another kid is not saved yet', async () => {
    const { person, made } = await withNew('en', 'to', 'tre');
    const { vault } = person;
    await offer(person, 3).click();
    await type(person, PASSWORD);
    const work = await hold(person, 'protect');
    const download = downloaded(person, 3);
    await work.next();
    await vault.getByText(t('vault.many.progress', { done: 1, count: 3 })).waitFor();
    await ask(person, 'relabel', { handle: made[0].handle, kid: 'en-ny' });
    const last = vault.getByRole('article').filter({ hasText: 'tre' });
    await last.getByRole('button', { name: t('vault.card.remove') }).click();
    await last.getByRole('button', { name: t('vault.card.removeUnsaved') }).click();
    await last.waitFor({ state: 'detached' });
    await work.next();
    const files = await opened(await download);
    assert.deepEqual([...files.keys()].sort(), ['en.private.encrypted.pem', 'oversikt.csv', 'to.private.encrypted.pem']);
    await vault.getByRole('article').filter({ hasText: 'en-ny' }).getByText(t('vault.card.notSaved')).waitFor();
    await vault.getByRole('article').filter({ hasText: 'to' }).getByText(t('vault.card.saved')).waitFor();
    await person.context.close();
  });

  test('an emptied vault forgets the password, and saves nothing', async () => {
    const { person } = await withNew('en', 'to');
    const { page, vault } = person;
    await offer(person, 2).click();
    await type(person, PASSWORD);
    const work = await hold(person, 'protect');
    page.on('download', () => assert.fail('nothing is saved'));
    await save(person, 2).click();
    await vault.getByRole('button', { name: t('vault.clear') }).click();
    await vault.getByRole('button', { name: t('vault.clearUnsaved', { count: 2 }) }).click();
    await vault.getByText(t('vault.shelf.empty')).waitFor();
    await work.next();
    assert.equal(await word(person).count(), 0);
    const fields = await vault.locator('input').evaluateAll((inputs) =>
      inputs.map((input) => /** @type {HTMLInputElement} */ (input).value).join(''));
    assert.equal(fields, '');
    await ask(person, 'generate', { kind: 'p-256', algorithm: 'ES256', kid: 'a' });
    await ask(person, 'generate', { kind: 'p-256', algorithm: 'ES256', kid: 'b' });
    await offer(person, 2).click();
    assert.equal(await word(person).inputValue(), '');
    assert.equal(await work.held(), 0);
    await person.context.close();
  });
});

/** With keys that were made here and are not saved. @param {...string} kids */
async function withNew(...kids) {
  const before = (/** @type {import('playwright-core').BrowserContext} */ context) => context.addInitScript(keepThePort);
  const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`, { before });
  const made = [];
  for (const kid of kids) {
    const { result } = await ask(person, 'generate', { kind: 'p-256', algorithm: 'ES256', kid });
    made.push(result);
  }
  return { person, made };
}

/** @param {import('./person.mjs').Person} person @param {string} type @param {object} params */
function ask({ page }, type, params) {
  return page.evaluate(([type, params]) => /** @type {any} */ (window).askVault(type, params), /** @type {const} */ ([type, params]));
}

/** @param {import('./person.mjs').Person} person */
function word({ vault }) {
  return vault.locator('#password-many');
}

/** @param {import('./person.mjs').Person} person */
function again({ vault }) {
  return vault.locator('#password-again-many');
}

/** @param {import('./person.mjs').Person} person @param {string} password  twice */
async function type(person, password) {
  await word(person).fill(password);
  await again(person).fill(password);
}

/** @param {import('./person.mjs').Person} person @param {number} count */
function offer({ vault }, count) {
  return vault.getByRole('button', { name: t('vault.many.offer', { count }), exact: true });
}

/** @param {import('./person.mjs').Person} person @param {number} count */
function save({ vault }, count) {
  return vault.getByRole('button', { name: t('vault.many.save', { count }), exact: true });
}

/** @param {import('./person.mjs').Person} person @param {number} count @returns {Promise<string>} the path of the ZIP */
async function downloaded(person, count) {
  const [file] = await Promise.all([person.page.waitForEvent('download'), save(person, count).click()]);
  assert.match(file.suggestedFilename(), /^nokkelsmie-\d{4}-\d\d-\d\d\.private\.zip$/);
  return file.path();
}

/** What stands in a ZIP, by unzip. @param {string} path @returns {Promise<Map<string, Buffer>>} */
async function opened(path) {
  assert.equal((await readFile(path)).subarray(0, 4).toString('latin1'), 'PK\x03\x04');
  execFileSync('unzip', ['-tq', path]);
  const names = execFileSync('unzip', ['-Z1', path]).toString().trim().split('\n');
  return new Map(names.map((name) => [name, execFileSync('unzip', ['-p', path, name])]));
}
