/**
 * What a key is called where its kid does not say it: the vault and the page
 * call it alike.
 *
 * @typedef {import('./messages.js').KeyCard} KeyCard
 */

/**
 * RSA 2048, EC P-256, Ed25519. What is no key may lack its size.
 *
 * @param {KeyCard} card
 */
export function kindName({ keyType, bits, curve }) {
  if (curve) return keyType === 'EC' ? `EC ${curve}` : curve;
  return bits > 0 ? `${keyType} ${bits}` : keyType;
}

/**
 * Keys without kid are told apart by what they are.
 *
 * @param {KeyCard} card
 * @param {string} noKid  the words for that
 */
export function namelessName(card, noKid) {
  return [noKid, kindName(card), card.thumbprint.slice(0, 8)].filter(Boolean).join(' · ');
}
