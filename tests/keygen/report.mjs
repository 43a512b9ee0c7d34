/** docs/performance.md: a hand-written head, and what was measured. */
import { readFileSync } from 'node:fs';
import { KERNELS } from './counts.mjs';

export const PERFORMANCE = new URL('../../docs/performance.md', import.meta.url);

/**
 * @typedef {import('./measure.mjs').Maker} Maker
 * @typedef {{name: string, version: string} & import('./measure.mjs').Measured} Engine
 */

/**
 * @param {{engines: Engine[], counts: import('./counts.mjs').Count[], share: number, date: string, machine: string, minutes: number}} run
 * @returns {string}
 */
export function page({ engines, counts, share, date, machine, minutes }) {
  const head = readFileSync(new URL('head.md', import.meta.url), 'utf8').trimEnd();
  const versions = engines.map(({ name, version }) => `${name} ${version}`).join(', ');
  return [
    head, '',
    `Made on ${date} in ${minutes} minutes: ${machine}; ${versions}.`, '',
    ...(share < 1 ? [`**A quick look only: ${share} of each count.**`, ''] : []),
    ...engines.flatMap(keys),
    ...forge(engines),
    ...first(engines),
    ...stops(engines),
    ...instructions(counts),
  ].join('\n');
}

/** @param {Engine} engine */
function keys({ name, version, series }) {
  const makers = series[0].makers;
  const title = (/** @type {import('./measure.mjs').Series} */ { bits, times, wanted }) =>
    `RSA-${bits}, ${times[0].length} keys each${times[0].length < wanted ? ' (more took too long)' : ''}`;
  return [
    `## ${name} ${version}`, '',
    'Milliseconds: median (nine of ten took less); ratio of the medians, ours ÷ WebCrypto.', '',
    ...table(
      ['', ...series.flatMap((one) => [title(one), 'ratio'])],
      makers.map((maker, at) => [
        maker ? nameOf(maker) : 'WebCrypto',
        ...series.flatMap(({ times }) => [spread(times[at]), maker ? ratio(times[at], times[0]) : '1']),
      ]),
    ),
    ...(makers.some((maker) => maker?.fused) ? [] : [`${name} has no fused multiply-add here.`, '']),
  ];
}

/** @param {{fused: boolean, count: number}} searchers */
function nameOf({ fused, count }) {
  return `${fused ? 'fused' : 'plain'}, ${count === 0 ? 'no searcher' : count === 1 ? '1 searcher' : `${count} searchers`}`;
}

/** @param {Engine[]} engines */
function forge(engines) {
  return [
    '## node-forge', '',
    'The library that pages use where WebCrypto does not do, on the page\'s own thread (RSA-2048).', '',
    ...table(
      ['', 'milliseconds, each key', 'ratio of medians, node-forge ÷ ours'],
      engines.map(({ name, forge: times, series }) => {
        const { makers, times: all } = series[0];
        const at = best(makers);
        return [name, times.map(round).join(', '), `${round(median(times) / median(all[at]))} (${nameOf(/** @type {Maker} */ (makers[at]))})`];
      }),
    ),
  ];
}

/** As the page has it: fused where there is that, with two searchers or what was measured. @param {(Maker|null)[]} makers */
function best(makers) {
  const at = makers.findIndex((maker) => maker?.count === 2);
  return at > 0 ? at : 1;
}

/** @param {Engine[]} engines */
function first(engines) {
  return [
    '## The first key of a new page', '',
    'Milliseconds: median (the longest). *At once*: asked for in the moment in which the vault says that it is ready. The searchers',
    'are only begun then, and until one is ready the vault\'s worker looks for primes alone, with plain integers.',
    '*Later*: asked for a second after the searchers were ready; they have warmed up meanwhile. WebCrypto: its',
    'first key in a new page.', '',
    ...table(
      ['', 'new pages', 'ours, at once', 'ours, later', 'WebCrypto', 'ratio, later'],
      engines.flatMap(({ name, first: all }) => all.map(({ bits, atOnce, later, web }) => [
        `${name}, RSA-${bits}`, String(web.length), longest(atOnce), longest(later), longest(web), ratio(later, web),
      ])),
    ),
  ];
}

/** @param {Engine[]} engines */
function stops(engines) {
  return [
    '## How soon searchers stop', '',
    'Milliseconds from the word to stop, in the middle of the work for a key of RSA-4096, to the last searcher\'s answer that',
    'it has stopped and wiped what it had: median (the longest). The aim is 5 ms for the search. One of the library\'s tests',
    'of a proof is not stopped in the middle: here it is the longest, Lucas\'.', '',
    ...table(
      ['', 'stopped', 'the search', 'the proof'],
      engines.flatMap(({ name, stops: all }) => [true, false].flatMap((fused) => {
        const [search, prove] = ['search', 'prove'].map((work) => all.find((one) => one.fused === fused && one.work === work));
        return search && prove
          ? [[`${name}, ${nameOf(search)}`, `${search.times.length} times each`, longest(search.times), longest(prove.times)]]
          : [];
      })),
    ),
  ];
}

/** @param {import('./counts.mjs').Count[]} counts */
function instructions(counts) {
  return [
    '## Instructions', '',
    'Millions of instructions of the native build (x86-64-v3 on Intel\'s and AMD\'s processors; words of 32 bits in the library,',
    'as in the browser), counted by valgrind. They do not depend on how busy the machine is: they are there to compare',
    'one state of the source with another. They do not say which kernel is faster in a browser: natively, the fused one works',
    'on its two numbers one after the other, where the browser\'s has both in one register. A prime: a window, and as many tests',
    'as were needed on the average of those found from fixed seeds. The proof has random bases, and differs a little.', '',
    ...table(
      ['prime', 'kernel', 'a window', 'a test', 'tests for a prime', 'to find a prime', 'to prove it'],
      counts.flatMap(({ bits, tests, found, proof, kernels }) => KERNELS.map((kernel) => {
        const { window, test } = kernels[kernel];
        return [
          `${bits} bits`, kernel, millions(window), millions(test), `${tests.toFixed(1)} (of ${found})`,
          millions(window + tests * test), millions(proof),
        ];
      })),
    ),
  ];
}

// --- numbers ------------------------------------------------------------------

/** @param {number[]} times */
function spread(times) {
  return `${round(median(times))} (${round(quantile(times, 0.9))})`;
}

/** @param {number[]} times */
function longest(times) {
  return `${round(median(times))} (${round(Math.max(...times))})`;
}

/** Times that the measured ones are drawn from again. */
const DRAWS = 2000;

/** Of the medians, and where it lies. @param {number[]} ours @param {number[]} theirs */
function ratio(ours, theirs) {
  const ratios = Array.from({ length: DRAWS }, () => median(drawn(ours)) / median(drawn(theirs)));
  const [low, high] = [0.025, 0.975].map((part) => quantile(ratios, part).toFixed(2));
  return `**${(median(ours) / median(theirs)).toFixed(2)}** (${low}–${high})`;
}

/** @param {number[]} times */
function drawn(times) {
  return times.map(() => times[Math.floor(Math.random() * times.length)]);
}

/** @param {number[]} times */
function median(times) {
  return quantile(times, 0.5);
}

/** Between two values, as near to each as it says. @param {number[]} times @param {number} part */
function quantile(times, part) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  return below + (at % 1) * (sorted[Math.ceil(at)] - below);
}

/** With a decimal where it says something. @param {number} value */
function round(value) {
  return value.toFixed(value >= 100 ? 0 : 1);
}

/** @param {number} instructions */
function millions(instructions) {
  return (instructions / 1e6).toFixed(1);
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}
