import { el, fill } from '../../../shared/dom.js';
import { recordPlace } from '../../state.js';
import { today } from '../../today.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { tick } from '../../widgets/choice.js';
import { countdown } from '../../widgets/countdown.js';
import { live } from '../../widgets/live.js';
import { saveFile } from '../../widgets/save-file.js';
import { changeProblemBox, explanationBox, troubleText } from './explanations.js';
import { rotationReport } from './rotation-report.js';

/**
 * The rotation of a client's key: one button begins, the rest is told step by step.
 *
 * @param {import('../../types.js').Context} context
 * @param {HTMLElement} host
 * @param {Record<string, any>} client
 * @param {EventTarget} shared  hears `changed` when the client's keys have been changed
 * @param {AbortSignal} signal
 */
export function rotationPart(context, host, client, shared, signal) {
  const { t, administration, vault } = context;
  const job = context.rotations.of(client);
  let before = job.rotation.phase;
  const asked = new Asked();
  const body = el('div', { class: 'stack-tight' });
  fill(host, el('h3', { class: 'ds-heading', 'data-size': 'xs' }, t('rotation.title')), body);
  job.addEventListener('change', () => {
    const { phase } = job.rotation;
    if (phase !== before && CHANGED.has(phase)) shared.dispatchEvent(new Event('changed'));
    before = phase;
  }, { signal });
  const shows = () => [
    job.rotation, job.running, job.waitsUntil, job.trouble, job.card?.handle, job.card?.saved, job.saved,
    administration.writes, asked.what,
  ];
  live(body, signal, [[job, 'change'], [vault, 'keys'], [administration, 'change'], [asked, 'change']], (drawing) =>
    administration.writes ? parts(context, job, asked, drawing) : [p(t('rotation.readOnly'))], shows);
}

/** What was asked for once and is done at the second press. */
class Asked extends EventTarget {
  /** @type {string|null} */
  what = null;

  /** @param {string|null} what */
  set(what) {
    this.what = what;
    this.dispatchEvent(new Event('change'));
  }
}

/** The client's keys are others than before. */
const CHANGED = new Set(['proving', 'handing-over', 'finished', 'rolled-back']);

const STEPS = /** @type {const} */ (['making', 'adding', 'proving', 'handing-over', 'both', 'removing-old']);

/** @param {import('../../types.js').Context} context @param {import('../../jobs/rotation-job.js').RotationJob} job @param {Asked} asked @param {AbortSignal} drawing */
function parts(context, job, asked, drawing) {
  const { t } = context;
  const { phase, log } = job.rotation;
  const isNew = phase === 'planned';
  return [
    isNew ? p(t('rotation.about')) : stepList(context, job),
    problem(context, job),
    job.trouble ? alert('warning', t('rotation.interrupted'), p(troubleText(context, job.trouble))) : null,
    ...turn(context, job, asked, drawing),
    log.length ? reportPart(context, job) : null,
  ];
}

/** @param {import('../../types.js').Context} context @param {import('../../jobs/rotation-job.js').RotationJob} job */
function stepList({ t }, job) {
  const { phase } = job.rotation;
  if (phase === 'rolled-back') return p(el('strong', {}, t('rotation.phase.rolled-back')));
  if (phase === 'rolling-back') return el('p', { class: 'ds-paragraph', role: 'status' }, t('rotation.phase.rolling-back'));
  const at = job.rotation.stoppedIn ?? phase;
  const done = phase === 'finished' ? STEPS.length : STEPS.findIndex((step) => step === at);
  return el('ol', { class: 'rotation-steps' }, ...STEPS.map((step, index) => el('li', {
    'data-state': index < done ? 'done' : index === done ? 'now' : 'later',
    'aria-current': index === done ? 'step' : null,
  }, t(`rotation.phase.${step}`), index < done ? el('span', { class: 'ds-sr-only' }, ` ${t('stepper.done')}`) : null)));
}

/** @param {import('../../types.js').Context} context @param {import('../../jobs/rotation-job.js').RotationJob} job */
function problem(context, job) {
  const { t } = context;
  const { problem: what } = job.rotation;
  if (!what) return null;
  if (what.kind === 'change') return changeProblemBox(context, what.problem);
  if (what.kind === 'proof') return explanationBox(context, what.outcome);
  return alert('danger', t('rotation.notMade'), p(t('work.failed', { code: what.code })));
}

