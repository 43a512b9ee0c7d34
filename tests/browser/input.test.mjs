/**
 * Bad input: whatever is pasted, a sentence says what it is and the way out, in
 * the chosen language; nothing is lost and nothing is told on. And a private key
 * never gets into the room with the network.
 */
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { BAD_FILES, BAD_TEXTS, FLAWED, MARK, PRIVATE } from './bad-input.mjs';
import { whereItCan } from '../engines/cannot.mjs';
import { ENGINE, launchShell, startPortal } from './harness.mjs';
import { field, pasteInto, pasteIntoVault, setClipboard, sitDown, t } from './person.mjs';
import { pattern, texts } from './texts.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

describe('bad input in the vault', () => {
  for (const locale of /** @type {const} */ (['nb', 'nn', 'en'])) {
    test(`gets a sentence with a way out, in ${locale}`, async () => {
      const say = texts(locale);
      const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`, {
        locale: locale === 'en' ? 'en-GB' : `${locale}-NO`,
      });
      const { vault } = person;
      const intake = field(vault, say('vault.intake.label'));
      const alert = vault.getByRole('alert');
      /** @type {string[]} */
      const wrong = [];
      for (const { name, text, code } of BAD_TEXTS) {
        await intake.fill('');
        await alert.filter({ hasText: /./ }).waitFor({ state: 'detached' });
        await pasteInto(person, intake, text);
        await alert.filter({ hasText: /./ }).waitFor();
        const said = await alert.innerText();
        if (!said.trim().startsWith(say(`read.${code}`))) wrong.push(`${name}: not ${code}, but: ${said}`);
        assert.ok(!said.includes(MARK), `${name}: the message shows the input`);
        const whole = say('vault.intake.place', { line: 1, column: 1 });
        assert.ok(!said.includes(whole), `${name}: a place that is no part`);
        assert.equal(await intake.inputValue(), text, `${name}: what was pasted stays`);
      }
      assert.deepEqual(wrong, []);
      await nothingBadHappened(person);
      await person.context.close();
    });
  }

  test('files that are no keys', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    const { vault } = person;
    const alert = vault.getByRole('alert');
    for (const { name, octets, code } of BAD_FILES) {
      const file = `${code}.bin`;
      await field(vault, t('vault.intake.label')).fill('her står det noe');
      await vault
        .getByLabel(t('vault.intake.file'))
        .setInputFiles({ name: file, mimeType: 'application/octet-stream', buffer: octets });
      await alert.filter({ hasText: file }).waitFor();
      const said = await alert.innerText();
      assert.ok(said.trim().startsWith(`${file}: ${t(`read.${code}`)}`), `${name}: ${code}, but it says: ${said}`);
      assert.ok(!said.includes(MARK), `${name}: the message shows the input`);
      assert.equal(await field(vault, t('vault.intake.label')).inputValue(), 'her står det noe');
    }
    await nothingBadHappened(person);
    await person.context.close();
  });

  test('a flawed key is a card with its findings', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    for (const { text, finding } of FLAWED) {
      await pasteIntoVault(person, text);
      await person.vault.getByRole('article').getByText(t(`finding.${finding}.do`).split('{')[0]).waitFor();
    }
    await nothingBadHappened(person);
    await person.context.close();
  });

  test('a good key after all that is read, and the field is emptied', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    const { vault } = person;
    await pasteIntoVault(person, BAD_TEXTS[1].text);
    await vault.getByRole('alert').filter({ hasText: /./ }).waitFor();
    await field(vault, t('vault.intake.label')).fill('');
    await pasteIntoVault(person, PRIVATE.insideText);
    await vault.getByRole('article').waitFor();
    assert.equal(await field(vault, t('vault.intake.label')).inputValue(), '');
    assert.equal((await vault.getByRole('alert').innerText()).trim(), '');
    await person.context.close();
  });
});

describe('two keys that are one', () => {
  const own = createPrivateKey(PRIVATE.pem);
  const { kty, n, e } = JSON.parse(PRIVATE.jwk);
  const publicPem = createPublicKey(own).export({ type: 'spki', format: 'pem' }).toString();
  const publicJwk = JSON.stringify({ kty, n, e, kid: 'limt-inn', alg: 'RS256', use: 'sig' });
  const renamed = JSON.stringify({ ...JSON.parse(PRIVATE.jwk), kid: 'fra-portalen', alg: 'RS512' });
  const another = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

  for (const locale of /** @type {const} */ (['nb', 'nn', 'en'])) {
    test(`a private JWK and its public PEM say so, and another key does not, in ${locale}`, async () => {
      const say = texts(locale);
      const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`, {
        locale: locale === 'en' ? 'en-GB' : `${locale}-NO`,
      });
      const { page, vault } = person;
      const [noKid, one] = [say('pair.noKid'), say('pair.kid.one')];
      await paste(person, [PRIVATE.jwk, another]);
      for (const name of ['limt-inn', say('vault.card.noKid')]) await card(person, name).waitFor();
      assert.deepEqual(await told(person, say), [], 'two that are not the same say nothing');

      await paste(person, [publicPem]);
      const pem = `${say('pair.private-part', { other: 'limt-inn' })} ${one}`;
      await page.getByRole('main').getByText(pem, { exact: true }).waitFor();
      await card(person, 'limt-inn')
        .getByText(`${say('pair.public-part', { other: noKid })} ${one}`, { exact: true })
        .waitFor();
      assert.equal(await vault.getByText(pem, { exact: true }).count(), 1);
      assert.equal((await told(person, say)).length, 2, 'the third key says nothing');

      await card(person, 'limt-inn').getByRole('button', { name: say('vault.card.remove') }).click();
      await vault.getByText(say('pair.alone'), { exact: true }).waitFor();
      await page.getByRole('main').getByText(say('pair.alone'), { exact: true }).waitFor();
      await nothingBadHappened(person);
      await person.context.close();
    });
  }

  test('a public JWK with the same kid belongs to it, and that is all', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    await paste(person, [publicJwk]);
    await person.vault.getByText(t('pair.alone'), { exact: true }).waitFor();
    await paste(person, [PRIVATE.jwk]);
    await person.vault.getByText(t('pair.private-part', { other: 'limt-inn' }), { exact: true }).waitFor();
    await person.page
      .getByRole('main')
      .getByText(t('pair.public-part', { other: 'limt-inn' }), { exact: true })
      .waitFor();
    assert.equal(await person.vault.getByText(t('pair.alone')).count(), 0);
    await person.context.close();
  });

  test('a private key under two names says what differs', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    await paste(person, [PRIVATE.jwk, renamed]);
    /** @param {string} own @param {string} other @param {string} alg @param {string} otherAlg */
    const line = (own, other, alg, otherAlg) =>
      [
        t('pair.same-private', { other }),
        t('pair.kid.both', { own, other }),
        t('pair.kid.do'),
        t('pair.algorithm', { own: alg, other: otherAlg }),
      ].join(' ');
    await card(person, 'limt-inn')
      .getByText(line('limt-inn', 'fra-portalen', 'RS256', 'RS512'), { exact: true })
      .waitFor();
    const fromPortal = line('fra-portalen', 'limt-inn', 'RS512', 'RS256');
    await card(person, 'fra-portalen').getByText(fromPortal, { exact: true }).waitFor();
    await person.page.getByRole('main').getByText(fromPortal, { exact: true }).waitFor();
    await noSecretOnThePage(person.page);
    await person.context.close();
  });

  /** @param {import('./person.mjs').Person} person @param {string[]} keys */
  async function paste(person, keys) {
    for (const key of keys) {
      const before = await person.vault.getByRole('article').count();
      await pasteIntoVault(person, key);
      await person.vault.getByRole('article').nth(before).waitFor();
    }
  }

  /**
   * By its kid; those without one are told apart by more.
   *
   * @param {import('./person.mjs').Person} person
   * @param {string} name
   */
  function card({ vault }, name) {
    const heading = vault.getByRole('heading', { name: new RegExp(`^${name}( ·|$)`) });
    return vault.getByRole('article').filter({ has: heading });
  }

  /**
   * Every line in the vault about keys that belong together.
   *
   * @param {import('./person.mjs').Person} person
   * @param {(key: string) => string} say
   */
  async function told({ vault }, say) {
    const lines = ['same-private', 'same-public', 'private-part', 'public-part', 'alone'].map((name) =>
      pattern(say(`pair.${name}`)),
    );
    const said = await vault.getByRole('article').locator('p').allInnerTexts();
    return said.filter((text) => lines.some((line) => line.test(text)));
  }
});

