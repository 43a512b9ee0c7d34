import { el } from '../../shared/dom.js';

/**
 * Text of machines: wraps, can be reached and scrolled by keyboard, and has a name.
 *
 * @param {string} label
 * @param {string} text
 * @param {{id?: string, tall?: boolean, program?: boolean}} [look]  `program`: its lines stay whole, and it is scrolled sideways
 * @returns {HTMLElement}
 */
export function codeBlock(label, text, { id, tall, program } = {}) {
  return el(
    'pre',
    {
      id,
      class: program ? 'code code-program' : tall ? 'code code-tall' : 'code',
      tabindex: '0',
      role: 'region',
      'aria-label': label,
      translate: 'no',
    },
    el('code', {}, text),
  );
}
