/**
 * A private key on its way to where it is used, by what a person does: the page says how, the vault saves the
 * file and judges what was stored; and the record of the client, which holds nothing of the key.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { PRIVATE } from './bad-input.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { STATES } from './states.mjs';
import { environmentChoice, goTo, makeKey, pasteInto, pasteIntoVault, sitDown, t } from './person.mjs';

const CLIENT_ID = 'b590f149-d0ba-4fca-b367-bccd9e444a00';

/** @typedef {import('./person.mjs').Person} Person */

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

describe('the private key is handed over', () => {
  test('the vault saves what Key Vault takes, and what was stored is judged', async () => {
    const person = await withKey('key-vault');
    const { page, vault } = person;
    assert.match(await page.locator('#use-command').innerText(), /--file "\$file" --encoding utf-8/);
    await page.locator('#use-save').click();
    await vault.locator('#hand-over-title:focus').waitFor();
    const file = await saved(person);
    assert.deepEqual(JSON.parse(Buffer.from(file, 'base64').toString()), JSON.parse(PRIVATE.jwk));
    assert.equal(file, Buffer.from(file, 'base64').toString('base64'), 'padded, on one line, without a line break');

    await isSaid(person, file, 'vault.stored.right');
    assert.equal(await vault.locator('#stored').inputValue(), '', 'nothing of it is kept');
    await isSaid(person, `${file}\n`, 'vault.stored.trailing-newline');
    await isSaid(person, publicOf(PRIVATE.jwk), 'vault.stored.public-only');
    await isSaid(person, otherPem(), 'vault.stored.another-key', { name: '–' });
    await isSaid(person, PRIVATE.jwk, 'vault.stored.is-jwk');
    await isSaid(person, 'noe annet', 'read.unrecognised');
    assert.equal(await vault.getByRole('article').count(), 1, 'what is checked is no key of the vault');

    await vault.locator('#hand-over-close').click();
    await vault.locator('#hand-over').waitFor({ state: 'hidden' });
    await person.context.close();
  });

  test('a keystore, behind a password: dropped back, it asks for it', async () => {
    const person = await withKey('keystore');
    const { page, vault } = person;
    await page.locator('#use-save').click();
    await vault.locator('#password-hand-over').fill('fakturaklient 2026');
    await vault.locator('#password-again-hand-over').fill('fakturaklient 2026');
    const [download] = await Promise.all([page.waitForEvent('download'), vault.locator('#hand-over-save').click()]);
    assert.ok((await stat(await download.path())).size > 1000);
    await vault.locator('#stored-file').setInputFiles(await download.path());
    await vault.getByText(t('read.password-needed')).waitFor();
    await vault.locator('#stored-password').fill('et annet');
    await vault.locator('#stored-open').click();
    await vault.getByText(t('read.password-wrong')).waitFor();
    await vault.locator('#stored-password').fill('fakturaklient 2026');
    await vault.locator('#stored-open').click();
    await vault.getByText(t('vault.stored.right')).waitFor();
    assert.equal(await vault.locator('#stored-password').count(), 0, 'it is asked for no more');
    await vault.locator('#stored:focus').waitFor();
    await person.context.close();
  });

  test('a value that is not allowed is said at its field, and there is no command', async () => {
    const person = await withKey('key-vault');
    const { page } = person;
    await page.locator('#use-vault').fill('mitt hvelv; rm -rf');
    await page.getByText(t('use.problems')).waitFor();
    assert.equal(await page.locator('#use-command').count(), 0);
    assert.equal(await page.locator('#use-vault').getAttribute('aria-invalid'), 'true');
    await page.locator('#use-vault').fill('kv-faktura');
    await page.locator('#use-command').waitFor();
    assert.equal(await page.locator('#use-vault').getAttribute('aria-invalid'), null);
    assert.match(await page.locator('#use-command').innerText(), /--vault-name kv-faktura /);
    await page.locator('#use-steps').getByText('PowerShell', { exact: true }).click();
    assert.match(await page.locator('#use-command').innerText(), /^\$file = .*[^]*--vault-name 'kv-faktura' /);
    await page.getByText(t('use.step.run.parsed')).waitFor();
    await person.context.close();
  });

  test('what is changed on the page is changed in the vault too', async () => {
    const person = await withKey('env');
    const { page, vault } = person;
    await page.locator('#use-save').click();
    await vault.getByText(t('vault.use.preview')).click();
    const other = CLIENT_ID.replace('b590', 'c691');
    await page.locator('#use-client-id').fill(other);
    await vault.getByText(`MASKINPORTEN_CLIENT_ID='${other}'`).waitFor();
    const file = await saved(person);
    assert.match(file, new RegExp(`^MASKINPORTEN_CLIENT_ID='${other}'$`, 'm'));
    await isSaid(person, file, 'vault.stored.right');
    await isSaid(person, file.replace(other, CLIENT_ID), 'vault.stored.other-client', { name: CLIENT_ID });
    await page.locator('#use-client-id').fill('');
    await vault.locator('#hand-over').waitFor({ state: 'hidden' });
    await person.context.close();
  });

  test('after a change of key it is about that client and the new key', async () => {
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page } = person;
    await STATES.find(({ name }) => name === 'client-rotation-hand-over')?.arrive?.(person, portal);
    const kid = await person.vault.getByRole('article').first().getByRole('heading').innerText();
    const clientId = await page.evaluate(() => location.hash.split('/')[1]);
    await page.locator('#rotation-use').click();
    await page.getByText(clientId).first().waitFor();
    assert.equal(await page.getByRole('radio', { name: kid }).isChecked(), true);
    await page.locator('#use-receiver').selectOption('env');
    await page.locator('#use-save').click();
    await person.vault.getByText(t('vault.use.preview')).click();
    await person.vault.getByText(`MASKINPORTEN_CLIENT_ID='${clientId}'`).waitFor();
    // What was written down stays, when one comes this way again.
    await page.locator('#record-where').fill('Hos Kari');
    await page.evaluate((id) => { location.hash = `#klienter/${id}`; }, clientId);
    await page.locator('#rotation-use').click();
    assert.equal(await page.locator('#record-where').inputValue(), 'Hos Kari');
    await person.context.close();
  });

  test('a key that came back right from where it is kept counts as kept, and only then', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page, vault } = person;
    await makeKey(person);
    await vault.getByRole('button', { name: t('vault.card.show'), exact: true }).click();
    const jwk = await vault.locator('pre.secret:visible').innerText();
    await goTo(page, 'ta-i-bruk');
    await page.locator('#use-receiver').selectOption('file');
    await page.locator('#use-check').click();
    await isSaid(person, publicOf(jwk), 'vault.stored.public-only');
    assert.equal(await vault.getByText(t('vault.card.notSaved')).count(), 1);
    await isSaid(person, Buffer.from(jwk).toString('base64'), 'vault.stored.right');
    await vault.getByText(t('vault.card.saved')).waitFor();
    await person.context.close();
  });

  test('a key that is removed is handed over no more', async () => {
    const person = await withKey('file');
    const { page, vault } = person;
    await page.locator('#use-save').click();
    await vault.locator('#hand-over-title').waitFor();
    await vault.getByRole('button', { name: t('vault.card.remove') }).click();
    await vault.locator('#hand-over').waitFor({ state: 'hidden' });
    await page.getByText(t('use.noKey')).waitFor();
    await person.context.close();
  });
});

