/**
 * What a password protects, in and out of the vault, by what a person does: the
 * password is asked for, a wrong one loses nothing, and what is saved opens
 * elsewhere.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate, createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { PRIVATE } from './bad-input.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { hold, holdReading } from './hold-reading.mjs';
import { CERTIFICATE, ENCRYPTED_PEM, KEY, PASSWORD, PKCS12 } from './keystores.mjs';
import { field, pasteIntoVault, sitDown, t } from './person.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

/** What is chosen as files. */
const NO_KEY = { name: 'notat.txt', mimeType: 'text/plain', buffer: Buffer.from('her står det noe') };
const PEM = {
  name: 'key.pem',
  mimeType: 'text/plain',
  buffer: Buffer.from(KEY.export({ type: 'pkcs8', format: 'pem' })),
};
const P12 = { name: 'virksomhet.p12', mimeType: 'application/x-pkcs12', buffer: PKCS12 };

describe('a password is asked for', () => {
  test('of a pasted key; a wrong one loses nothing, and the right one opens it', async () => {
    const person = await sit();
    await pasteIntoVault(person, ENCRYPTED_PEM);
    await said(person, t('read.password-needed'));
    assert.equal(await word(person).evaluate((it) => it === document.activeElement), true, 'the password is next');
    await word(person).fill('tyttebær');
    await open(person);
    await said(person, t('read.password-wrong'));
    assert.equal(await intake(person).inputValue(), ENCRYPTED_PEM);
    await word(person).fill(PASSWORD);
    await word(person).press('Enter');
    await card(person).waitFor();
    assert.equal(await intake(person).inputValue(), '');
    assert.equal(await word(person).inputValue(), '');
    assert.equal(await word(person).isVisible(), false);
    await person.context.close();
  });

  test('of a file, whose certificate is told', async () => {
    const person = await sit();
    await choose(person, P12);
    await word(person).fill(PASSWORD);
    await open(person);
    for (const line of [
      t('vault.card.certificate', { subject: 'PRØVE KOMMUNE' }),
      t('vault.card.certificate.number', { number: '312770016' }),
    ]) await card(person).getByText(line, { exact: true }).waitFor();
    await person.page.getByText(t('fingerprints.title'), { exact: true }).click();
    const certificate = new X509Certificate(CERTIFICATE);
    const plain = (/** @type {string} */ print) => print.replaceAll(':', '').toLowerCase();
    const spki = createPublicKey(KEY).export({ type: 'spki', format: 'der' });
    for (const print of [
      plain(certificate.fingerprint),
      plain(certificate.fingerprint256),
      Buffer.from(plain(certificate.fingerprint256), 'hex').toString('base64url'),
      createHash('sha256').update(spki).digest('hex'),
    ]) await person.page.locator('.fingerprints').getByText(print, { exact: true }).waitFor();
    const copy = person.page.getByRole('button', { name: `${t('copy')}: ${t('fingerprints.x5c')}` });
    await copy.click();
    await copy.getByText(t('copy.done')).waitFor();
    const [x5c] = JSON.parse(await person.page.evaluate(() => navigator.clipboard.readText()));
    assert.deepEqual(Buffer.from(x5c, 'base64'), certificate.raw);
    await person.context.close();
  });

  test('no more when something else is pasted', async () => {
    const person = await sit();
    await pasteIntoVault(person, ENCRYPTED_PEM);
    await word(person).waitFor();
    await intake(person).fill('');
    await word(person).waitFor({ state: 'hidden' });
    await person.context.close();
  });
});

