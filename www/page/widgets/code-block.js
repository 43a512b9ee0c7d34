import { el } from '../../shared/dom.js';

/**
 * Text of machines: wraps, can be reached and scrolled by keyboard, and has a name.
 *
 * @param {string} label
 * @param {string} text
 * @param {{id?: string, tall?: boolean}} [look]
 * @returns {HTMLElement}
 */
export function codeBlock(label, text, { id, tall } = {}) {
  return el(
    'pre',
    {
      id,
      class: tall ? 'code code-tall' : 'code',
      tabindex: '0',
      role: 'region',
      'aria-label': label,
      translate: 'no',
    },
    el('code', {}, text),
  );
}
