import { el, fill } from '../../../shared/dom.js';
import { dateOf } from '../../self-service/scope-standing.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { copyButton } from '../../widgets/copy-button.js';
import { field, textInput } from '../../widgets/field.js';
import { fold } from '../../widgets/fold.js';
import { live } from '../../widgets/live.js';
import { commonSuggestions } from '../../widgets/scopes-editor.js';
import { readScopes } from './read-scopes.js';

/** How many rows are drawn at once: the others come at a click. */
const PAGE = 100;

/** What one searches for, kept while the page is open. */
const wanted = { text: '', granted: PAGE, open: PAGE };

/**
 * The scopes that the organisation was given or asked for, and those that are open to all: these
 * before signing in too.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
export function scopesPage(context, signal) {
  const { t, administration, environment } = context;
  const { scopes, session } = administration;
  const trouble = el('div', { class: 'stack-tight', role: 'alert', id: 'scopes-answer' });
  const doings = el('div', {});
  const filter = el('div', { class: 'stack' });
  const granted = el('section', { class: 'panel stack-tight', id: 'scopes-granted', 'aria-labelledby': 'scopes-granted-title' });
  const open = el('section', { class: 'panel stack-tight', id: 'scopes-open', 'aria-labelledby': 'scopes-open-title' });
  const isRead = () => scopes.granted !== null || scopes.open(environment()) !== null;
  const show = () => {
    fill(granted, ...grantedParts(context, show));
    fill(open, ...openParts(context, show));
  };
  /** @type {[EventTarget, string][]} */
  const sources = [[administration, 'scopes'], [administration, 'clients']];
  live(doings, signal, sources, () => [el('div', { class: 'actions' }, readButton(context, isRead(), trouble))]);
  live(filter, signal, sources, () => [isRead() ? searchField(context, show) : null], isRead);
  live(granted, signal, sources, () => grantedParts(context, show));
  live(open, signal, sources, () => openParts(context, show));
  scopes.readOnce(environment());
  return el('div', { class: 'stack' },
    session ? p(el('a', { class: 'ds-link', href: '#klienter' }, t('client.back'))) : null,
    el('h2', { class: 'ds-heading', 'data-size': 'sm' }, t('scopeList.title')),
    p(t('scopeList.about')),
    doings, trouble, filter, granted, open);
}

/** @param {import('../../types.js').Context} context @param {boolean} isRead @param {Element} trouble */
function readButton(context, isRead, trouble) {
  const { t, administration, environment } = context;
  const { session, scopes } = administration;
  const text = session ? (isRead ? 'scopeList.readAgain' : 'scopeList.read') : isRead ? 'scopeList.readOpenAgain' : 'scopeList.readOpen';
  const read = button(t(text), () => readScopes(context, trouble), { id: 'scopes-read', variant: isRead ? 'secondary' : 'primary' });
  // Not disabled, so that the focus stays.
  read.setAttribute('aria-busy', String(scopes.knowledge(environment()) === 'reading'));
  return read;
}

/** @param {import('../../types.js').Context} context @param {() => void} show */
function searchField({ t }, show) {
  const search = textInput({
    id: 'scopes-search',
    value: wanted.text,
    oninput: (value) => {
      Object.assign(wanted, { text: value, granted: PAGE, open: PAGE });
      show();
    },
  });
  return field(t, { label: t('clients.search'), control: search, description: t('scopeList.search.about') });
}

/** @param {import('../../types.js').Context} context @param {() => void} show */
function grantedParts(context, show) {
  const { t, language, administration } = context;
  const { session, scopes: { granted } } = administration;
  const heading = el('h3', { class: 'ds-heading', 'data-size': 'xs', id: 'scopes-granted-title' }, t('scopeList.granted'));
  if (!session) {
    return [heading, p(t('scopeList.granted.signIn')),
      p(el('a', { class: 'ds-link', href: '#klienter' }, t('scopeList.toSignIn')))];
  }
  if (!granted) return [heading, p(notRead(context))];
  if (granted.length === 0) return [heading, el('p', { class: 'empty' }, t('scopeList.granted.none'))];
  const texts = new Map(commonSuggestions(context).map(({ scope, label }) => [scope, label]));
  const found = matching(granted, (row) => [row.scope, row.state, stateWord(context, row.state), row.owner_orgno, texts.get(row.scope)]);
  return [heading, clientsNotRead(context), ...rows(context, 'granted', granted.length, found, show, (row) => {
    const date = dateOf(row) ? new Date(dateOf(row)) : null;
    return el('li', { 'data-scope': row.scope, 'data-state': row.state },
      el('span', { class: 'mono' }, row.scope),
      el('span', { class: 'ds-tag', 'data-color': COLORS.get(row.state ?? '') ?? 'neutral' }, stateWord(context, row.state)),
      copyButton(context, t('copy'), () => row.scope, { variant: 'tertiary', what: row.scope }),
      quiet(texts.get(row.scope)),
      quiet([
        row.owner_orgno ? t('scopeList.owner', { orgno: row.owner_orgno }) : null,
        date && !Number.isNaN(date.getTime()) ? language.date(date) : null,
        KNOWN_STATES.includes(row.state ?? '') ? row.state : null,
      ].filter(Boolean).join(' · ')),
      clientsWith(context, row.scope));
  })];
}

