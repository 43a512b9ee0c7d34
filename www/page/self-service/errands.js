/**
 * Calls that the person carries by a terminal, one after the other. It says `change`.
 *
 * @typedef {object} Errand
 * @property {'token'|import('../types.js').ApiCall['kind']} what
 * @property {() => Promise<Command>} command  signed now where it holds a grant
 * @property {(text: string) => void} answer
 * @property {() => void} cancel
 *
 * @typedef {object} Command
 * @property {string} curl
 * @property {string} powershell
 * @property {number|null} expiresAt  Unix milliseconds; null: nothing in it expires
 */
export class Errands extends EventTarget {
  /** @type {Errand|null} */
  current = null;

  /**
   * @param {Errand['what']} what
   * @param {Errand['command']} command
   * @returns {Promise<string>} what the terminal said
   */
  async hand(what, command) {
    while (this.current) await new Promise((resolve) => this.addEventListener('change', resolve, { once: true }));
    try {
      return await new Promise((resolve, reject) => {
        this.#show({ what, command, answer: resolve, cancel: () => reject(CANCELLED) });
      });
    } finally {
      this.#show(null);
    }
  }

  /** @param {Errand|null} errand */
  #show(errand) {
    this.current = errand;
    this.dispatchEvent(new Event('change'));
  }
}

/** The person did not carry it, or signed out meanwhile. */
export const CANCELLED = { code: 'cancelled' };
