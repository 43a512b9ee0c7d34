import { el, fill, refill } from '../../../shared/dom.js';
import { BulkJob, standing } from '../../jobs/bulk-job.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { tick } from '../../widgets/choice.js';
import { live } from '../../widgets/live.js';
import { saveFile } from '../../widgets/save-file.js';
import { bulkReport } from './bulk-report.js';
import { everything, filtered, filterParts } from './client-filter.js';
import { expiryPart } from './expiry-part.js';
import { clientExpiry } from './expiry-tag.js';
import { soon } from './soon.js';

/** @type {Set<string>} client_ids, kept while the page is open */
const chosen = new Set();

/** Which of them one sees, kept as well. */
const wanted = everything();

/** How many rows are drawn at once: the others come at a click. */
const PAGE = 100;
let shown = PAGE;

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
    else fill(body, administration.way === 'paste' ? alert('info', t('bulk.notByHand'), p(t('bulk.notByHand.do'))) : choosing(context, signal, draw));
  };
  draw();
  return el('div', { class: 'stack' },
    el('p', { class: 'ds-paragraph' }, el('a', { class: 'ds-link', href: '#klienter' }, t('client.back'))),
    el('section', { class: 'panel stack', id: 'bulk' },
      el('h2', { class: 'ds-heading', 'data-size': 'sm' }, t('bulk.title')), body));
}

/** @param {import('../../types.js').Context} context @param {AbortSignal} signal @param {() => void} draw */
function choosing(context, signal, draw) {
  const { t, administration, rotations, language } = context;
  const clients = () => (administration.clients ?? []).filter(({ active }) => active !== false);
  const found = () => filtered(wanted, clients(), administration.keys, language.locale);
  const count = el('p', { class: 'ds-paragraph', role: 'status', id: 'bulk-chosen' });
  const begin = button(t('bulk.begin'), () => {
    rotations.bulk = new BulkJob(context, clients().filter(({ client_id: id }) => chosen.has(id)));
    void rotations.bulk.go();
    draw();
  }, { id: 'bulk-begin', icon: 'key' });
  const say = () => {
    count.textContent = t(chosen.size > MOST ? 'bulk.tooMany' : 'bulk.chosen', { count: chosen.size, most: MOST });
    begin.disabled = chosen.size === 0 || chosen.size > MOST;
  };
  const list = el('div', { class: 'stack-tight', id: 'bulk-found' });
  const show = () => { refill(list, ...foundParts(context, found(), () => { shown += PAGE; show(); }, () => { show(); say(); }, say)); };
  const search = () => { shown = PAGE; show(); expiry.redraw(); };
  const expiry = expiryPart(context, found, signal);
  soon(administration, 'keys', signal).addEventListener('soon', show, { signal });
  show();
  say();
  return el('div', { class: 'stack' },
    p(t('bulk.about')),
    p(t('bulk.admin')),
    filterParts(context, 'bulk', wanted, search),
    expiry.element,
    list,
    count,
    el('div', { class: 'actions' }, begin));
}

/**
 * @param {import('../../types.js').Context} context
 * @param {Record<string, any>[]} found
 * @param {() => void} more
 * @param {() => void} many  many were chosen at once
 * @param {() => void} one  one was
 */
function foundParts(context, found, more, many, one) {
  const { t, administration } = context;
  const begun = found.filter((client) => context.rotations.isUnderWay(client));
  const choose = (/** @type {Record<string, any>[]} */ clients) => { for (const { client_id: id } of clients) chosen.add(id); many(); };
  const rest = found.length - shown;
  return [
    el('div', { class: 'actions' },
      button(t('bulk.all', { count: found.length }), () => choose(found), { id: 'bulk-all', variant: 'tertiary' }),
      begun.length ? button(t('bulk.begun', { count: begun.length }), () => choose(begun), { id: 'bulk-begun', variant: 'tertiary' }) : null,
      button(t('bulk.none'), () => { chosen.clear(); many(); }, { id: 'bulk-none', variant: 'tertiary' })),
    el('fieldset', { class: 'ds-fieldset choice-list' }, el('legend', { class: 'ds-label' }, t('bulk.which')),
      ...found.slice(0, shown).map((client) => tick({
        id: `bulk-${client.client_id}`,
        label: client.client_name || client.client_id,
        about: el('span', {}, el('span', { class: 'mono' }, client.client_id), ` · ${client.integration_type} `,
          ...clientExpiry(context, administration.keys.get(client.client_id))),
        checked: chosen.has(client.client_id),
        onchange: (checked) => { if (checked) chosen.add(client.client_id); else chosen.delete(client.client_id); one(); },
      }))),
    found.length === 0 ? p(t('bulk.noneFound')) : null,
    rest > 0 ? button(t('clients.more', { count: Math.min(rest, PAGE) }), more, { id: 'bulk-more', variant: 'secondary' }) : null,
  ];
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
  const heard = new EventTarget();
  for (const [target, type] of /** @type {[EventTarget, string][]} */ ([[bulk, 'change'], [vault, 'keys'], [state, 'change']]))
    soon(target, type, signal, heard);
  live(host, signal, [[heard, 'soon']], () => [progress(context, bulk), actions(context, bulk, over), list(context, bulk)], () => [
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
