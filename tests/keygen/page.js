/**
 * What is measured, in a page with nothing else in it: the vault's workers as the vault's frame starts them,
 * and the browser's own WebCrypto. Made into a page by `page.mjs`.
 */
import { startSearchers, startWorker } from '../../www/vault/threads.js';

let kid = 0;

Object.assign(window, {
  /**
   * Until those who search are ready; says how many there are.
   *
   * @param {{count?: number, plain?: boolean}} choice
   * @returns {Promise<{count: number, fused: number}>}
   */
  async start(choice) {
    const started = await startWorker();
    const count = await startSearchers(started, choice);
    const make = (/** @type {number} */ bits) =>
      started.worker.request('generate', { kind: `rsa-${bits}`, algorithm: 'RS256', kid: `k${kid += 1}` });
    Object.assign(window, { make });
    let ready;
    do ready = await started.worker.request('searchers'); while (ready.count < count);
    return ready;
  },

  /** @param {number} modulusLength */
  web: (modulusLength) => crypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    true,
    ['sign', 'verify'],
  ),

  /**
   * Keys by turns, in milliseconds.
   *
   * @param {string[]} makers  names of functions above
   * @param {number} bits
   * @param {number} count
   */
  async turns(makers, bits, count) {
    const times = makers.map(() => /** @type {number[]} */ ([]));
    for (let round = 0; round < count; round += 1)
      for (const [at, name] of makers.entries()) {
        const start = performance.now();
        await /** @type {any} */ (window)[name](bits);
        times[at].push(performance.now() - start);
      }
    return times;
  },
});
