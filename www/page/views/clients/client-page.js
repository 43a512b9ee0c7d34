import { el, fill } from '../../../shared/dom.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { live } from '../../widgets/live.js';
import { apiProblemBox, failureBox } from './explanations.js';
import { changePart } from './change-part.js';
import { keysPart } from './keys-part.js';
import { rotationPart } from './rotation-part.js';

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
  const known = () => administration.clients?.find((one) => one.client_id === clientId) ?? null;
  let client = known();
  const draw = () => { if (client) fill(body, ...parts(context, client, signal)); };
  const load = async () => {
    fill(trouble);
    try {
      const outcome = await readClient(administration, clientId);
      if (signal.aborted) return;
      if (outcome.kind === 'client') {
        client = outcome.client;
        draw();
      } else fill(trouble, apiProblemBox(context, outcome));
    } catch (error) {
      fill(trouble, failureBox(context, error));
    }
  };
  draw();
  if (!client) void load();
  return el('div', { class: 'stack' },
    el('p', { class: 'ds-paragraph' }, el('a', { class: 'ds-link', href: '#klienter' }, t('client.back'))),
    trouble,
    body,
    el('div', { class: 'actions' }, button(t('client.read'), load, { id: 'client-read', variant: 'tertiary' })));
}

/**
 * One deployment answers 500 for a single client: then it is found in the list.
 *
 * @param {import('../../self-service/administration.js').Administration} administration
 * @param {string} clientId
 * @returns {Promise<import('../../types.js').ApiOutcome>}
 */
async function readClient(administration, clientId) {
  const outcome = await administration.call({ kind: 'read-client', clientId });
  if (outcome.kind !== 'refused' || outcome.refusal.code !== 'server-error') return outcome;
  const all = await administration.list();
  const client = all.kind === 'clients' && all.clients.find((one) => one.client_id === clientId);
  return client ? { kind: 'client', client } : outcome;
}

/** @param {import('../../types.js').Context} context @param {Record<string, any>} client @param {AbortSignal} signal */
function parts(context, client, signal) {
  const keys = el('section', { class: 'panel stack', id: 'client-keys' });
  const rotation = el('section', { class: 'panel stack', id: 'client-rotation' });
  const shared = new EventTarget();
  keysPart(context, keys, client, shared, signal);
  rotationPart(context, rotation, client, shared, signal);
  const change = el('div', {});
  live(change, signal, [[context.administration, 'change']], () => [changePart(context, client)], () => context.administration.writes);
  return [facts(context, client), keys, rotation, change];
}

/** Shown under names of their own; the others as they came. */
const FIRST = ['client_id', 'client_name', 'description', 'integration_type', 'scopes', 'client_orgno', 'active', 'created', 'last_updated'];

/** @param {import('../../types.js').Context} context @param {Record<string, any>} client */
function facts({ t }, client) {
  const names = [...FIRST.filter((name) => name in client), ...Object.keys(client).filter((name) => !FIRST.includes(name))];
  const text = (/** @type {unknown} */ value) => Array.isArray(value) ? value.join(' ') : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return el('section', { class: 'panel stack-tight', 'aria-labelledby': 'client-title' },
    el('h2', { class: 'ds-heading', 'data-size': 'sm', id: 'client-title' }, client.client_name || client.client_id),
    client.active === false ? p(el('strong', {}, t('client.inactive'))) : null,
    el('dl', { class: 'facts' },
      ...names.map((name) => el('div', {}, el('dt', { class: 'mono' }, name), el('dd', { class: 'mono' }, text(client[name]) || '–')))));
}
