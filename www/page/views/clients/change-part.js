import { el, fill } from '../../../shared/dom.js';
import { codeOf } from '../../error-code.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { field, setProblem, textArea, textInput } from '../../widgets/field.js';
import { fold } from '../../widgets/fold.js';
import { live } from '../../widgets/live.js';
import { scopesEditor } from '../../widgets/scopes-editor.js';
import { kindOf } from '../../self-service/scope-standing.js';
import { apiProblemBox } from './explanations.js';
import { scopeMark } from './scope-mark.js';
import { scopeSuggestions } from './scope-suggestions.js';

/** @typedef {import('../../self-service/client-change.js').ClientChange} Change */

/** The fields that the API's words and ours are about. @type {Record<string, string>} */
const FIELDS = {
  name: 'change-name', client_name: 'change-name', description: 'change-description', scopes: 'change-scope-new',
};

/**
 * Changing what a client is, and deactivating it. The whole object is written: it is read first, and
 * what somebody else changed since is shown instead of being overwritten. What was begun stays until it
 * is sent, also when the client is read again.
 *
 * @param {import('../../types.js').Context} context
 * @param {Record<string, any>} client  as it was read
 * @param {AbortSignal} signal
 * @param {(client: Record<string, any>) => void} written  hears how it stands after a change
 */
export function changePart(context, client, signal, written) {
  const { t, administration } = context;
  if (!administration.writes) return null;
  const change = administration.changes.of(client);
  const { now } = change;
  const difference = el('section', { class: 'stack-tight', id: 'change-difference', 'aria-label': t('change.difference') });
  const answer = el('div', { role: 'alert', id: 'change-answer' });
  const show = () => fill(difference, ...differences(context, change));
  const name = textInput({ id: 'change-name', value: now.client_name, oninput: (value) => { setProblem('change-name', null); now.client_name = value.trim(); show(); } });
  const description = textArea({ id: 'change-description', value: now.description, rows: 2, oninput: (value) => { setProblem('change-description', null); now.description = value.trim(); show(); } });
  live(difference, signal, [[change, 'change']], () => differences(context, change));
  const write = async () => {
    fill(answer);
    if (change.typed.trim()) return complain('scopes', t('change.typed'));
    if (change.isNone) return fill(answer, p(t('change.none')));
    const problems = context.portal.checkClientDraft({ name: now.client_name, description: now.description, scopes: now.scopes, clientOrgno: null });
    for (const { field: where, code } of problems) complain(where, t(`problem.${code}`));
    if (problems.length) return;
    send.disabled = true;
    try {
      const fresh = await administration.call({ kind: 'read-client', clientId: client.client_id });
      if (fresh.kind !== 'client') return fill(answer, apiProblemBox(context, fresh));
      const others = change.changedByOthers(fresh.client);
      if (others.length) return fill(answer, conflict(context, fresh.client, others));
      const sent = { ...now, scopes: [...now.scopes] };
      const answered = await administration.call({ kind: 'update-client', client: changed(fresh.client, change, sent) });
      const outcome = answered.kind === 'done' ? await administration.call({ kind: 'read-client', clientId: client.client_id }) : answered;
      if (outcome.kind !== 'client') {
        const errors = outcome.kind === 'refused' ? outcome.refusal.errors : [];
        for (const { field: where, message } of errors) complain(String(where).split('[')[0], message);
        return fill(answer, apiProblemBox(context, outcome));
      }
      change.wasSent(sent, outcome.client);
      fill(answer, alert('success', t('change.done')));
      written(outcome.client);
    } catch (error) {
      fill(answer, alert('danger', t('new.unknown'), p(t('new.unknown.do', { code: codeOf(error) }))));
    } finally {
      send.disabled = false;
    }
  };
  const send = button(t('change.send'), write, { id: 'change-send', variant: 'secondary' });
  return el('div', { class: 'stack' },
    fold({ id: 'client-change', summary: t('change.title'), open: !change.isNone || change.typed !== '' },
      el('div', { class: 'stack' },
        field(t, { label: t('compose.name'), control: name, required: true }),
        field(t, { label: t('compose.description'), control: description, required: false }),
        el('h4', { class: 'ds-heading', 'data-size': '2xs' }, t('scopes.label')),
        scopesEditor(context, signal, placeOf(context, client, change)),
        difference,
        el('div', { class: 'actions' }, send),
        answer)),
    client.active === false ? null : deactivatePart(context, client));
}

