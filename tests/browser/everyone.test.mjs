/**
 * The same page for everyone: larger text, zoom, colours of one's own, no movement, paper, a screen reader.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launchShell, startPortal } from './harness.mjs';
import { field, goToAddress, sitDown, t } from './person.mjs';
import { STATES } from './states.mjs';

/** @typedef {import('./person.mjs').Person} Person */
/** @typedef {import('playwright-core').Page | import('playwright-core').Frame} Where */

/** States with all that is wide: tables, commands, keys, long names. */
const WIDE = ['guide-5-composed', 'guide-6-key', 'make-made', 'check-findings', 'test-token', 'test-altinn', 'production'];
/** One of each view. */
const VIEWS = ['veiviser/0', 'veiviser/5', 'lag-nokkel', 'sjekk-nokkel', 'test-klienten', 'ta-i-bruk', 'klienter'];

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

describe('larger', () => {
  // 1280 × 1024 CSS pixels at 400 % are 320 × 256 (WCAG 2.1, 1.4.10).
  test('at 400 % everything is there, without scrolling sideways', async () => {
    for (const name of WIDE) {
      const person = await inState(name, { viewport: { width: 320, height: 256 } });
      for (const frame of person.page.frames()) assert.deepEqual(await tooWide(frame), [], name);
      await person.context.close();
    }
  });

  test('and what is too wide or cut off is found', async () => {
    const { page, context } = await sitDown(browser, portal.url);
    await page.evaluate(() => {
      const cut = Object.assign(document.createElement('p'), { id: 'cut', textContent: 'Nøkkel '.repeat(40) });
      Object.assign(cut.style, { overflow: 'hidden', height: '1rem', width: '200vw' });
      document.querySelector('main')?.append(cut);
    });
    assert.equal((await tooWide(page)).length, 1);
    assert.match((await cutOff(page)).join(), /^P cut /);
    await context.close();
  });

  // Text alone at 200 % (WCAG 2.1, 1.4.4), as a browser's setting for the size of text does it.
  test('with text twice as large nothing is cut off', async () => {
    for (const name of WIDE) {
      const person = await inState(name);
      for (const frame of person.page.frames()) {
        await frame.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
        assert.deepEqual(await tooWide(frame), [], name);
        assert.deepEqual(await cutOff(frame), [], name);
      }
      await person.context.close();
    }
  });
});

test('what moves stands still for who asked for that', async () => {
  const person = await inState('make-working', { reducedMotion: 'reduce' });
  for (const frame of person.page.frames()) {
    const moving = await frame.evaluate(() => document.getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 1).length);
    assert.equal(moving, 0);
  }
  await person.context.close();
});

test('with colours of one\'s own: what is chosen, what is wrong and where one is, is seen without ours', async () => {
  const person = await sitDown(browser, `${portal.url}#test-klienten`, { forcedColors: 'active' });
  const { page } = person;
  const edge = (/** @type {string} */ selector) => page.locator(selector).evaluate((node) => getComputedStyle(node).borderBottomColor);
  assert.notEqual(await edge('#views a[aria-current]'), await edge('#views li:first-child a'));
  const background = (/** @type {string} */ selector) =>
    page.locator(selector).first().evaluate((node) => getComputedStyle(node).backgroundColor);
  const chosen = '.environment-choice label:has(input:checked)';
  assert.notEqual(await background(chosen), await background('.environment-choice label:not(:has(input:checked))'));
  await page.locator('#test-send').click();
  assert.ok(await page.locator('#test-client-id-problem').isVisible(), 'a word, not a colour');
  await page.locator('#test-client-id').focus();
  const outline = await page.locator('#test-client-id').evaluate((node) => getComputedStyle(node));
  assert.ok(outline.outlineStyle !== 'none' || outline.boxShadow !== 'none', 'the focus is seen');
  await person.context.close();
});

test('on paper: what one reads, nothing to press, and nothing of the vault', async () => {
  const person = await inState('guide-6-key');
  const { page } = person;
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.getByRole('heading', { level: 1 }).isVisible());
  for (const gone of ['#vault-room', '#views', '.going-on', '.tastes']) assert.ok(await page.locator(gone).first().isHidden(), gone);
  await person.context.close();
});

