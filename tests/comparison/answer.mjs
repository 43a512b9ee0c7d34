/**
 * What a tool says about a key, and what the table makes of it.
 *
 * @typedef {Record<import('./pairs.mjs').Severity, string[]>} Answer  what it says, by how bad that is
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} version
 * @property {(key: import('./pairs.mjs').Key, row: import('./pairs.mjs').Row) => Promise<Answer | null>} ask
 *   null: it cannot be asked
 */

/** @returns {Answer} */
export const nothing = () => ({ error: [], warning: [], note: [] });

/** Uses a key as people do; what is thrown is the tool's refusal. @returns {Promise<Answer>} */
export async function refusal(/** @type {() => any} */ use) {
  try {
    await use();
    return nothing();
  } catch (error) {
    return { ...nothing(), error: [String(error)] };
  }
}

/** The cell of the table: what is said of the bad key and not of its twin. */
export function mark(/** @type {Answer | null} */ bad, /** @type {Answer | null} */ good) {
  if (!bad || !good) return '–';
  if (good.error.length > 0) return bad.error.length > 0 ? 'refuses both' : 'refuses the twin';
  const severities = /** @type {const} */ (['error', 'warning', 'note']);
  return severities.find((severity) => bad[severity].some((said) => !good[severity].includes(said))) ?? 'no';
}
