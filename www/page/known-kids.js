/**
 * What a key was called here. A PEM holds no kid, so a key that was saved as one comes back without,
 * and under another it would not be known. Thumbprint and kid are public. Those of every private key
 * that was in the vault are remembered, made here or pasted in, if it has a kid; a public key alone
 * leaves no trace.
 */

/** The latest that were here, so that the memory does not grow for ever. */
const MOST = 50;

/** Notes the kid of each private key, in every view. @param {import('./types.js').Context} context */
export function followKids({ vault, state }) {
  const follow = () => {
    const kids = new Map(Object.entries(state.kept.kids));
    for (const card of vault.keys) {
      if (!card.private || !card.thumbprint || card.kid === null) continue;
      kids.delete(card.thumbprint);
      kids.set(card.thumbprint, card.kid);
    }
    const latest = Object.fromEntries([...kids].slice(-MOST));
    if (JSON.stringify(latest) !== JSON.stringify(state.kept.kids)) state.update({ kids: latest });
  };
  vault.addEventListener('keys', follow);
  follow();
}

/** @param {import('./types.js').Context} context @param {import('./types.js').KeyCard} card @returns {string|null} */
export function knownKid({ state }, { thumbprint }) {
  return state.kept.kids[thumbprint] ?? null;
}
