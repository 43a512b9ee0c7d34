import { Messenger } from '../../shared/messenger.js';

/** Composites that the searchers may give in a race before nobody believes them any more. */
const MOST_REFUSED = 8;

/** Pairs of primes that make no key, before it is not chance any more: one in fifteen makes none (docs/primes.md). */
const MOST_PAIRS = 8;

/**
 * Milliseconds without a word, after which a searcher is thought to be gone: a search reports ten times a second,
 * and two tests take less than one.
 * After half of them what it said is let in: this worker may have been busy, or asleep, itself.
 */
const SILENCE = 10_000;

/**
 * Workers that look for primes at the same time: any of them finds any, the first two count, and the
 * rest stop. The tests of both proofs are then shared out to all.
 *
 * @typedef {import('../../shared/messages.js').GenerationProgress} GenerationProgress
 */
export class Searchers {
  /** @type {Map<Messenger, {fused: boolean}>} */
  #ready = new Map();
  /** The race that was begun last: one is run after the other. @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** Gives work to one who joins, as long as there is some. @type {((searcher: Messenger) => void)|undefined} */
  #employ;
  #testsOf;

  /** @param {(bits: number) => number} testsOf  how many tests a number of so many bits is to stand */
  constructor(testsOf) {
    this.#testsOf = testsOf;
  }

  /** @param {MessagePort} port  to a worker that was begun; it joins when it says that it is ready */
  add(port) {
    const searcher = new Messenger(port, {}, (type, kind) => {
      if (type !== 'ready') return;
      this.#ready.set(searcher, kind);
      this.#employ?.(searcher);
    });
  }

  /** How many there are to ask. */
  get count() {
    return this.#ready.size;
  }

  /** How many of them have fused multiply-add. */
  get fused() {
    return [...this.#ready.values()].filter(({ fused }) => fused).length;
  }

  /**
   * Done when two primes that make a key are proved.
   *
   * @param {number} bits  of each
   * @param {(pair: Uint8Array[]) => boolean} makesKey  is asked of two candidates, the highest octet first, while
   *   their proof goes on: what it makes of them is good for nothing until this is done. They are overwritten
   * @param {(progress: GenerationProgress) => void} progress
   * @param {AbortSignal} signal
   * @returns {Promise<void>}
   * @throws {{code: 'cancelled'}} when it was; whatever `makesKey` throws; any other code: there is nobody left
   *   who searches right
   */
  proveKey(bits, makesKey, progress, signal) {
    const mine = this.#last.then(() => this.#proveKey(bits, makesKey, progress, signal));
    this.#last = mine.catch(() => {});
    return mine;
  }

  /**
   * @param {number} bits
   * @param {(pair: Uint8Array[]) => boolean} makesKey
   * @param {(progress: GenerationProgress) => void} progress
   * @param {AbortSignal} signal
   * @returns {Promise<void>}
   */
  async #proveKey(bits, makesKey, progress, signal) {
    /** @type {Uint8Array[]} */
    const proven = [];
    /** @type {Uint8Array[]} */
    let candidates = [];
    let refused = 0;
    let pairs = 0;
    /** What a searcher that stops still counts comes while the proof goes on. @type {GenerationProgress} */
    const how = { tried: 0 };
    const counts = new Counts((tried) => { how.tried = tried; progress(how); });
    try {
      for (;;) {
        if (signal.aborted) throw { code: 'cancelled' };
        delete how.proof;
        candidates = await this.#candidates(2 - proven.length, bits, counts, signal);
        const tell = (/** @type {GenerationProgress['proof']} */ proof) => {
          how.proof = proof;
          progress(how);
        };
        const judge = () => makesKey([...proven, ...candidates]);
        const primes = await this.#proveUnless(candidates, judge, this.#testsOf(bits), tell, signal);
        if (!primes) {
          wipe(proven.splice(0), candidates);
          if ((pairs += 1) >= MOST_PAIRS) throw { code: 'exhausted' };
          continue;
        }
        if (primes.size === candidates.length) return;
        for (const octets of candidates)
          if (primes.has(octets)) proven.push(octets);
          else octets.fill(0);
        refused += candidates.length - primes.size;
        if (refused > MOST_REFUSED) throw { code: 'exhausted' };
      }
    } finally {
      wipe(proven, candidates);
    }
  }

