/**
 * dist/screenshots/ENGINE/NAME.png: every view and main state, light and dark, 390 and
 * 1280 px, in each language; and the practice portal's pages.
 *
 *     node tests/browser/screenshots.mjs [part of a name]
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { DIST, ENGINE, launch, startPortal } from './harness.mjs';
import { sitDown } from './person.mjs';
import { PORTAL_PAGES, STATES } from './states.mjs';

const LANGUAGES = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' };
const SCHEMES = /** @type {const} */ (['light', 'dark']);
const WIDTHS = [1280, 390];

const wanted = process.argv[2] ?? '';
const target = path.join(DIST, 'screenshots', ENGINE);
if (!wanted) await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });

let count = 0;
await Promise.all([
  ...Object.entries(LANGUAGES).map(([language, locale]) =>
    apart((browser, portal) => views(browser, portal, language, locale)),
  ),
  apart(portalPages),
]);
console.log(`${count} screenshots in ${path.relative(process.cwd(), target)}/`);

/**
 * With a browser and a portal of its own.
 *
 * @param {(browser: import('playwright-core').Browser, portal: import('./harness.mjs').Portal) => Promise<void>} work
 */
async function apart(work) {
  const [portal, browser] = await Promise.all([startPortal(['--quiet']), launch()]);
  try {
    await work(browser, portal);
  } finally {
    await browser.close();
    await portal.stop();
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('./harness.mjs').Portal} portal
 * @param {string} language
 * @param {string} locale
 */
async function views(browser, portal, language, locale) {
  for (const { name, at, arrive } of STATES.filter((state) => state.name.includes(wanted))) {
    const person = await sitDown(browser, `${portal.url}#${at}`, { locale });
    await arrive?.(person, portal);
    await take(person.page, `${name}-${language}`);
    await person.context.close();
  }
}

/** @param {import('playwright-core').Browser} browser @param {import('./harness.mjs').Portal} portal */
async function portalPages(browser, portal) {
  if (wanted && !wanted.startsWith('portal')) return;
  const page = await (await browser.newContext({ locale: 'nb-NO' })).newPage();
  await page.goto(`${portal.url}portal/`);
  for (const { name, go } of PORTAL_PAGES) {
    await go(page);
    await take(page, `portal-${name}`);
  }
}

/** In both looks and widths. @param {import('playwright-core').Page} page @param {string} name */
async function take(page, name) {
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      if (width < 1000) await showAll(page);
      await Promise.all(page.frames().map(atRest));
      await page.screenshot({
        path: path.join(target, `${name}-${scheme}-${width}.png`),
        fullPage: true,
        animations: 'disabled',
      });
      count += 1;
    }
  }
}

/** Colours pass over into one another; WebKit does so even where no motion is wanted. @param {import('playwright-core').Frame} frame */
async function atRest(frame) {
  await frame.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await Promise.allSettled(document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).map(({ finished }) => finished));
  });
}

/**
 * Where the vault stands under the view: a frame out of sight is not painted, so the window is made
 * as high as the page.
 *
 * @param {import('playwright-core').Page} page
 */
async function showAll(page) {
  const [, vault] = page.frames();
  if (!vault) return;
  await page.locator('#vault-room iframe').scrollIntoViewIfNeeded();
  await vault.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.setViewportSize({
    width: await page.evaluate(() => innerWidth),
    height: await page.evaluate(() => document.documentElement.scrollHeight),
  });
  await vault.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}
