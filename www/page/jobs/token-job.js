import { codeOf } from '../error-code.js';

/**
 * Asking for a token. Every attempt signs a grant of its own: a grant that was sent may be spent
 * even when no answer could be read. It lives beside the views, so that leaving a view does not stop it.
 *
 * @typedef {import('../types.js').SignedGrant} SignedGrant
 * @typedef {import('../types.js').TokenOutcome} TokenOutcome
 *
 * @typedef {object} Attempt
 * @property {number} handle
 * @property {import('../types.js').Environment} environment
 * @property {import('../types.js').GrantRequest} request
 *
 * @typedef {Attempt & {at: Date, sentHere: boolean}} Asked  `sentHere`: by this page, not by the person with a command
 */

export class TokenJob extends EventTarget {
  /** @param {import('../types.js').VaultClient} vault @param {import('../requests.js').Requests} requests */
  constructor(vault, requests) {
    super();
    this.vault = vault;
    this.requests = requests;
    /** @type {'idle'|'signing'|'sending'|'waiting'} */
    this.phase = 'idle';
    this.attempts = 0;
    /** When the next attempt is made, in milliseconds since 1970. */
    this.nextAt = 0;
    /** What the outcome answers; null when the page does not know. @type {Asked|null} */
    this.asked = null;
    /** What the last command asks, with its grant. @type {{asked: Asked, grant: SignedGrant}|null} */
    this.command = null;
    /** @type {SignedGrant|null} */
    this.grant = null;
    /** @type {TokenOutcome|null} */
    this.outcome = null;
    /** @type {string|null} of an attempt that ended without an outcome */
    this.errorCode = null;
    /** Whether it was signed when that happened. */
    this.signed = false;
    this.stop = new AbortController();
    this.run = 0;
  }

  /** Signs and sends once. @param {Attempt} attempt */
  async once(attempt) {
    this.stop.abort();
    this.#set({ attempts: 0 });
    await this.#try(attempt);
  }

  /**
   * Signs and sends until the answer is another than "not yet", or waiting makes no sense any more.
   *
   * @param {Attempt} attempt
   */
  async untilKnown(attempt) {
    this.stop.abort();
    this.stop = new AbortController();
    const { signal } = this.stop;
    for (let wait = this.#nextWait(); wait !== undefined; wait = this.#nextWait()) {
      await this.#wait(wait, signal);
      if (signal.aborted) return;
      await this.#try(attempt);
      if (signal.aborted) return;
    }
  }

  /** An attempt is being signed or sent. */
  get busy() {
    return this.phase === 'signing' || this.phase === 'sending';
  }

  cancel() {
    this.stop.abort();
    this.#set({ phase: 'idle' });
  }

  /** A command was made that asks this, for the person to run. @param {Attempt} attempt @param {SignedGrant} grant */
  handOver(attempt, grant) {
    this.command = { asked: { ...attempt, at: new Date(), sentHere: false }, grant };
  }

  /**
   * An answer that came another way, pasted back by the person: to the last command, if there was one.
   *
   * @param {TokenOutcome} outcome
   */
  accept(outcome) {
    this.stop.abort();
    this.run += 1;
    this.#set({
      phase: 'idle',
      outcome,
      asked: this.command?.asked ?? null,
      grant: this.command?.grant ?? null,
      errorCode: null,
    });
  }

  /** Nothing asked, nothing answered: another environment was chosen. */
  reset() {
    this.stop.abort();
    this.run += 1;
    this.#set({ phase: 'idle', attempts: 0, asked: null, command: null, grant: null, outcome: null, errorCode: null });
  }

  /** Milliseconds until another attempt makes sense; undefined when it makes none. */
  #nextWait() {
    return this.outcome ? this.requests.portal.nextWait(this.attempts, this.outcome) : undefined;
  }

  /** What an attempt answers after another one was begun is not looked at. @param {Attempt} attempt */
  async #try(attempt) {
    this.run += 1;
    const { run } = this;
    this.#set({
      phase: 'signing',
      asked: { ...attempt, at: new Date(), sentHere: true },
      grant: null,
      outcome: null,
      errorCode: null,
    });
    try {
      const grant = await this.vault.sign(attempt.handle, attempt.environment, attempt.request);
      if (run !== this.run) return;
      this.#set({ phase: 'sending', grant, attempts: this.attempts + 1 });
      const outcome = await this.requests.requestToken(attempt.environment, grant.assertion);
      if (run === this.run) this.#set({ phase: 'idle', outcome });
    } catch (error) {
      if (run === this.run) this.#set({ phase: 'idle', errorCode: codeOf(error), signed: this.grant !== null });
    }
  }

  /** @param {number} milliseconds @param {AbortSignal} signal @returns {Promise<void>} */
  #wait(milliseconds, signal) {
    this.#set({ phase: 'waiting', nextAt: Date.now() + milliseconds });
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
    });
  }

  /** @param {Partial<TokenJob>} patch */
  #set(patch) {
    Object.assign(this, patch);
    this.dispatchEvent(new Event('change'));
  }
}
