/**
 * What is measured, in a page with nothing else in it: the vault's workers as the vault's frame starts them,
 * and the browser's own WebCrypto. Made into a page by `page.mjs`.
 *
 * A maker is a name, as of `web`, of what makes a key of so many bits. Each `start` adds one.
 */
import { binaryPart, textPart } from '../../www/shared/embedded.js';
import { Messenger } from '../../www/shared/messenger.js';
import { startSearchers, startWorker } from '../../www/vault/threads.js';

/** @typedef {(bits: number) => Promise<any>} Maker */

/** Of workers of the vault's, by the name of the maker. @type {Map<string, Messenger>} */
const vaults = new Map();

/** Which maker has the first turn in the next round. */
let first = 0;

Object.assign(window, {
  /**
   * Until those who search are ready; says how many there are.
   *
   * @param {{name?: string, count?: number, plain?: boolean}} [choice]
   * @returns {Promise<{count: number, fused: number}>}
   */
  async start({ name = 'make', ...choice } = {}) {
    const started = await startWorker();
    const count = await startSearchers(started, choice);
    vaults.set(name, started.worker);
    Object.assign(window, { [name]: makerOf(started.worker) });
    return whenReady(started.worker, count);
  },

  web,

  /**
   * Keys by turns, in milliseconds; whoever was first in a round is last in the next. Each key is looked at
   * and thrown away when its time has been taken.
   *
   * @param {string[]} makers
   * @param {number} bits
   * @param {number} count
   * @throws when a key is not as long as it should be
   */
  async turns(makers, bits, count) {
    const times = makers.map(() => /** @type {number[]} */ ([]));
    for (let round = 0; round < count; round += 1, first += 1)
      for (let turn = 0; turn < makers.length; turn += 1) {
        const at = (first + turn) % makers.length;
        const name = makers[at];
        const start = performance.now();
        const key = await /** @type {any} */ (window)[name](bits);
        times[at].push(performance.now() - start);
        const length = lengthOf(key);
        if (length !== bits) throw new Error(`${name}: ${length} bits, not ${bits}`);
        await vaults.get(name)?.request('remove', key.handle);
      }
    return times;
  },

  /**
   * In a page that has made no key: milliseconds to the first, asked for in the moment in which the vault
   * says that it is ready (those who search only begin then: `www/vault/frame.js`), or a while later.
   *
   * @param {number} bits
   * @param {'at-once'|'later'} when
   */
  async firstKey(bits, when) {
    const started = await startWorker();
    const searching = startSearchers(started);
    if (when === 'later') {
      await whenReady(started.worker, await searching);
      await aWhile();
    }
    const start = performance.now();
    const key = await makerOf(started.worker)(bits);
    const time = performance.now() - start;
    if (lengthOf(key) !== bits) throw new Error(`${lengthOf(key)} bits, not ${bits}`);
    return time;
  },

  /** In a page that has made no key: milliseconds to WebCrypto's first. @param {number} bits */
  async firstOfWeb(bits) {
    const start = performance.now();
    await web(bits);
    return performance.now() - start;
  },

  /**
   * Milliseconds from the word to stop to the last searcher's answer that it has. They are in the middle
   * of their work then, one for each core.
   *
   * @param {{work: 'search'|'prove', bits: number, plain: boolean, rounds: number}} task
   * @returns {Promise<{count: number, times: number[]}>}
   */
  async stops({ work, bits, plain, rounds }) {
    const count = Math.min(navigator.hardwareConcurrency || 1, 8);
    const searchers = await ownSearchers(count, plain);
    const candidate = await searchers[0].request('search', { bits });
    const times = [];
    while (times.length < rounds) {
      const time = await stop(searchers, work, work === 'search' ? { bits } : { octets: candidate, test: 0 });
      if (time !== undefined) times.push(time);
    }
    return { count, times };
  },
});

/** @param {number} modulusLength */
function web(modulusLength) {
  return crypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    true,
    ['sign', 'verify'],
  );
}

let kid = 0;

/** @param {Messenger} vault @returns {Maker} */
function makerOf(vault) {
  return (bits) => vault.request('generate', { kind: `rsa-${bits}`, algorithm: 'RS256', kid: `k${kid += 1}` });
}

/** @param {Messenger} vault @param {number} count */
async function whenReady(vault, count) {
  let ready;
  do ready = await vault.request('searchers'); while (ready.count < count);
  return ready;
}

/** Of the vault's card of a key, or of WebCrypto's pair. @param {any} key @returns {number} bits */
function lengthOf(key) {
  if (key.publicKey) return key.publicKey.algorithm.modulusLength;
  const modulus = atob(JSON.parse(key.public.jwk).n.replaceAll('-', '+').replaceAll('_', '/'));
  return 8 * modulus.length - Math.clz32(modulus.charCodeAt(0)) + 24;
}

/** Of somebody who reads before clicking: WebCrypto makes keys meanwhile. */
const A_WHILE = 1000;

async function aWhile() {
  const end = performance.now() + A_WHILE;
  do await web(2048); while (performance.now() < end);
}

/**
 * Searchers that belong to no vault.
 *
 * @param {number} count
 * @param {boolean} plain
 */
async function ownSearchers(count, plain) {
  const module = await WebAssembly.compile(await binaryPart('vault'));
  const fused = plain ? null : await WebAssembly.compile(await binaryPart('search'));
  const address = URL.createObjectURL(new Blob([textPart('worker')], { type: 'text/javascript' }));
  const begin = () => new Promise((/** @type {(searcher: Messenger) => void} */ resolve) => {
    const { port1, port2 } = new MessageChannel();
    const searcher = new Messenger(port1, {}, (type) => type === 'ready' && resolve(searcher));
    new Worker(address).postMessage({ searcher: { port: port2, fused, module } }, [port2]);
  });
  return Promise.all(Array.from({ length: count }, begin));
}

/** Any moment of a search or a proof, in milliseconds after its beginning. */
const LATEST_STOP = 40;

/**
 * @param {Messenger[]} searchers
 * @param {'search'|'prove'} work
 * @param {unknown} params
 * @returns {Promise<number|undefined>}  undefined: one was done before it was stopped
 */
async function stop(searchers, work, params) {
  const controller = new AbortController();
  const ends = searchers.map(async (searcher) => {
    await searcher.request(work, params, { signal: controller.signal }).catch(({ code }) => {
      if (code !== 'cancelled') throw new Error(code);
    });
    return performance.now();
  });
  // Messages come at the seams of the work; a time of its own is what finds it anywhere.
  await new Promise((resolve) => { setTimeout(resolve, LATEST_STOP * Math.random()); });
  const start = performance.now();
  controller.abort();
  const all = await Promise.all(ends);
  return all.every((at) => at >= start) ? Math.max(...all) - start : undefined;
}
