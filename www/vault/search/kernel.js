import { PrimeSearch } from 'nokkelsmie-vault';

/**
 * What looks for primes: a module with fused multiply-add where the browser has that and it computes right
 * there, else the vault's own with plain integers.
 *
 * @typedef {object} Kernel
 * @property {boolean} fused
 * @property {(bits: number) => void} begin
 * @property {() => Uint8Array|undefined} advance  works for a millisecond or some; a candidate, the highest octet first
 * @property {() => number} tested  numbers since it began
 * @property {() => void} wipe  ends what was begun
 */

/** @param {ArrayBuffer} fused  the module @returns {Promise<Kernel>} */
export async function startKernel(fused) {
  return await startFused(fused) ?? plain();
}

/** Squarings of two numbers at a time, of 2048 bits half a millisecond. */
const SQUARINGS = 512;

const WORKING = 0;
const FOUND = 1;

/** @param {ArrayBuffer} octets @returns {Promise<Kernel|null>} */
async function startFused(octets) {
  if (!WebAssembly.validate(octets)) return null;
  /** @type {any} */
  let exports;
  const fill = (/** @type {number} */ at, /** @type {number} */ length) =>
    void crypto.getRandomValues(new Uint8Array(exports.memory.buffer, at, length));
  ({ instance: { exports } } = await WebAssembly.instantiate(octets, { random: { fill } }));
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
    wipe: () => exports.begin(0),
  };
}

/** @returns {Kernel} */
function plain() {
  /** @type {PrimeSearch|undefined} */
  let search;
  return {
    fused: false,
    begin(bits) { search = new PrimeSearch(bits); },
    advance: () => search?.step(),
    tested: () => search?.tested() ?? 0,
    wipe() {
      search?.free();
      search = undefined;
    },
  };
}
