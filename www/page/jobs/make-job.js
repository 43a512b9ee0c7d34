import { codeOf } from '../error-code.js';

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
    this.tried = 0;
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

  /** @param {KeySpec} spec @returns {Promise<KeyCard|null>} */
  async start(spec) {
    this.stop = new AbortController();
    this.#set({ phase: 'working', spec, tried: 0, startedAt: Date.now(), card: null, shown: false, errorCode: null });
    try {
      const card = await this.vault.generate(spec, ({ tried }) => this.#set({ tried }), this.stop.signal);
      this.#set({ phase: 'made', card });
      return card;
    } catch (error) {
      const cancelled = this.stop.signal.aborted;
      this.#set({ phase: cancelled ? 'cancelled' : 'failed', errorCode: codeOf(error) });
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

  /** `change` at every number, `phase` when there is something else to show. @param {Partial<MakeJob>} patch */
  #set(patch) {
    Object.assign(this, patch);
    this.dispatchEvent(new Event('change'));
    if (patch.phase) this.dispatchEvent(new Event('phase'));
  }
}
