import { el } from '../../../shared/dom.js';
import { expiryOf, losesKeyWithin, stopsWithin } from '../../self-service/expiry.js';
import { field, textInput } from '../../widgets/field.js';

/**
 * Which clients one wants to see, and in which order.
 *
 * @typedef {object} Wanted
 * @property {string} text
 * @property {string} type  `integration_type`; empty: all
 * @property {string} expiry  one of {@link EXPIRIES}; empty: all
 * @property {'name'|'last_updated'|'expiry'} by
 */

/** @returns {Wanted} */
export function everything() {
  return { text: '', type: '', expiry: '', by: 'name' };
}

const WITHIN = [7, 30, 60, 90, 180];
const EXPIRIES = [...WITHIN.map((days) => `stops-${days}`), 'loses-60', 'none', 'unread'];

/**
 * @param {import('../../types.js').Context} context
 * @param {string} name  what the controls' ids begin with
 * @param {Wanted} wanted  is changed by the controls
 * @param {() => void} show
 */
export function filterParts({ t, administration }, name, wanted, show) {
  if (!administration.clients) return null;
  const types = integrationTypes(administration.clients);
  const search = textInput({
    id: `${name}-search`,
    value: wanted.text,
    oninput: (value) => { wanted.text = value; show(); },
  });
  const set = (/** @type {Partial<Wanted>} */ change) => { Object.assign(wanted, change); show(); };
  return el('div', { class: 'stack-tight' },
    field(t, { label: t('clients.search'), control: search, description: t('clients.search.about') }),
    el('div', { class: 'filters' },
      choice(t('clients.type'), `${name}-type`, wanted.type,
        [['', t('clients.type.all')], ...types.map((type) => /** @type {[string, string]} */ ([type, type]))], (type) => set({ type })),
      choice(t('clients.expiry'), `${name}-expiry`, wanted.expiry,
        [['', t('clients.expiry.all')], ...EXPIRIES.map((value) => /** @type {[string, string]} */ ([value, expiryText(t, value)]))],
        (expiry) => set({ expiry })),
      choice(t('clients.sort'), `${name}-sort`, wanted.by,
        [['name', t('clients.sort.name')], ['expiry', t('clients.sort.expiry')], ['last_updated', t('clients.sort.changed')]],
        (by) => set({ by: /** @type {Wanted['by']} */ (by) }))));
}

/** What the choice of types depends on. @param {Record<string, any>[]|null} clients @returns {string[]} */
export function integrationTypes(clients) {
  return [...new Set((clients ?? []).map((client) => String(client.integration_type ?? '')))].filter(Boolean).sort();
}

/** @param {import('../../types.js').Translate} t @param {string} value */
function expiryText(t, value) {
  const [kind, days] = value.split('-');
  return t(`clients.expiry.${kind}`, { days });
}

/** @param {string} label @param {string} id @param {string} now @param {[string, string][]} options @param {(value: string) => void} onchange */
function choice(label, id, now, options, onchange) {
  const select = el('select', { class: 'ds-input', id },
    ...options.map(([value, text]) => el('option', { value, selected: value === now }, text)));
  select.addEventListener('change', () => onchange(select.value));
  return el('div', { class: 'ds-field' }, el('label', { class: 'ds-label', for: id }, label), select);
}

/**
 * @param {Wanted} wanted
 * @param {Record<string, any>[]} clients
 * @param {Map<string, import('../../types.js').KeyFacts[]>} keys  those that were read, by client_id
 * @param {string} locale
 */
export function filtered(wanted, clients, keys, locale) {
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = clients.filter((client) =>
    (!wanted.type || client.integration_type === wanted.type)
    && words.every((word) => haystack(client).includes(word))
    && (!wanted.expiry || endsAsWanted(wanted.expiry, keys.get(client.client_id))));
  return sorted(found, wanted.by, keys, locale);
}

/** @param {string} value @param {import('../../types.js').KeyFacts[]|undefined} read */
function endsAsWanted(value, read) {
  if (!read) return value === 'unread';
  const [kind, days] = value.split('-');
  const expiry = expiryOf(read);
  switch (kind) {
    case 'stops': return expiry.count > 0 && stopsWithin(expiry, Number(days));
    case 'loses': return losesKeyWithin(expiry, Number(days));
    case 'none': return !expiry.works;
    default: return false;
  }
}

/** @param {Record<string, any>[]} found @param {Wanted['by']} by @param {Map<string, import('../../types.js').KeyFacts[]>} keys @param {string} locale */
function sorted(found, by, keys, locale) {
  const collator = new Intl.Collator(locale);
  const name = (/** @type {Record<string, any>} */ one) => String(one.client_name ?? '');
  const changed = (/** @type {Record<string, any>} */ one) => String(one.last_updated ?? '');
  if (by === 'last_updated') return found.sort((a, b) => changed(b).localeCompare(changed(a)));
  if (by === 'name') return found.sort((a, b) => collator.compare(name(a), name(b)));
  const ends = new Map(found.map((one) => [one, endOf(keys.get(one.client_id))]));
  return found.sort((a, b) => (ends.get(a) ?? 0) - (ends.get(b) ?? 0) || collator.compare(name(a), name(b)));
}

/** What has ended comes first, then by the date that ends next; what is not known comes last. @param {import('../../types.js').KeyFacts[]|undefined} read */
function endOf(read) {
  if (!read) return Number.MAX_VALUE;
  const { count, works, first } = expiryOf(read);
  if (count === 0) return Number.MAX_SAFE_INTEGER;
  return works ? first ?? Number.MAX_SAFE_INTEGER : 0;
}

/** @type {WeakMap<object, string>} what is searched in, by client */
const haystacks = new WeakMap();

/** @param {Record<string, any>} client */
function haystack(client) {
  const known = haystacks.get(client);
  if (known !== undefined) return known;
  const made = [client.client_name, client.client_id, client.description, client.client_orgno, ...(client.scopes ?? [])]
    .join('\n').toLowerCase();
  haystacks.set(client, made);
  return made;
}
