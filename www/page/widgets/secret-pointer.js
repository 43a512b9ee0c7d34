import { el } from '../../shared/dom.js';
import { isUnsaved } from '../leave-guard.js';
import { hasPortalKid } from '../progress.js';
import { p } from './alert.js';
import { button } from './button.js';
import { icon } from './icon.js';

/**
 * Where the private part is and what to do with it. The private part itself is never on the page.
 *
 * @param {import('../types.js').Context} context
 * @param {import('../types.js').KeyCard} card
 * @returns {HTMLElement}
 */
export function secretPointer(context, card) {
  const { t, vault, state } = context;
  const unsaved = isUnsaved(card, state);
  // It is in a file already, with its former kid.
  const changed = card.origin === 'read' || hasPortalKid(context, card);
  const look = { class: 'key-card key-card-secret', 'data-color': 'brand2' };
  return el('section', { ...look, 'aria-labelledby': `secret-${card.handle}` },
    el('div', { class: 'key-card-head' },
      icon('lock'),
      el('h3', { class: 'ds-heading', 'data-size': '2xs', id: `secret-${card.handle}` }, t('secret.title')),
      el('span', { class: 'ds-tag', 'data-color': 'brand2' }, t('secret.tag')),
    ),
    p(t(unsaved ? (changed ? 'secret.changed' : 'secret.unsaved') : 'secret.saved')),
    button(t(unsaved ? 'secret.save' : 'secret.show'), () => vault.show('key', card.handle), {
      id: `secret-show-${card.handle}`,
      variant: unsaved ? 'primary' : 'secondary',
      icon: 'lock',
    }),
    unsaved ? p(el('a', { class: 'ds-link', href: '#ta-i-bruk', id: `secret-use-${card.handle}` }, t('secret.use'))) : null,
  );
}
