import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launch, startPortal } from './harness.mjs';

const portal = await startPortal(['--quiet']);
const browser = await launch();
after(async () => { await browser.close(); await portal.stop(); });

/** What an old or locked-down browser lacks: the page's modules need the first, the vault's the second. */
for (const missing of ['WebAssembly', 'DecompressionStream']) {
  test(`without ${missing} the page says that it did not start`, { todo: missing === 'DecompressionStream' && 'the words stay hidden when only the vault fails' }, async () => {
    const context = await browser.newContext();
    await context.addInitScript(`delete globalThis.${missing}`);
    const page = await context.newPage();
    await page.goto(portal.url);
    const words = page.getByRole('alert').filter({ hasText: 'Nøkkelsmie kom ikke i gang' });
    await words.waitFor();
    assert.match(await words.innerText(), /did not start/);
    await context.close();
  });
}

test('otherwise it says nothing of the kind', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(portal.url);
  await page.frameLocator('#vault-room iframe').locator('#intake').waitFor();
  assert.equal(await page.locator('#not-started').isVisible(), false);
});

test('a step that there is not, in what was kept, does not keep the page from starting', async () => {
  for (const step of [-1, 1.5, 9, null]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${portal.url}LICENCES.txt`);
    await page.evaluate((kept) => { localStorage.nokkelsmie = kept; }, JSON.stringify({ guides: { practice: { step } } }));
    await page.goto(portal.url);
    await page.locator('#view h1').waitFor();
    await context.close();
  }
});
