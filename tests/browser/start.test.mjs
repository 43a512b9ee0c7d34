/**
 * Whatever keeps the page or its vault from starting, there are words on the
 * screen that say so, in the site and in the single file alike.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { whereItCan } from '../engines/cannot.mjs';
import { PRIVATE } from './bad-input.mjs';
import { vaultWith, workerWith } from './changed-vault.mjs';
import { DIST, launch, startPortal } from './harness.mjs';

const portal = await startPortal(['--quiet']);
const browser = await launch();
after(async () => { await browser.close(); await portal.stop(); });

/** Both forms of the page. */
const FORMS = { site: portal.url, file: pathToFileURL(path.join(DIST, 'nokkelsmie.html')).href };

/** What goes wrong, each by a script that runs before the page's own. */
const FAILURES = {
  'without WebAssembly': 'delete globalThis.WebAssembly',
  'without WebAssembly in the worker': workerWith('delete self.WebAssembly;'),
  'with a worker whose script throws': workerWith('throw new Error();'),
  'with a worker that cannot be read': workerWith('this is no script'),
  'with a damaged module in the vault': vaultWith(`html.replace('id="part-vault">"H4s', 'id="part-vault">"AAA')`),
  'with a vault that cannot draw its panel': vaultWith(`html.replace('id="panel"', '')`),
};

/** A vault whose worker hears nothing until it is let go. */
const SILENT = workerWith(`addEventListener('message', function hold(event) {
  event.stopImmediatePropagation();
  removeEventListener('message', hold);
  new BroadcastChannel('go').onmessage = () => self.onmessage?.(event);
});`.replaceAll('\n', ' '));

/** A vault whose own script the policy does not let run. */
const DUMB = vaultWith(`html.replace(/<script>(?=[^<])/, '<script>;')`);

/** Longer than the page waits for its vault. */
const TOO_LONG = 21_000;

for (const [form, url] of Object.entries(FORMS)) {
  describe(form, () => {
    for (const [name, script] of Object.entries(FAILURES)) {
      test(`${name} the page says that it did not start`, async () => {
        const page = await newPage(script);
        await page.goto(url);
        await saysSo(page);
        await page.context().close();
      });
    }

    const late = `a vault that comes too late is told of, and welcome still${form === 'file' ? ', from a file' : ''}`;
    test(late, form === 'file' ? whereItCan(late) : {}, async () => {
      const page = await newPage(SILENT);
      await page.clock.install();
      await page.goto(url);
      await page.locator('#views').waitFor();
      assert.equal(await words(page).isVisible(), false, 'not yet');
      await page.clock.fastForward(TOO_LONG);
      await saysSo(page);
      await page.frames()[1].waitForFunction(() => {
        new BroadcastChannel('go').postMessage('');
        return document.getElementById('intake') !== null;
      }, undefined, { polling: 100 });
      await words(page).waitFor({ state: 'hidden' });
      await page.context().close();
    });

    test('a vault that says nothing at all is told of', async () => {
      const page = await newPage(DUMB);
      await page.clock.install();
      await page.goto(url);
      await page.locator('#views').waitFor();
      await page.clock.fastForward(TOO_LONG);
      await saysSo(page);
      await page.context().close();
    });

    test('otherwise it says nothing of the kind', async () => {
      const page = await newPage('');
      await page.goto(url);
      await page.frameLocator('#vault-room iframe').locator('#intake').waitFor();
      assert.equal(await words(page).isVisible(), false);
      await page.context().close();
    });
  });
}

test('a single file without DecompressionStream says that it did not start', async () => {
  const page = await newPage('delete globalThis.DecompressionStream');
  await page.goto(FORMS.file);
  await saysSo(page);
  await page.context().close();
});

for (const part of ['vault.html', 'portal.wasm']) {
  test(`a site whose ${part} does not come says that it did not start`, async () => {
    const page = await newPage('');
    await page.route(`**/${part}`, (route) => route.abort());
    await page.goto(portal.url);
    await saysSo(page);
    await page.context().close();
  });
}

test('a script that does not come, or cannot be read, leaves the words to the style', async () => {
  const page = await newPage('');
  await page.route('**/page.js', (route) => route.abort());
  await page.goto(portal.url);
  assert.equal(await words(page).isVisible(), false, 'not at once');
  await page.evaluate(() => { for (const animation of document.getAnimations()) animation.finish(); });
  await saysSo(page);
  await page.context().close();
});

test('a key that came to the vault before the page had started is the one it shows', async () => {
  const page = await newPage('');
  const { port1: gate, port2 } = new MessageChannel();
  const opened = new Promise((resolve) => { port2.onmessage = resolve; });
  await page.route('**/portal.wasm', async (route) => { await opened; port2.close(); await route.continue(); });
  await page.goto(`${portal.url}#sjekk-nokkel`);
  const vault = page.frameLocator('#vault-room iframe');
  await vault.locator('#intake').fill(PRIVATE.jwk);
  await vault.locator('#intake-read').click();
  await vault.getByRole('article').waitFor();
  gate.postMessage('open');
  await page.locator('.key-card-public').waitFor();
  await page.context().close();
});

test('a step that there is not, in what was kept, does not keep the page from starting', async () => {
  for (const step of [-1, 1.5, 9, null]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${portal.url}LICENCES.txt`);
    await page.evaluate(
      (kept) => {
        localStorage.nokkelsmie = kept;
      },
      JSON.stringify({ guides: { practice: { step } } }),
    );
    await page.goto(portal.url);
    await page.locator('#view h1').waitFor();
    await context.close();
  }
});

/** @param {string} script  runs first */
async function newPage(script) {
  const context = await browser.newContext();
  await context.addInitScript(script);
  return context.newPage();
}

/** @param {import('playwright-core').Page} page */
async function saysSo(page) {
  await words(page).waitFor();
  assert.match(await words(page).innerText(), /did not start/);
}

/** @param {import('playwright-core').Page} page */
function words(page) {
  return page.locator('#not-started').filter({ hasText: 'Nøkkelsmie kom ikke i gang' });
}