/**
 * @param {import('../../types.js').Context} context
 * @param {Record<string, any>} client
 * @param {Change} change
 * @returns {import('../../widgets/scopes-editor.js').Place}
 */
function placeOf(context, client, change) {
  const { administration } = context;
  const kind = kindOf(client);
  return {
    id: 'change-scope',
    scopes: () => change.now.scopes,
    update: (scopes) => change.setScopes(scopes),
    draft: change,
    sources: [[change, 'change'], [administration, 'scopes']],
    learns: [[administration, 'scopes']],
    suggestions: () => scopeSuggestions(context, kind.type),
    // Leaving the field may be the press that sends: what was not shown is not sent.
    takesChosen: false,
    mark: (scope) => scopeMark(context, kind, scope),
  };
}

/** Only what is to be another than it was: what the client does not have stays away. @param {Record<string, any>} fresh @param {Change} change @param {Record<string, any>} sent */
function changed(fresh, change, sent) {
  const scopes = change.added.length + change.removed.length > 0 ? { scopes: sent.scopes } : {};
  return { ...fresh, ...scopes, ...Object.fromEntries(change.rewritten.map((member) => [member, sent[member]])) };
}

/** @param {string} where @param {string} text */
function complain(where, text) {
  if (!FIELDS[where]) return;
  setProblem(FIELDS[where], text);
  document.getElementById(FIELDS[where])?.focus();
}

/** What would be another thing than before. @param {import('../../types.js').Context} context @param {Change} change */
function differences(context, change) {
  const { t, announce } = context;
  const { added, removed, rewritten, given, now } = change;
  const keep = (/** @type {string} */ scope) => {
    change.keep(scope);
    announce(t('change.kept', { scope }));
    document.getElementById('change-scope-new')?.focus();
  };
  const undo = (/** @type {string} */ scope) => {
    const undoing = button(t('change.undo'), () => keep(scope), { id: `change-keep-${scope}`, variant: 'tertiary' });
    undoing.setAttribute('aria-label', `${t('change.undo')}: ${scope}`);
    return undoing;
  };
  return [
    el('h4', { class: 'ds-heading', 'data-size': '2xs' }, t('change.difference')),
    change.isNone ? el('p', { class: 'ds-paragraph quiet' }, t('change.none')) : null,
    ...rewritten.map((member) => p(el('strong', {}, t(`change.${member}`)), ' ', el('del', {}, given[member] || '–'), ' → ', el('ins', {}, now[member] || '–'))),
    added.length ? p(el('strong', {}, t('change.adds'))) : null,
    added.length ? scopeRows('added', added, () => null) : null,
    removed.length ? p(el('strong', {}, t('change.removes'))) : null,
    removed.length ? scopeRows('removed', removed, undo) : null,
  ];
}

/** @param {'added'|'removed'} which @param {string[]} scopes @param {(scope: string) => Element|null} beside */
function scopeRows(which, scopes, beside) {
  return el('ul', { class: 'rows', id: `change-${which}` }, ...scopes.map((scope) =>
    el('li', {}, el(which === 'added' ? 'ins' : 'del', { class: 'mono' }, scope), beside(scope))));
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
      // It is said when it is seen.
      const now = await administration.call({ kind: 'read-client', clientId: client.client_id });
      const isOver = now.kind === 'client' ? now.client.active === false : now.kind === 'refused' && now.refusal.code === 'not-found';
      fill(answer, isOver
        ? alert('success', t('deactivate.done'))
        : alert('warning', t('deactivate.notSeen'), p(t('deactivate.notSeen.do'))), apiProblemBox(context, now));
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
