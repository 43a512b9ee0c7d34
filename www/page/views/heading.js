import { el } from '../../shared/dom.js';

/**
 * The head of a view: gets the focus when the view is gone to.
 *
 * @param {string} title
 * @param {string} [lead]
 * @param {string} [above]
 */
export function viewHeading(title, lead, above) {
  return el('header', { class: 'view-head' },
    above ? el('p', { class: 'eyebrow' }, above) : null,
    el('h1', { class: 'ds-heading', 'data-size': 'lg', tabindex: '-1' }, title),
    lead ? el('p', { class: 'lead' }, lead) : null,
  );
}
