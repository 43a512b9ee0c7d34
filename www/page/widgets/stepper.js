import { el } from '../../shared/dom.js';
import { icon } from './icon.js';

/**
 * The steps of a piece of work: any can be gone to, done ones have a tick.
 *
 * @param {import('../types.js').Translate} t
 * @param {{label: string, href: string, state: 'done'|'now'|'later'}[]} steps
 * @returns {HTMLElement}
 */
export function stepper(t, steps) {
  const rows = steps.map(({ label, href, state }, index) => {
    const sign = el('span', { class: 'step-sign', 'aria-hidden': 'true' },
      state === 'done' ? icon('check') : String(index),
    );
    const done = state === 'done' ? el('span', { class: 'ds-sr-only' }, ` ${t('stepper.done')}`) : null;
    const link = el('a', { href, 'aria-current': state === 'now' ? 'step' : null },
      sign,
      el('span', { class: 'step-name' },
        el('span', { class: 'ds-sr-only' }, `${t('stepper.step', { number: index })} `),
        label,
        done,
      ),
    );
    return el('li', { 'data-state': state }, link);
  });
  return el('ol', { class: 'stepper' }, ...rows);
}
