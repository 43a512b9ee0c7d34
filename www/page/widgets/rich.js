import { el } from '../../shared/dom.js';

/**
 * A text in which `a name between backticks` is something that is written on the screen of another
 * page: a button, a field. It is set apart so that the eye finds it there.
 *
 * @param {string} text
 * @param {string} [lang]  of the names, where they are in another language than the text
 * @returns {(Node|string)[]}
 */
export function rich(text, lang) {
  return text.split('`').map((part, index) => (index % 2 ? el('b', { class: 'on-screen', lang }, part) : part));
}
