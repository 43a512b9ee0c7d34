import { writtenDay } from './written-day.js';

/**
 * What a text of the finding names, a date written out: the vault and the page write it alike.
 *
 * @param {import('./messages.js').KeyCard['findings'][number]} finding
 * @param {import('./i18n.js').Locale} locale
 * @returns {Record<string, string|number>}
 */
export function findingValues(finding, locale) {
  const values = /** @type {Record<string, string|number>} */ (finding.values);
  return 'date' in values ? { ...values, date: writtenDay(String(values.date), locale) } : values;
}
