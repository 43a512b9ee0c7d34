import { el, fill } from '../../../shared/dom.js';
import { keptWhileSignedIn } from '../../self-service/kept-while-signed-in.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { live } from '../../widgets/live.js';
import { everything, filtered, filterParts, integrationTypes } from './client-filter.js';
import { apiProblemBox, failureBox } from './explanations.js';
import { expiryPart } from './expiry-part.js';
import { clientExpiry } from './expiry-tag.js';
import { soon } from './soon.js';

/** How many rows are drawn at once: the others come at a click. */
const PAGE = 100;

/** What one searches for, and how much of it is drawn. */
const searchOf = keptWhileSignedIn(() => ({ wanted: everything(), shown: PAGE }));

/**
 * The clients that the organisation may see: searched while one types.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
export function clientList(context, signal) {
  const { t, administration, go, language } = context;
  const search = searchOf(administration);
  const { wanted } = search;
  const trouble = el('div', { role: 'alert' });
  const found = el('div', { class: 'stack-tight', id: 'clients-found' });
  const filters = el('div', {});
  const matching = (now = wanted) => filtered(now, administration.clients ?? [], administration.keys, language.locale);
  const load = async () => {
    fill(trouble);
    refresh.disabled = true;
    try {
      fill(trouble, apiProblemBox(context, await administration.list()));
    } catch (error) {
      fill(trouble, failureBox(context, error));
    }
    refresh.disabled = false;
  };
  const refresh = button(t('clients.read'), load, { id: 'clients-read', variant: 'secondary' });
  const rows = () => foundParts(context, matching(), search.shown, () => { search.shown += PAGE; show(); });
  const show = () => fill(found, ...rows());
  const changed = () => {
    search.shown = PAGE;
    show();
    expiry.redraw();
  };
  // Those whose end is not known are read whatever is wanted of it.
  const expiry = expiryPart(context, () => matching({ ...wanted, expiry: '' }), signal);
  live(filters, signal, [[administration, 'clients']], () => [filterParts(context, 'clients', wanted, changed)],
    () => integrationTypes(administration.clients));
  live(found, signal, [[administration, 'clients'], [soon(administration, 'keys', signal), 'soon']], rows);
  if (administration.clients === null && administration.way !== 'paste') void load();
  return el('div', { class: 'stack' },
    el('div', { class: 'actions' },
      refresh,
      administration.writes
        ? button(t('clients.new'), () => go('#klienter/ny'), { id: 'client-new', variant: 'primary', icon: 'add' })
        : null,
      button(t('scopeList.title'), () => go('#klienter/scopes'), { id: 'clients-scopes', variant: 'secondary' }),
      administration.writes
        ? button(t('bulk.go'), () => go('#klienter/mange'), { id: 'clients-bulk', variant: 'secondary', icon: 'key' })
        : null),
    trouble, filters, expiry.element, found);
}

/** @param {import('../../types.js').Context} context @param {Record<string, any>[]} found @param {number} shown @param {() => void} more */
function foundParts(context, found, shown, more) {
  const { t, administration } = context;
  const { clients } = administration;
  if (!clients) return [p(t('clients.notRead'))];
  const rest = found.length - shown;
  return [
    el('p', { class: 'ds-paragraph', role: 'status' }, t('clients.found', { count: found.length, all: clients.length })),
    administration.known.leftOut ? p(t('clients.leftOut', { count: administration.known.leftOut })) : null,
    found.length === 0 ? null : el('ul', { class: 'entries' }, ...found.slice(0, shown).map((one) => row(context, one))),
    rest > 0
      ? button(t('clients.more', { count: Math.min(rest, PAGE) }), more, { id: 'clients-more', variant: 'secondary' })
      : null,
  ];
}

/** @param {import('../../types.js').Context} context @param {Record<string, any>} client */
function row(context, client) {
  const { t, administration } = context;
  return el('li', { 'data-client': client.client_id },
    el('a', { class: 'ds-link', href: `#klienter/${client.client_id}` }, client.client_name || client.client_id),
    client.active === false ? el('span', { class: 'ds-tag', 'data-color': 'neutral' }, t('client.inactive')) : null,
    ...clientExpiry(context, administration.keys.get(client.client_id)),
    el('span', { class: 'quiet mono' }, ` ${client.client_id}`),
    el('span', { class: 'quiet' },
      [client.integration_type, client.client_orgno, client.description].filter(Boolean).join(' · ')));
}
