import { el, fill, refill } from '../../../shared/dom.js';
import { BulkJob, isLost, isSaved, standing } from '../../jobs/bulk-job.js';
import { keptWhileSignedIn } from '../../self-service/kept-while-signed-in.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { tick } from '../../widgets/choice.js';
import { live } from '../../widgets/live.js';
import { saveFile } from '../../widgets/save-file.js';
import { today } from '../../today.js';
import { bulkReport } from './bulk-report.js';
import { everything, filtered, filterParts } from './client-filter.js';
import { apiProblemBox, failureBox, troubleText } from './explanations.js';
import { expiryPart } from './expiry-part.js';
import { clientExpiry } from './expiry-tag.js';
import { OldKeys, oldKeysPart } from './old-keys-part.js';
import { soon } from './soon.js';

/** How many rows are drawn at once: the others come at a click. */
const PAGE = 100;

/** `chosen`: client_ids; `wanted`: which of the clients one sees. */
const choiceOf = keptWhileSignedIn(() => ({ /** @type {Set<string>} */ chosen: new Set(), wanted: everything(), shown: PAGE }));

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
  const trouble = el('div', { role: 'alert' });
  const load = async () => {
    try {
      fill(trouble, apiProblemBox(context, await administration.list()));
    } catch (error) {
      fill(trouble, failureBox(context, error));
    }
    if (!signal.aborted && !rotations.bulk) draw();
  };
  const draw = () => {
    const { bulk } = rotations;
    if (bulk) follow(context, body, bulk, signal, draw);
    else fill(body, administration.way === 'paste' ? alert('info', t('bulk.notByHand'), p(t('bulk.notByHand.do'))) : choosing(context, signal, draw));
  };
  draw();
  if (!administration.clients && administration.way !== 'paste') void load();
  return el('div', { class: 'stack' },
    el('p', { class: 'ds-paragraph' }, el('a', { class: 'ds-link', href: '#klienter' }, t('client.back'))),
    el('section', { class: 'panel stack', id: 'bulk' },
      el('h2', { class: 'ds-heading', 'data-size': 'sm' }, t('bulk.title')), trouble, body));
}

/** @param {import('../../types.js').Context} context @param {AbortSignal} signal @param {() => void} draw */
function choosing(context, signal, draw) {
  const { t, administration, rotations, language } = context;
  const choice = choiceOf(administration);
  const { chosen, wanted } = choice;
  const clients = () => (administration.clients ?? []).filter(({ active }) => active !== false);
  const found = (all = wanted) => filtered(all, clients(), administration.keys, language.locale);
  const count = el('p', { class: 'ds-paragraph', role: 'status', id: 'bulk-chosen' });
  const open = (/** @type {Record<string, any>[]} */ some, /** @type {boolean} */ afresh) => {
    rotations.bulk = new BulkJob(context, some, afresh);
    if (afresh) void rotations.bulk.go();
    draw();
  };
  const begin = button(
    t('bulk.begin'),
    () => open(clients().filter(({ client_id: id }) => chosen.has(id)), true),
    { id: 'bulk-begin', icon: 'key' },
  );
  const begun = clients().filter((client) => rotations.isUnderWay(client));
  const say = () => {
    count.textContent = t(chosen.size > MOST ? 'bulk.tooMany' : 'bulk.chosen', { count: chosen.size, most: MOST });
    begin.disabled = chosen.size === 0 || chosen.size > MOST;
  };
  const list = el('div', { class: 'stack-tight', id: 'bulk-found' });
  const show = () => { refill(list, ...foundParts(context, found(), choice, { more: () => { choice.shown += PAGE; show(); }, many: () => { show(); say(); }, one: say })); };
  const search = () => { choice.shown = PAGE; show(); expiry.redraw(); };
  const expiry = expiryPart(context, () => found({ ...wanted, expiry: '' }), signal);
  soon(administration, 'keys', signal).addEventListener('soon', show, { signal });
  show();
  say();
  return el('div', { class: 'stack' },
    p(t('bulk.about')),
    p(t('bulk.admin')),
    begun.length
      ? alert('info', null, p(t('bulk.begun.about', { count: begun.length })), el('div', { class: 'actions' },
        button(t('bulk.begun'), () => open(begun, false), { id: 'bulk-begun', variant: 'secondary' })))
      : null,
    filterParts(context, 'bulk', wanted, search),
    expiry.element,
    list,
    count,
    el('div', { class: 'actions' }, begin));
}

/**
 * @param {import('../../types.js').Context} context
 * @param {Record<string, any>[]} found
 * @param {ReturnType<typeof choiceOf>} choice
 * @param {{more: () => void, many: () => void, one: () => void}} hear  more rows are wanted; many were chosen at once; one was
 */