describe('a private key on its way into the page', () => {
  for (const place of ['veiviser/5', 'veiviser/6', 'veiviser/8', 'lag-nokkel', 'sjekk-nokkel', 'test-klienten']) {
    test(`is stopped at every field of #${place}`, async () => {
      const person = await sitDown(browser, `${portal.url}#${place}`);
      const { page } = person;
      await withKeyInTheVault(person, place);
      const ids = await fieldIds(page);
      assert.ok(place === 'sjekk-nokkel' || ids.length > 0, 'there are fields');
      for (const [index, id] of ids.entries()) {
        const control = page.locator(`[id="${id}"]`);
        await control.fill('7');
        await pasteInto(person, control, '3');
        assert.equal(await control.inputValue(), '73', `${id}: what is harmless comes in`);
        // Every form at the first field; one to paste and one to drop at each of the others.
        for (const [form, text] of Object.entries(PRIVATE).filter(([name]) => index === 0 || name === 'base64Pem')) {
          await pasteInto(person, control, text);
          await stopped(person, control, `${form} pasted in ${id}`);
        }
        for (const [form, text] of Object.entries(PRIVATE).filter(([name]) => index === 0 || name === 'jwk')) {
          await drop(person, control, text);
          await stopped(person, control, `${form} dropped on ${id}`);
        }
      }
      await noSecretOnThePage(page);
      assert.deepEqual(person.said, []);
      await person.context.close();
    });
  }

  test('a drop is a real one: what is harmless comes in', whereItCan('a drop is a real one: what is harmless comes in'), async () => {
    const person = await sitDown(browser, `${portal.url}#veiviser/5`);
    const control = field(person.page, t('compose.name'));
    await drop(person, control, 'fagsystem');
    assert.equal(await control.inputValue(), 'fagsystem');
    await person.context.close();
  });

  test('the person is told and led to the vault, where the same paste is read', async () => {
    const person = await sitDown(browser, `${portal.url}#test-klienten`);
    const { page, vault } = person;
    await pasteInto(person, field(page, 'client_id'), PRIVATE.jwk);
    const notice = page.getByRole('alert').filter({ hasText: t('guard.title') });
    await notice.getByText(t('guard.text')).waitFor();
    assert.ok(await liesBeside(notice, page.locator('#vault-room')), 'it does not lie on the vault');
    await notice.getByRole('button', { name: t('guard.go') }).click();
    await vault.locator('#intake:focus').waitFor();
    await page.keyboard.press('Control+V');
    await vault.getByRole('article').getByRole('heading', { name: 'limt-inn' }).waitFor();
    await notice.waitFor({ state: 'detached' });
    await person.context.close();
  });

  test('a file dropped beside the vault neither opens nor comes in', whereItCan('a file dropped beside the vault neither opens nor comes in'), async () => {
    const person = await sitDown(browser, `${portal.url}#veiviser/5`);
    const { page } = person;
    await dropOn(page, page.getByRole('heading', { level: 1 }), {
      items: [],
      files: [import.meta.filename],
      dragOperationsMask: 1,
    });
    await page.getByRole('alert').getByText(t('guard.file')).waitFor();
    assert.equal(new URL(page.url()).hash, '#veiviser/5');
    await person.context.close();
  });

  test('dropped on the vault it is read', whereItCan('dropped on the vault it is read'), async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    const { vault } = person;
    await field(vault, t('vault.intake.label')).evaluate((target, text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/plain', text);
      target.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, PRIVATE.base64Jwk);
    await vault.getByRole('article').getByRole('heading', { name: 'limt-inn' }).waitFor();
    await noSecretOnThePage(person.page);
    await person.context.close();
  });
});

