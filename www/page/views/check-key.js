import { el, fill } from '../../shared/dom.js';
import { otherKid, pairLines } from '../../shared/pairs.js';
import { alert, p } from '../widgets/alert.js';
import { button } from '../widgets/button.js';
import { chosenKey, keyChoice } from '../widgets/key-choice.js';
import { live } from '../widgets/live.js';
import { expiryLine } from '../widgets/expiry-line.js';
import { fingerprints } from '../widgets/fingerprints.js';
import { publicCard } from '../widgets/public-card.js';
import { rich } from '../widgets/rich.js';
import { secretPointer } from '../widgets/secret-pointer.js';
import { comparison } from './check-key/compare.js';
import { useKidButton } from './check-key/use-kid.js';
import { verdict } from './check-key/verdict.js';
import { viewHeading } from './heading.js';

/**
 * Leads to the vault, where keys are pasted, and shows what is public about those it holds.
 *
 * @type {import('../shell/shell.js').View}
 */
export function drawCheckKey(context, host, signal) {
  const { t, vault, state } = context;
  const part = el('div', { class: 'stack' });
  fill(host, viewHeading(t('check.title'), t('check.lead')), invitation(context), part);
  live(
    part,
    signal,
    [[vault, 'keys'], [state, 'change']],
    (drawing) => (vault.keys.length ? held(context, drawing) : [empty(context)]),
    () => [vault.keys, state.session.keyHandle],
  );
}

/** @param {import('../types.js').Context} context */
function invitation({ t, vault }) {
  return el(
    'section',
    { class: 'panel stack-tight vault-tone', 'data-color': 'brand2', 'aria-label': t('check.where') },
    el('p', { class: 'ds-paragraph' }, ...rich(t('check.where.about'))),
    el('p', { class: 'ds-paragraph quiet' }, t('check.takes')),
    el(
      'div',
      { class: 'actions' },
      button(t('check.go'), () => vault.show('paste'), { id: 'check-go', icon: 'lock', color: 'brand2' }),
    ),
  );
}

/** @param {import('../types.js').Context} context */
function empty({ t }) {
  return el('p', { class: 'empty' }, t('check.empty'));
}

/** @param {import('../types.js').Context} context @param {AbortSignal} signal */
function held(context, signal) {
  const { t, vault } = context;
  const card = chosenKey(context);
  return [
    el('h2', { class: 'ds-heading', 'data-size': 'xs' }, t('check.held')),
    keyChoice(context, { name: 'check-key', legend: t('check.choose'), keys: vault.keys }),
    ...(card
      ? [
        verdict(context, card),
        ...pair(context, card),
        card.public ? publicCard(context, card, signal) : null,
        card.private && card.public ? secretPointer(context, card) : null,
        card.public && card.verdict !== 'refused' ? expiryLine(context, card) : null,
        card.public ? fingerprints(context, card) : null,
        comparison(context, card, signal),
      ]
      : []),
  ];
}

/**
 * Which other keys of the vault are the same one. A kid that is another is told above, in the verdict of a
 * private key; beside a public one stands what mends its private one.
 *
 * @param {import('../types.js').Context} context
 * @param {import('../types.js').KeyCard} card
 */
function pair(context, card) {
  const { t, vault } = context;
  const isSaid = otherKid(card) && !card.related.some(({ otherAlgorithm }) => otherAlgorithm !== null);
  const lines = pairLines(card, t)
    .map(({ text, clash }) => (clash && !isSaid ? alert('warning', null, p(text)) : p(text)));
  const half = vault.keys.find((other) => otherKid(other)?.handle === card.handle);
  const mending = half && card.kid !== null ? useKidButton(context, half.handle, card.kid) : null;
  return mending ? [...lines, el('div', { class: 'actions' }, mending)] : lines;
}
