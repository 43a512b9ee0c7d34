import { el } from '../../../shared/dom.js';

/** Claims whose value is a moment in seconds since 1970 (RFC 7519 §4.1.4–6). */
const MOMENTS = new Set(['iat', 'exp', 'nbf', 'auth_time']);

/**
 * What stands in a JWT's header or claims, one a row: the name, the value as it stands, and what it says.
 *
 * @param {import('../../types.js').Context} context
 * @param {string} caption
 * @param {Record<string, unknown>} members
 * @param {'grant'|'token'} [where]  some names mean one thing asked and another given
 */
export function factsTable(context, caption, members, where = 'grant') {
  const rows = Object.entries(members).map(([name, value]) => el(
    'tr',
    {},
    el('th', { scope: 'row', class: 'mono' }, name),
    el('td', {}, el('span', { class: 'mono' }, written(value)), said(context, name, value, where)),
  ));
  return el(
    'table',
    { class: 'ds-table jwt-table', 'data-color': 'neutral' },
    el('caption', {}, caption),
    el('tbody', {}, ...rows),
  );
}

/** @param {unknown} value */
function written(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * @param {import('../../types.js').Context} context
 * @param {string} name
 * @param {unknown} value
 * @param {'grant'|'token'} where
 */
function said({ t, language }, name, value, where) {
  const key = [`jwt.${where}.${name}`, `jwt.${name}`].find((one) => language.has(one));
  const words = [
    MOMENTS.has(name) && isMoment(value) ? language.moment(new Date(value * 1000)) : '',
    key ? t(key) : '',
  ].filter(Boolean);
  return words.length ? el('span', { class: 'said' }, words.join(' – ')) : null;
}

/** A server may say any number; a `Date` holds those within 8.64e15 ms. @param {unknown} value @returns {value is number} */
function isMoment(value) {
  return typeof value === 'number' && Math.abs(value) <= 8.64e12;
}
