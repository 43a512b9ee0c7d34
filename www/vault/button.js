import { el } from '../shared/dom.js';

/**
 * Makes the buttons of one key's card: their work is seen to succeed or fail.
 *
 * @param {import('./panel.js').Panel} panel
 * @param {number} handle
 * @param {(text: string) => void} say  what came of a click
 * @returns {(name: string, variant: string, text: string, work: () => Promise<void>) => HTMLButtonElement}
 */
export function buttonsOf(panel, handle, say) {
  return (name, variant, text, work) =>
    el(
      'button',
      {
        class: 'ds-button',
        type: 'button',
        id: `${name}-${handle}`,
        'data-color': 'brand2',
        'data-variant': variant,
        onclick: () => panel.attempt(work, say),
      },
      text,
    );
}
