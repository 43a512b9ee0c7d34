/**
 * What leaves the vault is what was asked for: while the worker is busy nothing that is chosen, typed or made
 * meanwhile changes it.
 */
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { launchShell, startPortal } from './harness.mjs';
import { hold } from './hold-reading.mjs';
import { newPrivateJwk } from './key-material.mjs';
import { PASSWORD } from './keystores.mjs';
import { pasteIntoVault, sitDown, t } from './person.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

const KEY = { ...newPrivateJwk('ec', { namedCurve: 'P-256' }), kid: 'i-hvelvet', use: 'sig', alg: 'ES256' };
/** Also on what is not to be clicked: who clicks does not wait for it. */
const ANYWAY = { force: true };

describe('while the vault is busy with what was asked for', () => {
  test('another form cannot be chosen: file, name and words are of the form at the click', async () => {
    const person = await withKey();
    const { page, vault } = person;
    const work = await hold(person, 'secret', 'protect');
    const download = page.waitForEvent('download');
    await button(person, 'save').click();
    assert.equal(await form(person).getAttribute('aria-disabled'), 'true');
    assert.equal(await button(person, 'save').getAttribute('aria-busy'), 'true');
    await chooseAnyway(person, 'encrypted-pem');
    await button(person, 'copy').click(ANYWAY);
    assert.equal(await work.held(), 1, 'nothing else was asked for');
    await work.next();
    const file = await download;
    assert.equal(file.suggestedFilename(), 'i-hvelvet.private.jwk.json');
    assert.equal(JSON.parse(await readFile(await file.path(), 'utf8')).d, KEY.d);
    await vault.getByText(t('vault.card.savedNow')).waitFor();
    assert.equal(await form(person).inputValue(), 'jwk');
    assert.equal(await form(person).getAttribute('aria-disabled'), 'false');
    await person.context.close();
  });

  test('the password is the one at the click', async () => {
    const person = await withKey();
    const { page, vault } = person;
    await form(person).selectOption('encrypted-pem');
    await typeTwice(person, PASSWORD);
    const work = await hold(person, 'secret', 'protect');
    const download = page.waitForEvent('download');
    await button(person, 'save').click();
    await vault.getByRole('button', { name: t('vault.password.make') }).click(ANYWAY);
    assert.equal(await password(person).inputValue(), PASSWORD);
    assert.equal(await password(person).isEditable(), false);
    await chooseAnyway(person, 'jwk');
    await work.next();
    const file = await download;
    assert.equal(file.suggestedFilename(), 'i-hvelvet.private.encrypted.pem');
    createPrivateKey({ key: await readFile(await file.path()), passphrase: PASSWORD });
    await vault.getByText(t('vault.card.savedProtected')).waitFor();
    assert.equal(await password(person).inputValue(), '', 'used');
    await person.context.close();
  });

  test('what was to be shown is not shown when the key is another by then', async () => {
    const { use: _, ...lacking } = KEY;
    const person = await withKey(lacking);
    const { vault } = person;
    const work = await hold(person, 'secret');
    await button(person, 'show').click();
    await vault.getByRole('button', { name: t('vault.card.repair') }).click();
    await vault.getByText(t('vault.card.repaired')).waitFor();
    await work.next();
    await vault.locator('[id^=show-]:not([aria-disabled=true])').waitFor();
    assert.equal(await vault.locator('pre.secret').isVisible(), false);
    await person.context.close();
  });
});

test('a typed password, and what was wrong with it, are gone when another form is chosen', async () => {
  const person = await withKey();
  const { vault } = person;
  await form(person).selectOption('pkcs12');
  await typeTwice(person, 'tyttebærsyltetøy');
  await button(person, 'save').click();
  await vault.getByText(t('vault.password.characters')).waitFor();
  await form(person).selectOption('encrypted-pem');
  assert.equal(await vault.getByText(t('vault.password.characters')).isVisible(), false);
  assert.equal(await password(person).inputValue(), '');
  assert.equal(await vault.getByLabel(t('vault.password.again')).inputValue(), '');
  await person.context.close();
});

/** @typedef {import('./person.mjs').Person} Person */

async function withKey(key = /** @type {object} */ (KEY)) {
  const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`, { viewport: { width: 1280, height: 1600 } });
  await pasteIntoVault(person, JSON.stringify(key));
  await person.vault.getByRole('article').waitFor();
  return person;
}

/** @param {Person} person */
const form = ({ vault }) => vault.getByRole('combobox', { name: t('vault.card.format') });
/** @param {Person} person */
const password = ({ vault }) => vault.getByLabel(t('vault.password.label'));
/** @param {Person} person @param {'save'|'copy'|'show'} which */
const button = ({ vault }, which) => vault.getByRole('button', { name: t(`vault.card.${which}`), exact: true });

/** As a browser does it that opens the list all the same. @param {Person} person @param {string} format */
async function chooseAnyway(person, format) {
  await form(person).evaluate((select, value) => {
    Object.assign(select, { value });
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }, format);
}

/** @param {Person} person @param {string} text */
async function typeTwice(person, text) {
  await password(person).fill(text);
  await person.vault.getByLabel(t('vault.password.again')).fill(text);
}
