import { fill, el } from '../../shared/dom.js';
import { icon } from './icon.js';

/**
 * Copies a text and says so, on the button and to screen readers.
 *
 * @param {import('../types.js').Context} context
 * @param {string} label
 * @param {() => string} text
 * @param {{
 *   id?: string,
 *   variant?: string,
 *   what?: string,
 * }} [look]  `what`: the thing's name, where several buttons say "copy"
 * @returns {HTMLButtonElement}
 */
export function copyButton({ t, announce }, label, text, { id, variant = 'secondary', what } = {}) {
  const button = el('button', {
    id,
    type: 'button',
    class: 'ds-button copy',
    'data-variant': variant,
    'aria-label': what ? `${label}: ${what}` : null,
  });
  const show = (/** @type {'copy'|'check'} */ sign, /** @type {string} */ word) =>
    fill(button, icon(sign), el('span', {}, word));
  show('copy', label);
  button.addEventListener('click', async () => {
    const copied = await copy(text());
    const word = t(copied ? 'copy.done' : 'copy.failed');
    show(copied ? 'check' : 'copy', word);
    announce(what ? `${word}: ${what}` : word);
    setTimeout(() => show('copy', label), 2500);
  });
  return button;
}

/** @param {string} text @returns {Promise<boolean>} */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** The way of older browsers, and of those that keep the clipboard from pages without a server. @param {string} text */
function copyBySelection(text) {
  const area = el('textarea', { class: 'ds-sr-only', 'aria-hidden': 'true', value: text });
  document.body.append(area);
  const focused = document.activeElement;
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}