/** @param {import('../../types.js').Context} context @param {() => void} show */
function openParts(context, show) {
  const { t, language, administration, environment } = context;
  const open = administration.scopes.open(environment());
  const heading = el('h3', { class: 'ds-heading', 'data-size': 'xs', id: 'scopes-open-title' }, t('scopeList.open'));
  if (!open) return [heading, p(notRead(context))];
  if (open.length === 0) return [heading, el('p', { class: 'empty' }, t('scopeList.open.none'))];
  const found = matching(open, (row) => [row.name, row.description, ...(row.allowed_integration_types ?? [])]);
  return [heading, ...rows(context, 'open', open.length, found, show, (row) => {
    const types = row.allowed_integration_types ?? [];
    return el('li', { 'data-scope': row.name },
      el('span', { class: 'mono' }, row.name),
      copyButton(context, t('copy'), () => row.name, { variant: 'tertiary', what: row.name }),
      quiet(row.description),
      quiet(types.length ? t('scopeList.types', { types: language.list(types) }) : t('scopeList.types.all')),
      clientsWith(context, row.name));
  })];
}

/**
 * @template T
 * @param {import('../../types.js').Context} context
 * @param {'granted'|'open'} list
 * @param {number} all
 * @param {T[]} found
 * @param {() => void} show
 * @param {(one: T) => Element} row
 */
function rows({ t }, list, all, found, show, row) {
  const rest = found.length - wanted[list];
  return [
    el('p', { class: 'ds-paragraph quiet', role: 'status' }, t('scopeList.found', { count: found.length, all })),
    found.length ? el('ul', { class: 'entries' }, ...found.slice(0, wanted[list]).map(row)) : el('p', { class: 'empty' }, t('scopeList.noMatch')),
    rest > 0
      ? button(t('clients.more', { count: Math.min(rest, PAGE) }), () => { wanted[list] += PAGE; show(); }, { id: `scopes-more-${list}`, variant: 'secondary' })
      : null,
  ];
}

/** @template T @param {T[]} list @param {(one: T) => (string|null|undefined)[]} texts  that are searched in */
function matching(list, texts) {
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return list;
  return list.filter((one) => {
    const text = texts(one).join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const KNOWN_STATES = ['APPROVED', 'REQUESTED', 'DENIED'];
const COLORS = new Map([['APPROVED', 'success'], ['REQUESTED', 'warning'], ['DENIED', 'danger']]);

/** One that is not known stands as it came. @param {import('../../types.js').Context} context @param {string} [state] */
function stateWord({ t }, state) {
  return KNOWN_STATES.includes(state ?? '') ? t(`scopeState.${state}`) : state || '–';
}

/** @param {import('../../types.js').Context} context */
function notRead({ t, administration, environment }) {
  return t(administration.scopes.knowledge(environment()) === 'reading' ? 'scopeList.reading' : 'scopeList.notRead');
}

/** @param {import('../../types.js').Context} context */
function clientsNotRead({ t, administration }) {
  return administration.clients ? null : quiet(t('scopeList.clientsNotRead'));
}

/** Those of the clients that were read, behind their number. @param {import('../../types.js').Context} context @param {string} scope */
function clientsWith(context, scope) {
  const { t, administration } = context;
  if (!administration.clients) return null;
  const clients = byScope(administration.clients).get(scope) ?? [];
  if (clients.length === 0) return quiet(t('scopeList.on.none'));
  const names = el('div', { class: 'stack-tight' });
  let shown = PAGE;
  const draw = () => fill(names,
    el('ul', {}, ...clients.slice(0, shown).map((client) => el('li', {},
      el('a', { class: 'ds-link', href: `#klienter/${client.client_id}` }, client.client_name || client.client_id)))),
    clients.length > shown
      ? button(t('clients.more', { count: Math.min(clients.length - shown, PAGE) }), () => { shown += PAGE; draw(); }, { variant: 'secondary' })
      : null);
  const summary = t(clients.length === 1 ? 'scopeList.on.one' : 'scopeList.on.many', { count: clients.length });
  return fold({ summary, ontoggle: (isOpen) => { if (isOpen) draw(); } }, names);
}

/** @type {WeakMap<object[], Map<string, Record<string, any>[]>>} by the list as it was read */
const byList = new WeakMap();

/** @param {Record<string, any>[]} clients */
function byScope(clients) {
  const known = byList.get(clients);
  if (known) return known;
  /** @type {Map<string, Record<string, any>[]>} */
  const made = new Map();
  for (const client of clients) {
    for (const scope of new Set(client.scopes ?? [])) {
      const others = made.get(scope);
      if (others) others.push(client);
      else made.set(scope, [client]);
    }
  }
  byList.set(clients, made);
  return made;
}

/** @param {string|null|undefined} text */
function quiet(text) {
  return text ? el('span', { class: 'quiet' }, text) : null;
}