describe('the record of the client', () => {
  test('says what was done, in Markdown and on paper, and holds nothing private', async () => {
    const person = await withKey('key-vault');
    const { page } = person;
    await page.locator('#record-posted').fill('2026-11-23');
    await page.locator('#record-posted').blur();
    assert.equal(await page.locator('#record-ends').inputValue(), '2027-11-23');
    await page.locator('#record-where').fill('Ansvarlig: *Kari* <drift>');
    await page.locator('#use-command-copy').click();
    const text = await downloaded(person, '#record-save');
    for (const line of [
      `- **client\\_id:** \`${CLIENT_ID}\``, '- **kid:** `limt-inn`', '- **Scopes:** `altinn:serviceowner`',
      'kv-faktura, MaskinportenSettings--JwkBase64; Ansvarlig: \\*Kari\\* \\<drift\\>', '23. november 2027',
    ]) assert.ok(text.includes(line), `${line}\n${text}`);
    const { d, p, q } = JSON.parse(PRIVATE.jwk);
    for (const secret of [d, p, q]) assert.equal(text.includes(secret.slice(0, 16)), false);
    const event = await downloaded(person, '#record-remind');
    assert.match(event, /DTSTART;VALUE=DATE:20271123[^]*TRIGGER:-P30D/);
    const about = event.replaceAll('\r\n ', '').match(/^DESCRIPTION:.*$/m)?.[0] ?? '';
    for (const said of [CLIENT_ID, 'limt-inn', `${t('use.record.environment')}: ${t('environment.practice')}`]) assert.ok(about.includes(said), about);

    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('#record-sheet').isVisible(), true);
    for (const other of ['#top', '#vault-room', '#use-command', '#record-save', '#use-client-id'])
      assert.equal(await page.locator(other).isVisible(), false, other);
    await person.context.close();
  });

  test('names every place that the key went to, once, and none that was only looked at', async () => {
    const person = await withKey('kubernetes');
    const { page, vault } = person;
    const where = page.locator('#record-sheet dt', { hasText: t('use.record.where') }).locator('+ dd');
    assert.equal(await where.innerText(), t('use.record.unknown'));
    await page.locator('#use-save').click();
    await saved(person);
    await page.locator('#use-receiver').selectOption('keystore');
    await page.locator('#use-folder').fill('/etc/fiks/');
    await vault.getByText('limt-inn.private.p12').waitFor();
    await vault.locator('#password-hand-over').fill('fakturaklient 2026');
    await vault.locator('#password-again-hand-over').fill('fakturaklient 2026');
    await Promise.all([page.waitForEvent('download'), vault.locator('#hand-over-save').click()]);
    await vault.getByText(t('vault.use.savedLocked', { name: 'limt-inn.private.p12' })).waitFor();
    await page.locator('#use-command-copy').click();
    await page.locator('#use-receiver').selectOption('env');
    await page.locator('#use-command', { hasText: '.env' }).waitFor();
    const all = 'Kubernetes · nais: default, maskinporten\nJava keystore · KS Fiks: /etc/fiks/limt-inn.private.p12';
    assert.equal(await where.innerText(), all);
    await page.locator('#use-command-copy').click();
    assert.equal(await where.innerText(), `${all}\n.env`);
    await person.context.close();
  });

  test('what was written stays while another environment is looked at, and is not said of that one', async () => {
    const person = await withKey('file');
    const { page } = person;
    await page.locator('#record-where').fill('Ansvarlig: Kari');
    const isWritten = (/** @type {string} */ words) => page.waitForFunction((wanted) => {
      const where = document.getElementById('record-where');
      return where instanceof HTMLTextAreaElement || where instanceof HTMLInputElement ? where.value === wanted : false;
    }, words);
    await environmentChoice(page, 'test').click();
    await isWritten('');
    await environmentChoice(page, 'practice').click();
    await isWritten('Ansvarlig: Kari');
    await person.context.close();
  });

  test('a year with a digit too many is no date, and the rest stays', async () => {
    const person = await withKey('file');
    const { page } = person;
    /** @type {Error[]} */
    const errors = [];
    page.on('pageerror', (error) => errors.push(error));
    const type = (/** @type {string} */ id, /** @type {string} */ day) => page.locator(id).evaluate((control, value) => {
      /** @type {HTMLInputElement} */ (control).value = value;
      control.dispatchEvent(new Event('change', { bubbles: true }));
    }, day);
    await type('#record-ends', '20269-01-01');
    await page.locator('#record-remind').click();
    assert.equal(await page.locator('#record-ends').evaluate((it) => it === document.activeElement), true);
    await type('#record-ends', '');
    await type('#record-posted', '9999-01-01');
    await type('#record-made', '2026-11-23');
    await page.locator('#record-sheet').getByText('23. november 2026', { exact: true }).waitFor();
    assert.deepEqual(errors, []);
    await person.context.close();
  });
});

