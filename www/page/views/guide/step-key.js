import { el } from '../../../shared/dom.js';
import { isUnsaved } from '../../leave-guard.js';
import { doneSteps, pastedOf } from '../../progress.js';
import { KEY_STEP } from '../../step-numbers.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { chosenKey, keyChoice } from '../../widgets/key-choice.js';
import { live } from '../../widgets/live.js';
import { expiryLine } from '../../widgets/expiry-line.js';
import { publicCard } from '../../widgets/public-card.js';
import { secretPointer } from '../../widgets/secret-pointer.js';
import { makeKeyPart } from '../make-key/part.js';
import { today } from '../../today.js';
import { hereCard } from './here-card.js';
import { kidBack } from './kid-back.js';
import { portalCard } from './portal-card.js';

/**
 * A key: made or chosen, its private part saved, its public part carried to the portal.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
export function drawKey(context, signal) {
  const { vault, state, makeJob } = context;
  const host = el('div', { class: 'stack' });
  let drawn = '';
  live(host, signal, [[vault, 'keys'], [makeJob, 'phase'], [state, 'change']], (drawing) => {
    const before = drawn;
    drawn = shape(context);
    if (before === 'make' && drawn === 'key') queueMicrotask(() => document.getElementById('the-key-head')?.focus());
    return drawn === 'make' ? making(context, drawing) : withKey(context, drawing);
  }, () => {
    const { keyHandle, makeAnother, pasted, savedByOwnWord } = state.session;
    return [
      makeJob.phase,
      vault.keys,
      keyHandle,
      makeAnother,
      Object.values(pasted).map(({ format }) => format),
      savedByOwnWord,
    ];
  });
  return host;
}

/** @param {import('../../types.js').Context} context @returns {'make'|'key'} */
function shape(context) {
  const { makeJob, state } = context;
  return makeJob.phase === 'working' || state.session.makeAnother || !chosenKey(context) ? 'make' : 'key';
}

/** @param {import('../../types.js').Context} context @param {AbortSignal} signal */
function making(context, signal) {
  const { t, vault, state } = context;
  const part = el('div', { class: 'stack' });
  makeKeyPart(context, part, signal, { afterwards: 'nothing' });
  const held = vault.keys.length > 0;
  return [
    hereCard(
      context,
      'make-here',
      t('key.make'),
      p(t('key.make.about')),
      part,
      el(
        'div',
        { class: 'actions' },
        button(t('key.own'), () => vault.show('paste'), { id: 'key-own', variant: 'tertiary', icon: 'lock' }),
        held
          ? button(
            t('key.useHeld'),
            () => state.updateSession(
              { makeAnother: false, keyHandle: state.session.keyHandle ?? vault.keys[0].handle },
            ),
            { id: 'key-use-held', variant: 'tertiary' },
          )
          : null,
      ),
    ),
  ];
}

/** @param {import('../../types.js').Context} context @param {AbortSignal} signal */
function withKey(context, signal) {
  const { t, vault, state, makeJob } = context;
  const card = chosenKey(context);
  if (!card) return [];
  const another = () => { makeJob.reset(); state.updateSession({ makeAnother: true }); };
  return [
    hereCard(
      context,
      'the-key',
      t('key.chosen'),
      vault.keys.length > 1
        ? keyChoice(context, { name: 'guide-key', legend: t('check.choose'), keys: vault.keys })
        : null,
      card.private ? secretPointer(context, card) : alert('info', null, p(t('key.publicOnly.about'))),
      publicCard(context, card, signal),
      expiryLine(context, card),
      el(
        'div',
        { class: 'actions' },
        button(t('make.another'), another, { id: 'key-another', variant: 'tertiary', icon: 'add' }),
      ),
    ),
    portalCard(
      context,
      [
        'guide.6.there.1',
        card.kid === null ? 'guide.6.there.2.noKid' : 'guide.6.there.2',
        'guide.6.there.3',
        'guide.6.there.4',
      ],
    ),
    kidBack(context, card),
  ];
}

/**
 * Asked before going on: what must be known of the key, and done with it.
 *
 * @type {NonNullable<import('./steps.js').Step['hold']>}
 */
export function keyIsReady(context, again, later) {
  return (later ? null : kidMissing(context, again)) ?? keyUnsafe(context, again);
}

/**
 * A PEM was pasted: which kid did the portal give it? First, as with another kid the private part is
 * saved again.
 *
 * @param {import('../../types.js').Context} context
 * @param {(putOff: boolean) => void} again
 * @returns {HTMLElement|null}
 */
function kidMissing(context, again) {
  const { t } = context;
  const card = chosenKey(context);
  const pasted = card && pastedOf(context, card);
  if (pasted?.format !== 'pem' || pasted.kid === card?.kid) return null;
  const fillIn = () => document.getElementById('portal-kid')?.focus();
  return alert(
    'warning',
    t('hold.kid'),
    p(t('hold.kid.about')),
    el(
      'div',
      { class: 'actions' },
      button(t('hold.kid.fillIn'), fillIn, { id: 'hold-kid' }),
      button(t('hold.kid.later'), () => again(true), { id: 'hold-kid-later', variant: 'secondary' }),
    ),
  );
}

/**
 * Is the private part in a safe place?
 *
 * @param {import('../../types.js').Context} context
 * @param {() => void} again
 * @returns {HTMLElement|null}
 */
function keyUnsafe({ t, vault, state }, again) {
  const unsaved = vault.keys.find((card) => card.handle === state.session.keyHandle && isUnsaved(card, state));
  if (!unsaved) return null;
  const byWord = () => {
    state.updateSession({ savedByOwnWord: [...state.session.savedByOwnWord, unsaved.handle] });
    again();
  };
  return alert(
    'warning',
    t('hold.title'),
    p(t('hold.about')),
    el(
      'div',
      { class: 'actions' },
      button(
        t('hold.show'),
        () => vault.show('key', unsaved.handle),
        { id: 'hold-show', icon: 'lock', color: 'brand2' },
      ),
      button(t('hold.saved'), byWord, { id: 'hold-saved', variant: 'secondary' }),
    ),
  );
}

/**
 * The key is on the client: since today, unless that was said before.
 *
 * @param {import('../../types.js').Context} context
 */
export function rememberKey(context) {
  const { state } = context;
  const { kid, keyPosted } = state.client;
  const card = chosenKey(context);
  const isSaid = doneSteps(context).includes(KEY_STEP) && kid === card?.kid;
  if (card?.kid) state.updateClient({ kid: card.kid, keyPosted: (isSaid && keyPosted) || today() });
}
