/**
 * Instructions that the search and the proof of primes take, counted by valgrind: the same in each run,
 * however busy the machine is. The program is crate/keys/examples/primes.rs.
 */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

const SIZES = [1024, 1536, 2048];
export const KERNELS = /** @type {const} */ (['fused', 'plain']);
/** What is counted: one takes nearly what another takes. */
const WINDOWS = 4;
const TESTS = 16;
const PROOFS = 2;
/** Primes that are found, uncounted, to know how many numbers are tested for each. */
const FOUND = 200;

/**
 * @typedef {{window: number, test: number}} Work  of a kernel: to fill a window, to test a number of it
 *
 * @typedef {object} Count  instructions, if nothing else is said
 * @property {number} bits  of a prime
 * @property {number} tests  numbers that are tested for a prime, on the average
 * @property {number} found  primes of which that is the average
 * @property {number} proof  of a prime
 * @property {Record<'fused'|'plain', Work>} kernels
 */

/**
 * @param {string} program
 * @param {(count: number) => number} share
 * @param {(text: string) => void} say
 * @returns {Promise<Count[]>}
 */
export async function countAll(program, share, say) {
  const left = [...SIZES];
  /** @type {Count[]} */
  const counts = [];
  const worker = async () => {
    for (let bits = left.pop(); bits; bits = left.pop()) {
      counts.push(await count(program, bits, share(FOUND)));
      say(`instructions for primes of ${bits} bits`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), SIZES.length) }, worker));
  return counts.sort((a, b) => a.bits - b.bits);
}

/** @param {string} program @param {number} bits @param {number} found @returns {Promise<Count>} */
async function count(program, bits, found) {
  const primes = await run(program, ['search', 'plain', bits, found]);
  const tests = Number(primes.pop()) / found;
  const proved = primes.slice(0, PROOFS);
  const proof = (await counted(program, ['prove', ...proved]) - await counted(program, ['prove'])) / proved.length;
  const [fused, plain] = [await workOf(program, 'fused', bits), await workOf(program, 'plain', bits)];
  return { bits, tests, found, proof, kernels: { fused, plain } };
}

/** @param {string} program @param {string} kernel @param {number} bits @returns {Promise<Work>} */
async function workOf(program, kernel, bits) {
  // The table of small primes is made once; and whatever else a program does.
  const nothing = await counted(program, ['windows', kernel, bits, 0]);
  const window = (await counted(program, ['windows', kernel, bits, WINDOWS]) - nothing) / WINDOWS;
  const test = (await counted(program, ['tests', kernel, bits, TESTS]) - nothing - window) / TESTS;
  return { window, test };
}

/** @param {string} program @param {(string|number)[]} args @returns {Promise<number>} */
async function counted(program, args) {
  const { stderr } = await promisify(execFile)('valgrind', [
    '--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null', program, ...args.map(String),
  ]);
  const found = stderr.match(/I\s+refs:\s+([\d,]+)/);
  if (!found) throw new Error(`valgrind: ${stderr}`);
  return Number(found[1].replaceAll(',', ''));
}

/** @param {string} program @param {(string|number)[]} args @returns {Promise<string[]>}  lines */
async function run(program, args) {
  return (await promisify(execFile)(program, args.map(String))).stdout.trim().split('\n');
}
