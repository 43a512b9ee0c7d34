/**
 * Things that are alike but for a word: keys without kid, scopes, an algorithm
 * that is not announced, and the portal's labels in the language of the page.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import { PORTAL_LABELS } from '../../www/shared/portal-labels.js';
import { PRIVATE } from './bad-input.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { certificateFor } from './keystores.mjs';
import { atStep, chooseStep, goTo, makeKey, nextButton, pasteIntoVault, sitDown, t } from './person.mjs';
import { pattern } from './texts.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

test('keys without kid are told apart by kind and thumbprint', async () => {
  const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
  const { page, vault } = person;
  const pem = () =>
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }).privateKey;
  for (const count of [1, 2]) {
    await pasteIntoVault(person, pem());
    await vault.getByRole('article').nth(count - 1).waitFor();
  }
  const radios = page.getByRole('group', { name: t('check.choose') }).getByRole('radio', { name: t('public.noKid') });
  await radios.nth(1).waitFor();
  const names = await page.locator('label[for^="check-key-"]').allInnerTexts();
  const headings = await vault.getByRole('article').getByRole('heading', { level: 3 }).allInnerTexts();
  for (const list of [names, headings]) {
    assert.equal(new Set(list).size, 2, list.join());
    for (const name of list) assert.match(name, /RSA 2048 · [\w-]{8}$/);
  }
  await person.context.close();
});

test('a key that Maskinporten does not announce is not called ready', async () => {
  const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
  const { page, vault } = person;
  await page.getByText(t('make.later'), { exact: true }).click();
  await makeKey(person, { kind: 'Ed25519' });
  await goTo(page, 'sjekk-nokkel');
  await page
    .getByRole('heading', {
      name: pattern(
        t('verdict.notAnnounced', {
          alg: 'EdDSA',
          environment: t('environment.practice').toLowerCase(),
          date: '{date}',
        }),
      ),
    })
    .waitFor();
  await page.getByRole('button', { name: t('verdict.go') }).waitFor();
  await vault.getByText(pattern(t('vault.verdict.ready.notAnnounced', { alg: 'EdDSA' }))).waitFor();
  for (const where of [page.locator('main'), vault.locator('body')]) {
    const text = await where.innerText();
    for (const promise of ['verdict.ready', 'verdict.ready.about', 'vault.verdict.ready'])
      assert.ok(!text.includes(t(promise)), promise);
    assert.doesNotMatch(text, /per \d{4}-/, 'the date is written out');
  }
  await person.context.close();
});

test('nor is one that has no kid yet', async () => {
  const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
  const { page, vault } = person;
  await pasteIntoVault(person, PRIVATE.pem);
  await page.getByRole('heading', { name: t('verdict.ready.noKid'), exact: true }).waitFor();
  await page.getByText(t('verdict.ready.noKid.short')).waitFor();
  const text = await page.locator('main').innerText();
  for (const promise of ['verdict.ready', 'verdict.ready.about']) assert.ok(!text.includes(t(promise)), promise);
  await page.getByRole('button', { name: t('public.kid.use') }).click();
  await vault.getByRole('article').getByRole('heading', { name: 'practice' }).waitFor();
  await page.getByRole('heading', { name: t('verdict.ready'), exact: true }).waitFor();
  await person.context.close();
});

test('nor is one that can be mended promised anything', async () => {
  const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
  const { page, vault } = person;
  const jwk = () => ({
    ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
    alg: 'EdDSA',
    use: 'sig',
  });
  await pasteIntoVault(person, JSON.stringify([jwk(), jwk()]));
  const values = { alg: 'EdDSA', environment: t('environment.practice').toLowerCase(), date: '{date}' };
  await page.getByRole('heading', { name: pattern(t('verdict.notAnnounced.repairable', values)) }).waitFor();
  await vault.getByText(pattern(t('vault.verdict.repairable.notAnnounced', { alg: 'EdDSA' }))).first().waitFor();
  assert.equal(await page.getByText(t('verdict.repairable.notAnnounced')).count(), 2);

  await page.getByRole('button', { name: t('verdict.repair') }).click();
  await page.getByRole('heading', { name: pattern(t('verdict.notAnnounced', values)) }).waitFor();
  await page.locator('#announcer').getByText(pattern(t('verdict.repaired.notAnnounced', values))).waitFor();
  await person.context.close();
});

test('a certificate ends on one day, wherever one is', async () => {
  for (const timezoneId of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    const certificate = certificateFor(10);
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`, { timezoneId });
    await pasteIntoVault(person, certificate);
    const day = new Intl.DateTimeFormat('nb', { dateStyle: 'long', timeZone: 'UTC' })
      .format(new Date(new X509Certificate(certificate).validTo));
    for (const text of [
      t('vault.card.certificate.until', { date: day }),
      pattern(t('finding.certificate-expires-soon.means', { date: day })),
    ]) await person.vault.getByText(text, { exact: true }).waitFor();
    await person.context.close();
  }
});

test('a known scope says what it gives', async () => {
  const person = await sitDown(browser, `${portal.url}#veiviser/5`);
  const { page } = person;
  const words = t('scope.altinn:instances.read');
  assert.equal(await page.locator('datalist option[value="altinn:instances.read"]').getAttribute('label'), words);
  await page.getByRole('combobox', { name: t('scopes.new') }).fill('altinn:instances.read eget:scope');
  await page.getByRole('button', { name: t('scopes.add'), exact: true }).click();
  await page.getByRole('listitem').filter({ hasText: 'altinn:instances.read' }).getByText(words).waitFor();
  await page.getByRole('listitem').filter({ hasText: 'eget:scope' }).waitFor();
  await person.context.close();
});

test('a scope that was not added yet moves nothing that is being pressed, and is not lost', async () => {
  const person = await sitDown(browser, `${portal.url}#veiviser/5`);
  const { page } = person;
  const scope = page.getByRole('combobox', { name: t('scopes.new') });
  const next = nextButton(page, 6);
  await scope.fill('eget:scope');
  await next.click();
  await chooseStep(page, 5);
  assert.equal(await scope.inputValue(), 'eget:scope', 'half a scope stays in the field');

  await scope.fill('');
  await scope.pressSequentially('altinn:instances.read');
  await next.scrollIntoViewIfNeeded();
  const before = await next.boundingBox();
  if (!before) throw new Error('no button');
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await page.mouse.down();
  assert.deepEqual(await next.boundingBox(), before, 'it stays under the pointer');
  await page.mouse.up();
  await atStep(page, 6);
  await chooseStep(page, 5);
  await page.getByRole('button', { name: `${t('scopes.remove')}: altinn:instances.read` }).waitFor();
  assert.equal(await scope.inputValue(), '');

  await scope.pressSequentially('altinn:instances.write');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: `${t('scopes.remove')}: altinn:instances.write` }).waitFor();
  await person.context.close();
});

test('from the English page the practice portal is English, and has the words that the guide quotes', async () => {
  const person = await sitDown(browser, `${portal.url}#veiviser/1`, { locale: 'en-GB' });
  const { page, context } = person;
  const { ownOrganisation, syntheticOrganisation } = PORTAL_LABELS;
  for (const { practice } of [ownOrganisation, syntheticOrganisation])
    await page.getByText(practice ?? '', { exact: true }).waitFor();
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: person.t('guide.open.practice') }).click(),
  ]);
  await tab.getByRole('button', { name: syntheticOrganisation.practice }).waitFor();
  await tab.getByRole('button', { name: ownOrganisation.practice }).click();
  await tab.getByRole('button', { name: PORTAL_LABELS.createClient.en }).waitFor();
  await context.close();
});
