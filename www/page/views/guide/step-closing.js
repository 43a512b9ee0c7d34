import { el } from '../../../shared/dom.js';
import { doneSteps, tokenCame } from '../../progress.js';
import { KEY_STEP } from '../../step-numbers.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { icon } from '../../widgets/icon.js';
import { expiryLine } from '../../widgets/expiry-line.js';
import { clientIdField } from '../../widgets/client-id-field.js';
import { chosenKey } from '../../widgets/key-choice.js';
import { hereCard } from './here-card.js';

/**
 * The end: try the client, or, when a token has come, look back at what was done.
 *
 * @param {import('../../types.js').Context} context
 */
export function drawClosing(context) {
  return el('div', { class: 'stack' }, tokenCame(context) ? ending(context) : null, summary(context));
}

/** What is to be done at the end, by environment. */
const AFTERWARDS = {
  test: ['ending.keep', 'ending.clear', 'ending.test'],
  production: ['ending.keep', 'ending.clear', 'ending.production'],
  practice: ['ending.practice.key', 'ending.practice.differs', 'ending.practice.next'],
};

/** @param {import('../../types.js').Context} context */
function ending(context) {
  const { t, state, environment } = context;
  const name = environment().name;
  const isPosted = state.client.keyPosted && doneSteps(context).includes(KEY_STEP);
  return el(
    'div',
    { class: 'ending', id: 'ending' },
    icon('check'),
    el('h2', { class: 'ds-heading', 'data-size': 'sm' }, t('ending.title')),
    p(t(name === 'practice' ? 'ending.practice' : 'ending.about')),
    el('ul', { class: 'ds-list' }, ...AFTERWARDS[name].map((key) => el('li', {}, t(key)))),
    el('div', { class: 'actions' }, el('a', {
      class: 'ds-button', href: '#ta-i-bruk', id: 'ending-use', 'data-variant': name === 'practice' ? 'secondary' : null,
    }, t(name === 'practice' ? 'use.go.practice' : 'use.go'))),
    isPosted && name !== 'practice'
      ? expiryLine(context, { kid: state.client.kid || null, posted: state.client.keyPosted, client: state.client })
      : null,
  );
}

/** @param {import('../../types.js').Context} context */
function summary(context) {
  const { t, state, go, vault } = context;
  const key = chosenKey(context);
  // A chosen key without a kid has none, whatever an earlier one was called.
  const kid = (key ? key.kid : state.client.kid) ?? '';
  /** @type {[string, string][]} */
  const rows = [
    ['kid', kid || t(key ? 'closing.noKid' : 'closing.noKey')],
    [t('scopes.label'), state.client.scopes.join(' ') || t('closing.noScopes')],
  ];
  return hereCard(
    context,
    'closing',
    t('closing.title'),
    clientIdField(context, 'guide-client-id', { required: true }),
    el(
      'dl',
      { class: 'facts' },
      ...rows.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', { class: 'mono' }, value))),
    ),
    key
      ? null
      : alert(
        'info',
        null,
        p(t(kid ? 'closing.pasteAgain' : 'closing.makeKey', { kid })),
        el(
          'div',
          { class: 'actions' },
          kid
            ? button(
              t('check.go'),
              () => vault.show('paste'),
              { id: 'closing-vault', variant: 'secondary', icon: 'lock' },
            )
            : null,
        ),
      ),
    el(
      'div',
      { class: 'actions' },
      button(
        t('closing.go'),
        () => go('#test-klienten'),
        { id: 'closing-test', icon: 'send', variant: tokenCame(context) ? 'secondary' : 'primary' },
      ),
    ),
  );
}
