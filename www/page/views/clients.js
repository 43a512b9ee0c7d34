import { el, fill } from '../../shared/dom.js';
import { live } from '../widgets/live.js';
import { bulkPage } from './clients/bulk-page.js';
import { clientPage } from './clients/client-page.js';
import { clientList } from './clients/client-list.js';
import { errandDesk } from './clients/errand-desk.js';
import { newClient } from './clients/new-client.js';
import { scopesPage } from './clients/scopes-page.js';
import { sessionLine } from './clients/session-line.js';
import { signInForm } from './clients/sign-in.js';
import { viewHeading } from './heading.js';

/** The clients of an organisation and their keys, by the self-service API. @type {import('../shell/shell.js').View} */
export function drawClients(context, host, signal, detail) {
  const { t, administration } = context;
  const body = el('div', { class: 'stack' });
  const session = el('div', {});
  const desk = el('div', {});
  fill(host, viewHeading(t('clients.title'), t('clients.lead')), session, desk, body);
  live(session, signal, [[administration, 'change']], (drawing) => [sessionLine(context, drawing)]);
  live(desk, signal, [[administration, 'errand']], (drawing) => [errandDesk(context, drawing)]);
  const isIn = () => administration.session !== null;
  live(body, signal, [[administration, 'change']], (drawing) => [inside(context, detail, drawing)], isIn);
}

/** @param {import('../types.js').Context} context @param {string} detail @param {AbortSignal} signal */
function inside(context, detail, signal) {
  if (detail === 'scopes') return scopesPage(context, signal);
  if (!context.administration.session) return signInForm(context, signal);
  if (detail === 'mange') return bulkPage(context, signal);
  if (detail === 'ny') return newClient(context, signal);
  return detail ? clientPage(context, detail, signal) : clientList(context, signal);
}
