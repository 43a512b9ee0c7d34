import { el } from '../../../shared/dom.js';

/**
 * What is done on this page.
 *
 * @param {import('../../types.js').Context} context
 * @param {string} id
 * @param {string} title
 * @param {...import('../../../shared/dom.js').Child} children
 */
export function hereCard(context, id, title, ...children) {
  return el(
    'section',
    { class: 'place-card here', id, 'aria-labelledby': `${id}-head` },
    el('h2', { class: 'place-head', id: `${id}-head`, tabindex: '-1' }, title),
    ...children,
  );
}
