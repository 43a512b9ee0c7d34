/**
 * G4 in short, in every engine: injected code in the vault's frame and worker reaches no server, from
 * http and from a file, and neither room can be looked into from the other. All known ways out:
 * ways-out.test.mjs.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DIST, launch, startPortal } from './harness.mjs';
import { BY_LEAVING, FROM_DOCUMENT, FROM_WORKER, IN_REACH } from './ways-out/attempts.mjs';
import { startCollector } from './ways-out/collector.mjs';
import { INTO_THE_VAULT, askAll, replaced, serveChanged, tryAll, withVault, withoutPolicy } from './ways-out/rooms.mjs';

/** Each reaches the collector in every engine, where nothing forbids it. */
const DOCUMENT = only(FROM_DOCUMENT, [
  'fetch', 'fetch-post', 'fetch-keepalive', 'xhr', 'xhr-sync', 'beacon', 'websocket', 'event-source', 'script', 'import',
  'worker-blob-fetch', 'image', 'image-srcset', 'svg-image', 'css-background', 'css-import', 'font-face', 'link-stylesheet',
  'iframe', 'iframe-srcdoc-image', 'object', 'embed', 'window-open', 'anchor-blank', 'form-blank', 'form-iframe',
]);
const WORKER = only(FROM_WORKER, ['fetch', 'fetch-post', 'xhr', 'websocket', 'event-source', 'import-scripts', 'worker-blob-fetch']);
/** These end the document that they are run in. */
const LEAVING = only(BY_LEAVING, ['location-href', 'meta-refresh', 'form-self']);
/** These would end the page around it. */
const OUTERMOST = only(BY_LEAVING, ['top-location', 'parent-location', 'anchor-top', 'form-top', 'open-top']);

/** A moment for what was set going to arrive. */
const WAIT = 2000;

describe('G4: the vault has no way out, and nobody looks in', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {import('./harness.mjs').Portal} */
  let portal;
  /** @type {import('./ways-out/collector.mjs').Collector} */
  let collector;
  /** @type {import('playwright-core').BrowserContext} */
  let context;
  before(async () => {
    [browser, portal, collector] = await Promise.all([launch(), startPortal(['--quiet']), startCollector()]);
    context = await browser.newContext();
  });
  after(async () => { await browser?.close(); await portal?.stop(); await collector?.stop(); });

  const there = (/** @type {string} */ room) => (/** @type {string} */ name) => collector.address(`${name}.${room}`);
  const own = (/** @type {string} */ room) => (/** @type {string} */ name) => `${portal.url}way-out/${name}.${room}`;

  test('control: where nothing forbids it, each of these ways reaches the collector', async () => {
    const free = await browser.newContext();
    const { frame, worker } = await withoutPolicy(free, collector);
    await tryAll(frame, DOCUMENT, there('free-frame'));
    await tryAll(worker, WORKER, there('free-worker'));
    const all = [
      ...Object.keys(DOCUMENT).map((name) => `${name}.free-frame`), ...Object.keys(WORKER).map((name) => `${name}.free-worker`),
    ];
    assert.deepEqual(await collector.missing(all, 10_000), []);
    await free.close();
  });

  test('from http: nothing reaches a server, neither the collector nor the page\'s own', async () => {
    const { page, frame, worker } = await withVault(context, portal.url);
    for (const address of [there, own]) {
      await tryAll(frame, DOCUMENT, address('frame'));
      await tryAll(worker, WORKER, address('worker'));
      await tryAll(frame, OUTERMOST, address('outermost'));
    }
    assert.deepEqual(await arrivedFrom(page, ['frame', 'worker', 'outermost']), []);
    assert.equal(await frame.evaluate(() => location.href), 'about:srcdoc', 'the frame has lived through it');
    assert.equal(page.url().split('#')[0], portal.url, 'and the page is where it was');
    await page.close();
  });

  test('from a file: nothing either', async () => {
    const { page, frame, worker } = await withVault(context, pathToFileURL(path.join(DIST, 'nokkelsmie.html')).href);
    const here = page.url();
    await tryAll(frame, DOCUMENT, there('file-frame'));
    await tryAll(worker, WORKER, there('file-worker'));
    await tryAll(frame, OUTERMOST, there('file-outermost'));
    await new Promise((resolve) => setTimeout(resolve, WAIT));
    assert.deepEqual([...collector.requests].filter((name) => /\.file-/.test(name)), []);
    assert.equal(await frame.evaluate(() => location.href), 'about:srcdoc');
    assert.equal(page.url(), here);
    await page.close();
  });

  test('going away takes nothing along', async () => {
    for (const [name, attempt] of Object.entries(LEAVING)) {
      const { page, frame } = await withVault(context, portal.url);
      for (const address of [there, own]) await tryAll(frame, { [name]: attempt }, address('leaving'));
      assert.deepEqual(await arrivedFrom(page, ['leaving']), []);
      assert.equal(page.url().split('#')[0], portal.url);
      await page.close();
    }
  });

  test('the rooms cannot look into each other, and the vault keeps nothing', async () => {
    const { page, frame } = await withVault(context, portal.url);
    const inside = await askAll(frame, IN_REACH);
    assert.deepEqual(Object.entries(inside).filter(([, answer]) => answer === 'open'), []);
    const outside = await askAll(page.mainFrame(), INTO_THE_VAULT);
    assert.deepEqual(Object.entries(outside).filter(([, answer]) => answer === 'open'), []);
    await page.close();
  });

  test('the test can fail: a vault whose policy allows connections is caught', async () => {
    // The page's too: WebKit holds the frame, which has no origin, to what the page may reach, and `'self'` is nobody there.
    const site = await serveChanged((name, text) => {
      if (name === 'vault.html') return replaced(text, "connect-src 'none'", 'connect-src *');
      return name === 'index.html' ? text.replace(/connect-src [^;]*/, 'connect-src *') : text;
    });
    const { page, frame, worker } = await withVault(context, site.url);
    const address = (/** @type {string} */ name) => `${site.url}way-out/${name}.mutant`;
    await tryAll(frame, { fetch: FROM_DOCUMENT.fetch }, address);
    await tryAll(worker, { xhr: FROM_WORKER.xhr }, address);
    assert.deepEqual((await arrivedFrom(page, ['mutant'], site.requests)).sort(), ['fetch.mutant', 'xhr.mutant']);
    await page.close();
    await site.stop();
  });

  /**
   * Attempts from these rooms that arrived anywhere, some time after a request of the page's own did.
   *
   * @param {import('playwright-core').Page} page
   * @param {string[]} rooms
   * @param {Set<string>} [site]  what the page's own server noted, when it is not the portal
   */
  async function arrivedFrom(page, rooms, site) {
    await page.evaluate(() => fetch('way-out/page-itself'));
    await new Promise((resolve) => setTimeout(resolve, WAIT));
    const noted = site ?? new Set(
      (await portal.log()).requests.map((/** @type {{path: string}} */ { path }) => path.replace(/^\/way-out\//, '')),
    );
    assert.ok(noted.has('page-itself'), 'the server notes what it gets');
    return [...noted, ...collector.requests].filter((name) => rooms.includes(name.split('.')[1]));
  }
});

/** @param {import('./ways-out/attempts.mjs').Attempts} attempts @param {string[]} wanted */
function only(attempts, wanted) {
  return Object.fromEntries(wanted.map((name) => [name, attempts[name]]));
}
