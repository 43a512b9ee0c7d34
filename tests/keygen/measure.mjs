/** What is measured in one browser. Times are in milliseconds. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../browser/harness.mjs';

/** Lengths of keys, how many of each, and how many of them are the first of a new page. */
const SIZES = [{ bits: 2048, keys: 200, first: 10 }, { bits: 3072, keys: 100, first: 0 }, { bits: 4096, keys: 50, first: 10 }];
/** By node-forge, which takes seconds. */
const FORGE = { bits: 2048, keys: 3 };
/** Primes of RSA-4096, and how often the work on them is stopped. */
const STOPS = { bits: 2048, rounds: 50 };
/** Of Playwright with a page that works. */
const PATIENCE = 600_000;

/**
 * @typedef {object} Plan
 * @property {(number|undefined)[]} counts  of searchers; undefined: one for each core, as the page has them
 * @property {number} minutes  at most for the keys of one length: what is left then is not made
 * @property {number} first  new pages, a part of the full count
 *
 * @typedef {{name: string, count: number, fused: boolean}} Maker  `count`: searchers
 * @typedef {{bits: number, wanted: number, makers: (Maker|null)[], times: number[][]}} Series  null: WebCrypto
 * @typedef {{bits: number, atOnce: number[], later: number[], web: number[]}} First
 * @typedef {{fused: boolean, count: number, work: 'search'|'prove', times: number[]}} Stops
 * @typedef {{series: Series[], first: First[], forge: number[], stops: Stops[]}} Measured
 */

/**
 * @param {Plan} plan
 * @param {{browser: import('playwright-core').Browser, url: string}} at
 * @param {(count: number) => number} share  of a full count, what is made
 * @param {(text: string) => void} say
 * @returns {Promise<Measured>}
 */
export async function measure(plan, at, share, say) {
  const page = await openPage(at);
  const makers = await startAll(page, plan.counts);
  const series = [];
  for (const { bits, keys } of SIZES) {
    const times = await byTurns(page, ['web', ...makers.map(({ name }) => name)], bits, share(keys), plan.minutes);
    series.push({ bits, wanted: share(keys), makers: [null, ...makers], times });
    say(`${times[0].length} keys of ${bits} bits by each of ${times.length}`);
  }
  await page.context().close();

  const forge = await byForge(at, share(FORGE.keys));
  say(`${forge.length} keys by node-forge`);
  const first = [];
  for (const { bits, first: count } of SIZES)
    if (count > 0) first.push({ bits, ...await firstKeys(at, bits, share(count * plan.first)) });
  say('first keys of new pages');
  const stops = [];
  for (const fused of new Set(makers.map((maker) => maker.fused)))
    for (const work of /** @type {const} */ (['search', 'prove'])) stops.push(await stopped(at, fused, work, share(STOPS.rounds)));
  say('searchers that are stopped');
  return { series, forge, first, stops };
}

/** @param {{browser: import('playwright-core').Browser, url: string}} at */
async function openPage({ browser, url }) {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(url);
  return page;
}

/**
 * All in one page; who has no turn does nothing. Where the browser has no fused multiply-add there are
 * only those without.
 *
 * @param {import('playwright-core').Page} page
 * @param {(number|undefined)[]} counts
 */
async function startAll(page, counts) {
  const makers = [];
  for (const plain of [false, true])
    for (const wanted of counts) {
      const name = `${plain ? 'plain' : 'fused'}${wanted ?? ''}`;
      const { count, fused } = await run(page, 'start', { name, plain, count: wanted });
      if (plain || count > 0 && fused === count) makers.push({ name, count, fused: !plain });
    }
  return makers;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string[]} makers
 * @param {number} bits
 * @param {number} count
 * @param {number} minutes
 * @returns {Promise<number[][]>}  of each maker
 */
async function byTurns(page, makers, bits, count, minutes) {
  const end = Date.now() + 60_000 * minutes;
  const times = makers.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < count && Date.now() < end; round += 1)
    for (const [at, [time]] of (await run(page, 'turns', makers, bits, 1)).entries()) times[at].push(time);
  return times;
}

/** @param {{browser: import('playwright-core').Browser, url: string}} at @param {number} count */
async function byForge(at, count) {
  const page = await openPage(at);
  await page.evaluate(await readFile(path.join(ROOT, 'node_modules/node-forge/dist/forge.min.js'), 'utf8'));
  const times = [];
  for (let round = 0; round < count; round += 1) times.push(await page.evaluate(makeByForge, FORGE.bits));
  await page.context().close();
  return times;
}

/** @param {number} bits */
function makeByForge(bits) {
  const { forge } = /** @type {any} */ (globalThis);
  // Else it would ask WebCrypto.
  forge.options.usePureJavaScript = true;
  const start = performance.now();
  const { publicKey } = forge.pki.rsa.generateKeyPair({ bits });
  const time = performance.now() - start;
  if (publicKey.n.bitLength() !== bits) throw new Error(`node-forge: ${publicKey.n.bitLength()} bits`);
  return time;
}

/** Each in a page that was never there before. @param {{browser: import('playwright-core').Browser, url: string}} at @param {number} bits @param {number} count */
async function firstKeys(at, bits, count) {
  /** @type {{atOnce: number[], later: number[], web: number[]}} */
  const times = { atOnce: [], later: [], web: [] };
  const alone = async (/** @type {string} */ name, /** @type {unknown[]} */ ...args) => {
    const page = await openPage(at);
    const time = await run(page, name, ...args);
    await page.context().close();
    return time;
  };
  for (let round = 0; round < count; round += 1) {
    times.web.push(await alone('firstOfWeb', bits));
    times.atOnce.push(await alone('firstKey', bits, 'at-once'));
    times.later.push(await alone('firstKey', bits, 'later'));
  }
  return times;
}

/**
 * @param {{browser: import('playwright-core').Browser, url: string}} at
 * @param {boolean} fused
 * @param {'search'|'prove'} work
 * @param {number} rounds
 * @returns {Promise<Stops>}
 */
async function stopped(at, fused, work, rounds) {
  const page = await openPage(at);
  const { count, times } = await run(page, 'stops', { work, bits: STOPS.bits, plain: !fused, rounds });
  await page.context().close();
  return { fused, count, work, times };
}

/** A function of the page's. @param {import('playwright-core').Page} page @param {string} name @param {unknown[]} args @returns {Promise<any>} */
function run(page, name, ...args) {
  return page.evaluate(([name, args]) => /** @type {any} */ (window)[name](...args), /** @type {const} */ ([name, args]));
}
