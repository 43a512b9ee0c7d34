/**
 * Reloading or closing loses the keys in the vault and nothing else. When one of them is private and
 * not saved, the browser asks first. Browsers show a text of their own and none of ours.
 *
 * @param {import('./types.js').Context} context
 */
export function warnBeforeLeaving({ vault, state }) {
  window.addEventListener('beforeunload', (event) => {
    if (vault.keys.some((card) => isUnsaved(card, state))) event.preventDefault();
  });
}

/**
 * The keys that are nowhere but in the vault: made here and not saved. One that was read is where it came from.
 *
 * @param {import('./types.js').Context} context
 */
export function onlyHere({ vault, state }) {
  return vault.keys.filter((card) => card.origin === 'generated' && isUnsaved(card, state));
}

/**
 * The vault counts a key that was read as saved, until it gets another kid or alg.
 *
 * @param {import('./types.js').KeyCard} card
 * @param {import('./state.js').State} state
 */
export function isUnsaved(card, state) {
  return card.private && card.public && !card.saved && !state.session.savedByOwnWord.includes(card.handle);
}
