/**
 * The view where keys are checked: why a key is refused, how one is repaired in
 * one click, and two keys side by side.
 */
import assert from 'node:assert/strict';
import { X509Certificate, createPublicKey } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { PRIVATE } from './bad-input.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { newPrivateJwk } from './key-material.mjs';
import { CERTIFICATE, KEY, TWO_KEYS, certificateFor } from './keystores.mjs';
import { field, goTo, pasteIntoVault, sitDown, t } from './person.mjs';
import { pattern } from './texts.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

const { kty, n, e, alg, use } = JSON.parse(PRIVATE.jwk);
const PUBLIC = { kty, n, e, alg, use, kid: 'bare-offentlig' };

describe('the verdict', () => {
  test('says why a key will be refused, on the page and in the vault', async () => {
    const person = await withKeys({ ...PUBLIC, e: 'AQ' });
    const why = t('finding.exponent-out-of-range.means');
    await person.page.locator('#verdict').getByText(why, { exact: true }).waitFor();
    await person.vault.locator('.verdict').getByText(`${t('vault.verdict.refused')} ${why}`, { exact: true }).waitFor();
    await person.context.close();
  });

  test('a key that is refused is not offered to be mended, whatever could be', async () => {
    const person = await withKeys({ ...JSON.parse(PRIVATE.jwk), use: undefined, exp: 1_700_000_000 });
    const { vault } = person;
    await vault.getByText(t('finding.use-missing.means'), { exact: true }).waitFor();
    await vault.getByText(t('finding.expired.do'), { exact: true }).waitFor();
    assert.equal(await vault.getByRole('button', { name: t('vault.card.repair') }).count(), 0);
    assert.equal(await vault.getByText(t('finding.use-missing.do'), { exact: true }).count(), 0);
    await person.context.close();
  });

  test('a key that is refused is not recommended to the portal, but a new one is', async () => {
    const person = await withKeys({ ...PUBLIC, exp: 1_700_000_000 });
    await person.page.getByText(t('public.about.refused'), { exact: true }).first().waitFor();
    await person.page.getByRole('button', { name: t('make.another') }).click();
    await person.page.getByRole('heading', { level: 1, name: t('make.title') }).waitFor();
    await person.context.close();
  });

  test('one click makes the repaired JWK for the portal', async () => {
    const withZero = Buffer.concat([Buffer.of(0), Buffer.from(n, 'base64url')]).toString('base64url');
    const person = await withKeys({ ...JSON.parse(PRIVATE.jwk), use: 'enc', kid: 'æ ø å', n: withZero });
    const { page } = person;
    const faulty = page.getByText(pattern(t('public.about.jwk.faulty'))).first();
    await faulty.waitFor();
    await page.getByRole('button', { name: t('verdict.repair') }).click();
    await page.locator('#verdict[data-verdict=ready]').waitFor();
    const copy = page.getByRole('button', { name: t('public.copy', { format: 'JWK' }) });
    // Copying is next: as soon as the page is told that it is repaired, which it has seen before.
    await copy.and(page.locator(':focus')).waitFor();
    await faulty.waitFor({ state: 'detached' });
    await copy.click();
    await page.getByRole('button', { name: t('copy.done') }).waitFor();
    const { kid, ...jwk } = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    assert.match(kid, /^[\w.-]+$/);
    assert.deepEqual(jwk, { kty, n, e, alg, use: 'sig' });
    await person.context.close();
  });
});