/**
 * Step 6 and the test show more fields when there is a key.
 *
 * @param {import('./person.mjs').Person} person
 * @param {string} place
 */
async function withKeyInTheVault(person, place) {
  const { page, vault } = person;
  if (!['veiviser/8', 'test-klienten', 'veiviser/6'].includes(place)) return;
  await pasteIntoVault(person, PRIVATE.pem);
  await vault.getByRole('article').waitFor();
  // The fields are there when the page has heard of the key.
  if (place === 'test-klienten') await page.locator('input[name="test-key-choice"]').waitFor();
  if (place === 'veiviser/6')
    await page
      .getByRole('group', { name: t('pasted.legend') })
      .getByRole('radio', { name: t('pasted.pem') })
      .check();
}

/** Every field that takes text, folded-away ones too. @param {import('playwright-core').Page} page */
function fieldIds(page) {
  return page.evaluate(() => {
    for (const fold of document.querySelectorAll('main details')) /** @type {HTMLDetailsElement} */ (fold).open = true;
    return [...document.querySelectorAll('main input[type=text], main textarea')].map((one) => one.id);
  });
}

/**
 * @param {import('./person.mjs').Person} person
 * @param {import('playwright-core').Locator} control
 * @param {string} what
 */
async function stopped({ page }, control, what) {
  const notice = page.getByRole('alert').filter({ hasText: t('guard.title') });
  await notice.getByRole('button', { name: t('guard.close') }).click();
  await notice.waitFor({ state: 'detached' });
  assert.equal(await control.inputValue(), '73', what);
}

