import { el, fill } from '../../shared/dom.js';
import { icon } from '../widgets/icon.js';

/**
 * The way from the vault back to where one was, where the vault stands under the view. Who came by
 * scrolling is led to the head of the view.
 *
 * @param {import('../types.js').Context} context
 * @param {Element} host  above the vault
 */
export function drawWayBack({ t, vault }, host) {
  const goBack = () => {
    const { top, id } = vault.cameFrom ?? { top: 0, id: '' };
    vault.cameFrom = null;
    window.scrollTo(0, top);
    const from = document.getElementById(id);
    // WebKit scrolls for a focus later, and past what was in sight already.
    /** @type {HTMLElement|null} */ (from ?? document.querySelector('#view h1'))?.focus({ preventScroll: true });
    from?.scrollIntoView({ block: 'nearest' });
  };
  fill(
    host,
    el(
      'button',
      { type: 'button', id: 'vault-back-go', class: 'vault-link', onclick: goBack },
      icon('back'),
      el('span', {}, t('vault.back')),
    ),
  );
}
