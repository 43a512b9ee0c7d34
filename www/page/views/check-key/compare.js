import { el } from '../../../shared/dom.js';
import { seen } from '../../../shared/seen.js';
import { kindName, namelessName } from '../../../shared/key-names.js';
import { dayOf, writtenDay } from '../../../shared/written-day.js';
import { alert, p } from '../../widgets/alert.js';
import { field } from '../../widgets/field.js';
import { live } from '../../widgets/live.js';

/**
 * @typedef {import('../../types.js').Context} Context
 * @typedef {import('../../types.js').KeyCard} KeyCard
 * @typedef {import('../../types.js').Translate} Translate
 */

/** What a key does not say of itself: then there is nothing to compare. */
const UNSAID = '–';

/** With which other key the chosen one is compared, by its handle; kept while the page is open. @type {number|null} */
let other = null;
/** `change`: another was chosen. */
const chosen = new EventTarget();

/**
 * Two keys side by side: whether they are the same, and in what they differ.
 *
 * @param {Context} context
 * @param {KeyCard} own
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

/** @param {Context} context @param {KeyCard} own @param {KeyCard[]} others */
function sideBySide(context, own, others) {
  const { t } = context;
  const with_ = others.find(({ handle }) => handle === other) ?? likeliest(own, others);
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
    alert(color, t(`compare.${key}`),
      p(t(`compare.${key}.about`)), twoCertificates(own, with_) && p(t('compare.certificates'))),
    table(context, own, with_),
  ];
}

/**
 * The same key once more, if there is one: the other half of the pair first.
 *
 * @param {KeyCard} own @param {KeyCard[]} others
 */
function likeliest(own, others) {
  const same = others.filter(({ thumbprint }) => thumbprint !== '' && thumbprint === own.thumbprint);
  const half = same.find((card) => card.private !== own.private);
  return half ?? same[same.length - 1] ?? others[others.length - 1];
}

/** @param {KeyCard} own @param {KeyCard} with_ */
function relation(own, with_) {
  if (!own.public || !with_.public) return { key: 'unknown', color: /** @type {const} */ ('warning') };
  if (own.thumbprint !== with_.thumbprint) return { key: 'different', color: /** @type {const} */ ('info') };
  const key = own.private && with_.private ? 'same' : own.private || with_.private ? 'pair' : 'samePublic';
  return { key, color: /** @type {const} */ ('success') };
}

/** One that was renewed has the name of the old one, and often its key. @param {KeyCard} own @param {KeyCard} with_ */
function twoCertificates({ certificate: own }, { certificate: theirs }) {
  return own !== null && theirs !== null && own.sha256 !== theirs.sha256;
}

/** @param {Context} context @param {KeyCard} own @param {KeyCard} with_ */
function table(context, own, with_) {
  const { t } = context;
  const look = { class: 'ds-tag', 'data-size': 'sm', 'data-color': 'warning' };
  const others = facts(context, with_);
  const rows = facts(context, own).map(([name, value], index) => ({ name, value, theirs: others[index][1] }))
    .filter(({ value, theirs }) => value !== null || theirs !== null);
  return el('div', { class: 'table-room', tabindex: '0', role: 'region', 'aria-label': t('compare.table') },
    el('table', { class: 'ds-table', 'data-size': 'sm' },
      el('thead', {}, el('tr', {},
        el('td', {}), el('th', { scope: 'col' }, nameOf(t, own)), el('th', { scope: 'col' }, nameOf(t, with_)))),
      el('tbody', {}, ...rows.map(({ name, value, theirs }) => el('tr', {},
        el('th', { scope: 'row' }, name,
          ...(differ(value, theirs) ? [' ', el('span', look, t('compare.unequal'))] : [])),
        el('td', { class: 'mono' }, value ?? '–'), el('td', { class: 'mono' }, theirs ?? '–'))))));
}

/** @param {string|null} value @param {string|null} theirs */
function differ(value, theirs) {
  return value !== theirs && value !== UNSAID && theirs !== UNSAID;
}

/** For a key that names no algorithm, the card has the usual one of its kind. @param {KeyCard} card */
function algorithmOf({ saysAlgorithm, algorithm }) {
  return saysAlgorithm && algorithm !== null ? algorithm : UNSAID;
}

/**
 * What is said of each; null: it has none. A row where neither has anything is left out.
 *
 * @param {Context} context @param {KeyCard} card
 * @returns {[string, string|null][]}
 */
function facts({ t, language }, card) {
  const { certificate } = card;
  return [
    [t('compare.part'), t(card.private ? 'compare.private' : 'key.publicOnly')],
    [t('public.kind'), kindName(card)],
    ['kid', card.kid === null ? t('public.noKid') : seen(card.kid)],
    ['alg', algorithmOf(card)],
    [t('fingerprints.thumbprint'), card.thumbprint || UNSAID],
    [t('compare.certificate'), certificate ? seen(certificate.subject) : null],
    [t('compare.certificate.until'), certificate && writtenDay(dayOf(certificate.notAfter), language.locale)],
    [t('fingerprints.sha256'), certificate?.sha256 ?? null],
  ];
}

/** min-klient (privat); nothing else tells the halves of a pair apart. @param {Translate} t @param {KeyCard} card */
function nameOf(t, card) {
  const name = card.kid === null ? namelessName(card, t('public.noKid')) : seen(card.kid);
  return `${name} (${t(card.private ? 'compare.name.private' : 'compare.name.public')})`;
}
