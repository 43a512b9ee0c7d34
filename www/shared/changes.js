/**
 * The cards of the vault after what became of some: in their order, the oldest first. Those that stayed as
 * they were are the same objects.
 *
 * @typedef {import('./messages.js').KeyCard} KeyCard
 *
 * @param {KeyCard[]} cards
 * @param {import('./messages.js').Changes} changes
 * @returns {KeyCard[]}
 */
export function withChanges(cards, { changed, removed }) {
  const fresh = new Map(changed.map((card) => [card.handle, card]));
  const gone = new Set(removed);
  const kept = cards
    .filter(({ handle }) => !gone.has(handle))
    .map((card) => {
      const now = fresh.get(card.handle) ?? card;
      fresh.delete(card.handle);
      return now;
    });
  // A handle is never given twice, and the later one is the higher.
  return [...kept, ...fresh.values()];
}
