import { initSync, PrimalityProof } from 'nokkelsmie-vault';
import { Messenger } from '../../shared/messenger.js';
import { turn } from '../turn.js';
import { startKernel } from './kernel.js';

/** After so many milliseconds messages are let in: so soon a search can be stopped. */
const SLICE = 2;

/**
 * A worker that looks for primes and proves them, and holds no keys. What it finds goes over the port to
 * the worker that does.
 *
 * @param {{port: MessagePort, fused: ArrayBuffer, module: WebAssembly.Module}} given
 */
export async function serveSearch({ port, fused, module }) {
  initSync({ module });
  const kernel = await startKernel(fused);
  const searcher = new Messenger(port, {
    search: ({ bits }, { progress, signal }) => search(kernel, bits, progress, signal),
    prove: ({ octets }, { progress, signal }) => prove(octets, progress, signal),
  });
  searcher.tell('ready', { fused: kernel.fused });
}

/**
 * @param {import('./kernel.js').Kernel} kernel
 * @param {number} bits
 * @param {(progress: {tested: number}) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<Uint8Array>}  a candidate, which nobody has proved
 */
async function search(kernel, bits, progress, signal) {
  kernel.begin(bits);
  try {
    for (;;) {
      const pause = performance.now() + SLICE;
      let candidate;
      do candidate = kernel.advance(); while (!candidate && performance.now() < pause);
      progress({ tested: kernel.tested() });
      if (candidate) return candidate;
      await turn();
      if (signal.aborted) throw { code: 'cancelled' };
    }
  } finally {
    kernel.wipe();
  }
}

/**
 * @param {Uint8Array} octets
 * @param {(progress: {of: number}) => void} progress  after each test but the last; how many there are
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>}
 */
async function prove(octets, progress, signal) {
  const proof = new PrimalityProof(octets);
  octets.fill(0);
  try {
    for (;;) {
      const prime = proof.step();
      if (prime !== undefined) return prime;
      progress({ of: proof.tests() });
      await turn();
      if (signal.aborted) throw { code: 'cancelled' };
    }
  } finally {
    proof.free();
  }
}
