import { el } from '../../shared/dom.js';

/**
 * Counts seconds down to a moment, with a bar. It speaks once, at the end.
 *
 * @param {import('../types.js').Context} context
 * @param {{
 *   end: number,
 *   total: number,
 *   text: (secondsLeft: number) => string,
 *   over: () => void,
 *   signal: AbortSignal,
 * }} parts  `end` in ms since 1970, `total` in seconds
 * @returns {HTMLElement}
 */
export function countdown({ t }, { end, total, text, over, signal }) {
  const words = el('span', {});
  const bar = el('progress', { class: 'bar', max: String(total), 'aria-label': t('countdown.label') });
  const box = el('div', { class: 'countdown', role: 'timer', 'aria-live': 'off' }, words, bar);
  const timer = setInterval(step, 1000);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  step();
  return box;

  function step() {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    words.textContent = text(left);
    bar.value = Math.min(left, total);
    if (left > 0) return;
    clearInterval(timer);
    over();
  }
}