describe('the kid of a key that has none, or none that can be used', () => {
  const kidless = { ...JSON.parse(PRIVATE.jwk), kid: undefined };
  const spaced = { ...kidless, kid: 'æ ø å' };
  for (const [what, key] of Object.entries({ 'is missing': kidless, 'cannot be used': spaced })) {
    test(`${what}: the repaired key has the one that was typed`, async () => {
      const person = await withKeys(key);
      const { page } = person;
      const kid = field(page, t('public.kid'));
      await kid.fill('min egen');
      await page.getByRole('button', { name: t('verdict.repair') }).click();
      await page.getByText(t('kid.character'), { exact: true }).waitFor();
      assert.equal(await kid.evaluate((it) => it === document.activeElement), true, 'one is at the field');
      assert.equal(await page.locator('#verdict').getAttribute('data-verdict'), 'repairable', 'nothing was repaired');

      await kid.fill('min-egen-kid');
      await page.getByRole('button', { name: t('verdict.repair') }).click();
      await page.locator('#verdict[data-verdict=ready]').waitFor();
      await person.vault.getByRole('heading', { name: 'min-egen-kid', exact: true }).waitFor();
      assert.equal(await kid.count(), 0);
      await person.context.close();
    });
  }

  test('the suggestion is what the other half of the pair is called', async () => {
    const person = await withKeys(kidless);
    const { page, vault } = person;
    const kid = field(page, t('public.kid'));
    assert.match(await kid.inputValue(), /^practice/);
    await pasteIntoVault(person, JSON.stringify(PUBLIC));
    await vault.getByRole('article').nth(1).waitFor();
    // When the page hears of it, it chooses it.
    await page.getByRole('radio', { name: PUBLIC.kid }).waitFor();
    await page.getByRole('radio', { name: t('public.noKid') }).check();
    await page.getByText(t('public.kid.about.public-part', { kid: PUBLIC.kid }), { exact: true }).waitFor();
    assert.equal(await kid.inputValue(), PUBLIC.kid);
    await person.context.close();
  });

  test('that goes before what it was called here', async () => {
    const person = await withKeys(JSON.parse(PRIVATE.jwk));
    const { page, vault } = person;
    await vault.getByRole('button', { name: t('vault.card.remove') }).click();
    await pasteIntoVault(person, PRIVATE.pem);
    const kid = field(page, t('public.kid'));
    await page.getByText(t('public.kid.about.known', { kid: 'limt-inn' }), { exact: true }).waitFor();
    assert.equal(await kid.inputValue(), 'limt-inn');
    await pasteIntoVault(person, JSON.stringify(PUBLIC));
    await vault.getByRole('article').nth(1).waitFor();
    // When the page hears of it, it chooses it.
    await page.getByRole('radio', { name: PUBLIC.kid }).waitFor();
    await page.getByRole('radio', { name: t('public.noKid') }).check();
    assert.equal(await kid.inputValue(), PUBLIC.kid);
    await goTo(page, 'test-klienten');
    assert.equal(await field(page, 'kid').inputValue(), PUBLIC.kid);
    await person.context.close();
  });
});

describe('a business certificate of two keys', () => {
  test('the one for signing is chosen, and called as in the file; the other is not called fine', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    const { page, vault } = person;
    await vault.locator('#intake-file').setInputFiles(TWO_KEYS);
    await field(vault, t('vault.lock.label')).fill('kun-for-test');
    await vault.getByRole('button', { name: t('vault.lock.open') }).click();
    await vault.getByRole('article').nth(1).waitFor();
    const box = page.locator('#verdict');
    await box.getByRole('heading', { name: t('verdict.ready.noKid'), exact: true }).waitFor();
    const name = 'autentisering-kryptering';
    await page.getByText(t('public.kid.about.file', { kid: name }), { exact: true }).waitFor();
    assert.equal(await field(page, t('public.kid')).inputValue(), name);
    const [onTop] = await vault.getByRole('article').evaluateAll((all) => all.map((it) => 'called' in it.dataset));
    assert.equal(onTop, true, 'the vault shows the same one');

    const other = page.getByRole('radio', { name: t('public.noKid'), checked: false });
    const line = await other.getAttribute('aria-describedby');
    await page.locator(`#${line}`).getByText(t('verdict.notForSigning.short')).waitFor();
    await other.click();
    await box.getByRole('heading', { name: t('verdict.notForSigning'), exact: true }).waitFor();
    await person.vault.locator('.verdict').getByText(t('vault.verdict.notForSigning'), { exact: true }).waitFor();
    assert.equal(await box.getAttribute('data-color'), 'warning');
    await person.context.close();
  });

  test('a warning is not hidden behind a kid that is missing', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    const { page } = person;
    await pasteIntoVault(person, `${KEY.export({ type: 'pkcs8', format: 'pem' })}\n${certificateFor(10)}`);
    const box = page.locator('#verdict');
    await box.getByRole('heading', { name: t('verdict.ready.noKid'), exact: true }).waitFor();
    assert.equal(await box.getAttribute('data-color'), 'warning');
    await box.getByText(pattern(t('finding.certificate-expires-soon.means', { date: '{date}' }))).waitFor();
    await person.context.close();
  });
});

