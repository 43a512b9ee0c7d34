import { initSync, PrimalityProof } from 'nokkelsmie-vault';
import { isFailure, Messenger } from '../../shared/messenger.js';
import { turn } from '../turn.js';
import { startKernel } from './kernel.js';

/** After so many milliseconds messages are let in: so soon a search can be stopped. */
const SLICE = 2;

/** Milliseconds from one word of how far it is to the next: a sign of life, too. */
const REPORTS = 100;

/** What is looked for to warm up, in bits. */
const WARM_UP = 1024;

/**
 * A worker that looks for primes and proves them, and holds no keys. What it finds goes over the port to
 * the worker that does.
 *
 * @param {{port: MessagePort, fused: WebAssembly.Module|null, module: WebAssembly.Module}} given
 */
export async function serveSearch({ port, fused, module }) {
  const { memory } = initSync({ module });
  const kernel = await startKernel(fused);
  const warming = new AbortController();
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  let broken = false;
  // One thing after the other: what is stopped may still have a slice to go. Whatever has no code (a trap)
  // is the end of it: nobody knows what it left half done, and another may do the test that it was at.
  const inTurn = (/** @type {() => Promise<any>} */ work) => {
    const mine = last.then(async () => {
      if (broken) throw { code: 'exhausted' };
      try {
        return await work();
      } catch (error) {
        if (!isFailure(error)) {
          broken = true;
          new Uint8Array(memory.buffer).fill(0);
        }
        throw error;
      }
    });
    last = mine.catch(() => {});
    return mine;
  };
  const searcher = new Messenger(port, {
    search({ bits }, { progress, signal }) {
      warming.abort();
      return inTurn(() => search(kernel, bits, progress, signal));
    },
    prove({ octets, test }, { signal }) {
      warming.abort();
      return inTurn(async () => {
        await turn();
        if (signal.aborted) throw { code: 'cancelled' };
        return stands(octets, test);
      }).finally(() => octets.fill(0));
    },
  });
  searcher.tell('ready', { fused: kernel.fused });
  // What does not work here says so when it is asked for.
  void inTurn(() => warmUp(kernel, warming.signal)).catch(() => {});
}

/**
 * A prime is looked for and proved, and thrown away: browsers compile what runs often once more, for speed,
 * and without this that would happen while somebody waits for the first key.
 *
 * @param {import('./kernel.js').Kernel} kernel
 * @param {AbortSignal} signal
 */
async function warmUp(kernel, signal) {
  const octets = await search(kernel, WARM_UP, () => {}, signal);
  for (let test = 0; test < PrimalityProof.tests(WARM_UP) && !signal.aborted; test += 1) {
    stands(octets.slice(), test);
    await turn();
  }
  octets.fill(0);
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
  const report = nowAndThen(() => progress({ tested: kernel.tested() }));
  try {
    for (;;) {
      const pause = performance.now() + SLICE;
      do {
        const candidate = kernel.advance();
        if (candidate) return candidate;
      } while (performance.now() < pause);
      report();
      await turn();
      if (signal.aborted) throw { code: 'cancelled' };
    }
  } finally {
    progress({ tested: kernel.tested() });
    kernel.wipe();
  }
}

/**
 * @param {Uint8Array} octets  of a number; they are overwritten
 * @param {number} test  of its proof, counted from 0
 */
function stands(octets, test) {
  const proof = new PrimalityProof(octets);
  octets.fill(0);
  try {
    return proof.test(test);
  } finally {
    proof.free();
  }
}

/** Calls it when {@link REPORTS} have gone by since it did, or since the beginning. @param {() => void} tell */
function nowAndThen(tell) {
  let next = performance.now() + REPORTS;
  return () => {
    if (performance.now() < next) return;
    next = performance.now() + REPORTS;
    tell();
  };
}
