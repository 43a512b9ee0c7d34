import { el, fill } from '../../../shared/dom.js';
import { button } from '../../widgets/button.js';
import { field, textInput } from '../../widgets/field.js';
import { live } from '../../widgets/live.js';
import { p } from '../../widgets/alert.js';
import { apiProblemBox } from './explanations.js';

/** How many rows are drawn at once: the others come at a click. */
const PAGE = 100;

/** What one searches for, kept while the page is open. */
const wanted = { text: '', type: '', shown: PAGE, /** @type {'name'|'last_updated'} */ by: 'name' };

/**
 * The clients that the organisation may see: searched while one types.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
export function clientList(context, signal) {
  const { t, administration, go } = context;
  const trouble = el('div', { role: 'alert' });
  const found = el('div', { class: 'stack-tight', id: 'clients-found' });
  const filters = el('div', { class: 'stack-tight' });
  const load = async () => {
    fill(trouble);
    refresh.disabled = true;
    try {
      fill(trouble, apiProblemBox(context, await administration.list()));
    } catch {
      // The person did not carry it: the button is there still.
    }
    refresh.disabled = false;
  };
  const refresh = button(t('clients.read'), load, { id: 'clients-read', variant: 'secondary' });
  const show = () => fill(found, ...foundParts(context, show));
  live(filters, signal, [[administration, 'clients']], () => [filterParts(context, show)], () => types(context));
  live(found, signal, [[administration, 'clients']], () => foundParts(context, show));
  if (administration.clients === null && administration.way !== 'paste') void load();
  return el('div', { class: 'stack' },
    el('div', { class: 'actions' },
      refresh,
      administration.writes
        ? button(t('clients.new'), () => go('#klienter/ny'), { id: 'client-new', variant: 'primary', icon: 'add' })
        : null,
      administration.writes
        ? button(t('bulk.go'), () => go('#klienter/mange'), { id: 'clients-bulk', variant: 'secondary', icon: 'key' })
        : null),
    trouble, filters, found);
}

/** @param {import('../../types.js').Context} context @param {() => void} show */
function filterParts(context, show) {
  const { t, administration } = context;
  if (!administration.clients) return null;
  const search = textInput({
    id: 'clients-search',
    value: wanted.text,
    oninput: (value) => {
      wanted.text = value;
      wanted.shown = PAGE;
      show();
    },
  });
  return el('div', { class: 'control-row' },
    field(t, { label: t('clients.search'), control: search, description: t('clients.search.about') }),
    choice(t('clients.type'), 'clients-type', wanted.type, [['', t('clients.type.all')], ...types(context).map(named)],
      (value) => { wanted.type = value; wanted.shown = PAGE; show(); }),
    choice(t('clients.sort'), 'clients-sort', wanted.by, [['name', t('clients.sort.name')], ['last_updated', t('clients.sort.changed')]],
      (value) => { wanted.by = value === 'name' ? 'name' : 'last_updated'; show(); }));
}

/** @param {string} value @returns {[string, string]} */
function named(value) {
  return [value, value];
}

/** @param {string} label @param {string} id @param {string} now @param {[string, string][]} options @param {(value: string) => void} onchange */
function choice(label, id, now, options, onchange) {
  const select = el('select', { class: 'ds-input', id },
    ...options.map(([value, text]) => el('option', { value, selected: value === now }, text)));
  select.addEventListener('change', () => onchange(select.value));
  return el('div', { class: 'ds-field' }, el('label', { class: 'ds-label', for: id }, label), select);
}

/** @param {import('../../types.js').Context} context @returns {string[]} */
function types({ administration }) {
  return [...new Set((administration.clients ?? []).map((client) => String(client.integration_type ?? '')))].filter(Boolean).sort();
}

/** @param {import('../../types.js').Context} context @param {() => void} show */
function foundParts(context, show) {
  const { t, administration, language } = context;
  const { clients } = administration;
  if (!clients) return [p(t('clients.notRead'))];
  const found = search(clients, language.locale);
  const rest = found.length - wanted.shown;
  return [
    el('p', { class: 'ds-paragraph', role: 'status' }, t('clients.found', { count: found.length, all: clients.length })),
    found.length === 0 ? null : el('ul', { class: 'entries' }, ...found.slice(0, wanted.shown).map((one) => row(context, one))),
    rest > 0
      ? button(t('clients.more', { count: Math.min(rest, PAGE) }), () => { wanted.shown += PAGE; show(); }, { id: 'clients-more', variant: 'secondary' })
      : null,
  ];
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

/** @param {Record<string, any>[]} clients @param {string} locale */
function search(clients, locale) {
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = clients.filter((client) =>
    (!wanted.type || client.integration_type === wanted.type) && words.every((word) => haystack(client).includes(word)));
  const collator = new Intl.Collator(locale);
  const name = (/** @type {Record<string, any>} */ one) => String(one.client_name ?? '');
  const changed = (/** @type {Record<string, any>} */ one) => String(one.last_updated ?? '');
  return wanted.by === 'name'
    ? found.sort((a, b) => collator.compare(name(a), name(b)))
    : found.sort((a, b) => changed(b).localeCompare(changed(a)));
}

/** @param {import('../../types.js').Context} context @param {Record<string, any>} client */
function row({ t }, client) {
  return el('li', { 'data-client': client.client_id },
    el('a', { class: 'ds-link', href: `#klienter/${client.client_id}` }, client.client_name || client.client_id),
    client.active === false ? el('span', { class: 'ds-tag', 'data-color': 'neutral' }, t('client.inactive')) : null,
    el('span', { class: 'quiet mono' }, ` ${client.client_id}`),
    el('span', { class: 'quiet' },
      [client.integration_type, client.client_orgno, client.description].filter(Boolean).join(' · ')));
}
