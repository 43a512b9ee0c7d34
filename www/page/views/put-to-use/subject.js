import { el, fill } from '../../../shared/dom.js';
import { seen } from '../../../shared/seen.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { clientIdField } from '../../widgets/client-id-field.js';
import { field, textArea } from '../../widgets/field.js';
import { chosenKey, keyChoice } from '../../widgets/key-choice.js';
import { live } from '../../widgets/live.js';
import { wordsOf } from '../../widgets/scopes-editor.js';

/**
 * The client that the key is for: the guide's, or one whose key was changed in Klienter.
 *
 * @param {import('../../types.js').Context} context
 * @returns {{clientId: string, name: string, scopes: string[]}}
 */
export function subject({ state }) {
  return state.session.handOverFor ?? state.client;
}

/** The chosen key, when it has a private part to hand over. @param {import('../../types.js').Context} context */
export function privateKey(context) {
  const card = chosenKey(context);
  return card?.private && card.public ? card : null;
}

/**
 * Which key, of which client.
 *
 * @param {import('../../types.js').Context} context @param {HTMLElement} host @param {AbortSignal} signal
 */
export function subjectSection(context, host, signal) {
  const { t, vault, state } = context;
  const keys = el('div', { class: 'stack-tight' });
  const client = el('div', { class: 'stack-tight' });
  host.setAttribute('aria-labelledby', 'use-subject');
  fill(host, el('h2', { class: 'ds-heading', 'data-size': 'xs', id: 'use-subject' }, t('use.subject')), keys, client);
  const shown = () => [vault.keys.map(({ handle, kid, verdict }) => [handle, kid, verdict]), state.session.keyHandle];
  live(keys, signal, [[vault, 'keys'], [state, 'change']], () => keyPart(context), shown);
  live(client, signal, [[state, 'change']], () => clientPart(context), () => state.session.handOverFor);
}

/** @param {import('../../types.js').Context} context */
function keyPart(context) {
  const { t, vault, state, go } = context;
  const keys = vault.keys.filter((card) => card.private && card.public);
  if (keys.length > 0) return [keyChoice(context, { name: 'use-key', legend: t('test.key'), keys })];
  const { kid } = state.client;
  return [el('div', { class: 'empty stack-tight' },
    p(el('strong', {}, t('test.noKey'))),
    p(kid ? t('closing.pasteAgain', { kid }) : t('test.noKey.about')),
    el('div', { class: 'actions' },
      button(t('check.go'), () => vault.show('paste'), { id: 'use-vault', variant: 'secondary', icon: 'lock' }),
      button(t('make.title'), () => go('#lag-nokkel'), { id: 'use-make', variant: 'tertiary', icon: 'key' })))];
}

/** @param {import('../../types.js').Context} context */
function clientPart(context) {
  const { t, state, environment } = context;
  const other = state.session.handOverFor;
  const practice = environment().name === 'practice' ? alert('info', null, p(t('use.practice'))) : null;
  if (other) {
    return [
      p(t('use.other', { name: seen(other.name), clientId: seen(other.clientId) })),
      el('div', { class: 'actions' }, button(t('use.other.end'), () => state.updateSession({ handOverFor: null }),
        { id: 'use-own-client', variant: 'tertiary' })),
      practice,
    ];
  }
  const scopes = textArea({
    id: 'use-scopes', value: state.client.scopes.join('\n'), rows: 2, mono: true,
    oninput: (value) => state.updateClient({ scopes: wordsOf(value) }),
  });
  return [
    clientIdField(context, 'use-client-id', { required: true }),
    field(t, { label: t('scopes.label'), control: scopes, required: true }),
    practice,
  ];
}
