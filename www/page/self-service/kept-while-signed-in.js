/**
 * What a view keeps while one is signed in: whoever signs in next begins anew.
 *
 * @template T
 * @param {() => T} begin
 * @returns {(administration: import('./administration.js').Administration) => T}
 */
export function keptWhileSignedIn(begin) {
  /** @type {WeakMap<AbortSignal, T>} */
  const kept = new WeakMap();
  return ({ visit }) => {
    const known = kept.get(visit) ?? begin();
    kept.set(visit, known);
    return known;
  };
}
