/**
 * dist/screenshots/NAME.png: every view and main state, light and dark, 390 and
 * 1280 px, in each language; and the practice portal's pages.
 *
 *     node tests/browser/screenshots.mjs [part of a name]
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { DIST, launch, startPortal } from './harness.mjs';
import { sitDown } from './person.mjs';
import { PORTAL_PAGES, STATES } from './states.mjs';

const LANGUAGES = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' };
const SCHEMES = /** @type {const} */ (['light', 'dark']);
const WIDTHS = [1280, 390];

const wanted = process.argv[2] ?? '';
const target = path.join(DIST, 'screenshots');
if (!wanted) await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });

const [portal, browser] = await Promise.all([startPortal(['--quiet']), launch()]);
let count = 0;
for (const [language, locale] of Object.entries(LANGUAGES)) {
  for (const { name, at, arrive } of STATES.filter((state) => state.name.includes(wanted))) {
    const person = await sitDown(browser, `${portal.url}#${at}`, { locale });
    await arrive?.(person, portal);
    await take(person.page, `${name}-${language}`);
    await person.context.close();
  }
}
const context = await browser.newContext({ locale: 'nb-NO' });
const page = await context.newPage();
await page.goto(`${portal.url}portal/`);
for (const { name, go } of PORTAL_PAGES) {
  await go(page);
  if (`portal-${name}`.includes(wanted)) await take(page, `portal-${name}`);
}
await browser.close();
await portal.stop();
console.log(`${count} screenshots in ${path.relative(process.cwd(), target)}/`);

/** In both looks and widths. @param {import('playwright-core').Page} page @param {string} name */
async function take(page, name) {
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: path.join(target, `${name}-${scheme}-${width}.png`), fullPage: true, animations: 'disabled' });
      count += 1;
    }
  }
}
