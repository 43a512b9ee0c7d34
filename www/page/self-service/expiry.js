/**
 * When a client's keys end.
 *
 * @typedef {object} Expiry
 * @property {number} count  keys that the client has, ended ones too
 * @property {number|null} first  Unix seconds: when the first of those that work ends
 * @property {number|null} last  when the last of them ends, and the client stops; null: none works, or one
 *   says no date
 * @property {boolean} works  it has a key that has not ended
 */

/** @param {import('../types.js').KeyFacts[]} keys @param {number} [now]  Unix milliseconds @returns {Expiry} */
export function expiryOf(keys, now = Date.now()) {
  const live = keys.filter(({ expires }) => expires === null || expires * 1000 > now);
  const dates = live.flatMap(({ expires }) => (expires === null ? [] : [expires]));
  return {
    count: keys.length,
    works: live.length > 0,
    first: dates.length ? Math.min(...dates) : null,
    last: dates.length && dates.length === live.length ? Math.max(...dates) : null,
  };
}

/** Whether no key lasts longer than so many days. @param {Expiry} expiry @param {number} days */
export function stopsWithin({ works, last }, days) {
  return !works || (last !== null && last * 1000 <= Date.now() + days * DAY);
}

/** Whether a key that works ends within so many days. @param {Expiry} expiry @param {number} days */
export function losesKeyWithin({ first }, days) {
  return first !== null && first * 1000 <= Date.now() + days * DAY;
}

const DAY = 86_400_000;

/** Whole days until then; negative: it is over. @param {number} seconds  Unix */
export function daysLeft(seconds) {
  return Math.floor((seconds * 1000 - Date.now()) / DAY);
}