/** There the private part of the new key is needed to go on. */
const NEEDS_PRIVATE = new Set(['adding', 'proving', 'handing-over']);

/** What can be done now. @param {import('../../types.js').Context} context @param {import('../../jobs/rotation-job.js').RotationJob} job @param {Asked} asked @param {AbortSignal} drawing */
function turn(context, job, asked, drawing) {
  const { t } = context;
  const { phase, stoppedIn } = job.rotation;
  if (job.running) return running(context, job, drawing);
  const go = (/** @type {string} */ text) => button(text, () => void job.go(), { id: 'rotation-go', icon: 'key' });
  const back = backButton(context, job, asked);
  switch (phase) {
    case 'planned': return [el('div', { class: 'actions' }, go(t('rotation.begin')))];
    case 'rolled-back': return [el('div', { class: 'actions' }, go(t('rotation.anew')))];
    case 'handing-over': return handOver(context, job, back);
    case 'both': return removeOld(context, job, back);
    case 'finished': return [alert('success', t('rotation.finished'), p(t('rotation.finished.about'))),
      el('div', { class: 'actions' }, button(t('rotation.another'), () => forget(context, job), { id: 'rotation-another', variant: 'secondary' }))];
    default: return [
      NEEDS_PRIVATE.has(stoppedIn ?? phase) && !job.card ? alert('warning', t('rotation.lost'), p(t('rotation.lost.about'))) : null,
      el('div', { class: 'actions' }, go(t('rotation.goOn')), back),
    ];
  }
}

/**
 * Takes the new key away: at the second press where it may be in use, or where no other key works.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../jobs/rotation-job.js').RotationJob} job
 * @param {Asked} asked
 */
function backButton({ t, portal }, job, asked) {
  const offer = portal.rollBackOffer(job.rotation);
  if (offer === 'none') return null;
  const evenIfLast = offer === 'even-if-last';
  const what = `${offer} ${job.rotation.newKey?.kid ?? ''}`;
  const isSure = offer === 'once' || asked.what === what;
  const words = evenIfLast ? 'rotation.backLast' : 'rotation.back';
  return button(t(isSure && offer !== 'once' ? `${words}.sure` : words), () => {
    asked.set(isSure ? null : what);
    if (isSure) void job.run({ kind: 'roll-back', evenIfLast });
  }, { id: 'rotation-back', variant: isSure && offer !== 'once' ? 'primary' : 'tertiary', color: 'danger' });
}

/** @param {import('../../types.js').Context} context @param {import('../../jobs/rotation-job.js').RotationJob} job @param {AbortSignal} drawing */
function running(context, job, drawing) {
  const { t } = context;
  const total = Math.max(1, Math.round((job.waitsUntil - Date.now()) / 1000));
  return [
    job.waitsUntil
      ? countdown(context, { end: job.waitsUntil, total, signal: drawing, over: () => {}, text: (seconds) => t('rotation.waits', { seconds }) })
      : el('progress', { class: 'bar', 'aria-label': t('rotation.title') }),
    job.rotation.phase === 'proving' ? p(t('rotation.proving.about')) : null,
    el('div', { class: 'actions' },
      button(t('rotation.pause'), () => job.pause(), { id: 'rotation-pause', variant: 'secondary' })),
  ];
}