describe('for a screen reader', () => {
  test('a word of the trade is explained by a button, by keyboard alone, and Escape closes it', async () => {
    const person = await sitDown(browser, `${portal.url}#test-klienten`);
    const { page } = person;
    const help = page.getByRole('button', { name: t('word.ask', { word: 'scope' }) });
    const said = page.getByText(t('word.scope'));
    assert.ok(await said.isHidden());
    await help.focus();
    await page.keyboard.press('Enter');
    await said.waitFor();
    await page.keyboard.press('Escape');
    await said.waitFor({ state: 'hidden' });
    assert.equal(await help.evaluate((node) => node === document.activeElement), true);
    assert.equal(await field(page, t('scopes.label')).count(), 1, 'the field keeps its own name');
    await person.context.close();
  });

  test('each view has one first heading, its landmarks and the vault by name', async () => {
    const { page, context } = await sitDown(browser, `${portal.url}#${VIEWS.at(-1)}`);
    const titles = new Set();
    for (const view of VIEWS) {
      await goToAddress(page, view);
      await page.locator('h1:focus').waitFor();
      const tree = await page.locator('body').ariaSnapshot();
      for (const part of ['- banner', `navigation "${t('nav.label')}"`, '- main', '- contentinfo'])
        assert.ok(tree.includes(part), `${view}: ${part}`);
      assert.equal(tree.match(/- heading .*\[level=1\]/g)?.length, 1, `${view}: one first heading`);
      titles.add(await page.locator('h1').innerText());
      assert.equal(await page.locator('#vault-room iframe').getAttribute('title'), t('vault.room'));
      assert.deepEqual(await nameless(page.mainFrame()), [], view);
    }
    assert.ok(titles.size >= VIEWS.length - 1);
    await context.close();
  });

  test('what comes later is said: an answer, a refusal, a copy', async () => {
    for (const name of ['test-half', 'test-token']) {
      const person = await inState(name);
      const { page } = person;
      await page.locator('#answer-head:focus').waitFor();
      if (name === 'test-token') {
        await page.locator('details:has(#token-copy) > summary').click();
        await page.locator('#token-copy').click();
        await page.locator('#announcer[role=status]', { hasText: t('copy.done') }).waitFor({ state: 'attached' });
      }
      await person.context.close();
    }
  });

  test('what a screen reader is told of the views is as it was', async () => {
    const { page, context } = await sitDown(browser, `${portal.url}#${VIEWS.at(-1)}`);
    const file = path.join(import.meta.dirname, 'trees.txt');
    let told = '';
    for (const view of VIEWS) {
      await goToAddress(page, view);
      await page.locator('h1:focus').waitFor();
      const tree = (await page.locator('main').ariaSnapshot()).split('\n');
      // Roles, names and their order; running text is read as it stands.
      told += [view, ...tree.filter((line) => !/^ *- (text|paragraph|strong|code|\/url)\b/.test(line)), '', ''].join('\n');
    }
    told = told.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT').replaceAll(/practice-\d{4}-\d\d-\d\d-\w{8}/g, 'practice-DAY-RANDOM');
    if (process.env.NOKKELSMIE_TREES) await writeFile(file, told);
    assert.equal(told, await readFile(file, 'utf8'), 'NOKKELSMIE_TREES=1 writes trees.txt anew');
    await context.close();
  });
});

/**
 * @param {string} name  of a state
 * @param {Parameters<typeof sitDown>[2]} [options]
 */
async function inState(name, options) {
  const state = STATES.find((one) => one.name === name);
  assert.ok(state, name);
  const person = await sitDown(browser, `${portal.url}#${state.at}`, options);
  await state.arrive?.(person, portal);
  return person;
}

/** What is wider than the window. @param {Where} where @returns {Promise<string[]>} */
function tooWide(where) {
  return where.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth <= clientWidth ? [] : [`${scrollWidth} in ${clientWidth}`];
  });
}

/** Text that its box hides and that cannot be scrolled to. @param {Where} where @returns {Promise<string[]>} */
function cutOff(where) {
  return where.evaluate(() => [...document.querySelectorAll('button, label, a, h1, h2, h3, p, li, td, th, summary, dt, dd')]
    .filter((node) => node instanceof HTMLElement && node.checkVisibility() && node.offsetWidth > 1)
    .filter((node) => {
      const { overflowX, overflowY } = getComputedStyle(node);
      const hides = (/** @type {string} */ overflow) => overflow === 'hidden' || overflow === 'clip';
      return (hides(overflowX) && node.scrollWidth > node.clientWidth + 1) || (hides(overflowY) && node.scrollHeight > node.clientHeight + 1);
    })
    .map((node) => `${node.tagName} ${node.id} ${node.textContent?.slice(0, 40)}`));
}

/** Controls without a name. @param {Where} where @returns {Promise<string[]>} */
function nameless(where) {
  return where.evaluate(() => [...document.querySelectorAll('button, a[href], input, select, textarea, summary')]
    .filter((node) => node instanceof HTMLElement && node.checkVisibility())
    .filter((node) => {
      const labels = node instanceof HTMLInputElement ? node.labels?.length : 0;
      return !node.textContent?.trim() && !node.getAttribute('aria-label') && !node.getAttribute('aria-labelledby') && !labels
        && !document.querySelector(`label[for="${CSS.escape(node.id)}"]`);
    })
    .map((node) => node.outerHTML.slice(0, 80)));
}