describe('a private key with another kid than its public one', () => {
  const theirs = PUBLIC.kid;

  test('is not called ready, and takes it at one click', async () => {
    const person = await withKeys(PUBLIC, JSON.parse(PRIVATE.jwk));
    const { page, vault } = person;
    const box = page.locator('#verdict');
    await box.getByRole('heading', { name: t('verdict.otherKid'), exact: true }).waitFor();
    assert.equal(await box.getAttribute('data-color'), 'warning');
    const said = vault.locator('.verdict').getByText(t('vault.verdict.otherKid'), { exact: true });
    await said.waitFor();
    assert.equal(await box.getByText(t('findings.none')).count(), 0);
    assert.equal(await page.getByText(t('public.recommended')).count(), 0);
    const short = page.getByText(`· ${t('verdict.otherKid.short')}`);
    await short.waitFor();
    await page.getByRole('button', { name: t('verdict.otherKid.use', { kid: theirs }) }).click();
    await box.getByRole('heading', { name: t('verdict.ready'), exact: true }).waitFor();
    await vault.getByRole('heading', { name: theirs, exact: true }).nth(1).waitFor();
    assert.equal(await short.count(), 0);
    await said.waitFor({ state: 'detached' });
    await person.context.close();
  });

  test('takes it from beside the public one too', async () => {
    const person = await withKeys(JSON.parse(PRIVATE.jwk), PUBLIC);
    const { page, vault } = person;
    await page.getByRole('button', { name: t('verdict.otherKid.use', { kid: theirs }) }).click();
    await vault.getByRole('heading', { name: theirs, exact: true }).nth(1).waitFor();
    await page.getByText(`· ${t('verdict.otherKid.short')}`).waitFor({ state: 'detached' });
    await person.context.close();
  });

  test('is left alone where another public one has its kid', async () => {
    const person = await withKeys(PUBLIC, { ...PUBLIC, kid: 'limt-inn' }, JSON.parse(PRIVATE.jwk));
    await person.page.locator('#verdict').getByRole('heading', { name: t('verdict.ready'), exact: true }).waitFor();
    await person.context.close();
  });
});

test('a key that was given a kid: page and vault say that it was changed, and which forms hold the kid', async () => {
  const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
  const { page, vault } = person;
  await pasteIntoVault(person, PRIVATE.pem);
  await field(page, t('public.kid')).fill('ny-her');
  await page.getByRole('button', { name: t('public.kid.use') }).click();
  await page.getByText(t('secret.changed'), { exact: true }).waitFor();
  await vault.getByText(t('vault.card.changed')).waitFor();
  assert.equal(await vault.getByText(t('vault.card.notSaved')).count(), 0);
  const form = vault.getByRole('combobox', { name: t('vault.card.format') });
  const [kidless, isName] = ['vault.card.kidless', 'vault.card.kidIsName']
    .map((key) => vault.getByText(t(key, { kid: 'ny-her' })));
  assert.equal(await kidless.count(), 0, 'JWK has it');
  await form.selectOption('encrypted-pem');
  await kidless.waitFor();
  await form.selectOption('pkcs12');
  await isName.waitFor();
  await person.context.close();
});

test('one stays at the button when the browser keeps the clipboard to itself', async () => {
  const person = await withKeys(PUBLIC);
  const { page } = person;
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
    document.execCommand = () => false;
  });
  const copy = page.locator('[id^="public-copy-"]');
  await copy.press('Enter');
  await copy.getByText(t('copy.failed')).waitFor();
  assert.equal(await copy.evaluate((it) => it === document.activeElement), true);
  await page.locator('[id^="public-text-"] code').selectText();
  const selected = await page.evaluate(() => getSelection()?.toString());
  assert.equal(JSON.parse(selected ?? '').kid, PUBLIC.kid, 'the text can be selected');
  await person.context.close();
});

test('the marks of a kid that are not seen are written out', async () => {
  const person = await withKeys(PUBLIC, { ...PUBLIC, kid: 'min\u202enøkkel\u200b' });
  const written = 'min\\u{202e}nøkkel\\u{200b}';
  const { page } = person;
  await page.getByRole('radio', { name: written }).waitFor();
  await page.locator('.key-card-public dd').getByText(written, { exact: true }).waitFor();
  await page.getByRole('columnheader', { name: written }).waitFor();
  await page.getByRole('cell', { name: written, exact: true }).waitFor();
  await person.context.close();
});

