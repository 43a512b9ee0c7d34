import { el } from '../../../shared/dom.js';
import { daysLeft, expiryOf } from '../../self-service/expiry.js';

/**
 * How long a key lasts, by colour and word.
 *
 * @param {import('../../types.js').Context} context
 * @param {number|null} expires  Unix seconds
 */
export function expiryTag({ t }, expires) {
  if (expires === null) return null;
  const days = daysLeft(expires);
  const color = days < 0 || days < 7 ? 'danger' : days < 60 ? 'warning' : 'success';
  const text = days < 0 ? t('keys.over') : t(days === 1 ? 'keys.day' : 'keys.days', { days });
  return el('span', { class: 'ds-tag', 'data-color': color }, text);
}

/**
 * How long a client's keys last: the one that ends first, and the last of them.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyFacts[]|undefined} keys  undefined: they have not been read
 * @returns {(HTMLElement|null)[]}
 */
export function clientExpiry(context, keys) {
  if (!keys) return [];
  const { t, language } = context;
  const { count, works, first, last } = expiryOf(keys);
  if (count === 0) return [el('span', { class: 'ds-tag', 'data-color': 'neutral' }, t('expiry.noKey'))];
  if (!works) return [el('span', { class: 'ds-tag', 'data-color': 'danger' }, t('expiry.stopped'))];
  if (first === null) return [el('span', { class: 'ds-tag', 'data-color': 'neutral' }, t('keys.expires.unknown'))];
  return [
    expiryTag(context, first),
    last !== null && last > first
      ? el('span', { class: 'quiet' }, t('expiry.last', { date: language.date(new Date(last * 1000)) }))
      : null,
  ];
}
