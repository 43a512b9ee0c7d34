import { PORTAL_LABELS } from '../shared/portal-labels.js';

/**
 * Each label between backticks, for the placeholders of a text.
 *
 * @param {import('./types.js').Locale} locale
 * @param {import('./types.js').EnvironmentName} [environment]
 * @returns {Record<string, string>}
 */
export function labels(locale, environment) {
  const language = portalLanguage(locale);
  const shown = (/** @type {typeof PORTAL_LABELS[string]} */ label) =>
    (environment === 'practice' && language === 'en' ? label.practice : null) ?? label[language];
  return Object.fromEntries(Object.entries(PORTAL_LABELS).map(([name, label]) => [name, `\`${shown(label)}\``]));
}

/**
 * The portal's address; the practice portal takes the language with it, Digdir's has its own choice.
 *
 * @param {import('./types.js').Environment} environment
 * @param {import('./types.js').Locale} locale
 */
export function portalAddress({ name, portal }, locale) {
  return name === 'practice' ? `${portal}?lang=${portalLanguage(locale)}` : portal;
}

/**
 * Other names that the labels of a text have had.
 *
 * @param {string} text  with its placeholders
 * @returns {{name: string, aliases: string[]}[]}
 */
export function aliasesIn(text, /** @type {import('./types.js').Locale} */ locale) {
  const used = Object.entries(PORTAL_LABELS).filter(([name, label]) => label.aliases && text.includes(`{${name}}`));
  return used.map(([, label]) => ({ name: label[portalLanguage(locale)], aliases: label.aliases ?? [] }));
}

/**
 * The portal's language when the page is in this one.
 *
 * @param {import('./types.js').Locale} locale
 * @returns {'nb'|'en'}
 */
export function portalLanguage(locale) {
  return locale === 'en' ? 'en' : 'nb';
}