describe('while something is read', () => {
  test('opening is seen and said, the password stays until it was used, and a second Enter does nothing', async () => {
    const person = await sit();
    await pasteIntoVault(person, ENCRYPTED_PEM);
    await word(person).fill('tyttebær');
    const reading = await holdReading(person);
    for (const fits of [false, true]) {
      if (fits) await word(person).fill(PASSWORD);
      await word(person).press('Enter');
      await opening(person).waitFor();
      assert.equal(await openButton(person).getAttribute('aria-busy'), 'true');
      await word(person).press('Enter');
      assert.equal(await reading.held(), 1);
      assert.equal(await word(person).inputValue(), fits ? PASSWORD : 'tyttebær');
      await reading.next();
      await opening(person).waitFor({ state: 'detached' });
      assert.equal(await word(person).inputValue(), '', 'used');
      if (fits) break;
      await said(person, t('read.password-wrong'));
      assert.equal(await word(person).getAttribute('aria-invalid'), 'true');
      assert.equal(await intake(person).getAttribute('aria-invalid'), 'false', 'the text is right');
      assert.equal(await word(person).evaluate((it) => it === document.activeElement), true, 'the password is next');
    }
    await card(person).waitFor();
    await person.context.close();
  });

  test('that it opens is in sight, on a screen of the usual height', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    await pasteIntoVault(person, ENCRYPTED_PEM);
    await word(person).fill(PASSWORD);
    const reading = await holdReading(person);
    await word(person).press('Enter');
    await opening(person).waitFor();
    assert.equal(await opening(person).evaluate((it) => new Promise((resolve) => {
      new IntersectionObserver(([{ intersectionRatio }]) => resolve(intersectionRatio)).observe(it);
    })), 1);
    await reading.next();
    await card(person).waitFor();
    await person.context.close();
  });

  test('what comes meanwhile waits for its turn, and so does a password', async () => {
    const person = await sit();
    const reading = await holdReading(person);
    for (const file of [P12, NO_KEY, PEM]) await choose(person, file);
    await reading.next();
    await said(person, t('read.password-needed'));
    await word(person).fill(PASSWORD);
    await open(person);
    await opening(person).waitFor();
    await reading.next();
    await said(person, `${NO_KEY.name}: ${t('read.unrecognised')}`);
    await reading.next();
    await card(person).waitFor();
    assert.equal(await word(person).inputValue(), PASSWORD);
    await reading.next();
    await card(person).nth(1).waitFor();
    await word(person).waitFor({ state: 'hidden' });
    await said(person, `${NO_KEY.name}: ${t('read.unrecognised')}`);
    await person.context.close();
  });

  test('what waits when the vault is emptied is not read, and overwritten', async () => {
    const person = await sit();
    await choose(person, PEM);
    await card(person).waitFor();
    const [frame] = person.page.frames().slice(1);
    await frame.evaluate(() => {
      /** @type {Uint8Array[]} */
      const taken = [];
      const { encode } = TextEncoder.prototype;
      TextEncoder.prototype.encode = function (text) {
        const octets = encode.call(this, text);
        taken.push(octets);
        return octets;
      };
      Object.assign(window, { taken });
    });
    const reading = await holdReading(person);
    await choose(person, NO_KEY);
    await pasteIntoVault(person, PRIVATE.jwk);
    const empty = person.vault.locator('#empty');
    await empty.click();
    await empty.click();
    await card(person).waitFor({ state: 'detached' });
    await reading.next();
    const left = await frame.waitForFunction(() => {
      const [octets] = /** @type {any} */ (window).taken;
      return octets && { length: octets.length, isOverwritten: octets.every((/** @type {number} */ one) => one === 0) };
    });
    assert.deepEqual(await left.jsonValue(), { length: PRIVATE.jwk.length, isOverwritten: true });
    assert.equal(await card(person).count(), 0);
    await person.context.close();
  });

  test('nothing is given to the worker after the vault was told to empty itself', async () => {
    const person = await sit();
    await choose(person, PEM);
    await card(person).waitFor();
    const work = await hold(person, 'read', 'clear');
    await choose(person, NO_KEY);
    await pasteIntoVault(person, PRIVATE.jwk);
    const empty = person.vault.locator('#empty');
    await empty.click();
    await empty.click();
    assert.equal(await intake(person).inputValue(), '', 'emptied at the click');
    await work.next();
    await work.next();
    await person.vault.getByText(t('vault.cleared')).waitFor();
    await choose(person, PEM);
    await work.next();
    await card(person).waitFor();
    assert.equal(await card(person).count(), 1, 'what was chosen after it, alone');
    await person.context.close();
  });

  test('the other files keep what was said of them when one is opened', async () => {
    const person = await sit();
    await choose(person, NO_KEY, P12, { ...NO_KEY, name: 'bilde.png', buffer: Buffer.alloc(3000, 0xfe) });
    await said(person, `${P12.name}: ${t('read.password-needed')}`);
    await word(person).fill(PASSWORD);
    await open(person);
    await card(person).waitFor();
    const words = await person.vault.getByRole('alert').innerText();
    assert.deepEqual(words.split('\n').filter(Boolean), [
      `${NO_KEY.name}: ${t('read.unrecognised')}`, `bilde.png: ${t('read.not-text')}`]);
    await person.context.close();
  });
});

