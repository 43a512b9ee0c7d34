import { Messenger } from '../../shared/messenger.js';

/** Composites that the searchers may give in a race before nobody believes them any more. */
const MOST_REFUSED = 8;

/**
 * Milliseconds without a word, after which a searcher is thought to be gone: it reports ten times a second.
 * After half of them what it said is let in: this worker may have been busy, or asleep, itself.
 */
const SILENCE = 10_000;

/**
 * Workers that look for primes at the same time: any of them finds any, the first two count, and the
 * rest stop. Two of them then prove the two, side by side.
 *
 * @typedef {{octets: Uint8Array, finder: Messenger}} Candidate
 * @typedef {import('../../shared/messages.js').GenerationProgress} GenerationProgress
 */
export class Searchers {
  /** @type {Map<Messenger, {fused: boolean}>} */
  #ready = new Map();
  /** The race that was begun last: one is run after the other. @type {Promise<unknown>} */
  #last = Promise.resolve();

  /** @param {MessagePort} port  to a worker that was begun; it joins when it says that it is ready */
  add(port) {
    const searcher = new Messenger(port, {}, (type, kind) => type === 'ready' && this.#ready.set(searcher, kind));
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
   * Two proven primes, the highest octet first; the caller overwrites them.
   *
   * @param {number} bits  of each
   * @param {(progress: GenerationProgress) => void} progress
   * @param {AbortSignal} signal
   * @returns {Promise<[Uint8Array, Uint8Array]>}
   * @throws {{code: 'cancelled'}} when it was; whatever else is thrown: there is nobody left who searches right
   */
  primes(bits, progress, signal) {
    const mine = this.#last.then(() => this.#primes(bits, progress, signal));
    this.#last = mine.catch(() => {});
    return mine;
  }

  /**
   * @param {number} bits
   * @param {(progress: GenerationProgress) => void} progress
   * @param {AbortSignal} signal
   * @returns {Promise<[Uint8Array, Uint8Array]>}
   */
  async #primes(bits, progress, signal) {
    /** @type {Uint8Array[]} */
    const proven = [];
    let refused = 0;
    /** What a searcher that stops still counts comes while the proof goes on. @type {GenerationProgress} */
    const how = { tried: 0 };
    const counts = new Counts((tried) => { how.tried = tried; progress(how); });
    try {
      while (proven.length < 2) {
        if (signal.aborted) throw { code: 'cancelled' };
        delete how.proof;
        const candidates = await this.#candidates(2 - proven.length, bits, counts, signal);
        const tests = candidates.map(() => 0);
        const tell = (/** @type {number} */ at, /** @type {{done: number, of: number}} */ { done, of }) => {
          tests[at] = done;
          how.proof = { done: tests.reduce((sum, one) => sum + one), of: of * tests.length };
          progress(how);
        };
        const verdicts = await Promise.allSettled(candidates.map((_, at) =>
          this.#prove(candidates, at, signal, (proof) => tell(at, proof))));
        verdicts.forEach((verdict, at) => {
          const { octets } = candidates[at];
          if (verdict.status === 'fulfilled' && verdict.value) return proven.push(octets);
          octets.fill(0);
          refused += 1;
        });
        const failure = verdicts.find((verdict) => verdict.status === 'rejected');
        if (failure) throw failure.reason;
        if (refused > MOST_REFUSED) throw { code: 'exhausted' };
      }
      return [proven[0], proven[1]];
    } catch (error) {
      for (const octets of proven) octets.fill(0);
      throw error;
    }
  }

  /**
   * What is found first. The rest are told to stop, and are not waited for.
   *
   * @param {number} wanted
   * @param {number} bits
   * @param {Counts} counts
   * @param {AbortSignal} signal
   * @returns {Promise<Candidate[]>}
   */
  async #candidates(wanted, bits, counts, signal) {
    /** @type {Candidate[]} */
    const found = [];
    const stop = new AbortController();
    const cancel = () => stop.abort();
    signal.addEventListener('abort', cancel);
    const search = async (/** @type {Messenger} */ finder) => {
      while (!stop.signal.aborted) {
        const octets = await this.#ask(finder, 'search', { bits }, stop.signal, counts.of(finder));
        if (stop.signal.aborted) return void octets.fill(0);
        found.push({ octets, finder });
        if (found.length === wanted) stop.abort();
      }
    };
    try {
      await new Promise((resolve, reject) => {
        stop.signal.addEventListener('abort', resolve);
        const ends = [...this.#ready.keys()].map((finder) => search(finder).catch((error) => {
          // One that does not search right is left out from now on.
          if (!stop.signal.aborted) this.#ready.delete(finder);
          return error;
        }));
        void Promise.all(ends).then(([error]) => reject(error ?? { code: 'exhausted' }));
      });
      if (signal.aborted) throw { code: 'cancelled' };
      return found;
    } catch (error) {
      for (const { octets } of found) octets.fill(0);
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /**
   * By who found it, or else by another: two of one finder are proved by two.
   *
   * @param {Candidate[]} candidates
   * @param {number} at
   * @param {AbortSignal} signal
   * @param {(tests: {done: number, of: number}) => void} progress  of which each candidate takes as many
   * @returns {Promise<boolean>}
   */
  async #prove(candidates, at, signal, progress) {
    const { octets, finder } = candidates[at];
    const others = [...this.#ready.keys()].filter((other) => other !== finder);
    const isTaken = candidates.slice(0, at).some((other) => other.finder === finder);
    /** @type {unknown} */
    let failure;
    for (const prover of isTaken ? [...others, finder] : [finder, ...others]) {
      try {
        // Moved, and wiped by the prover: a message that is copied would stay behind in the browser's memory.
        const own = octets.slice();
        return await this.#ask(prover, 'prove', { octets: own }, signal, progress, [own.buffer]);
      } catch (error) {
        if (signal.aborted) throw { code: 'cancelled' };
        this.#ready.delete(prover);
        failure = error;
      }
    }
    throw failure;
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
