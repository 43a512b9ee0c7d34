import { codeOf } from '../error-code.js';

/** What is over sooner, in milliseconds, is not shown on the way: it would only flicker. */
const SEEN = 250;

const NOTHING = { tried: 0 };

/**
 * The making of one key. It lives beside the views, so that leaving a view does not stop it.
 *
 * @typedef {import('../types.js').KeyCard} KeyCard
 * @typedef {Parameters<import('../types.js').VaultClient['generate']>[0]} KeySpec
 */
export class MakeJob extends EventTarget {
  /** @param {import('../types.js').VaultClient} vault */
  constructor(vault) {
    super();
    this.vault = vault;
    /** @type {'idle'|'working'|'made'|'cancelled'|'failed'} */
    this.phase = 'idle';
    /** @type {import('../../shared/messages.js').GenerationProgress} */
    this.progress = NOTHING;
    this.startedAt = 0;
    /** @type {KeySpec|null} */
    this.spec = null;
    /** @type {KeyCard|null} */
    this.card = null;
    /** The person has seen the key that was made. */
    this.shown = false;
    /** @type {string|null} what the vault said when it could not */
    this.errorCode = null;
    this.stop = new AbortController();
  }

  /** Until the key is made, or is not. @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  /** One at a time: what is asked meanwhile is not made. @param {KeySpec} spec @returns {Promise<KeyCard|null>} */
  async start(spec) {
    if (this.#timer !== undefined) return null;
    this.stop = new AbortController();
    this.progress = NOTHING;
    this.startedAt = Date.now();
    this.#timer = setTimeout(() => this.#set({ phase: 'working', spec }), SEEN);
    try {
      const card = await this.vault.generate(spec, (progress) => { this.progress = progress; }, this.stop.signal);
      this.#over({ phase: 'made', card, shown: false, errorCode: null });
      return card;
    } catch (error) {
      const cancelled = this.stop.signal.aborted;
      this.#over({ phase: cancelled ? 'cancelled' : 'failed', card: null, errorCode: codeOf(error) });
      return null;
    }
  }

  cancel() {
    this.stop.abort();
  }

  /** @param {KeyCard} card */
  wasShown(card) {
    if (card.handle === this.card?.handle) this.shown = true;
  }

  /** Whoever comes back after having seen the key wants another. */
  leave() {
    if (this.phase === 'made' && this.shown) this.reset();
  }

  /** Ready for another key. */
  reset() {
    this.#set({ phase: 'idle', card: null });
  }

  /** @param {Partial<MakeJob>} outcome */
  #over(outcome) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#set(outcome);
  }

  /** @param {Partial<MakeJob>} patch */
  #set(patch) {
    Object.assign(this, patch);
    this.dispatchEvent(new Event('phase'));
  }
}
