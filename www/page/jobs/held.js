/** @type {Map<string, Promise<boolean>>} */
const held = new Map();

/**
 * Takes what only one tab may have, and keeps it until the page is closed.
 *
 * @param {string} name
 * @returns {Promise<boolean>} false: another tab has it
 */
export function hold(name) {
  const known = held.get(name);
  if (known) return known;
  const taken = take(`nokkelsmie ${name}`).then((isMine) => {
    if (!isMine) held.delete(name);
    return isMine;
  });
  held.set(name, taken);
  return taken;
}

/** @param {string} name @returns {Promise<boolean>} */
function take(name) {
  return new Promise((resolve) => {
    const keep = (/** @type {Lock|null} */ lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    };
    try {
      // Some browsers give a page without a server no locks: then nobody is asked.
      if (navigator.locks) navigator.locks.request(name, { ifAvailable: true }, keep).catch(() => resolve(true));
      else resolve(true);
    } catch {
      resolve(true);
    }
  });
}
