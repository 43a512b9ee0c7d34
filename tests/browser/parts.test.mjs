/**
 * The page's parts are those that it was built with, in the places they are made
 * for: an altered vault, a page in a foreign frame and a vault outside the page
 * do not start.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { launchShell, startPortal } from './harness.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

describe('the page does not start', () => {
  for (const part of ['vault.html', 'portal.wasm']) {
    test(`with another ${part}`, async () => {
      const context = await browser.newContext();
      await context.route(`**/${part}`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: Buffer.concat([await response.body(), Buffer.from('\n')]) });
      });
      const page = await context.newPage();
      await page.goto(portal.url);
      await page.locator('#not-started').waitFor();
      assert.equal(await page.locator('#view h1').count(), 0);
      await context.close();
    });
  }

  test('in a frame of another page, nor the vault outside the page', async (t) => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<iframe src="${portal.url}"></iframe>
        <iframe id="vault" src="${portal.url}vault.html"></iframe><script>
        let heard = [];
        addEventListener('message', ({ data, source }) => {
          heard.push(data);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = (event) => heard.push(event.data);
          source.postMessage('nokkelsmie-page', '*', [port2]);
        });
      </script>`);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    t.after(() => { server.closeAllConnections(); server.close(); });
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const page = await browser.newPage();
    // As from a server that does not send the header which forbids frames.
    await page.route(`${portal.url}**`, async (route) => {
      const response = await route.fetch();
      const { 'content-security-policy': _, ...headers } = response.headers();
      const isControl = route.request().url().endsWith('?control');
      await route.fulfill({ response, headers, ...(isControl ? { body: withoutGuard(await response.text()) } : {}) });
    });
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.frameLocator('iframe').first().locator('#not-started').waitFor();
    // A vault that starts says so at once, before its document has loaded.
    await page.waitForLoadState('load');
    await page.frameLocator('#vault').locator('#panel').waitFor({ state: 'attached' });
    assert.deepEqual(await page.evaluate('heard'), []);
    // The same vault without its guard would have been heard.
    await page.evaluate(
      (src) => document.body.append(Object.assign(document.createElement('iframe'), { src })),
      `${portal.url}vault.html?control`,
    );
    await page.waitForFunction("heard.includes('nokkelsmie-vault')");
    await page.close();
  });
});

/**
 * The vault's document as it would be if it started anywhere; its policy names the script that it had.
 *
 * @param {string} html
 */
function withoutGuard(html) {
  const guard = /if\(window\.origin!==(["'])null\1\)return;/;
  const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/;
  for (const part of [guard, policy]) assert.match(html, part);
  return html.replace(guard, '').replace(policy, '');
}
