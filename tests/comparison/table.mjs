/** docs/checks.md: a hand-written head, and what the tools said. */
import { readFileSync } from 'node:fs';
import { mark } from './answer.mjs';
import { ROWS, ROWS_AND_GROUPS } from './pairs.mjs';

export const CHECKS = new URL('../../docs/checks.md', import.meta.url);

/** @typedef {import('./ask-all.mjs').Asked} Asked */

/** @param {Asked[]} tools @param {string} date YYYY-MM-DD */
export function page(tools, date) {
  const head = readFileSync(new URL('head.md', import.meta.url), 'utf8');
  const versions = tools.map(({ name, version }) => `${name} ${version}`).join(', ');
  return [head.trimEnd(), '', `Made on ${date} with ${versions}.`, ...tables(tools), ''].join('\n');
}

/** The part that every run must give again: not the date, not the versions. */
export function tables(/** @type {Asked[]} */ tools) {
  const names = ['rule', 'severity', 'source', ...tools.map(({ name }) => name)];
  return ROWS_AND_GROUPS.flatMap((row) => {
    if ('group' in row) return ['', `## ${row.group}`, '', line(names), line(names.map(() => '---'))];
    return [line([row.rule, row.severity, row.source, ...marks(tools, row)])];
  });
}

function marks(/** @type {Asked[]} */ tools, /** @type {import('./pairs.mjs').Row} */ row) {
  return tools.map(({ said }) => {
    const { bad, good } = said[ROWS.indexOf(row)];
    return mark(bad, good);
  });
}

const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
