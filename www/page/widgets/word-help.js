import { el } from '../../shared/dom.js';

/** Words of the trade that a person meets in a field's name. @typedef {'client_id'|'kid'|'scope'} Word */

/** Space between the button and what it says, in CSS pixels. */
const GAP = 6;

/**
 * A button that says what a word means. What it says lies over the page (the browser's own popover: Escape and
 * a click elsewhere close it, and screen readers hear whether it is open).
 *
 * @param {import('../types.js').Translate} t
 * @param {Word} word
 * @param {string} id  of what it belongs to; unique in the document
 * @returns {Node[]}
 */
export function wordHelp(t, word, id) {
  const said = el(
    'div',
    { id: `${id}-word`, class: 'word', popover: 'auto', role: 'note' },
    el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, el('strong', {}, word), ' ', t(`word.${word}`)),
  );
  const name = t('word.ask', { word });
  const button = el(
    'button',
    { type: 'button', class: 'word-help', popovertarget: said.id, 'aria-label': name, title: name },
    el('span', { 'aria-hidden': 'true' }, '?'),
  );
  said.addEventListener('toggle', () => place(said, button));
  return [button, said];
}

/** Under the button, within the window. @param {HTMLElement} said @param {Element} button */
function place(said, button) {
  const { left, bottom } = button.getBoundingClientRect();
  const room = document.documentElement.clientWidth - said.offsetWidth - GAP;
  said.style.left = `${Math.max(GAP, Math.min(left, room))}px`;
  said.style.top = `${Math.min(bottom + GAP, innerHeight - said.offsetHeight - GAP)}px`;
}
