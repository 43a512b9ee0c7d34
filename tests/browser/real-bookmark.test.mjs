/**
 * A real bookmark on the bookmarks bar, clicked by a mouse, in Chromium and Firefox, on a page with a strict policy
 * and Trusted Types: does the browser run it? Both browsers have a window of their own on a screen that nobody sees.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { bookmarkletAddress, words } from './bookmarklet-walk.mjs';
import { startPortal } from './harness.mjs';
import { startFirefox } from './marionette.mjs';

const NAME = 'Bokmerket';
const say = words('nb');

/** @type {import('./harness.mjs').Portal} */
let portal;
/** @type {{env: NodeJS.ProcessEnv, stop: () => void}} */
let screen;
/** @type {string} */
let profiles;
before(async () => {
  profiles = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-bookmark-'));
  [portal, screen] = await Promise.all([startPortal(['--quiet']), unseenScreen()]);
  await portal.control({ build: 'strict' });
});
after(async () => {
  screen?.stop();
  await portal?.stop();
  await rm(profiles, { recursive: true, force: true, maxRetries: 5 });
});

test('Chromium', async () => {
  const profile = path.join(profiles, 'chromium');
  await mkdir(path.join(profile, 'Default'), { recursive: true });
  const folder = (/** @type {string} */ id, /** @type {object[]} */ children) => ({ type: 'folder', id, name: id, children });
  await writeFile(path.join(profile, 'Default/Bookmarks'), JSON.stringify({
    version: 1,
    roots: {
      bookmark_bar: folder('1', [{ type: 'url', id: '4', name: NAME, url: bookmarkletAddress() }]),
      other: folder('2', []), synced: folder('3', []),
    },
  }));
  await writeFile(path.join(profile, 'Default/Preferences'), JSON.stringify({ bookmark_bar: { show_on_all_tabs: true } }));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: false, viewport: null, env: /** @type {any} */ (screen.env),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--window-position=0,0', '--window-size=1280,900'],
  });
  const [page] = context.pages();
  await page.goto(`${portal.url}portal/`);
  const panel = page.locator('nokkelsmie-panel').getByText(say('step.logIn'));
  // Where the bar is, Chromium does not tell: under the address, wherever that ends.
  for (let y = 84; y < 150 && !(await panel.count()); y += 8) {
    click(60, y);
    await panel.waitFor({ timeout: 1500 }).catch(() => {});
  }
  assert.equal(await panel.count(), 1, 'the bookmark did not run');
  assert.equal(page.url(), `${portal.url}portal/login`, 'the page is still the same');
  await context.close();
});

test('Firefox', async () => {
  const profile = path.join(profiles, 'firefox');
  await mkdir(profile);
  const bookmarks = path.join(profile, 'bookmarks.html');
  const escaped = bookmarkletAddress().replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  await writeFile(bookmarks, [
    '<!DOCTYPE NETSCAPE-Bookmark-file-1>', '<DL><p>', '<DT><H3 PERSONAL_TOOLBAR_FOLDER="true">x</H3>', '<DL><p>',
    `<DT><A HREF="${escaped}">${NAME}</A>`, '</DL><p>', '</DL>',
  ].join('\n'));
  const firefox = await startFirefox(profile, {
    'browser.places.importBookmarksHTML': true, 'browser.bookmarks.file': bookmarks,
    'browser.toolbars.bookmarks.visibility': 'always', 'browser.shell.checkDefaultBrowser': false,
    'browser.aboutwelcome.enabled': false, 'termsofuse.bypassNotification': true, 'browser.startup.page': 0,
    'datareporting.policy.dataSubmissionEnabled': false, 'toolkit.telemetry.enabled': false, 'app.update.enabled': false,
    'app.normandy.enabled': false, 'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false,
  }, screen.env);
  try {
    await firefox.goTo(`${portal.url}portal/`);
    const place = await until(() => firefox.inBrowser(`
      const it = [...document.querySelectorAll('#PersonalToolbar toolbarbutton.bookmark-item')].find(({ label }) => label === '${NAME}');
      const box = it?.getBoundingClientRect();
      return box?.width ? [box.x + box.width / 2 + mozInnerScreenX, box.y + box.height / 2 + mozInnerScreenY] : null`));
    click(place[0], place[1]);
    const said = await until(() => firefox.evaluate("return document.querySelector('nokkelsmie-panel')?.shadowRoot.textContent ?? ''"));
    assert.ok(said.includes(say('step.logIn')), said);
    assert.equal(await firefox.evaluate('return location.href'), `${portal.url}portal/login`);
  } finally {
    await firefox.stop();
  }
});

/** A click of the mouse, on the screen. @param {number} x @param {number} y */
function click(x, y) {
  execFileSync('xdotool', ['mousemove', String(Math.round(x)), String(Math.round(y)), 'click', '1'], { env: screen.env });
}

/** @param {() => Promise<any>} look */
async function until(look) {
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await look();
    if (found) return found;
  }
  throw new Error('it did not come');
}

/** Xvfb chooses a number that is free, and tells it. */
async function unseenScreen() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  process.once('exit', () => server.kill());
  const number = await new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error('Xvfb did not start')));
    server.stdio[3]?.once('data', (text) => resolve(String(text).trim()));
  });
  return { env: { ...process.env, DISPLAY: `:${number}` }, stop: () => { server.kill(); } };
}
