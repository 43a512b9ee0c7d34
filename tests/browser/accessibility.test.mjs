/**
 * axe-core finds nothing in any view and state, on the page, in the vault and in
 * the practice portal; the keyboard alone is enough; nothing is wider than 320 px.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bookmarkletCode } from './bookmarklet-walk.mjs';
import { launchShell, ROOT, startPortal } from './harness.mjs';
import { atStep, goTo, sitDown, t } from './person.mjs';
import { PORTAL_PAGES, STATES } from './states.mjs';

const axe = await readFile(path.join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** Both looks at both widths. Where only the colours are others than before, only they are looked at. */
const LOOKS = [
  { scheme: /** @type {const} */ ('light'), width: 1280, rules: null },
  { scheme: /** @type {const} */ ('dark'), width: 1280, rules: ['color-contrast', 'link-in-text-block'] },
  { scheme: /** @type {const} */ ('dark'), width: 390, rules: null },
  { scheme: /** @type {const} */ ('light'), width: 390, rules: ['color-contrast', 'link-in-text-block'] },
];

/**
 * Two, each with a clipboard of its own, so that two states are looked at at a time.
 *
 * @type {import('playwright-core').Browser[]}
 */
let browsers = [];
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => {
  [portal, ...browsers] = await Promise.all([startPortal(['--quiet']), launchShell(), launchShell()]);
  [browser] = browsers;
});
after(async () => { await Promise.all(browsers.map((one) => one.close())); await portal?.stop(); });