/** @param {import('../../types.js').Context} context @param {import('../../jobs/rotation-job.js').RotationJob} job @param {HTMLElement|null} back */
function handOver(context, job, back) {
  const { t, vault, state } = context;
  const { card, saved } = job;
  const next = button(t('rotation.handedOver'), () => void job.run({ kind: 'handed-over' }), { id: 'rotation-handed-over' });
  next.disabled = !saved;
  // The vault says of what it saved that it is; of a copy, or when the key is gone from it, the person does.
  const byOwnWord = tick({
    id: 'rotation-saved',
    label: t('rotation.saved'),
    checked: saved,
    onchange: (checked) => {
      const others = state.session.savedByOwnWord.filter((handle) => handle !== card?.handle);
      state.updateSession({ savedByOwnWord: checked && card ? [...others, card.handle] : others });
      job.sayIsSaved(checked);
    },
  });
  return [
    p(t(job.rotation.provable ? 'rotation.handOver.about' : 'rotation.handOver.untried')),
    card
      ? el('div', { class: 'actions' },
        button(t('rotation.toVault'), () => vault.show('key', card.handle), { id: 'rotation-vault', variant: 'secondary', icon: 'lock' }),
        button(t('use.go'), () => putToUse(context, job, card.handle), { id: 'rotation-use', variant: 'tertiary', icon: 'use' }))
      : saved ? null : alert('warning', t('rotation.lost'), p(t('rotation.lost.about'))),
    card?.saved ? null : byOwnWord,
    el('div', { class: 'actions' }, next,
      card || saved ? null : button(t('rotation.goOn'), () => void job.go(), { id: 'rotation-go', variant: 'secondary' }), back),
  ];
}

/**
 * On to where the key is put to use, for this client.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../jobs/rotation-job.js').RotationJob} job
 * @param {number} handle
 */
function putToUse({ state, environment, go }, { client, rotation: { clientId } }, handle) {
  const handOverFor = { clientId, name: String(client.client_name ?? clientId), scopes: listOf(client.scopes) };
  const { records } = state.session;
  const at = recordPlace(environment().name, handle);
  state.updateSession({
    keyHandle: handle, kid: null, handOverFor, records: { ...records, [at]: { posted: today(), ...records[at] } },
  });
  go('#ta-i-bruk');
}

/** @param {unknown} value @returns {string[]} */
function listOf(value) {
  return Array.isArray(value) ? value.map(String) : [];
}

/** @param {import('../../types.js').Context} context @param {import('../../jobs/rotation-job.js').RotationJob} job @param {HTMLElement|null} back */
function removeOld({ t }, job, back) {
  const old = job.rotation.old.map(String);
  // Of several, some may be another system's: the person says which.
  const chosen = new Set(old.length === 1 ? old : []);
  if (old.length === 0) return [alert('success', t('rotation.finished'), p(t('rotation.noOld')))];
  const remove = button(t('rotation.removeOld'), () => void job.run({ kind: 'remove-old', keys: /** @type {any} */ ([...chosen]) }), { id: 'rotation-remove-old' });
  remove.disabled = chosen.size === 0;
  return [
    p(t('rotation.both.about')),
    el('fieldset', { class: 'ds-fieldset choice-list' },
      el('legend', { class: 'ds-label' }, t('rotation.old')),
      ...old.map((name) => tick({
        id: `old-${name}`, label: el('span', { class: 'mono' }, name), checked: chosen.has(name),
        onchange: (checked) => { if (checked) chosen.add(name); else chosen.delete(name); remove.disabled = chosen.size === 0; },
      }))),
    el('div', { class: 'actions' }, remove, back),
  ];
}

/** What was done, line by line, and as a file. @param {import('../../types.js').Context} context @param {import('../../jobs/rotation-job.js').RotationJob} job */
function reportPart(context, job) {
  const { t, language } = context;
  const save = (/** @type {'md'|'json'} */ form) => saveFile(`${job.rotation.clientId}.${form}`, rotationReport(context, job.client, job.rotation, form));
  return el('div', { class: 'stack-tight' },
    el('ol', { class: 'entries', id: 'rotation-log' }, ...job.rotation.log.map(({ at, code, about }) => el('li', {},
      el('span', { class: 'mono quiet' }, language.moment(new Date(at * 1000))), ' ', t(`rotation.log.${code}`), ' ',
      el('span', { class: 'mono' }, about.join(' '))))),
    el('div', { class: 'actions' },
      button(t('rotation.report.md'), () => save('md'), { id: 'report-md', variant: 'tertiary', icon: 'save' }),
      button(t('rotation.report.json'), () => save('json'), { id: 'report-json', variant: 'tertiary', icon: 'save' })));
}

/** Ready for another. @param {import('../../types.js').Context} context @param {import('../../jobs/rotation-job.js').RotationJob} job */
function forget({ portal }, job) {
  job.restart(portal.newRotation(job.rotation.clientId, job.rotation.provable));
}
