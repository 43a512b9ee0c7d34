import { PrimeSearch } from 'nokkelsmie-vault';

/**
 * What looks for primes: a module with fused multiply-add where the browser has that and it computes right
 * there, else the vault's own with plain integers.
 *
 * @typedef {object} Kernel
 * @property {boolean} fused
 * @property {(bits: number) => void} begin  to look for primes of so many bits; what was begun before is wiped
 * @property {() => Uint8Array|undefined} advance  works for a millisecond or two; a candidate, the highest octet first
 * @property {() => number} tested  numbers since it began
 * @property {() => void} wipe  ends what was begun
 */

/**
 * @param {WebAssembly.Module|null} fused  null: the browser does not take it
 * @returns {Promise<Kernel>}
 */
export async function startKernel(fused) {
  return fused && await startFused(fused) || plain();
}

/** Squarings of two numbers at a time: of 2048 bits nearly a millisecond. */
const SQUARINGS = 512;

const WORKING = 0;
const FOUND = 1;

/** @param {WebAssembly.Module} module @returns {Promise<Kernel|null>} */
async function startFused(module) {
  /** @type {any} */
  let exports;
  const fill = (/** @type {number} */ at, /** @type {number} */ length) =>
    void crypto.getRandomValues(new Uint8Array(exports.memory.buffer, at, length));
  ({ exports } = await WebAssembly.instantiate(module, { random: { fill } }));
  if (!exports.works()) return null;
  let length = 0;
  return {
    fused: true,
    begin(bits) {
      length = bits / 8;
      exports.begin(bits);
    },
    advance() {
      const result = exports.advance(SQUARINGS);
      if (result === WORKING) return undefined;
      // Nothing is right here any more: the random numbers are not random, or the arithmetic is not.
      if (result !== FOUND) throw { code: 'exhausted' };
      return new Uint8Array(exports.memory.buffer, exports.candidate(), length).slice();
    },
    tested: () => exports.tested(),
    wipe: () => exports.wipe(),
  };
}

/** @returns {Kernel} */
function plain() {
  /** One for each length, as each has its table. @type {Map<number, PrimeSearch>} */
  const searches = new Map();
  /** @type {PrimeSearch|undefined} */
  let search;
  return {
    fused: false,
    begin(bits) {
      search?.restart();
      search = searches.get(bits) ?? new PrimeSearch(bits);
      searches.set(bits, search);
    },
    advance: () => search?.step(),
    tested: () => search?.tested() ?? 0,
    wipe: () => search?.restart(),
  };
}
