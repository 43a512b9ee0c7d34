import { el, refill } from '../../../shared/dom.js';
import { calendar } from '../../files/calendar.js';
import { csv } from '../../../shared/csv.js';
import { daysLeft, expiryOf, stopsWithin } from '../../self-service/expiry.js';
import { today } from '../../today.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { saveFile } from '../../widgets/save-file.js';
import { apiProblemBox } from './explanations.js';
import { soon } from './soon.js';

/**
 * When the keys of the clients in sight end: reading them, and taking the dates along.
 *
 * @param {import('../../types.js').Context} context
 * @param {() => Record<string, any>[]} clients  those in sight
 * @param {AbortSignal} signal
 */
export function expiryPart(context, clients, signal) {
  const { administration, survey } = context;
  const element = el('section', { class: 'panel stack-tight', id: 'expiry', 'aria-labelledby': 'expiry-title' });
  const redraw = () => {
    element.hidden = administration.clients === null;
    if (administration.clients) refill(element, ...parts(context, clients()));
  };
  const heard = new EventTarget();
  soon(survey, 'change', signal, heard);
  soon(administration, 'keys', signal, heard);
  soon(administration, 'clients', signal, heard);
  // By another way of the calls, there is another thing to say.
  soon(administration, 'change', signal, heard);
  heard.addEventListener('soon', redraw, { signal });
  redraw();
  return { element, redraw };
}

/** @param {import('../../types.js').Context} context @param {Record<string, any>[]} clients */
function parts(context, clients) {
  const { t, administration, survey } = context;
  const active = clients.filter(({ active: isActive }) => isActive !== false);
  const read = active.filter(({ client_id: id }) => administration.keys.has(id));
  const unread = active.length - read.length;
  return [
    el('h2', { class: 'ds-heading', 'data-size': '2xs', id: 'expiry-title' }, t('expiry.title')),
    administration.way === 'paste' ? p(t('expiry.notByHand')) : null,
    read.length ? el('p', { class: 'ds-paragraph', role: 'status', id: 'expiry-counts' }, counts(context, read, unread)) : null,
    survey.running ? progress(context) : problems(context),
    el('div', { class: 'actions' },
      survey.running
        ? button(t('expiry.stop'), () => survey.stop(), { id: 'expiry-stop', variant: 'secondary' })
        : unread && administration.way !== 'paste'
          ? button(t(read.length ? 'expiry.readRest' : 'expiry.read', { count: unread }),
            () => void survey.read(active.map(({ client_id: id }) => id)), { id: 'expiry-read', variant: 'secondary' })
          : null,
      read.length
        ? button(t('expiry.calendar'), () => saveCalendar(context, read), { id: 'expiry-ics', variant: 'tertiary', icon: 'calendar' })
        : null,
      read.length
        ? button(t('expiry.csv'), () => saveOverview(context, read), { id: 'expiry-csv', variant: 'tertiary', icon: 'save' })
        : null),
    read.length ? el('p', { class: 'ds-paragraph quiet' }, t('expiry.calendar.about')) : null,
  ];
}

/** @param {import('../../types.js').Context} context @param {Record<string, any>[]} read @param {number} unread */
function counts({ t, administration }, read, unread) {
  const all = read.map(({ client_id: id }) => expiryOf(administration.keys.get(id) ?? []));
  const having = all.filter(({ count }) => count > 0);
  const within = (/** @type {number} */ days) => having.filter((one) => one.works && stopsWithin(one, days)).length;
  return [
    t('expiry.counts', {
      count: read.length, stopped: having.filter(({ works }) => !works).length,
      week: within(7), month: within(30), two: within(60), none: all.length - having.length,
    }),
    unread ? t('expiry.unread', { count: unread }) : '',
  ].join(' ').trim();
}

/** @param {import('../../types.js').Context} context */
function progress({ t, survey }) {
  return el('div', { class: 'stack-tight' },
    el('progress', { class: 'bar', max: String(Math.max(1, survey.total)), value: survey.done, 'aria-label': t('expiry.title') }),
    p(t('expiry.progress', { done: survey.done, total: survey.total })));
}

/** @param {import('../../types.js').Context} context */
function problems(context) {
  const { t, survey } = context;
  if (survey.problem) return apiProblemBox(context, survey.problem);
  const [first] = survey.failed.values();
  if (!first) return null;
  return el('div', { class: 'stack-tight' },
    alert('warning', null, p(t('expiry.failed', { count: survey.failed.size }))),
    apiProblemBox(context, first));
}

/** One date a key, with its client. @param {import('../../types.js').Context} context @param {Record<string, any>[]} clients */
function saveCalendar({ t, administration, environment, language }, clients) {
  const events = clients.flatMap((client) => (administration.keys.get(client.client_id) ?? []).flatMap((key) => {
    if (key.expires === null || daysLeft(key.expires) < 0) return [];
    const end = new Date(key.expires * 1000);
    const values = {
      client: client.client_name || client.client_id, id: client.client_id, kid: String(key.name), date: language.date(end),
      environment: t(`environment.${environment().name}`),
    };
    return [{ title: t('expiry.date', values), about: t('expiry.date.about', values), uid: `${client.client_id}-${key.name}-${key.expires}`, end }];
  }));
  saveFile(`utlop-${environment().name}-${today()}.ics`, calendar(events), 'text/calendar;charset=utf-8');
}

/** One row a key; a client without keys has one too. @param {import('../../types.js').Context} context @param {Record<string, any>[]} clients */
function saveOverview({ administration, environment }, clients) {
  const head = ['client_id', 'client_name', 'integration_type', 'client_orgno', 'kid', 'kty', 'alg', 'bits', 'thumbprint', 'expires', 'days_left'];
  const rows = clients.flatMap((client) => {
    const about = [client.client_id, client.client_name, client.integration_type, client.client_orgno].map((value) => String(value ?? ''));
    const keys = administration.keys.get(client.client_id) ?? [];
    if (keys.length === 0) return [[...about, '', '', '', '', '', '', '']];
    return keys.map(({ kid, keyType, algorithm, bits, thumbprint, expires }) => [
      ...about, kid ?? '', keyType ?? '', algorithm ?? '', bits ? String(bits) : '', thumbprint ?? '',
      expires === null ? '' : new Date(expires * 1000).toISOString(), expires === null ? '' : String(daysLeft(expires)),
    ]);
  });
  saveFile(`nokler-${environment().name}-${today()}.csv`, csv([head, ...rows]), 'text/csv;charset=utf-8');
}
