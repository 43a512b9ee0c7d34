import { el, fill } from '../../../shared/dom.js';
import { calendar } from '../../files/calendar.js';
import { recordPlace } from '../../state.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { expiryEvent } from '../../widgets/expiry-line.js';
import { field, textArea } from '../../widgets/field.js';
import { live } from '../../widgets/live.js';
import { saveFile } from '../../widgets/save-file.js';
import { placesOf } from './handed-over.js';
import { markdown } from './record-text.js';
import { privateKey, subject } from './subject.js';

/**
 * A record of the client, for whoever is to change the key next: nothing in it is private.
 *
 * @param {import('../../types.js').Context} context @param {HTMLElement} host @param {AbortSignal} signal
 */
export function recordSection(context, host, signal) {
  const { t, vault, state } = context;
  const sheet = el('article', { class: 'record', id: 'record-sheet' });
  const form = el('div', { class: 'stack-tight' });
  host.id = 'use-record';
  host.setAttribute('aria-labelledby', 'use-record-title');
  fill(host,
    el('h2', { class: 'ds-heading', 'data-size': 'xs', id: 'use-record-title' }, t('use.record')),
    p(t('use.record.about')),
    form,
    sheet,
    el('div', { class: 'actions' },
      button(t('use.record.save'), () => save(context), { id: 'record-save', icon: 'save' }),
      button(t('use.record.print'), () => window.print(), { id: 'record-print', variant: 'secondary' }),
      button(t('expiry.remind'), () => remind(context), { id: 'record-remind', variant: 'secondary', icon: 'calendar' })));
  live(form, signal, [[vault, 'keys'], [state, 'change']], () => fields(context), () =>
    [privateKey(context)?.handle ?? 0, state.session.handOverFor?.clientId, state.client.keyPosted]);
  live(sheet, signal, [[vault, 'keys'], [state, 'change']], () => drawn(context), () => record(context));
}

/** @param {import('../../types.js').Context} context */
function fields(context) {
  const { t, state } = context;
  const dates = datesOf(context);
  const at = notesPlace(context);
  const change = (/** @type {import('../../state.js').RecordNotes} */ patch) =>
    state.updateSession({ records: { ...state.session.records, [at]: { ...notes(context), ...patch } } });
  const date = (/** @type {'made'|'posted'|'ends'} */ name) => {
    const control = el('input', { type: 'date', class: 'ds-input', id: `record-${name}`, value: dates[name] });
    control.addEventListener('change', () => {
      change({ [name]: control.value });
      const ends = document.getElementById('record-ends');
      if (ends instanceof HTMLInputElement && ends !== control) ends.value = datesOf(context).ends;
    });
    return field(t, { label: t(`use.record.${name}`), control });
  };
  const where = textArea({
    id: 'record-where', rows: 2, value: notes(context).where ?? '', oninput: (value) => change({ where: value }),
  });
  return [
    el('div', { class: 'record-dates' }, date('made'), date('posted'), date('ends')),
    field(t, { label: t('use.record.where'), control: where, required: false, description: t('use.record.where.about') }),
  ];
}

/** @param {import('../../types.js').Context} context @returns {import('../../state.js').RecordNotes} */
function notes(context) {
  return context.state.session.records[notesPlace(context)] ?? {};
}

/** @param {import('../../types.js').Context} context */
function notesPlace(context) {
  return recordPlace(context.environment().name, privateKey(context)?.handle);
}

/** The key that it is about; without one in the vault, the guide's client's. @param {import('../../types.js').Context} context */
function kidOf(context) {
  const key = privateKey(context);
  const { session, client } = context.state;
  return key ? key.kid ?? '' : session.handOverFor ? '' : client.kid;
}

/**
 * What the person says, and otherwise what is known: a kid that was made here has its day in it, and a key lives
 * for a year from when it was posted.
 *
 * @param {import('../../types.js').Context} context
 * @returns {{made: string, posted: string, ends: string}}  YYYY-MM-DD, or empty
 */
