import { el, fill } from '../../../shared/dom.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { clientIdField } from '../../widgets/client-id-field.js';
import { field, textArea, textInput } from '../../widgets/field.js';
import { keyChoice } from '../../widgets/key-choice.js';
import { live } from '../../widgets/live.js';
import { wordsOf } from '../../widgets/scopes-editor.js';
import { claimFields } from './claims.js';
import { kidOf, readForm, showProblems } from './grant-request.js';

/** @param {import('../../types.js').Context} context @param {AbortSignal} signal @returns {HTMLFormElement} */
export function testForm(context, signal) {
  const { t, state, tokenJob } = context;
  const problems = el('div', { id: 'test-problems' });
  const scopes = textArea({
    id: 'test-scopes',
    value: state.client.scopes.join('\n'),
    rows: 2,
    mono: true,
    oninput: (value) => state.updateClient({ scopes: wordsOf(value) }),
  });
  const send = el('button', { id: 'test-send', type: 'submit', class: 'ds-button' }, t('test.send'));
  const form = el(
    'form',
    { class: 'stack panel', id: 'test-form', novalidate: true, autocomplete: 'off' },
    clientIdField(context, 'test-client-id', { required: true }),
    keyPart(context, signal),
    field(t, {
      label: t('scopes.label'),
      control: scopes,
      required: true,
      description: t('test.scopes.about'),
      word: 'scope',
    }),
    claimFields(context, signal),
    problems,
    el(
      'div',
      { class: 'actions' },
      send,
      el(
        'p',
        { class: 'ds-paragraph quiet' },
        t('test.send.about', { host: new URL(context.environment().tokenEndpoint).host }),
      ),
    ),
  );
  const showBusy = () => { send.disabled = tokenJob.busy; };
  tokenJob.addEventListener('change', showBusy, { signal });
  showBusy();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (tokenJob.busy) return;
    const attempt = readForm(context);
    fill(problems, showProblems(context, attempt.problems));
    if (attempt.problems.length === 0 && attempt.handle !== null) {
      tokenJob.once(
        { handle: attempt.handle, environment: context.environment(), request: attempt.request },
      );
    }
  });
  return form;
}

/** @param {import('../../types.js').Context} context @param {AbortSignal} signal */
function keyPart(context, signal) {
  const host = el('div', { class: 'stack', id: 'test-key' });
  const { vault, state } = context;
  const shows = () => [vault.keys.map(({ handle, kid, verdict }) => [handle, kid, verdict]), state.session.keyHandle];
  live(host, signal, [[vault, 'keys'], [state, 'change']], () => keyFields(context), shows);
  return host;
}

/** @param {import('../../types.js').Context} context */
function keyFields(context) {
  const { t, vault, state } = context;
  const keys = vault.keys.filter((card) => card.private && card.public);
  if (keys.length === 0) return [noKey(context)];
  const kid = textInput({
    id: 'test-kid',
    value: state.session.kid ?? kidOf(context) ?? '',
    mono: true,
    oninput: (value) => state.updateSession({ kid: value.trim() }),
  });
  return [
    keyChoice(context, { name: 'test-key-choice', legend: t('test.key'), keys }),
    field(t, { label: 'kid', control: kid, required: true, description: t('test.kid.about'), word: 'kid' }),
  ];
}

/** @param {import('../../types.js').Context} context */
function noKey({ t, vault, state, go }) {
  const { kid } = state.client;
  return el(
    'div',
    { class: 'empty stack-tight', role: 'group', 'aria-label': t('test.key') },
    p(el('strong', {}, t('test.noKey'))),
    p(kid ? t('closing.pasteAgain', { kid }) : t('test.noKey.about')),
    el(
      'div',
      { class: 'actions' },
      button(t('check.go'), () => vault.show('paste'), { id: 'test-vault', variant: 'secondary', icon: 'lock' }),
      button(t('make.title'), () => go('#lag-nokkel'), { id: 'test-make', variant: 'tertiary', icon: 'key' }),
    ),
  );
}
