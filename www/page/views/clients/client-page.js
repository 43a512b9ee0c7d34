import { el, fill } from '../../../shared/dom.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { live } from '../../widgets/live.js';
import { apiProblemBox, failureBox } from './explanations.js';
import { changePart } from './change-part.js';
import { keysPart } from './keys-part.js';
import { readScopes } from './read-scopes.js';
import { rotationPart } from './rotation-part.js';
import { scopesPart } from './scopes-part.js';

/**
 * One client: what it is, its keys, and what can be done to them.
 *
 * @param {import('../../types.js').Context} context
 * @param {string} clientId
 * @param {AbortSignal} signal
 */
export function clientPage(context, clientId, signal) {
  const { t, administration } = context;
  const trouble = el('div', { role: 'alert' });
  const body = el('div', { class: 'stack' });
  let client = administration.known.find(clientId);
  const page = new EventTarget();
  const load = async () => {
    fill(trouble);
    try {
      const outcome = await administration.call({ kind: 'read-client', clientId });
      if (signal.aborted) return;
      if (outcome.kind === 'client') {
        client = outcome.client;
        page.dispatchEvent(new Event('read'));
      } else fill(trouble, apiProblemBox(context, outcome));
    } catch (error) {
      fill(trouble, failureBox(context, error));
    }
  };
  live(body, signal, [[page, 'read']], (drawing) => (client ? parts(context, client, drawing) : []));
  if (!client) void load();
  administration.scopes.readOnce(context.environment());
  return el('div', { class: 'stack' },
    el('p', { class: 'ds-paragraph' }, el('a', { class: 'ds-link', href: '#klienter' }, t('client.back'))),
    trouble,
    body,
    el('div', { class: 'actions' }, button(t('client.read'), load, { id: 'client-read', variant: 'tertiary' })));
}

/** @param {import('../../types.js').Context} context @param {Record<string, any>} client @param {AbortSignal} signal */
function parts(context, client, signal) {
  const { t, administration } = context;
  const about = el('div', {});
  const scopes = el('section', { class: 'panel stack-tight', id: 'client-scopes', tabindex: '-1', 'aria-label': t('scopes.label') });
  const keys = el('section', { class: 'panel stack', id: 'client-keys' });
  const rotation = el('section', { class: 'panel stack', id: 'client-rotation' });
  const change = el('div', {});
  const shared = new EventTarget();
  let now = client;
  const written = (/** @type {Record<string, any>} */ fresh) => {
    now = fresh;
    shared.dispatchEvent(new Event('written'));
  };
  live(about, signal, [[shared, 'written']], () => [facts(context, now)]);
  showScopes(context, scopes, () => now, shared, signal);
  keysPart(context, keys, client, shared, signal);
  rotationPart(context, rotation, client, shared, signal);
  live(change, signal, [[administration, 'change']], (drawing) => [changePart(context, client, drawing, written)], () => administration.writes);
  return [about, scopes, keys, rotation, change];
}

/**
 * @param {import('../../types.js').Context} context
 * @param {HTMLElement} host
 * @param {() => Record<string, any>} client  as it was read or written last
 * @param {EventTarget} shared
 * @param {AbortSignal} signal
 */
function showScopes(context, host, client, shared, signal) {
  const { t, administration } = context;
  const trouble = el('div', { class: 'stack-tight', role: 'alert' });
  const list = el('div', { class: 'stack-tight' });
  const read = async () => {
    await readScopes(context, trouble);
    // The button was there until then.
    if (document.activeElement === document.body) host.focus({ preventScroll: true });
  };
  live(list, signal, [[administration, 'scopes'], [shared, 'written']], () => scopesPart(context, client(), read));
  // Apart from what is drawn again when the lists come: a press in that moment would be lost.
  const change = button(t('client.scopes.change'), beginChange, { id: 'client-scopes-change', variant: 'secondary' });
  fill(host, list, trouble, administration.writes ? el('div', { class: 'actions' }, change) : null);
}

function beginChange() {
  const part = document.getElementById('client-change');
  if (!(part instanceof HTMLDetailsElement)) return;
  part.open = true;
  focusWhenShown('change-scope-new', 30);
}

/** What unfolds takes the focus only when it has been painted. @param {string} id @param {number} frames  that it may take */
function focusWhenShown(id, frames) {
  const control = document.getElementById(id);
  control?.focus();
  if (control && document.activeElement !== control && frames > 0) requestAnimationFrame(() => focusWhenShown(id, frames - 1));
}

/** Shown first; the others as they came. The scopes have a part of their own. */
const FIRST = ['client_id', 'client_name', 'description', 'integration_type', 'client_orgno', 'active', 'created', 'last_updated'];

/** @param {import('../../types.js').Context} context @param {Record<string, any>} client */
function facts({ t }, client) {
  const names = [...FIRST.filter((name) => name in client), ...Object.keys(client).filter((name) => !FIRST.includes(name) && name !== 'scopes')];
  const text = (/** @type {unknown} */ value) => Array.isArray(value) ? value.join(' ') : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return el('section', { class: 'panel stack-tight', 'aria-labelledby': 'client-title' },
    el('h2', { class: 'ds-heading', 'data-size': 'sm', id: 'client-title' }, client.client_name || client.client_id),
    client.active === false ? p(el('strong', {}, t('client.inactive'))) : null,
    el('dl', { class: 'facts' },
      ...names.map((name) => el('div', {}, el('dt', { class: 'mono' }, name), el('dd', { class: 'mono' }, text(client[name]) || '–')))));
}
