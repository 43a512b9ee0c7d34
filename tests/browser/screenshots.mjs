/**
 * dist/screenshots/ENGINE/NAME.png: every view and main state, light and dark, 390 and
 * 1280 px, in each language; and the practice portal's pages.
 *
 *     node tests/browser/screenshots.mjs [part of a name, as a regular expression [language]]
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { DIST, ENGINE, launch, startPortal } from './harness.mjs';
import { sitDown } from './person.mjs';
import { PORTAL_PAGES, STATES } from './states.mjs';

const LANGUAGES = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' };
const SCHEMES = /** @type {const} */ (['light', 'dark']);
const WIDTHS = [1280, 390];
/** Longer than any state takes; an engine that has lost a page may not answer at all. */
const PATIENCE = 600_000;

const wanted = process.argv[2] ?? '';
const languages = Object.entries(LANGUAGES).filter(([language]) => language === (process.argv[3] ?? language));
const target = path.join(DIST, 'screenshots', ENGINE);
if (process.argv.length < 3) await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });

let count = 0;
/** States that could not be reached. @type {string[]} */
const missed = [];
await Promise.all([...languages.map(([language, locale]) => views(language, locale)), portalPages()]);
console.log(`${count} screenshots in ${path.relative(process.cwd(), target)}/`);
for (const name of missed) console.log(`missing: ${name}`);
process.exit(missed.length ? 1 : 0);

/** @param {string} language @param {string} locale */
async function views(language, locale) {
  const portal = await startPortal(['--quiet']);
  let browser = await launch();
  for (const { name, at, arrive } of STATES.filter((state) => state.name.match(wanted))) {
    const reached = await reach(`${name}-${language}`, async () => {
      const person = await sitDown(browser, `${portal.url}#${at}`, { locale });
      await arrive?.(person, portal);
      await take(person.page, `${name}-${language}`);
      await person.context.close();
    });
    if (reached) continue;
    // Whatever stood in the way may have ended a part of the browser.
    await browser.close();
    browser = await launch();
  }
  await browser.close();
  await portal.stop();
}

/** One after another in one session: what follows one that is missed is missed too. */
async function portalPages() {
  if (wanted && !'portal'.match(wanted)) return;
  const [portal, browser] = await Promise.all([startPortal(['--quiet']), launch()]);
  const page = await (await browser.newContext({ locale: 'nb-NO' })).newPage();
  await page.goto(`${portal.url}portal/`);
  for (const { name, go } of PORTAL_PAGES) {
    await reach(`portal-${name}`, async () => {
      await go(page);
      await page.waitForLoadState();
      await take(page, `portal-${name}`);
    });
  }
  await browser.close();
  await portal.stop();
}

/**
 * One that cannot be reached does not stop the others.
 *
 * @param {string} name
 * @param {() => Promise<void>} work
 */
async function reach(name, work) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('no answer')), PATIENCE); });
  try {
    await Promise.race([work(), late]);
    return true;
  } catch (error) {
    console.error(`${name}: ${/** @type {Error} */ (error).message}`);
    missed.push(name);
    return false;
  } finally {
    clearTimeout(timer);
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

/** What still moves is brought to its end. @param {import('playwright-core').Frame} frame */
async function atRest(frame) {
  await frame.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (const animation of document.getAnimations()) if (animation.effect?.getTiming().iterations !== Infinity) animation.finish();
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
