/** The pairs that every tool is asked about: fixtures/make.py makes them. */
import { readFileSync } from 'node:fs';

/**
 * A key in the forms that can hold the fault. `alg`: what its owner means to sign with.
 *
 * @typedef {{jwk?: string, pem?: string, alg: string}} Key
 * @typedef {'error' | 'warning' | 'note'} Severity
 * @typedef {object} Row
 * @property {string} id
 * @property {string} rule
 * @property {Severity} severity
 * @property {string} source
 * @property {string} code  what this tool calls it
 * @property {boolean} [shown]  whether it is a fault only in what is to be shown to the portal
 * @property {Key} bad  breaks this rule
 * @property {Key} good  its twin, which breaks none
 */

const { now, rows, texts } = JSON.parse(readFileSync(new URL('fixtures/pairs.json', import.meta.url), 'utf8'));

/** When certificates and `exp` are judged, Unix seconds. */
export const NOW = /** @type {number} */ (now);

/** @type {(Row | {group: string})[]} */
export const ROWS_AND_GROUPS = rows.map((/** @type {any} */ row) =>
  'group' in row ? row : { ...row, bad: written(row.bad), good: written(row.good) });

export const ROWS = /** @type {Row[]} */ (ROWS_AND_GROUPS.filter((row) => 'id' in row));

/** @returns {Key} */
function written(/** @type {any} */ { alg, jwk, pem }) {
  return { alg, ...jwk && { jwk: texts[jwk] }, ...pem && { pem: texts[pem] } };
}
