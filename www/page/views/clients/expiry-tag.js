import { el } from '../../../shared/dom.js';

/** Whole days until then; negative: it is over. @param {number} seconds  Unix */
export function daysLeft(seconds) {
  return Math.floor((seconds * 1000 - Date.now()) / 86_400_000);
}

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
