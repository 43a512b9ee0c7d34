import { lacksKid } from './lacks-kid.js';
import { notAnnounced } from './not-announced.js';
import { notForSigning } from './not-for-signing.js';
import { otherKid } from './pairs.js';

/** @typedef {import('./messages.js').KeyCard} KeyCard */

/**
 * What is said first of a key, by page and vault alike: what stands in its way beside its own verdict.
 *
 * @param {KeyCard} card
 * @returns {'notAnnounced'|'notForSigning'|'otherKid'|'noKid'|KeyCard['verdict']}
 */
export function judgement(card) {
  if (notAnnounced(card)) return 'notAnnounced';
  if (notForSigning(card)) return 'notForSigning';
  if (card.verdict === 'ready' && otherKid(card)) return 'otherKid';
  return lacksKid(card) ? 'noKid' : card.verdict;
}

const COLORS = /** @type {const} */ ({
  notAnnounced: 'warning',
  notForSigning: 'warning',
  otherKid: 'warning',
  noKid: 'info',
  ready: 'success',
  repairable: 'warning',
  refused: 'danger',
});

/** A kid that is missing hides no warning. @param {KeyCard} card */
export function judgementColor(card) {
  const said = judgement(card);
  const isWarned = said === 'noKid' && card.findings.some(({ severity }) => severity === 'warning');
  return isWarned ? 'warning' : COLORS[said];
}
