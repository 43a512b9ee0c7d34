import { el, fill } from '../../../shared/dom.js';
import { codeOf } from '../../error-code.js';
import { alert, p } from '../../widgets/alert.js';
import { listChoice } from '../../widgets/choice.js';
import { field, setProblem, textArea, textInput } from '../../widgets/field.js';
import { live } from '../../widgets/live.js';
import { guidesPlace, scopesEditor } from '../../widgets/scopes-editor.js';
import { apiProblemBox } from './explanations.js';
import { readScopes } from './read-scopes.js';
import { scopeMark, whatMarksRestOn } from './scope-mark.js';
import { scopeSuggestions } from './scope-suggestions.js';

/** @type {{whose: 'own'|'delegated'|'customer', orgno: string}} kept while the page is open */
const draft = { whose: 'own', orgno: '' };

/** The fields that the API's words and ours are about. @type {Record<string, string>} */
const FIELDS = {
  name: 'new-name', scopes: 'scope-new', clientOrgno: 'new-orgno',
  client_name: 'new-name', description: 'new-description', client_orgno: 'new-orgno',
};

/**
 * A new Maskinporten client, made by the API. Name, description and scopes are those of the guide's step 5.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
export function newClient(context, signal) {
  const { t, state, portal, administration, go } = context;
  const answer = el('div', { role: 'alert', id: 'new-answer' });
  const whose = new EventTarget();
  const name = textInput({ id: 'new-name', value: state.client.name, oninput: (value) => { setProblem('new-name', null); state.updateClient({ name: value }); } });
  const description = textArea({ id: 'new-description', value: state.client.description, rows: 2, oninput: (value) => state.updateClient({ description: value }) });
  const orgno = textInput({ id: 'new-orgno', value: draft.orgno, inputmode: 'numeric', oninput: (value) => { setProblem('new-orgno', null); draft.orgno = value; } });
  const orgnoField = el('div', { class: 'stack-tight', hidden: draft.whose !== 'customer' }, field(t, { label: t('new.orgno'), control: orgno, required: true }),
    administration.session?.scopes.includes('idporten:dcr.supplier') ? null : alert('warning', null, p(t('new.noSupplier'))));
  const send = el('button', { type: 'submit', class: 'ds-button', id: 'new-send' }, t('new.send'));
  const form = el('form', { class: 'stack panel', novalidate: true, autocomplete: 'off' },
    el('h2', { class: 'ds-heading', 'data-size': 'sm' }, t('new.title')),
    listChoice({
      name: 'new-whose',
      legend: t('new.whose'),
      options: [
        { value: 'own', label: t('new.own'), about: t('new.own.about') },
        { value: 'delegated', label: t('new.delegated'), about: t('new.delegated.about') },
        { value: 'customer', label: t('new.customer'), about: t('new.customer.about') },
      ],
      chosen: draft.whose,
      onchange: (value) => {
        draft.whose = value;
        orgnoField.hidden = value !== 'customer';
        whose.dispatchEvent(new Event('change'));
      },
    }),
    orgnoField,
    field(t, { label: t('compose.name'), control: name, required: true, description: t('compose.name.about') }),
    field(t, { label: t('compose.description'), control: description, required: false, description: t('compose.description.about') }),
    el('h3', { class: 'ds-heading', 'data-size': '2xs' }, t('scopes.label')),
    scopesPart(context, whose, signal),
    el('div', { class: 'actions' }, send),
    answer);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    fill(answer);
    const made = {
      name: state.client.name,
      description: state.client.description,
      scopes: state.client.scopes,
      clientOrgno: draft.whose === 'customer' ? draft.orgno : null,
    };
    const problems = portal.checkClientDraft(made);
    for (const { field: where, code } of problems) setProblem(FIELDS[where], t(`problem.${code}`));
    if (problems.length) return document.getElementById(FIELDS[problems[0].field])?.focus();
    send.disabled = true;
    try {
      const outcome = await administration.call({ kind: 'create-client', draft: made });
      if (outcome.kind === 'client') {
        state.updateClient({ clientId: String(outcome.client.client_id) });
        return go(`#klienter/${outcome.client.client_id}`);
      }
      showAtFields(outcome);
      fill(answer, mayBeMade(outcome) ? unknownBox(context) : null, apiProblemBox(context, outcome));
    } catch (error) {
      fill(answer, alert('danger', t('new.unknown'), p(t('new.unknown.do', { code: codeOf(error) }))));
    } finally {
      send.disabled = false;
    }
  });
  return el('div', { class: 'stack' },
    el('p', { class: 'ds-paragraph' }, el('a', { class: 'ds-link', href: '#klienter' }, t('client.back'))), form);
}

/** @param {import('../../types.js').Context} context @param {EventTarget} whose  says that the client is somebody else's @param {AbortSignal} signal */
function scopesPart(context, whose, signal) {
  const { state, administration, environment } = context;
  const place = guidesPlace(context);
  const trouble = el('div', { class: 'stack-tight', role: 'alert' });
  const basis = el('div', { class: 'stack-tight' });
  const kind = { type: 'maskinporten', orgno: null };
  /** @type {[EventTarget, string][]} */
  const sources = [...place.sources, [administration, 'scopes'], [whose, 'change']];
  // What a customer may have is in no list of ours.
  live(basis, signal, sources, () =>
    (draft.whose === 'customer' || state.client.scopes.length === 0
      ? []
      : whatMarksRestOn(context, kind, state.client.scopes, { id: 'new-scopes-read', read: () => readScopes(context, trouble) })));
  administration.scopes.readOnce(environment());
  return el('div', { class: 'stack-tight' },
    scopesEditor(context, signal, {
      ...place,
      sources,
      learns: [[administration, 'scopes']],
      suggestions: () => scopeSuggestions(context, 'maskinporten'),
      mark: (scope) => (draft.whose === 'customer' ? null : scopeMark(context, kind, scope)),
    }),
    basis, trouble);
}

/**
 * No answer, or none that can be read, may be that of a client that was made.
 *
 * @param {import('../../types.js').ApiOutcome} outcome
 */
function mayBeMade(outcome) {
  return outcome.kind === 'unreachable' || (outcome.kind === 'refused' && ['server-error', 'malformed'].includes(outcome.refusal.code));
}

/** @param {import('../../types.js').Context} context */
function unknownBox({ t }) {
  return alert('warning', t('new.mayBeMade'), p(t('new.mayBeMade.do')),
    p(el('a', { class: 'ds-link', href: '#klienter', id: 'new-look' }, t('client.back'))));
}

/** What the API says of a field stands at the field too. @param {import('../../types.js').ApiOutcome} outcome */
function showAtFields(outcome) {
  if (outcome.kind !== 'refused') return;
  for (const { field: where, message } of outcome.refusal.errors) {
    const id = where && FIELDS[where.split('[')[0]];
    if (id) setProblem(id, message);
  }
}
