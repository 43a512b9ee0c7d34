/** What is told while a key is being made: what is true of the search, and no end that nobody knows. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchShell, startPortal } from './harness.mjs';
import { holdMaking } from './hold-making.mjs';
import { keepThePort } from './keep-the-port.mjs';
import { makeKey, sitDown, t } from './person.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

/** Another way to the same number than the page's: as if no pair of primes were refused. @param {number} chance @param {number} tests */
const shareOf = (chance, tests) => 1 - (1 - chance) ** tests - tests * chance * (1 - chance) ** (tests - 1);

describe('while a key is being made', () => {
  test('what was tested, how many keys are done by then, and when it is proved', async () => {
    const { page, making, context } = await slowly('RSA 4096');
    const panel = page.locator('#make-working');
    await page.getByText(t('make.odds', { share: 0, bits: 4096 })).waitFor();
    await spokenFromNowOn(page);
    let before = 0;
    for (const tried of [40, 144, 500]) {
      await making.say({ tried });
      await panel.filter({ hasText: new RegExp(` ${tried} `) }).waitFor();
      const share = Number((await panel.innerText()).match(/(\d+) % av alle RSA 4096-nøkler/)?.[1]);
      assert.ok(share > before && Math.abs(share - 100 * shareOf(32.06 / 2048, tried)) < 5, `${share} %`);
      before = share;
    }
    await page.getByText(t('make.working.about')).waitFor();
    await making.say({ tried: 500, proof: { done: 3, of: 12 } });
    await page.getByText(t('make.proving', { done: 3, of: 12 })).waitFor();
    // However long it takes, nothing says that it is all.
    await making.say({ tried: 1_000_000 });
    await panel.filter({ hasText: /1.000.000/ }).waitFor();
    assert.ok(await page.getByText(t('make.odds', { share: 99, bits: 4096 })).isVisible());
    assert.equal(await panel.locator('progress, meter').count(), 0);
    assert.deepEqual(await spoken(page), []);
    await page.locator('#make-cancel').click();
    await page.getByText(t('make.cancelled')).waitFor();
    await context.close();
  });

  test('of the key of a curve nothing is said of primes', async () => {
    const { page, making, context } = await slowly('Ed25519');
    assert.doesNotMatch(await page.locator('#make-working').innerText(), / % |\d tall/);
    await making.go();
    await page.locator('#make-result').waitFor();
    await context.close();
  });

  test('what is over at once is not shown on the way', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page } = person;
    await page.evaluate(() => {
      // A machine so fast that nothing takes a fifth of a second.
      const { setTimeout } = window;
      /** @type {any} */ (window).setTimeout = (/** @type {() => void} */ work, /** @type {number} */ after) =>
        (after >= 200 ? 1 : setTimeout(work, after));
      const shown = new Set();
      new MutationObserver(() => { for (const { id } of document.querySelectorAll('#make-form, #make-working, #make-result')) shown.add(id); })
        .observe(document.body, { childList: true, subtree: true });
      /** @type {any} */ (window).shown = shown;
    });
    await makeKey(person);
    await page.locator('#make-result').waitFor();
    await page.locator('[data-made]:focus').waitFor();
    assert.deepEqual(await page.evaluate(() => [.../** @type {any} */ (window).shown].filter((id) => id === 'make-working')), []);
    await person.context.close();
  });
});

describe('the vault tells what it does', () => {
  test('with several cores: what all have tested, and the proof', async () => {
    const all = await heardUntil('rsa-4096', (progress) => progress.some(({ proof }) => proof));
    const proofs = all.flat().flatMap(({ proof }) => proof ?? []);
    for (const { done, of } of proofs) {
      assert.equal(of, 12, 'six tests for each prime of 2048 bits');
      assert.ok(done >= 0 && done <= of);
    }
  });

  test('with one core', async () => {
    await heardUntil('rsa-2048', (progress) => progress.length > 1, () =>
      Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { value: 1 }));
  });
});

/**
 * Makes keys until what is wanted was heard of five.
 *
 * @param {string} kind
 * @param {(progress: Progress[]) => boolean} wanted
 * @param {() => void} [prepare]  page and frame
 * @returns {Promise<Progress[][]>}  of each key
 * @typedef {import('../../www/shared/messages.js').GenerationProgress} Progress
 */
async function heardUntil(kind, wanted, prepare = () => {}) {
  const { page, context } = await sitDown(browser, portal.url, { before: async (context) => {
    await context.addInitScript(keepThePort);
    await context.addInitScript(prepare);
  } });
  /** @type {Progress[][]} */
  const all = [];
  while (all.filter(wanted).length < 5) {
    // The searchers may not be there yet, and by luck a key is made before anything is told.
    assert.ok(all.length < 60, 'never heard');
    const progress = await page.evaluate(async ([kind, kid]) => {
      const { askVault, heardFromVault } = /** @type {any} */ (window);
      heardFromVault.length = 0;
      await askVault('generate', { kind, algorithm: 'RS256', kid });
      return heardFromVault.filter((/** @type {any} */ { kind }) => kind === 'progress').map((/** @type {any} */ { progress }) => progress);
    }, [kind, `key-${all.length}`]);
    all.push(progress);
    for (const [at, { tried, proof }] of progress.entries()) {
      assert.ok(Number.isInteger(tried));
      if (proof) assert.ok(tried >= 2, 'two that passed were tested');
      assert.ok(tried >= (progress[at - 1]?.tried ?? 0), 'never fewer than before');
    }
  }
  assert.ok(all.flat().some(({ tried }) => tried > 0));
  await context.close();
  return all;
}

/** A key of this kind is being made for as long as the test wants. @param {string} kind */
async function slowly(kind) {
  const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
  const { page } = person;
  const making = await holdMaking(person);
  const radio = page.getByRole('radio', { name: kind, exact: true });
  if (!await radio.isVisible()) await page.getByText(t('make.later'), { exact: true }).click();
  await radio.check();
  await page.getByRole('button', { name: t('make.start'), exact: true }).click();
  await page.locator('#make-working').waitFor();
  return { ...person, making };
}

/** What changes where a screen reader speaks. @param {import('playwright-core').Page} page */
async function spokenFromNowOn(page) {
  await page.evaluate(() => {
    const said = /** @type {any} */ (window).said = /** @type {string[]} */ ([]);
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest('[role=status], [role=alert], [role=timer], [aria-live]');
        if (region) said.push(region.textContent ?? '');
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
}

/** @param {import('playwright-core').Page} page @returns {Promise<string[]>} */
function spoken(page) {
  return page.evaluate(() => /** @type {any} */ (window).said);
}
