import { notAnnounced } from './not-announced.js';

/**
 * A good key that has no kid yet: as a JWK it is not ready before it has one, as a PEM the portal gives it one.
 *
 * @param {import('./messages.js').KeyCard} card
 */
export function lacksKid(card) {
  return card.verdict === 'ready' && card.kid === null && !notAnnounced(card);
}