describe('two keys side by side', () => {
  const other = { ...newPrivateJwk('rsa', { modulusLength: 2048 }), kid: 'en-annen', alg, use };
  const same = { ...JSON.parse(PRIVATE.jwk), kid: 'igjen' };
  /** @type {[string, object, object][]} */
  const PAIRS = [
    ['pair', JSON.parse(PRIVATE.jwk), PUBLIC],
    ['same', JSON.parse(PRIVATE.jwk), same],
    ['samePublic', PUBLIC, { ...PUBLIC, kid: 'igjen' }],
    ['different', PUBLIC, other],
    ['unknown', PUBLIC, { ...PUBLIC, e: 'AQ' }],
  ];
  for (const [relation, one, two] of PAIRS) {
    test(`are told to be: ${relation}`, async () => {
      const person = await withKeys(one, two);
      await person.page.getByRole('heading', { name: t(`compare.${relation}`), exact: true }).waitFor();
      await person.context.close();
    });
  }

  test('are not unlike where one does not name its algorithm', async () => {
    const rs512 = { ...JSON.parse(PRIVATE.jwk), alg: 'RS512' };
    const person = await withKeys(rs512);
    const { page, vault } = person;
    const pem = createPublicKey(PRIVATE.pem).export({ type: 'spki', format: 'pem' }).toString();
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^alg/ }) });
    await pasteIntoVault(person, pem);
    await vault.getByRole('article').nth(1).waitFor();
    await page.getByRole('heading', { name: t('compare.pair'), exact: true }).waitFor();
    assert.deepEqual((await row.locator('th, td').allInnerTexts()).sort(), ['RS512', 'alg', '–']);
    await pasteIntoVault(person, JSON.stringify({ ...rs512, alg: 'RS256', kid: 'en-annen' }));
    await page
      .getByRole('combobox', { name: t('compare.with', { own: `en-annen (${t('compare.name.private')})` }) })
      .selectOption({ label: `${rs512.kid} (${t('compare.name.private')})` });
    await row.filter({ hasText: t('compare.unequal') }).waitFor();
    await person.context.close();
  });

  test('tell a renewed certificate from the old one', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    const certificates = [CERTIFICATE, certificateFor(800)].map((pem) => new X509Certificate(pem));
    for (const [index, certificate] of certificates.entries()) {
      await pasteIntoVault(person, certificate.toString());
      await person.vault.getByRole('article').nth(index).waitFor();
    }
    const { page } = person;
    await page.getByText(t('compare.certificates'), { exact: true }).waitFor();
    const day = new Intl.DateTimeFormat('nb', { dateStyle: 'long', timeZone: 'UTC' });
    for (const [name, ofOne] of /** @type {[string, (one: X509Certificate) => string][]} */ ([
      [t('compare.certificate.until'), (one) => day.format(new Date(one.validTo))],
      [t('fingerprints.sha256'), (one) => one.fingerprint256.replaceAll(':', '').toLowerCase()],
    ])) {
      const row = page.getByRole('row').filter({ hasText: name }).filter({ hasText: t('compare.unequal') });
      for (const certificate of certificates) await row.getByText(ofOne(certificate), { exact: true }).waitFor();
    }
    await person.context.close();
  });

  test('a key is compared with its other half first, and the halves are told apart', async () => {
    const half = { ...PUBLIC, kid: 'limt-inn' };
    const person = await withKeys(half, other, JSON.parse(PRIVATE.jwk));
    const { page } = person;
    await page.getByRole('heading', { name: t('compare.pair'), exact: true }).waitFor();
    const [own, theirs] = ['private', 'public'].map((part) => `limt-inn (${t(`compare.name.${part}`)})`);
    const choice = page.getByRole('combobox', { name: t('compare.with', { own }) });
    assert.equal(await choice.evaluate((it) => it.selectedOptions[0].textContent), theirs);
    for (const name of [own, theirs]) await page.getByRole('columnheader', { name, exact: true }).waitFor();
    await person.context.close();
  });

  test('another can be chosen', async () => {
    const person = await withKeys(other, JSON.parse(PRIVATE.jwk), PUBLIC);
    const { page } = person;
    await page
      .getByRole('combobox', { name: t('compare.with', { own: `bare-offentlig (${t('compare.name.public')})` }) })
      .selectOption({ label: `en-annen (${t('compare.name.private')})` });
    await page.getByRole('heading', { name: t('compare.different') }).waitFor();
    await page.getByRole('row').filter({ hasText: 'kid' }).filter({ hasText: t('compare.unequal') }).waitFor();
    await person.context.close();
  });
});

/** @param {...object} keys */
async function withKeys(...keys) {
  const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
  for (const [index, key] of keys.entries()) {
    await pasteIntoVault(person, JSON.stringify(key));
    await person.vault.getByRole('article').nth(index).waitFor();
  }
  return person;
}
