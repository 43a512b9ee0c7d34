/** The code that fetches a token, by what a person does: choose a language, copy, save. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { launchShell, startPortal } from './harness.mjs';
import { goTo, sitDown, t } from './person.mjs';

const CLIENT = 'b590f149-d0ba-4fca-b367-bccd9e444a00';
const SCOPES = 'altinn:instances.read altinn:broker.read';

/** How the page says that each was tried. @type {Record<string, string>} */
const TRIED = {
  'C#': 'parsed', Java: 'apart', Kotlin: 'apart', Python: 'always', TypeScript: 'always', Go: 'always', Rust: 'always', PowerShell: 'parsed',
};

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

describe('code that fetches a token', () => {
  test('has the values of the client, in each language', async () => {
    const { page, requests, said } = await atCode({ client: CLIENT, scopes: SCOPES });
    const before = requests.length;
    const language = page.getByLabel(t('code.language'));
    const names = await language.locator('option').allInnerTexts();
    assert.deepEqual(names, Object.keys(TRIED));
    await language.focus();
    for (const name of names) {
      await language.selectOption({ label: name });
      const text = await code(page).innerText();
      for (const value of [CLIENT, SCOPES, `${portal.url}token`]) assert.ok(text.includes(value), `${name}: ${value}`);
      assert.equal(await page.locator('#token-code-install').count(), name === 'PowerShell' ? 0 : 1, name);
      assert.equal(await page.locator('#token-code-tested').innerText(), t(`code.tried.${TRIED[name]}`), name);
      assert.equal(await language.evaluate((it) => it === document.activeElement), true, 'the focus stays');
    }
    assert.equal(requests.length, before, 'nothing is sent');
    assert.deepEqual(said, []);
  });

  test('is copied and saved as it is shown, and stays chosen', async () => {
    const { page } = await atCode({ client: CLIENT, scopes: SCOPES });
    await page.getByLabel(t('code.language')).selectOption('go');
    const shown = await code(page).textContent();
    await page.getByRole('button', { name: t('code.copy') }).click();
    await page.locator('#token-code-copy').getByText(t('copy.done')).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: t('code.save') }).click()]);
    assert.equal(download.suggestedFilename(), 'maskinporten.go');
    assert.equal(await readFile(await download.path(), 'utf8'), shown);
    await goTo(page, 'klienter');
    await goTo(page, 'ta-i-bruk');
    assert.equal(await code(page).textContent(), shown);
  });

  test('says what it reads, and that the chosen receiver stores it otherwise', async () => {
    const { page } = await atCode({ client: CLIENT, scopes: SCOPES });
    const reads = page.locator('#token-code-reads');
    const differs = (/** @type {string} */ receiver, /** @type {string} */ name, /** @type {string} */ form) =>
      reads.getByText(t('code.differs', { receiver, name, form: t(`use.form.${form}`) }), { exact: true }).waitFor();
    await page.locator('#use-receiver').selectOption('kubernetes');
    await differs('Kubernetes · nais', 'MASKINPORTEN_CLIENT_JWK', 'jwk');
    await page.locator('#use-receiver').selectOption('github-actions');
    assert.equal(await reads.innerText(), t('code.reads'));
    for (const language of ['csharp', 'go']) {
      await page.getByLabel(t('code.language')).selectOption(language);
      assert.match(await code(page).innerText(), /"MASKINPORTEN_JWK_BASE64"/);
    }
    assert.ok(t('code.reads').includes(t('vault.format.base64-jwk')), 'the vault\'s own name of the form');
    await page.locator('#use-variable').fill('NOEKKEL');
    await differs('GitHub Actions', 'NOEKKEL', 'base64-jwk');
  });

  test('says what is missing in it, and what it leaves out', async () => {
    const { page } = await atCode({ client: '', scopes: '' });
    assert.match(await code(page).innerText(), /"<client_id>"/);
    await page.locator('#use-client-id').fill(CLIENT);
    await page.locator('#use-scopes').fill(SCOPES);
    assert.equal(await page.locator('#token-code-missing').count(), 0);
    await goTo(page, 'test-klienten');
    await page.locator('#test-claims summary').click();
    await page.locator('#claim-consumerOrg').fill('974760673');
    await page.locator('#claim-pid').fill('21883610110');
    await goTo(page, 'ta-i-bruk');
    assert.equal(await page.locator('#token-code-missing').count(), 0);
    assert.equal(await page.locator('#token-code-left-out').innerText(), t('code.leftOut'));
    const text = await code(page).innerText();
    assert.ok(text.includes('974760673'));
    assert.equal(text.includes('21883610110'), false);
  });
});

/** @param {import('playwright-core').Page} page */
const code = (page) => page.locator('#token-code-text code');

/** At the section, with this client filled in. @param {{client: string, scopes: string}} filled */
async function atCode({ client, scopes }) {
  const person = await sitDown(browser, `${portal.url}#test-klienten`, { permissions: ['clipboard-read', 'clipboard-write'] });
  await person.page.locator('#test-client-id').fill(client);
  await person.page.locator('#test-scopes').fill(scopes);
  await goTo(person.page, 'ta-i-bruk');
  await code(person.page).waitFor();
  return person;
}