describe('axe finds nothing', { concurrency: 2 }, () => {
  /** A browser and a portal each: some states begin with an empty portal. @type {{browser: typeof browser, portal: typeof portal}[]} */
  const free = [];
  /** @type {typeof portal} */
  let other;
  before(async () => {
    other = await startPortal(['--quiet']);
    free.push({ browser: browsers[0], portal }, { browser: browsers[1], portal: other });
  });
  after(() => other?.stop());
  /** What was looked at, by look: the vault is often the same as before. */
  const seen = new Set();

  for (const { name, at, arrive } of STATES) {
    test(`in ${name}`, async () => {
      const mine = /** @type {typeof free[0]} */ (free.pop());
      try {
        const person = await sitDown(mine.browser, `${mine.portal.url}#${at}`);
        await arrive?.(person, mine.portal);
        await lookAt(person, seen);
        await person.context.close();
      } finally {
        free.push(mine);
      }
    });
  }

  test('in the pages of the practice portal', async () => {
    const context = await browser.newContext({ locale: 'nb-NO', reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${portal.url}portal/`);
    for (const { name, go } of PORTAL_PAGES) {
      await go(page);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await bringAxe(page);
      for (const look of LOOKS) {
        await wear(page, look);
        assert.deepEqual(await violations(page, look), [], `${name}: ${look.scheme}, ${look.width} px`);
        assert.ok(await fits(page), `${name} fits ${look.width} px`);
      }
    }
    await context.close();
  });

  test('and looks into the panel in the portal', async () => {
    const context = await browser.newContext({ locale: 'nb-NO' });
    const page = await context.newPage();
    await page.goto(`${portal.url}portal/`);
    await page.evaluate(`(() => { ${bookmarkletCode()} })()`);
    await bringAxe(page);
    assert.deepEqual(await violations(page, LOOKS[0]), []);
    await page.locator('nokkelsmie-panel aside').evaluate((it) => it.append(document.createElement('button')));
    assert.match((await violations(page, LOOKS[0])).join(), /button-name.*nokkelsmie-panel/);
    await context.close();
  });

  test('and finds what is wrong', async () => {
    const { page, context } = await sitDown(browser, portal.url);
    await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
    await page.frames()[1].evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
    for (const frame of page.frames()) {
      await bringAxe(frame);
      assert.match((await violations(frame, LOOKS[0])).join(), /button-name/);
    }
    await context.close();
  });
});

describe('the keyboard alone', () => {
  test('makes a key and saves it', async () => {
    const person = await sitDown(browser, portal.url);
    const { page, vault } = person;
    await tabTo(page, t('nav.lag-nokkel'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: t('make.title') }).waitFor();
    await focusIsOnHeading(page);
    await tabTo(page, t('make.start'));
    await page.keyboard.press('Enter');
    await vault.getByRole('article').waitFor();
    await page.locator('[data-made]:focus').waitFor();
    await tabTo(page, t('secret.save'));
    await page.keyboard.press('Enter');
    await vault.locator('article button:focus', { hasText: t('vault.card.save') }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    assert.match(file.suggestedFilename(), /private\.jwk\.json$/);
    await vault.getByText(t('vault.card.saved')).waitFor();
    await person.context.close();
  });

  test('passes through the vault and out of it again', async () => {
    const { page, context } = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
    const seen = new Set();
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press('Tab');
      seen.add(await page.evaluate(() => document.activeElement?.tagName));
      if (
        seen.has('IFRAME') &&
        (await page.evaluate(
          () =>
            document.activeElement?.tagName === 'BODY' ||
            document.activeElement?.closest('footer, header, .ds-skip-link') !== null,
        ))
      )
        break;
    }
    assert.ok(seen.has('IFRAME'), 'the vault is in the order');
    assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'IFRAME', 'and one comes out of it');
    await context.close();
  });

  test('the focus goes to the heading of the view', async () => {
    const { page, context } = await sitDown(browser, portal.url);
    for (const route of ['lag-nokkel', 'sjekk-nokkel', 'test-klienten', 'veiviser']) {
      await goTo(page, route);
      await focusIsOnHeading(page);
    }
    await page.getByRole('button', { name: t('guide.doneNext', { step: t('guide.1.short') }) }).press('Enter');
    await atStep(page, 1);
    await focusIsOnHeading(page);
    await page.goBack();
    await atStep(page, 0);
    await focusIsOnHeading(page);
    await context.close();
  });

  test('the skip link leads past the header', async () => {
    const { page, context } = await sitDown(browser, portal.url);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), t('skip.view'));
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'MAIN');
    await context.close();
  });
});

describe('at 320 px', () => {
  test('nothing is wider than the screen', async () => {
    for (const name of [
      'guide-0',
      'guide-5-composed',
      'guide-6-key',
      'make-made',
      'check-findings',
      'test-token',
      'test-command',
      'production',
      'use-saved',
    ]) {
      const state = STATES.find((one) => one.name === name);
      const person = await sitDown(browser, `${portal.url}#${state?.at}`, { viewport: { width: 320, height: 640 } });
      await state?.arrive?.(person, portal);
      for (const frame of person.page.frames())
        assert.ok(await fits(frame), `${name}: ${frame === person.page.mainFrame() ? 'page' : 'vault'}`);
      await person.context.close();
    }
  });
});

/** Page and vault in each look. @param {import('./person.mjs').Person} person @param {Set<string>} seen */
async function lookAt({ page }, seen) {
  for (const frame of page.frames()) await bringAxe(frame);
  for (const look of LOOKS) {
    await wear(page, look);
    for (const frame of page.frames()) {
      const what = `${look.scheme} ${look.width} ${await frame.evaluate(() => document.body.innerHTML)}`;
      if (seen.has(what)) continue;
      assert.deepEqual(
        await violations(frame, look),
        [],
        `${look.scheme}, ${look.width} px, ${frame === page.mainFrame() ? 'page' : 'vault'}`,
      );
      seen.add(what);
    }
  }
}

/** @param {import('playwright-core').Page} page @param {typeof LOOKS[number]} look */
async function wear(page, { scheme, width }) {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: 900 });
  for (const frame of page.frames())
    await frame.waitForFunction(
      (dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark,
      scheme === 'dark',
      { polling: 20 },
    );
}

/**
 * axe, and no colour on its way to another while it looks.
 *
 * @param {import('playwright-core').Page | import('playwright-core').Frame} where
 */
async function bringAxe(where) {
  await where.evaluate(axe);
  await where.evaluate(() => {
    const still = new CSSStyleSheet();
    still.replaceSync('*, ::before, ::after { transition: none !important }');
    document.adoptedStyleSheets = [still];
  });
}

/**
 * What axe says, a line each.
 *
 * @param {import('playwright-core').Page | import('playwright-core').Frame} where
 * @param {typeof LOOKS[number]} look
 * @returns {Promise<string[]>}
 */
function violations(where, { rules }) {
  return where.evaluate(async (runOnly) => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(document, {
      iframes: false,
      resultTypes: ['violations'],
      ...(runOnly ? { runOnly } : {}),
    });
    return violations.flatMap((/** @type {any} */ { id, nodes }) =>
      nodes.map((/** @type {any} */ { target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
  }, rules);
}

/** No scrolling sideways. @param {import('playwright-core').Page | import('playwright-core').Frame} where */
function fits(where) {
  return where.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
}

/**
 * Presses Tab until the focus is on what has this name.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function tabTo(page, name) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.textContent?.trim()) === name) return;
  }
  throw new Error(`Tab does not come to «${name}»`);
}

/** @param {import('playwright-core').Page} page */
async function focusIsOnHeading(page) {
  await page.locator('h1:focus').waitFor();
}
