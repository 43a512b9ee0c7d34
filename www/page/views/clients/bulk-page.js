import { el, fill } from '../../../shared/dom.js';
import { BulkJob, standing } from '../../jobs/bulk-job.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { tick } from '../../widgets/choice.js';
import { live } from '../../widgets/live.js';
import { saveFile } from '../../widgets/save-file.js';
import { bulkReport } from './bulk-report.js';

/** @type {Set<string>} client_ids, kept while the page is open */
const chosen = new Set();

/** More than this the vault does not hold beside others. */
const MOST = 500;

/**
 * New keys for many clients at once.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
export function bulkPage(context, signal) {
  const { t, rotations, administration } = context;
  const body = el('div', { class: 'stack' });
  const draw = () => {
    const { bulk } = rotations;
    if (bulk) follow(context, body, bulk, signal, draw);
    else fill(body, administration.way === 'paste' ? alert('info', t('bulk.notByHand'), p(t('bulk.notByHand.do'))) : choosing(context, draw));
  };
  draw();
  return el('div', { class: 'stack' },
    el('p', { class: 'ds-paragraph' }, el('a', { class: 'ds-link', href: '#klienter' }, t('client.back'))),
    el('section', { class: 'panel stack', id: 'bulk' },
      el('h2', { class: 'ds-heading', 'data-size': 'sm' }, t('bulk.title')), body));
}

/** @param {import('../../types.js').Context} context @param {() => void} draw */
function choosing(context, draw) {
  const { t, administration, rotations } = context;
  const clients = (administration.clients ?? []).filter(({ active }) => active !== false);
  const count = el('p', { class: 'ds-paragraph', role: 'status' });
  const begin = button(t('bulk.begin'), () => {
    rotations.bulk = new BulkJob(context, clients.filter(({ client_id: id }) => chosen.has(id)));
    void rotations.bulk.go();
    draw();
  }, { id: 'bulk-begin', icon: 'key' });
  const show = () => {
    count.textContent = t('bulk.chosen', { count: chosen.size });
    begin.disabled = chosen.size === 0 || chosen.size > MOST;
  };
  const rows = clients.map((client) => tick({
    id: `bulk-${client.client_id}`,
    label: client.client_name || client.client_id,
    about: el('span', {}, el('span', { class: 'mono' }, client.client_id), ` · ${client.integration_type}`),
    checked: chosen.has(client.client_id),
    onchange: (checked) => { if (checked) chosen.add(client.client_id); else chosen.delete(client.client_id); show(); },
  }));
  show();
  return el('div', { class: 'stack-tight' },
    p(t('bulk.about')),
    p(t('bulk.admin')),
    el('div', { class: 'actions' },
      button(t('bulk.all'), () => { for (const { client_id: id } of clients) chosen.add(id); draw(); }, { id: 'bulk-all', variant: 'tertiary' }),
      button(t('bulk.none'), () => { chosen.clear(); draw(); }, { id: 'bulk-none', variant: 'tertiary' })),
    el('fieldset', { class: 'ds-fieldset choice-list' }, el('legend', { class: 'ds-label' }, t('bulk.which')), ...rows),
    count,
    el('div', { class: 'actions' }, begin));
}

/**
 * @param {import('../../types.js').Context} context
 * @param {HTMLElement} host
 * @param {BulkJob} bulk
 * @param {AbortSignal} signal
 * @param {() => void} over  another choice is to be made
 */
function follow(context, host, bulk, signal, over) {
  const { vault, state } = context;
  // Hundreds of steps a minute: drawn twice a second at most.
  const ticker = new EventTarget();
  let due = 0;
  const soon = () => { due ||= window.setTimeout(() => { due = 0; ticker.dispatchEvent(new Event('tick')); }, 300); };
  for (const [target, type] of /** @type {[EventTarget, string][]} */ ([[bulk, 'change'], [vault, 'keys'], [state, 'change']]))
    target.addEventListener(type, soon, { signal });
  live(host, signal, [[ticker, 'tick']], () => [progress(context, bulk), actions(context, bulk, over), list(context, bulk)], () => [
    bulk.running, bulk.jobs.map((job) => [standing(job), job.rotation.phase, job.card?.saved]),
  ]);
}

