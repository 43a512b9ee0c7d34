import { el } from '../../shared/dom.js';

/**
 * What is not needed by everybody, behind its own heading.
 *
 * @param {{id?: string, summary: string|Node, open?: boolean, ontoggle?: (open: boolean) => void}} parts
 * @param {...import('../../shared/dom.js').Child} children
 */
export function fold({ id, summary, open, ontoggle }, ...children) {
  const details = el('details', { id, class: 'ds-details', 'data-color': 'neutral', open: open ?? false },
    el('summary', {}, summary),
    el('div', { class: 'fold-body', 'data-color': 'accent' }, ...children),
  );
  if (ontoggle) details.addEventListener('toggle', () => ontoggle(details.open));
  return details;
}