function datesOf(context) {
  const { state } = context;
  const said = notes(context);
  const kid = kidOf(context);
  const isGuides = !state.session.handOverFor && kid === state.client.kid;
  const posted = said.posted ?? (isGuides ? state.client.keyPosted : '');
  return {
    made: said.made ?? kid.match(/\d{4}-\d\d-\d\d/)?.[0] ?? '',
    posted,
    ends: said.ends ?? yearAfter(posted),
  };
}

/** @param {string} day */
function yearAfter(day) {
  return day && `${Number(day.slice(0, 4)) + 1}${day.slice(4).replace('-02-29', '-02-28')}`;
}

/** No date is a year that is still being typed, with more than four digits: WebKit takes it for one. @param {string} day  YYYY-MM-DD, or empty */
function noonOf(day) {
  if (!/^\d{4}-/.test(day)) return null;
  const date = new Date(`${day}T12:00:00`);
  return Number.isNaN(date.getTime()) ? null : date;
}

/**
 * Its rows: the name of each, and what stands there.
 *
 * @param {import('../../types.js').Context} context
 * @returns {import('./record-text.js').Record}
 */
function record(context) {
  const { t, state, environment, language } = context;
  const { clientId, name, scopes } = subject(context);
  const key = privateKey(context);
  const kid = kidOf(context);
  const thumbprint = key?.thumbprint ?? Object.entries(state.kept.kids).find(([, known]) => known === kid)?.[0] ?? '';
  const dates = datesOf(context);
  const day = (/** @type {string} */ text) => { const date = noonOf(text); return date ? language.date(date) : ''; };
  const where = [...(key ? placesOf(context, key) : []), notes(context).where ?? ''].filter(Boolean).join('\n');
  const unknown = t('use.record.unknown');
  /** @type {[string, string, boolean?][]} */
  const rows = [
    [t('use.record.client'), name],
    [t('use.record.environment'), `${t(`environment.${environment().name}`)} (${environment().issuer})`],
    ['client_id', clientId, true],
    ['kid', kid, true],
    [t('use.record.thumbprint'), thumbprint, true],
    [t('use.record.scopes'), scopes.join(' '), true],
    [t('use.record.made'), day(dates.made)],
    [t('use.record.posted'), day(dates.posted)],
    [t('use.record.ends'), day(dates.ends)],
    [t('use.record.where'), where],
  ];
  return {
    title: t('use.record.title', { name: name || clientId || kid }),
    rows: rows.map(([label, value, isCode]) => ({ label, value: value || unknown, isCode: Boolean(isCode && value) })),
    rotate: t('use.record.rotate'),
    steps: [1, 2, 3, 4, 5].map((step) => t(`use.record.rotate.${step}`)),
    day: t('use.record.day', { date: language.date(new Date()) }),
  };
}

/** @param {import('../../types.js').Context} context */
function drawn(context) {
  const { title, rows, rotate, steps, day } = record(context);
  return [
    el('h3', { class: 'ds-heading', 'data-size': '2xs' }, title),
    el('dl', { class: 'record-rows' }, ...rows.flatMap(({ label, value, isCode }) =>
      [el('dt', {}, label), el('dd', { class: isCode ? 'mono' : null }, value)])),
    el('h4', { class: 'ds-heading', 'data-size': '2xs' }, rotate),
    el('ol', { class: 'ds-list' }, ...steps.map((step) => el('li', {}, step))),
    el('p', { class: 'ds-paragraph quiet' }, day),
  ];
}

/** @param {import('../../types.js').Context} context */
function save(context) {
  saveFile(`${fileName(context)}.md`, markdown(record(context)), 'text/markdown;charset=utf-8');
}

/** @param {import('../../types.js').Context} context */
function remind(context) {
  const { t, announce } = context;
  const { ends } = datesOf(context);
  const end = noonOf(ends);
  if (!end) {
    document.getElementById('record-ends')?.focus();
    return announce(t('use.record.noEnd'));
  }
  const kid = kidOf(context) || t('public.noKid');
  const event = expiryEvent(context, { kid, end, client: subject(context) });
  saveFile(`${fileName(context)}.ics`, calendar([event]), 'text/calendar;charset=utf-8');
}

/** @param {import('../../types.js').Context} context */
function fileName(context) {
  return (kidOf(context) || 'maskinporten').replace(/[^\w.-]/g, '_').slice(0, 200);
}
