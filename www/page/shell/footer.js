import { el, fill } from '../../shared/dom.js';
import { rich } from '../widgets/rich.js';

/** What the page promises, in a few lines. @param {import('../types.js').Context} context @param {Element} host */
export function drawFooter({ t }, host) {
  fill(
    host,
    el('div', { class: 'foot-row' },
      el('p', {}, el('strong', {}, 'Nøkkelsmie '), ...rich(t('foot.promise'))),
      el('p', { class: 'quiet' }, t('foot.offline')),
      el('p', {}, el('a', { class: 'ds-link', href: '#bokmerke' }, t('nav.bokmerke'))),
    ),
  );
}
