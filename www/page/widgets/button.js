import { el } from '../../shared/dom.js';
import { icon } from './icon.js';

/**
 * @param {string} text
 * @param {() => void} onclick
 * @param {{
 *   id?: string,
 *   variant?: 'primary'|'secondary'|'tertiary',
 *   icon?: import('./icon.js').IconName,
 *   iconAfter?: import('./icon.js').IconName,
 *   color?: string,
 * }} [look]
 * @returns {HTMLButtonElement}
 */
export function button(text, onclick, { id, variant = 'primary', icon: before, iconAfter, color } = {}) {
  const attributes = { id, type: 'button', class: 'ds-button', 'data-variant': variant, 'data-color': color, onclick };
  return el(
    'button',
    attributes,
    before ? icon(before) : null,
    el('span', {}, text),
    iconAfter ? icon(iconAfter) : null,
  );
}

/**
 * A link to another site, in a tab of its own, that tells the site nothing about this page.
 *
 * @param {import('../types.js').Translate} t
 * @param {string} text
 * @param {string} href
 * @param {{id?: string, asButton?: boolean, tab?: ReturnType<typeof import('../portal-tab.js').portalTab>}} [look]
 *   `tab`: which, where it is not a new one
 * @returns {HTMLAnchorElement}
 */
export function outLink(t, text, href, { id, asButton, tab } = {}) {
  const attributes = {
    id,
    href,
    ...(tab ?? { target: '_blank', rel: 'noopener noreferrer' }),
    class: asButton ? 'ds-button' : 'ds-link out-link',
    'data-variant': asButton ? 'secondary' : null,
  };
  return el(
    'a',
    attributes,
    el('span', {}, text, el('span', { class: 'ds-sr-only' }, ` ${t('link.newTab')}`)),
    icon('external'),
  );
}
