import { el } from '../../shared/dom.js';

/**
 * @param {'info'|'success'|'warning'|'danger'} color
 * @param {string|null} title
 * @param {...import('../../shared/dom.js').Child} children
 * @returns {HTMLElement}
 */
export function alert(color, title, ...children) {
  return el('div', { class: 'ds-alert', 'data-color': color },
    title ? el('h3', { class: 'ds-heading', 'data-size': '2xs' }, title) : null,
    ...children,
  );
}

/** A paragraph. @param {...import('../../shared/dom.js').Child} children */
export function p(...children) {
  return el('p', { class: 'ds-paragraph' }, ...children);
}
