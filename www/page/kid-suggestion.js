import { knownKid } from './known-kids.js';
import { today } from './today.js';

/**
 * What a key without a usable kid may be called, the likeliest first: as the same key beside it in the
 * vault, as it was called here before, as its entry in the file, or something new.
 *
 * @typedef {import('./types.js').Context} Context
 * @typedef {import('./types.js').KeyCard} KeyCard
 * @typedef {{kid: string, from: KeyCard['related'][number]['relation']|'known'|'file'|'new'}} Suggestion
 */

/** Whether the kid is missing, or has to be another. @param {KeyCard} card */
export function needsKid({ kid, findings }) {
  return kid === null || findings.some(({ field, repair }) => field === 'kid' && repair);
}

/** @param {Context} context @param {KeyCard} card @returns {Suggestion} */
export function suggestKid(context, card) {
  return calledElsewhere(context, card) ?? nameInFile(context, card)
    ?? { kid: newKid(context, card.handle), from: 'new' };
}

/**
 * What the very same key is called, or was: likely what it is called in the portal.
 *
 * @param {Context} context @param {KeyCard} card
 * @returns {Suggestion|null}
 */
export function calledElsewhere(context, card) {
  // The other half of the pair says more than another copy.
  const halves = [...card.related].sort((one, two) => Number(isHalf(two)) - Number(isHalf(one)));
  const named = halves.find(({ kid }) => isUsable(context, card, kid));
  if (named?.kid) return { kid: named.kid, from: named.relation };
  const known = knownKid(context, card);
  return known !== null && isUsable(context, card, known) ? { kid: known, from: 'known' } : null;
}

/** @param {KeyCard['related'][number]} other */
function isHalf({ relation }) {
  return relation === 'public-part' || relation === 'private-part';
}

/** @param {Context} context @param {KeyCard} card @returns {Suggestion|null} */
function nameInFile(context, card) {
  const { nameInFile: kid } = card;
  return kid !== null && isUsable(context, card, kid) ? { kid, from: 'file' } : null;
}

/**
 * Its own is not what is looked for.
 *
 * @param {Context} context @param {KeyCard} card @param {string|null} kid
 */
function isUsable({ portal }, card, kid) {
  return kid !== null && kid !== card.kid && portal.checkKid(kid) === undefined;
}

/**
 * The random part of each key's suggestion, so that it stays the same when it is drawn again.
 *
 * @type {Map<number, Uint8Array>}
 */
const randoms = new Map();

/** @param {Context} context @param {number} handle */
function newKid({ portal, state, environment }, handle) {
  const random = randoms.get(handle) ?? crypto.getRandomValues(new Uint8Array(5));
  randoms.set(handle, random);
  return portal.suggestKid(state.client.name, environment().name, today(), random);
}
