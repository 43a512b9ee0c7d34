/**
 * The bookmarklet, as it is finished (dist/bookmarklet), on builds of the practice portal's forms that are not ours
 * to change: it fills in, and stops what is private. The script is run by evaluation, under the page's own policy;
 * what that does not show of bookmarks: docs/bookmarklet.md.
 */
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildReact } from '../practice-portal/react/build.mjs';
import { bookmarkletAddress, bookmarkletCode, Walker, walkThePortal, words } from './bookmarklet-walk.mjs';
import { DIST, launch, startPortal } from './harness.mjs';
import { newPrivateJwk } from './key-material.mjs';
import { setClipboard } from './person.mjs';

const BUILDS = /** @type {const} */ (['plain', 'react', 'relabelled', 'strict']);
const say = words('nb');

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => {
  const react = path.join(DIST, 'practice-portal/react.js');
  await buildReact(react);
  [browser, portal] = await Promise.all([launch(), startPortal(['--quiet', '--react', react])]);
});
after(async () => { await browser?.close(); await portal?.stop(); });

/** A tab of Chromium. */
async function openTab() {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, locale: 'nb-NO', permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  /** @type {string[]} */
  const requests = [];
  context.on('request', (request) => requests.push(request.url()));
  /** @type {import('./bookmarklet-walk.mjs').Tab} */
  const tab = {
    goTo: (address) => page.goto(address),
    evaluate: (code) => page.evaluate(code),
    clickAt: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    setClipboard: (text) => setClipboard(page, text),
    paste: () => page.keyboard.press('Control+V'),
    navigated: () => page.waitForEvent('load'),
  };
  return { context, page, tab, requests };
}

/** A public JWK that the portal takes. */
function newPublicJwk() {
  const { kty, n, e } = newPrivateJwk('rsa', { modulusLength: 2048 });
  return { kty, alg: 'RS256', use: 'sig', kid: `panel-${n.slice(0, 8).replace(/\W/g, 'x')}`, e, n };
}

describe('the seven steps with the panel', () => {
  for (const build of BUILDS) {
    test(build, async () => {
      await portal.control({ reset: true, build });
      const { context, tab, requests } = await openTab();
      await walkThePortal(tab, {
        portal: portal.url,
        build,
        publicKey: newPublicJwk(),
        quiet: async (work) => {
          const before = [requests.length, (await portal.log()).requests.length];
          await work();
          assert.deepEqual([requests.length, (await portal.log()).requests.length], before, 'a request was made');
        },
      });
      assert.equal((await portal.log()).privateMaterial, 0);
      await context.close();
    });
  }
});
