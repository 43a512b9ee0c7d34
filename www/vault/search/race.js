import { Messenger } from '../../shared/messenger.js';

/** Composites that the searchers may give in a race before nobody believes them any more. */
const MOST_REFUSED = 8;

/**
 * Workers that look for primes at the same time: any of them finds any, the first two count, and the
 * rest stop. Two of them then prove the two, side by side.
 *
 * @typedef {import('../../shared/messages.js').GenerationProgress} GenerationProgress
 */
export class Searchers {
  /** @type {Set<Messenger>} */
  #ready = new Set();

  /** @param {MessagePort} port  to a worker that was begun; it joins when it says that it is ready */
  add(port) {
    const searcher = new Messenger(port, {}, (type) => type === 'ready' && this.#ready.add(searcher));
  }

  /** Is there anybody? */
  get any() {
    return this.#ready.size > 0;
  }

  /**
   * Two proven primes, the highest octet first.
   *
   * @param {number} bits  of each
   * @param {(progress: GenerationProgress) => void} progress
   * @param {AbortSignal} signal
   * @returns {Promise<[Uint8Array, Uint8Array]>}
   * @throws {{code: 'cancelled'}} when it was; whatever else is thrown: there is nobody left who searches right
   */
  async primes(bits, progress, signal) {
    /** @type {Uint8Array[]} */
    const proven = [];
    let refused = 0;
    /** What a searcher that stops still counts comes while the proof goes on. @type {GenerationProgress} */
    const how = { tried: 0 };
    const counts = new Counts((tried) => { how.tried = tried; progress(how); });
    while (proven.length < 2) {
      delete how.proof;
      const candidates = await this.#candidates(2 - proven.length, bits, counts, signal);
      const verdicts = await this.#prove(candidates, (proof) => { how.proof = proof; progress(how); }, signal);
      candidates.forEach((candidate, at) => {
        if (verdicts[at]) proven.push(candidate);
        else if (++refused > MOST_REFUSED) throw { code: 'exhausted' };
      });
    }
    return [proven[0], proven[1]];
  }

  /**
   * @param {number} wanted
   * @param {number} bits
   * @param {Counts} counts
   * @param {AbortSignal} signal
   */
  async #candidates(wanted, bits, counts, signal) {
    /** @type {Uint8Array[]} */
    const found = [];
    const enough = new AbortController();
    const stop = AbortSignal.any([enough.signal, signal]);
    const search = async (/** @type {Messenger} */ searcher) => {
      while (found.length < wanted) {
        const candidate = await searcher.request('search', { bits }, { signal: stop, onProgress: counts.of(searcher) });
        if (found.length === wanted) candidate.fill(0);
        else found.push(candidate);
      }
    };
    await new Promise((resolve, reject) => {
      let running = this.#ready.size;
      for (const searcher of this.#ready) {
        search(searcher).catch((error) => {
          // One that does not search right is left out from now on.
          if (!stop.aborted) this.#ready.delete(searcher);
          return error;
        }).then((error) => {
          running -= 1;
          if (found.length === wanted) resolve(undefined);
          else if (signal.aborted) reject({ code: 'cancelled' });
          else if (running === 0) reject(error ?? { code: 'exhausted' });
        });
      }
    });
    enough.abort();
    return found;
  }

  /**
   * @param {Uint8Array[]} candidates  each of which takes as many tests
   * @param {(proof: {done: number, of: number}) => void} progress
   * @param {AbortSignal} signal
   * @returns {Promise<boolean[]>}
   */
  #prove(candidates, progress, signal) {
    const provers = [...this.#ready];
    let done = 0;
    return Promise.all(candidates.map((octets, at) => provers[at % provers.length].request('prove', { octets }, {
      signal,
      onProgress: ({ of }) => progress({ done: done += 1, of: of * candidates.length }),
    })));
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
