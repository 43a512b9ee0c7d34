/**
 * @typedef {'nb'|'nn'|'en'} Locale
 * @typedef {Record<string, string>} Table
 * @typedef {(key: string, values?: Record<string, string|number>) => string} Translate
 */

/** Bokmål, nynorsk, English. @type {Locale[]} */
export const LOCALES = ['nb', 'nn', 'en'];

/**
 * Text by code. A text that a language lacks is shown in bokmål; a code that no
 * language has is shown itself, so that it can be reported.
 *
 * @param {Locale} locale
 * @param {Record<Locale, Table>} tables
 * @returns {Translate}
 */
export function createTranslator(locale, tables) {
  return (key, values = {}) => {
    const text = tables[locale][key] ?? tables.nb[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  };
}