/**
 * A text dragged from elsewhere and let go over a field.
 *
 * @param {import('./person.mjs').Person} person
 * @param {import('playwright-core').Locator} control
 * @param {string} text
 */
function drop({ page }, control, text) {
  return dropOn(page, control, { items: [{ mimeType: 'text/plain', data: text }], files: [], dragOperationsMask: 1 });
}

/**
 * The browser's own drag, with what it does by itself.
 *
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} target
 * @param {any} data
 */
async function dropOn(page, target, data) {
  await target.scrollIntoViewIfNeeded();
  if (ENGINE !== 'chromium') return dropByScript(target, data);
  const box = await target.boundingBox();
  if (!box) throw new Error('nothing to drop on');
  const at = { x: box.x + Math.min(40, box.width / 2), y: box.y + box.height / 2 };
  const session = await page.context().newCDPSession(page);
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop']))
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  await session.detach();
}

/**
 * Only Chromium can be made to drop something for real: elsewhere the page gets the events of it, and
 * must say that it takes care of what is dropped.
 *
 * @param {import('playwright-core').Locator} target
 * @param {{items: {mimeType: string, data: string}[]}} data
 */
async function dropByScript(target, { items }) {
  await target.evaluate((field, items) => {
    const dataTransfer = new DataTransfer();
    for (const { mimeType, data } of items) dataTransfer.setData(mimeType, data);
    for (const type of ['dragenter', 'dragover', 'drop'])
      field.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true }));
  }, items);
}

/** @param {import('playwright-core').Locator} one @param {import('playwright-core').Locator} other */
async function liesBeside(one, other) {
  const [a, b] = await Promise.all([one.boundingBox(), other.boundingBox()]);
  return a !== null && b !== null && (a.x + a.width <= b.x || b.x + b.width <= a.x);
}

/** The page answers, and nothing of what was pasted was told on. @param {import('./person.mjs').Person} person */
async function nothingBadHappened({ page, vault, said }) {
  assert.deepEqual(said, [], 'nothing in the console, no uncaught error');
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
  await vault.getByRole('textbox').first().waitFor();
  const text = await page.evaluate(
    () => document.documentElement.outerHTML + JSON.stringify(localStorage) + location.href,
  );
  assert.ok(!text.includes(MARK), 'the page knows nothing of it');
}

/** @param {import('playwright-core').Page} page */
async function noSecretOnThePage(page) {
  const text = await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map(
      (one) => /** @type {HTMLInputElement} */ (one).value,
    );
    return [
      document.documentElement.outerHTML,
      ...fields,
      JSON.stringify(localStorage),
      document.title,
      location.href,
    ].join('\n');
  });
  const { d, p, q } = JSON.parse(PRIVATE.jwk);
  for (const secret of [d, p, q, PRIVATE.pem.slice(100, 160), PRIVATE.base64Jwk.slice(500, 560)])
    assert.ok(!text.includes(secret), 'no part of it is on the page');
}
