import { el } from '../../dom.js';

/** Claims whose value is a moment in seconds since 1970 (RFC 7519 §4.1.4–6). */
const MOMENTS = new Set(['iat', 'exp', 'nbf', 'auth_time']);

/**
 * What stands in a JWT's header or claims, one a row: the name, the value as it stands, and what it says.
 *
 * @param {import('../../types.js').Context} context
 * @param {string} caption
 * @param {Record<string, unknown>} members
 */
export function factsTable(context, caption, members) {
  const rows = Object.entries(members).map(([name, value]) => el('tr', {}, el('th', { scope: 'row', class: 'mono' }, name), el('td', {}, el('span', { class: 'mono' }, written(value)), said(context, name, value))));
  return el('table', { class: 'ds-table jwt-table' }, el('caption', {}, caption), el('tbody', {}, ...rows));
}

/** @param {unknown} value */
function written(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** @param {import('../../types.js').Context} context @param {string} name @param {unknown} value */
function said({ t, language }, name, value) {
  const words = [MOMENTS.has(name) && typeof value === 'number' ? language.moment(new Date(value * 1000)) : '', language.has(`jwt.${name}`) ? t(`jwt.${name}`) : ''].filter(Boolean);
  return words.length ? el('span', { class: 'said' }, words.join(' – ')) : null;
}
