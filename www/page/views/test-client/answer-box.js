import { el } from '../../../shared/dom.js';

/**
 * An answer: its meaning in one coloured line, and under it what there is to know and do.
 *
 * @param {'success'|'warning'|'danger'} color
 * @param {string} title
 * @param {ReturnType<typeof import('./asked.js').askedBefore>} old
 * @param {...import('../../../shared/dom.js').Child} children
 * @returns {HTMLElement}
 */
export function answerBox(color, title, old, ...children) {
  const head = el(
    'div',
    { class: 'ds-alert', 'data-color': color },
    el('h2', { class: 'ds-heading', 'data-size': 'xs', id: 'answer-head', tabindex: '-1' }, old?.word, title),
  );
  return el(
    'section',
    { class: 'answer', 'data-color': color, id: 'answer', 'aria-labelledby': 'answer-head' },
    head,
    el('div', { class: 'answer-body stack', 'data-color': 'accent' }, old?.mark, ...children),
  );
}