function foundParts(context, found, { chosen, shown }, { more, many, one }) {
  const { t, administration } = context;
  const choose = (/** @type {Record<string, any>[]} */ clients) => { for (const { client_id: id } of clients) chosen.add(id); many(); };
  const rest = found.length - shown;
  // The key that one is signed in with is replaced by itself.
  const own = administration.session?.credential?.clientId;
  const others = found.filter(({ client_id: id }) => id !== own);
  return [
    el('div', { class: 'actions' },
      button(t('bulk.all', { count: others.length }), () => choose(others), { id: 'bulk-all', variant: 'tertiary' }),
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
  const { vault, state, administration, survey } = context;
  const removal = new OldKeys();
  const heard = new EventTarget();
  for (const [target, type] of /** @type {[EventTarget, string][]} */ ([[bulk, 'change'], [vault, 'keys'], [state, 'change'], [administration, 'keys'], [survey, 'change']]))
    soon(target, type, signal, heard);
  live(host, signal, [[heard, 'soon'], [removal, 'change']], () => [progress(context, bulk), ...actions(context, bulk, removal, over), list(context, bulk)], () => [
    bulk.running, bulk.trouble, bulk.jobs.map((job) => [standing(job), job.rotation.phase, job.trouble, isSaved(job)]),
    removal.days, removal.asked, bulk.oldKeys(removal.days).length, administration.keys.size,
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

/** @param {import('../../types.js').Context} context @param {BulkJob} bulk @param {OldKeys} removal @param {() => void} over */
function actions(context, bulk, removal, over) {
  const { t, rotations } = context;
  const { waiting, ready, failed } = bulk.counts;
  if (bulk.running) {
    return [el('div', { class: 'actions' }, button(t('bulk.pause'), () => bulk.pause(), { id: 'bulk-pause', variant: 'secondary' }))];
  }
  return [
    bulk.trouble ? alert('warning', t('rotation.interrupted'), p(troubleText(context, bulk.trouble))) : null,
    ready ? handOver(context, bulk) : null,
    el('div', { class: 'actions' },
      waiting ? button(t('bulk.goOn'), () => void bulk.go(), { id: 'bulk-go' }) : null,
      failed ? button(t('bulk.retry', { count: failed }), () => void bulk.retry(), { id: 'bulk-retry', variant: 'secondary' }) : null),
    bulk.jobs.some(({ rotation }) => rotation.phase === 'both') ? oldKeysPart(context, bulk, removal) : null,
    el('div', { class: 'actions' },
      ...(/** @type {const} */ (['md', 'json', 'csv'])).map((form) =>
        button(t(`bulk.report.${form}`), () => saveReport(context, bulk, form), { id: `bulk-${form}`, variant: 'tertiary', icon: 'save' })),
      button(t('bulk.another'), () => { rotations.bulk = null; choiceOf(context.administration).chosen.clear(); over(); }, { id: 'bulk-another', variant: 'tertiary' })),
  ];
}

/** The private parts are saved together, and then it is the person's word. @param {import('../../types.js').Context} context @param {BulkJob} bulk */
function handOver(context, bulk) {
  const { t, vault } = context;
  const ready = bulk.jobs.filter((job) => standing(job) === 'ready');
  const here = ready.flatMap(({ card, client }) => (card ? [{ card, name: [client.client_name, client.client_id].filter(Boolean).join(' ') }] : []));
  const saved = ready.filter(isSaved).length;
  const save = () => vault.showExport(here.map(({ card }) => card.handle), here.map(({ name }) => name));
  const handedOver = button(t('bulk.handedOver'), () => void bulk.handedOver(), { id: 'bulk-handed-over' });
  handedOver.disabled = saved < ready.length;
  return el('div', { class: 'stack-tight' },
    p(t('bulk.ready.about')),
    el('div', { class: 'actions' },
      here.length
        ? button(t('bulk.save'), () => void save(), { id: 'bulk-save', icon: 'lock', variant: saved === ready.length ? 'secondary' : 'primary' })
        : null,
      handedOver));
}

/** @param {import('../../types.js').Context} context @param {BulkJob} bulk @param {'md'|'json'|'csv'} form */
function saveReport(context, bulk, form) {
  const name = `nokkelbytte-${context.environment().name}-${today()}.${form}`;
  saveFile(name, bulkReport(context, bulk.jobs, form), form === 'csv' ? 'text/csv;charset=utf-8' : undefined);
}

const COLOURS = { waiting: 'neutral', running: 'info', ready: 'warning', done: 'success', failed: 'danger' };

/** @param {import('../../types.js').Context} context @param {BulkJob} bulk */
function list(context, bulk) {
  const { t } = context;
  return el('ul', { class: 'entries' }, ...bulk.jobs.map((job) => {
    const now = standing(job);
    const last = job.rotation.log.at(-1);
    return el('li', { 'data-standing': now },
      el('a', { class: 'ds-link', href: `#klienter/${job.rotation.clientId}` }, job.client.client_name || job.rotation.clientId),
      el('span', { class: 'ds-tag', 'data-color': COLOURS[now] }, t(job.rotation.phase === 'both' ? 'bulk.standing.both' : `bulk.standing.${now}`)),
      last ? el('span', { class: 'quiet' }, `${t(`rotation.log.${last.code}`)} ${last.about.join(' ')}`) : null,
      isLost(job) ? el('span', { class: 'quiet' }, t('rotation.lost')) : null,
      job.trouble ? el('span', { class: 'quiet' }, troubleText(context, job.trouble)) : null);
  }));
}
