import { el } from '../../../shared/dom.js';
import { kindName, namelessName } from '../../../shared/key-names.js';
import { alert, p } from '../../widgets/alert.js';
import { field } from '../../widgets/field.js';
import { live } from '../../widgets/live.js';

/** With which other key the chosen one is compared, by its handle; kept while the page is open. @type {number|null} */
let other = null;
/** `change`: another was chosen. */
const chosen = new EventTarget();

/**
 * Two keys side by side: whether they are the same, and in what they differ.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyCard} own
 * @param {AbortSignal} signal
 * @returns {HTMLElement|null}  nothing while there are not two
 */
export function comparison(context, own, signal) {
  const others = context.vault.keys.filter(({ handle }) => handle !== own.handle);
  if (others.length === 0) return null;
  const host = el('section', { class: 'stack', 'aria-labelledby': 'compare-title' });
  live(host, signal, [[chosen, 'change']], () => sideBySide(context, own, others));
  return host;
}

/** @param {import('../../types.js').Context} context @param {import('../../types.js').KeyCard} own @param {import('../../types.js').KeyCard[]} others */
function sideBySide(context, own, others) {
  const { t } = context;
  const with_ = others.find(({ handle }) => handle === other) ?? others[others.length - 1];
  const select = el(
    'select',
    { id: 'compare-with', name: 'compare-with', class: 'ds-input' },
    ...others.map((card) => el('option', { value: String(card.handle), selected: card === with_ }, nameOf(t, card))),
  );
  select.addEventListener('change', () => { other = Number(select.value); chosen.dispatchEvent(new Event('change')); });
  const { key, color } = relation(own, with_);
  return [
    el('h2', { class: 'ds-heading', 'data-size': 'xs', id: 'compare-title' }, t('compare.title')),
    field(t, { label: t('compare.with', { own: nameOf(t, own) }), control: select }),
    alert(color, t(`compare.${key}`), p(t(`compare.${key}.about`))),
    table(context, own, with_),
  ];
}

/** @param {import('../../types.js').KeyCard} own @param {import('../../types.js').KeyCard} with_ */
function relation(own, with_) {
  if (!own.public || !with_.public) return { key: 'unknown', color: /** @type {const} */ ('warning') };
  if (own.thumbprint !== with_.thumbprint) return { key: 'different', color: /** @type {const} */ ('info') };
  const key = own.private && with_.private ? 'same' : own.private || with_.private ? 'pair' : 'samePublic';
  return { key, color: /** @type {const} */ ('success') };
}

/** @param {import('../../types.js').Context} context @param {import('../../types.js').KeyCard} own @param {import('../../types.js').KeyCard} with_ */
function table({ t }, own, with_) {
  const look = { class: 'ds-tag', 'data-size': 'sm', 'data-color': 'warning' };
  const rows = facts(t, own).map(([name, value], index) => ({ name, value, theirs: facts(t, with_)[index][1] }));
  return el('div', { class: 'table-room', tabindex: '0', role: 'region', 'aria-label': t('compare.table') },
    el('table', { class: 'ds-table', 'data-size': 'sm' },
      el('thead', {}, el('tr', {},
        el('td', {}), el('th', { scope: 'col' }, nameOf(t, own)), el('th', { scope: 'col' }, nameOf(t, with_)))),
      el('tbody', {}, ...rows.map(({ name, value, theirs }) => el('tr', {},
        el('th', { scope: 'row' }, name, value === theirs ? null : ' ', value === theirs ? null : el('span', look, t('compare.unequal'))),
        el('td', { class: 'mono' }, value), el('td', { class: 'mono' }, theirs))))));
}

/** @param {import('../../types.js').Translate} t @param {import('../../types.js').KeyCard} card @returns {[string, string][]} */
function facts(t, card) {
  return [
    [t('compare.part'), t(card.private ? 'compare.private' : 'key.publicOnly')],
    [t('public.kind'), kindName(card)],
    ['kid', card.kid ?? t('public.noKid')],
    ['alg', card.algorithm ?? '–'],
    [t('fingerprints.thumbprint'), card.thumbprint || '–'],
    [t('compare.certificate'), card.certificate?.subject ?? '–'],
  ];
}

/** @param {import('../../types.js').Translate} t @param {import('../../types.js').KeyCard} card */
function nameOf(t, card) {
  return card.kid ?? namelessName(card, t('public.noKid'));
}
