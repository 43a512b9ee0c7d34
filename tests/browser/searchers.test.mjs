/**
 * The workers that look for primes: which arithmetic they take, and that keys are made also where there are none.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { serveKeygenPage } from '../keygen/serve.mjs';
import { ENGINE, launch } from './harness.mjs';
import { whereItCan } from '../engines/cannot.mjs';

/** Chromium has the instruction wherever the processor has it. */
const IS_FUSED = ENGINE === 'chromium' && (process.arch === 'arm64' || /\bfma\b/.test(readFileSync('/proc/cpuinfo', 'utf8')));

describe('workers that look for primes', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {{url: string, stop: () => void}} */
  let served;
  before(async () => { [browser, served] = await Promise.all([launch(), serveKeygenPage()]); });
  after(async () => { await browser?.close(); served?.stop(); });

  test('make keys of every size, with fused multiply-add and without', async () => {
    for (const plain of [false, true]) {
      const page = await open(browser);
      const ready = await page.evaluate((choice) => /** @type {any} */ (window).start(choice), { count: 2, plain });
      assert.equal(ready.count, 2);
      if (plain || IS_FUSED) assert.equal(ready.fused, plain ? 0 : 2);
      for (const bits of plain ? [2048] : [2048, 3072, 4096]) assert.equal(await make(page, bits), bits);
      await page.context().close();
    }
  });

  test('are none where there is one core, and a key is made all the same', async () => {
    const page = await open(browser, () => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 1 }));
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).start()), { count: 0, fused: 0 });
    assert.equal(await make(page, 2048), 2048);
    await page.context().close();
  });

  test('are as many as there are cores, at most eight', async () => {
    const page = await open(browser, () => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 64 }));
    assert.equal((await page.evaluate(() => /** @type {any} */ (window).start())).count, 8);
    await page.context().close();
  });

  test('take plain integers where the browser does not know the instructions', async () => {
    const page = await open(browser, () => { WebAssembly.validate = () => false; });
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).start({ count: 2 })), { count: 2, fused: 0 });
    assert.equal(await make(page, 2048), 2048);
    await page.context().close();
  });

  const ROUNDS_TWICE = 'take plain integers where multiply-add rounds twice';
  test(ROUNDS_TWICE, whereItCan(ROUNDS_TWICE), async () => {
    const other = await launch({ args: ['--js-flags=--no-enable-fma3'] });
    const page = await open(other);
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).start({ count: 2 })), { count: 2, fused: 0 });
    assert.equal(await make(page, 2048), 2048);
    await other.close();
  });

  /** @param {import('playwright-core').Browser} in_ @param {() => void} [before] */
  async function open(in_, before) {
    const page = await (await in_.newContext()).newPage();
    if (before) await page.addInitScript(before);
    await page.goto(served.url);
    return page;
  }
});

/** The length of the modulus. @param {import('playwright-core').Page} page @param {number} bits @returns {Promise<number>} */
async function make(page, bits) {
  const card = await page.evaluate((length) => /** @type {any} */ (window).make(length), bits);
  return 8 * Buffer.from(JSON.parse(card.public.jwk).n, 'base64url').length;
}