/** @param {import('../../types.js').Context} context @param {BulkJob} bulk */
function progress({ t }, bulk) {
  const { waiting, running, ready, done, failed } = bulk.counts;
  const total = bulk.jobs.length;
  return el('div', { class: 'stack-tight' },
    el('progress', { class: 'bar', max: String(total), value: ready + done + failed, 'aria-label': t('bulk.title') }),
    el('p', { class: 'ds-paragraph', role: 'status', id: 'bulk-counts' },
      t('bulk.counts', { total, waiting, running, ready, done, failed })));
}

/** @param {import('../../types.js').Context} context @param {BulkJob} bulk @param {() => void} over */
function actions(context, bulk, over) {
  const { t, vault, rotations, environment } = context;
  const { waiting, ready, failed } = bulk.counts;
  if (bulk.running) {
    return el('div', { class: 'actions' }, button(t('bulk.pause'), () => bulk.pause(), { id: 'bulk-pause', variant: 'secondary' }));
  }
  const mine = bulk.jobs.filter(({ rotation }) => rotation.phase === 'handing-over');
  const handles = mine.flatMap(({ card }) => (card ? [card.handle] : []));
  const names = mine.flatMap(({ card, client }) => (card ? [String(client.client_name || client.client_id)] : []));
  const saved = mine.every(({ card }) => card?.saved);
  const handedOver = button(t('bulk.handedOver'), () => void bulk.handedOver(), { id: 'bulk-handed-over' });
  handedOver.disabled = !saved;
  const save = (/** @type {'md'|'json'|'csv'} */ form) =>
    saveFile(`nokkelbytte-${environment().name}.${form}`, bulkReport(context, bulk.jobs, form), form === 'csv' ? 'text/csv;charset=utf-8' : undefined);
  return el('div', { class: 'stack-tight' },
    ready ? p(t('bulk.ready.about')) : null,
    el('div', { class: 'actions' },
      waiting ? button(t('bulk.goOn'), () => void bulk.go(), { id: 'bulk-go' }) : null,
      ready ? button(t('bulk.save'), () => void vault.showExport(handles, names), { id: 'bulk-save', icon: 'lock', variant: saved ? 'secondary' : 'primary' }) : null,
      ready ? handedOver : null,
      failed ? button(t('bulk.retry', { count: failed }), () => void bulk.retry(), { id: 'bulk-retry', variant: 'secondary' }) : null),
    el('div', { class: 'actions' },
      ...(/** @type {const} */ (['md', 'json', 'csv'])).map((form) =>
        button(t(`bulk.report.${form}`), () => save(form), { id: `bulk-${form}`, variant: 'tertiary', icon: 'save' })),
      button(t('bulk.another'), () => { rotations.bulk = null; chosen.clear(); over(); }, { id: 'bulk-another', variant: 'tertiary' })));
}

const COLOURS = { waiting: 'neutral', running: 'info', ready: 'warning', done: 'success', failed: 'danger' };

/** @param {import('../../types.js').Context} context @param {BulkJob} bulk */
function list({ t }, bulk) {
  return el('ul', { class: 'entries' }, ...bulk.jobs.map((job) => {
    const now = standing(job);
    const last = job.rotation.log.at(-1);
    return el('li', { 'data-standing': now },
      el('a', { class: 'ds-link', href: `#klienter/${job.rotation.clientId}` }, job.client.client_name || job.rotation.clientId),
      el('span', { class: 'ds-tag', 'data-color': COLOURS[now] }, t(`bulk.standing.${now}`)),
      last ? el('span', { class: 'quiet' }, `${t(`rotation.log.${last.code}`)} ${last.about.join(' ')}`) : null);
  }));
}
