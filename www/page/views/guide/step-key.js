import { el } from '../../../shared/dom.js';
import { onlyHere } from '../../leave-guard.js';
import { doneSteps, hasPortalKid, pastedFormat } from '../../progress.js';
import { KEY_STEP } from '../../step-numbers.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { chosenKey, keyChoice } from '../../widgets/key-choice.js';
import { live } from '../../widgets/live.js';
import { expiryLine } from '../../widgets/expiry-line.js';
import { panelCopy } from '../../widgets/panel-copy.js';
import { publicCard } from '../../widgets/public-card.js';
import { chosen, chosenForPortal } from '../../widgets/public-formats.js';
import { secretPointer } from '../../widgets/secret-pointer.js';
import { makeKeyPart } from '../make-key/part.js';
import { today } from '../../today.js';
import { hereCard } from './here-card.js';
import { kidBack, notePortalKid } from './kid-back.js';
import { portalCard } from './portal-card.js';
import { vaultEmpty } from './vault-empty.js';

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
  live(host, signal, [[vault, 'keys'], [makeJob, 'phase'], [state, 'change'], [chosen, 'change']], (drawing) => {
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
      pasted,
      chosenForPortal(),
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
    vaultEmpty(context),
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
  makeJob.wasShown(card);
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
      panelCopy(context),
      expiryLine(context, { kid: card.kid, client: state.client }),
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
        copyThis(context, card),
        'guide.6.there.3',
        'guide.6.there.4',
      ],
    ),
    kidBack(context, card),
  ];
}

/**
 * Which text says what to copy.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyCard} card
 */
function copyThis(context, card) {
  if (pastedFormat(context, card) === 'pem') return 'guide.6.there.2.pem';
  return card.kid === null ? 'guide.6.there.2.noKid' : 'guide.6.there.2';
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
  if (!card || pastedFormat(context, card) !== 'pem' || hasPortalKid(context, card)) return null;
  const { kid } = card;
  const isIt = () => { notePortalKid(context, card, kid ?? ''); again(false); };
  const fillIn = () => document.getElementById('portal-kid')?.focus();
  return alert(
    'warning',
    t('hold.kid'),
    p(t('hold.kid.about')),
    el(
      'div',
      { class: 'actions' },
      button(t('hold.kid.fillIn'), fillIn, { id: 'hold-kid' }),
      // Only what was read can have it already: what is made here has a name of ours.
      card.origin === 'read' && kid !== null
        ? button(t('hold.kid.isIt', { kid }), isIt, { id: 'hold-kid-is-it', variant: 'secondary' })
        : null,
      button(t('hold.kid.later'), () => again(true), { id: 'hold-kid-later', variant: 'secondary' }),
    ),
  );
}

/**
 * Is the private part in a safe place? Asked for each key that would be lost, the chosen one first.
 *
 * @param {import('../../types.js').Context} context
 * @param {() => void} again
 * @returns {HTMLElement|null}
 */
function keyUnsafe(context, again) {
  const { t, vault, state } = context;
  const keys = onlyHere(context);
  const unsaved = keys.find(({ handle }) => handle === state.session.keyHandle) ?? keys[0];
  if (!unsaved) return null;
  const kid = unsaved.kid ?? '';
  const byWord = () => {
    state.updateSession({ savedByOwnWord: [...state.session.savedByOwnWord, unsaved.handle] });
    again();
  };
  return alert(
    'warning',
    t('hold.title'),
    p(t(hasPortalKid(context, unsaved) ? 'hold.about.portalKid' : 'hold.about', { kid })),
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