  /**
   * Has candidates proved, and judges meanwhile whether that is of use: if not, they are left.
   *
   * @param {Uint8Array[]} candidates
   * @param {() => boolean} judge
   * @param {number} count  of tests for each
   * @param {(proof: GenerationProgress['proof']) => void} progress
   * @param {AbortSignal} signal
   * @returns {Promise<Set<Uint8Array>|undefined>}  those that are prime
   */
  async #proveUnless(candidates, judge, count, progress, signal) {
    const leave = new AbortController();
    const proof = this.#prove(candidates, count, progress, AbortSignal.any([signal, leave.signal]));
    let isOfUse = false;
    try {
      // All tests that can be at hand are shared out first.
      await Promise.resolve();
      isOfUse = judge();
    } finally {
      if (!isOfUse) {
        leave.abort();
        await proof.catch(() => {});
      }
    }
    return isOfUse ? proof : undefined;
  }

  /**
   * What is found first. The rest are told to stop, and are not waited for.
   *
   * @param {number} wanted
   * @param {number} bits
   * @param {Counts} counts
   * @param {AbortSignal} signal
   * @returns {Promise<Uint8Array[]>}
   */
  async #candidates(wanted, bits, counts, signal) {
    /** @type {Uint8Array[]} */
    const found = [];
    const stop = new AbortController();
    const cancel = () => stop.abort();
    signal.addEventListener('abort', cancel);
    const search = async (/** @type {Messenger} */ finder) => {
      while (!stop.signal.aborted) {
        const octets = await this.#ask(finder, 'search', { bits }, stop.signal, counts.of(finder));
        if (stop.signal.aborted) return void octets.fill(0);
        found.push(octets);
        if (found.length === wanted) stop.abort();
      }
    };
    /** @type {unknown} */
    let failure;
    const ended = this.#everybody((finder) => search(finder).catch((error) => {
      // One that does not search right is left out from now on.
      if (!stop.signal.aborted) this.#ready.delete(finder);
      failure = error;
    }));
    try {
      await Promise.race([ended, new Promise((resolve) => stop.signal.addEventListener('abort', resolve))]);
      if (!stop.signal.aborted) throw failure ?? { code: 'exhausted' };
      if (signal.aborted) throw { code: 'cancelled' };
      return found;
    } catch (error) {
      wipe(found);
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /**
   * Every test of every candidate, by whoever is free; a candidate that does not stand one gets no more.
   *
   * @param {Uint8Array[]} candidates
   * @param {number} count  of tests for each; the first takes the longest
   * @param {(proof: GenerationProgress['proof']) => void} progress
   * @param {AbortSignal} signal
   * @returns {Promise<Set<Uint8Array>>}  those that stood all: they are prime
   */
  async #prove(candidates, count, progress, signal) {
    const of = count * candidates.length;
    if (!(of > 0)) throw { code: 'exhausted' };
    const left = Array.from({ length: count }, (_, test) => candidates.map((octets) => ({ octets, test }))).flat();
    const primes = new Set(candidates);
    let done = 0;
    /** @type {unknown} */
    let failure;
    const work = async (/** @type {Messenger} */ prover) => {
      while (this.#ready.has(prover)) {
        const next = left.shift();
        if (!next) return;
        if (!primes.has(next.octets)) continue;
        try {
          if (signal.aborted) throw { code: 'cancelled' };
          // Moved, and wiped by the prover: a message that is copied would stay behind in the browser's memory.
          const octets = next.octets.slice();
          const params = { octets, test: next.test };
          const stands = await this.#ask(prover, 'prove', params, signal, () => {}, [octets.buffer]);
          if (stands !== true) primes.delete(next.octets);
        } catch (error) {
          // Another does it.
          left.unshift(next);
          if (!signal.aborted) this.#ready.delete(prover);
          failure = error;
          return;
        }
        progress({ done: done += 1, of });
      }
    };
    while (left.length > 0) {
      if (signal.aborted) throw { code: 'cancelled' };
      if (this.count === 0) throw failure ?? { code: 'exhausted' };
      // Each has its next one at hand: on a busy machine a message takes as long as a test. The first of each
      // are shared out before.
      await this.#everybody(async (prover) => {
        await Promise.all([work(prover), Promise.resolve(prover).then(work)]);
      });
    }
    return primes;
  }

  /**
   * Everybody works, who joins meanwhile too. It is done when nobody does any more.
   *
   * @param {(searcher: Messenger) => Promise<void>} work  does not fail
   * @returns {Promise<void>}
   */
  #everybody(work) {
    return new Promise((resolve) => {
      let working = 0;
      const employ = async (/** @type {Messenger} */ searcher) => {
        working += 1;
        await work(searcher);
        working -= 1;
        endIfIdle();
      };
      const endIfIdle = () => {
        if (working > 0) return;
        if (this.#employ === employ) this.#employ = undefined;
        resolve();
      };
      this.#employ = employ;
      for (const searcher of this.#ready.keys()) void employ(searcher);
      endIfIdle();
    });
  }

  /**
   * An answer of one who is not silent.
   *
   * @param {Messenger} searcher
   * @param {'search'|'prove'} type
   * @param {unknown} params
   * @param {AbortSignal} signal
   * @param {(progress: any) => void} onProgress
   * @param {Transferable[]} [transfer]
   * @returns {Promise<any>}
   */
  #ask(searcher, type, params, signal, onProgress, transfer = []) {
    return new Promise((resolve, reject) => {
      let isGivenUp = false;
      const giveUp = () => {
        isGivenUp = true;
        this.#ready.delete(searcher);
        reject({ code: 'exhausted' });
      };
      /** @type {ReturnType<typeof setTimeout>} */
      let timer;
      const wait = () => {
        timer = setTimeout(() => { timer = setTimeout(giveUp, SILENCE / 2); }, SILENCE / 2);
      };
      const heard = (/** @type {any} */ progress) => {
        clearTimeout(timer);
        wait();
        onProgress(progress);
      };
      wait();
      searcher.request(type, params, { signal, onProgress: heard, transfer })
        .then((answer) => {
          if (isGivenUp && answer instanceof Uint8Array) answer.fill(0);
          resolve(answer);
        }, reject)
        .finally(() => clearTimeout(timer));
    });
  }
}

/** @param {Uint8Array[][]} all */
function wipe(...all) {
  for (const octets of all.flat()) octets.fill(0);
}

/** How many numbers all of them have tested. */
class Counts {
  /** @type {Map<Messenger, {before: number, now: number}>} */
  #all = new Map();
  #tell;

  /** @param {(tried: number) => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @param {Messenger} searcher  that begins to count anew */
  of(searcher) {
    const { before, now } = this.#all.get(searcher) ?? { before: 0, now: 0 };
    const count = { before: before + now, now: 0 };
    this.#all.set(searcher, count);
    return (/** @type {{tested: number}} */ { tested }) => {
      count.now = tested;
      this.#tell([...this.#all.values()].reduce((sum, one) => sum + one.before + one.now, 0));
    };
  }
}
