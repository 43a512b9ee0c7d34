import { LABELS } from './labels.js';

/**
 * This language's texts in the order of www/locales/bookmarklet/nb.json: the build puts the number in the place of
 * each key, and the page puts the texts into the address.
 *
 * @type {string[]}
 */
const TEXTS = /** @type {any} */ (globalThis).NOKKELSMIE_TEXTS;

/**
 * A text. `{save}` becomes what the portal calls it, in the language that the portal is in.
 *
 * @param {string} key
 * @param {string} [what]  for `{what}`
 * @returns {string}
 */
export function t(key, what) {
  return TEXTS[/** @type {any} */ (key)].replace(/{(\w*)}/g, (_, name) => what || `«${labelOf(name)}»`);
}

/** @param {string} name  in the table of the portal's labels */
export function labelOf(name) {
  const [nb, en] = LABELS[name];
  return (document.documentElement.lang.startsWith('en') && en) || nb;
}
