/**
 * What Maskinporten accepts is a dated fact: its metadata, fetched or pasted, are believed before the page's own table.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { launchShell, startPortal } from './harness.mjs';
import { makeKey, sitDown, t } from './person.mjs';

const PATH = '.well-known/oauth-authorization-server';

describe('the metadata of the environment', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {import('./harness.mjs').Portal} */
  let portal;
  before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
  after(async () => { await browser?.close(); await portal?.stop(); });
  beforeEach(() => portal.control({ reset: true, algorithms: ['RS256', 'ES256'] }));

  test('fetched: what they announce is offered, and the vault judges by it, also after a reload', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page, vault } = person;
    assert.equal(
      await page.getByRole('radio', { name: 'EC P-256' }).isVisible(),
      false,
      'not announced, as far as the page knows',
    );
    await page.getByText(t('sent.nothing'), { exact: true }).waitFor();

    await openFold(page);
    await page.locator('#announced summary').filter({ hasText: t('announced.who.practice') }).waitFor();
    await page.getByRole('button', { name: t('announced.fetch', { host: new URL(portal.url).host }) }).click();
    await page.getByText(t('announced.source.metadata')).waitFor();
    await page.locator('#sent-line').click();
    await page.getByText(t('sent.answer.metadata')).waitFor();
    await makeKey(person, { kind: 'EC P-256' });
    await vault.getByText(t('vault.verdict.ready')).waitFor();
    assert.equal(
      await vault.getByRole('listitem').filter({ hasText: 'ES256' }).locator('.finding').count(),
      0,
      'nothing to say about ES256',
    );

    await vault.getByRole('button', { name: t('vault.card.save'), exact: true }).click();
    await page.reload();
    await page.getByRole('radio', { name: 'EC P-256' }).waitFor({ state: 'visible' });
    await person.context.close();
  });

  test('pasted, when the browser may not read them', async () => {
    const { context, page } = await sitDown(browser, `${portal.url}#lag-nokkel`);
    await context.route(`**/${PATH}`, (route) => route.abort());
    await openFold(page);
    await page.getByRole('button', { name: t('announced.fetch', { host: new URL(portal.url).host }) }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: t('unreachable.practice', { host: new URL(portal.url).host }) })
      .waitFor();
    await page
      .getByRole('textbox', { name: t('announced.paste') })
      .fill(await (await fetch(new URL(PATH, portal.url))).text());
    await page.getByRole('button', { name: t('announced.read') }).click();
    await page.getByRole('radio', { name: 'EC P-256' }).waitFor({ state: 'visible' });
    await context.close();
  });

  test('those of another environment, or none at all, change nothing and stay in the field', async () => {
    const { context, page } = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const others = JSON.stringify({
      issuer: 'https://test.maskinporten.no/',
      token_endpoint: 'https://test.maskinporten.no/token',
      token_endpoint_auth_signing_alg_values_supported: ['ES256'],
    });
    await openFold(page);
    const paste = page.getByRole('textbox', { name: t('announced.paste') });
    for (const [text, code] of [[others, 'metadata-of-another'], ['<html>', 'metadata-malformed']]) {
      await paste.fill(text);
      await page.getByRole('button', { name: t('announced.read') }).click();
      await page.getByText(t(`announced.trouble.${code}`)).waitFor();
      assert.equal(await paste.inputValue(), text);
    }
    assert.equal(await page.getByRole('radio', { name: 'EC P-256' }).isVisible(), false);
    await context.close();
  });
});

/** @param {import('playwright-core').Page} page */
function openFold(page) {
  return page.locator('#announced summary').click();
}