describe('what is saved with a password', () => {
  test('opens elsewhere: PEM under one that was typed twice', async () => {
    const person = await withKey();
    await chooseForm(person, 'encrypted-pem');
    await password(person).fill(PASSWORD);
    await save(person).click();
    await person.vault.getByText(t('vault.password.unequal')).waitFor();
    await again(person).fill(PASSWORD);
    const octets = await saved(person);
    const read = createPrivateKey({ key: octets, passphrase: PASSWORD });
    assert.ok(read.equals(KEY));
    await person.vault.getByText(t('vault.card.savedProtected')).waitFor();
    await person.context.close();
  });

  test('opens elsewhere: PKCS#12 under one that was made here, with the certificate', async () => {
    const person = await withKey();
    await chooseForm(person, 'pkcs12');
    assert.equal(await person.vault.getByRole('button', { name: t('vault.card.copy'), exact: true }).count(), 0);
    await person.vault.getByRole('button', { name: t('vault.password.make') }).click();
    const made = await password(person).inputValue();
    assert.match(made, /^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    const octets = await saved(person);
    const pem = execFileSync('openssl', ['pkcs12', '-nodes', '-passin', 'env:WORD'], {
      input: octets,
      env: { ...process.env, WORD: made },
    });
    assert.ok(createPrivateKey(pem).equals(KEY));
    const certificate = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/.exec(String(pem))?.[0] ?? '';
    assert.equal(new X509Certificate(certificate).fingerprint256, new X509Certificate(CERTIFICATE).fingerprint256);
    await person.context.close();
  });

  test('is not saved under a short one, and DER needs none', async () => {
    const person = await withKey();
    await chooseForm(person, 'encrypted-pem');
    await password(person).fill('kort');
    await again(person).fill('kort');
    await save(person).click();
    await person.vault.getByText(t('vault.password.short', { count: 8 })).waitFor();
    await chooseForm(person, 'pkcs8-der');
    const octets = await saved(person);
    assert.deepEqual(octets, KEY.export({ type: 'pkcs8', format: 'der' }));
    await person.context.close();
  });
});

/** @typedef {import('./person.mjs').Person} Person */

function sit() {
  return sitDown(browser, `${portal.url}#sjekk-nokkel`, { viewport: { width: 1280, height: 1600 } });
}

async function withKey() {
  const person = await sit();
  await choose(person, P12);
  await word(person).fill(PASSWORD);
  await open(person);
  await card(person).waitFor();
  return person;
}

/** @param {Person} person */
const intake = ({ vault }) => field(vault, t('vault.intake.label'));
/** @param {Person} person */
const word = ({ vault }) => vault.getByLabel(t('vault.lock.label'), { exact: true });
/** @param {Person} person */
const openButton = ({ vault }) => vault.getByRole('button', { name: t('vault.lock.open'), exact: true });
/** @param {Person} person */
const open = (person) => openButton(person).click();
/** @param {Person} person */
const opening = ({ vault }) => vault.getByRole('status').filter({ hasText: t('vault.lock.opening') });
/** @param {Person} person */
const card = ({ vault }) => vault.getByRole('article');
/** @param {Person} person */
const password = ({ vault }) => vault.getByLabel(t('vault.password.label'));
/** @param {Person} person */
const again = ({ vault }) => vault.getByLabel(t('vault.password.again'));
/** @param {Person} person */
const save = ({ vault }) => vault.getByRole('button', { name: t('vault.card.save'), exact: true });

/** @param {Person} person @param {string} format */
async function chooseForm({ vault }, format) {
  await vault.getByRole('combobox', { name: t('vault.card.format') }).selectOption(format);
}

/** @param {Person} person @param {string} text */
async function said({ vault }, text) {
  await vault.getByRole('alert').filter({ hasText: text }).waitFor();
}

/** @param {Person} person */
async function saved(person) {
  const [download] = await Promise.all([person.page.waitForEvent('download'), save(person).click()]);
  return readFile(await download.path());
}

/** @param {Person} person @param {...{name: string, mimeType: string, buffer: Buffer}} files  all at once */
async function choose({ vault }, ...files) {
  await vault.locator('#intake-file').setInputFiles(files);
}
