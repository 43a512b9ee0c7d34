/**
 * What a key is promised: the vault and the page promise it alike.
 *
 * @typedef {import('./messages.js').KeyCard} KeyCard
 */

/**
 * The chosen environment does not announce the algorithm of a key that is good, or can be made
 * so: it may refuse it all the same. The finding, or null.
 *
 * @param {KeyCard} card
 */
export function notAnnounced(card) {
  if (card.verdict === 'refused') return null;
  return card.findings.find(({ code }) => code === 'alg-not-announced') ?? null;
}