test('the day that the guide knows is said of the guide\'s own key alone', async () => {
  for (const [kid, posted] of [['limt-inn', '2026-01-02'], ['en-annen', '']]) {
    const person = await withKey('file');
    const { page, vault } = person;
    // As the page is loaded: nothing of what it holds itself is written over it.
    await page.addInitScript((known) => {
      if (window !== top) return;
      const kept = JSON.parse(localStorage.nokkelsmie);
      Object.assign(kept.clients.practice, { kid: known, keyPosted: '2026-01-02' });
      localStorage.nokkelsmie = JSON.stringify(kept);
    }, kid);
    await page.reload();
    await vault.locator('#intake').waitFor();
    await pasteIntoVault(person, PRIVATE.jwk);
    await page.getByRole('radio', { name: 'limt-inn' }).waitFor();
    assert.equal(await page.locator('#record-posted').inputValue(), posted, kid);
    await person.context.close();
  }
});

/** A key in the vault, a client, and a receiver. @param {string} receiver */
async function withKey(receiver) {
  const person = await sitDown(browser, `${portal.url}#ta-i-bruk`);
  const { page, vault } = person;
  // First: the command that comes is this receiver's.
  await page.locator('#use-receiver').selectOption(receiver);
  await pasteIntoVault(person, PRIVATE.jwk);
  await vault.getByRole('status').filter({ hasText: t('vault.intake.done.one') }).waitFor();
  await page.locator('#use-client-id').fill(CLIENT_ID);
  await page.locator('#use-scopes').fill('altinn:serviceowner');
  if (receiver === 'key-vault') {
    // An example is no name: nothing is ready before the vault has its own.
    await page.getByText(t('use.fillIn', { fields: t('use.field.vault') })).waitFor();
    assert.equal(await page.getByText(t('use.problems')).count(), 0, 'nothing wrong was typed');
    await page.locator('#use-vault').fill('kv-faktura');
  }
  await page.locator('#use-command').waitFor();
  return person;
}

/** @param {Person} person @returns {Promise<string>} what the vault saved */
async function saved({ page, vault }) {
  const [download] = await Promise.all([page.waitForEvent('download'), vault.locator('#hand-over-save').click()]);
  await vault.getByText(t('vault.use.saved', { name: download.suggestedFilename() })).waitFor();
  return readFile(await download.path(), 'utf8');
}

/** @param {Person} person @param {string} button */
async function downloaded({ page }, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(button).click()]);
  return readFile(await download.path(), 'utf8');
}

/** Pasted back, by the keyboard. @param {Person} person @param {string} stored @param {string} key @param {Record<string, string>} [values] */
async function isSaid(person, stored, key, values) {
  await pasteInto(person, person.vault.locator('#stored'), stored);
  await person.vault.locator('#stored-said').getByText(t(key, values), { exact: true }).waitFor();
}

/** Its public part in base64. @param {string} jwk */
function publicOf(jwk) {
  const { kty, n, e, kid, alg, use } = JSON.parse(jwk);
  return Buffer.from(JSON.stringify({ kty, n, e, kid, alg, use })).toString('base64');
}

/** A private key that is another, and has no kid. */
function otherPem() {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
}
