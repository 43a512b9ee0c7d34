import { el, fill } from '../../../shared/dom.js';
import { codeOf } from '../../jobs/make-job.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { field, textArea, textInput } from '../../widgets/field.js';
import { fold } from '../../widgets/fold.js';
import { wordsOf } from '../../widgets/scopes-editor.js';
import { apiProblemBox } from './explanations.js';

/**
 * Changing what a client is, and deactivating it. The whole object is written: it is read first, and
 * what somebody else changed since is shown instead of being overwritten.
 *
 * @param {import('../../types.js').Context} context
 * @param {Record<string, any>} client  as it was read
 */
export function changePart(context, client) {
  const { t, administration } = context;
  if (!administration.writes) return null;
  const given = {
    client_name: String(client.client_name ?? ''),
    description: String(client.description ?? ''),
    scopes: /** @type {string[]} */ (client.scopes ?? []),
  };
  const now = { ...given };
  const difference = el('div', { role: 'status' });
  const answer = el('div', { role: 'alert', id: 'change-answer' });
  const show = () => fill(difference, ...differences(context, given, now));
  const name = textInput({ id: 'change-name', value: now.client_name, oninput: (value) => { now.client_name = value.trim(); show(); } });
  const description = textArea({ id: 'change-description', value: now.description, rows: 2, oninput: (value) => { now.description = value.trim(); show(); } });
  const scopes = textArea({ id: 'change-scopes', value: now.scopes.join('\n'), rows: 3, mono: true, oninput: (value) => { now.scopes = wordsOf(value); show(); } });
  const write = async () => {
    fill(answer);
    try {
      const fresh = await administration.call({ kind: 'read-client', clientId: client.client_id });
      if (fresh.kind !== 'client') return fill(answer, apiProblemBox(context, fresh));
      const others = Object.keys(given).filter((member) => !same(fresh.client[member] ?? empty(member), /** @type {any} */ (given)[member]));
      if (others.length) return fill(answer, conflict(context, fresh.client, others));
      const outcome = await administration.call({ kind: 'update-client', client: { ...fresh.client, ...now } });
      fill(answer, outcome.kind === 'client' ? alert('success', t('change.done'), p(t('change.done.about'))) : apiProblemBox(context, outcome));
      if (outcome.kind === 'client') Object.assign(given, now);
    } catch (error) {
      fill(answer, alert('danger', t('new.unknown'), p(t('new.unknown.do', { code: codeOf(error) }))));
    }
  };
  return el('div', { class: 'stack' },
    fold({ id: 'client-change', summary: t('change.title') },
      el('div', { class: 'stack' },
        field(t, { label: t('compose.name'), control: name, required: true }),
        field(t, { label: t('compose.description'), control: description, required: false }),
        field(t, { label: t('scopes.label'), control: scopes, description: t('change.scopes.about') }),
        difference,
        el('div', { class: 'actions' }, button(t('change.send'), write, { id: 'change-send', variant: 'secondary' })),
        answer)),
    client.active === false ? null : deactivatePart(context, client));
}

/** @param {string} member */
function empty(member) {
  return member === 'scopes' ? [] : '';
}

/** @param {unknown} one @param {unknown} other */
function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** @param {import('../../types.js').Context} context @param {{scopes: string[]}} given @param {{scopes: string[]}} now */
function differences({ t, language }, given, now) {
  const added = now.scopes.filter((scope) => !given.scopes.includes(scope));
  const removed = given.scopes.filter((scope) => !now.scopes.includes(scope));
  return [
    added.length ? p(t('change.adds', { scopes: language.list(added) })) : null,
    removed.length ? p(el('strong', {}, t('change.removes', { scopes: language.list(removed) }))) : null,
  ];
}

/** @param {import('../../types.js').Context} context @param {Record<string, any>} fresh @param {string[]} members */
function conflict({ t }, fresh, members) {
  return alert('warning', t('change.conflict'), p(t('change.conflict.do')),
    el('dl', { class: 'facts' }, ...members.map((member) => el('div', {},
      el('dt', { class: 'mono' }, member), el('dd', { class: 'mono' }, [fresh[member]].flat().join(' ') || '–')))));
}

/** For good: its name is written first. @param {import('../../types.js').Context} context @param {Record<string, any>} client */
function deactivatePart(context, client) {
  const { t, administration } = context;
  const wanted = String(client.client_name || client.client_id);
  const answer = el('div', { role: 'alert', id: 'deactivate-answer' });
  let written = '';
  const name = textInput({ id: 'deactivate-name', value: '', oninput: (value) => { written = value.trim(); send.disabled = written !== wanted; } });
  const send = button(t('deactivate.send'), async () => {
    if (written !== wanted) return;
    try {
      const outcome = await administration.call({ kind: 'deactivate-client', clientId: client.client_id });
      if (outcome.kind !== 'done') return fill(answer, apiProblemBox(context, outcome));
      fill(answer, alert('success', t('deactivate.done')));
      await administration.call({ kind: 'read-client', clientId: client.client_id });
    } catch (error) {
      fill(answer, alert('danger', t('new.unknown'), p(t('new.unknown.do', { code: codeOf(error) }))));
    }
  }, { id: 'deactivate-send', color: 'danger' });
  send.disabled = true;
  return fold({ id: 'client-deactivate', summary: t('deactivate.title') },
    el('div', { class: 'stack-tight' },
      p(t('deactivate.about')),
      field(t, { label: t('deactivate.name', { name: wanted }), control: name, required: true }),
      el('div', { class: 'actions' }, send),
      answer));
}
