import { codeOf } from '../error-code.js';

/**
 * Altinn's token for one of Maskinporten's. It lives beside the views, so that leaving a view does not stop it.
 *
 * @typedef {import('nokkelsmie-portal').ExchangeOutcome} ExchangeOutcome
 */
export class ExchangeJob extends EventTarget {
  busy = false;
  /** @type {ExchangeOutcome|null} */
  outcome = null;
  /** @type {string|null} of an attempt that ended without an outcome */
  errorCode = null;
  /** The token that was exchanged: what came of another is not shown beside it. */
  #of = '';
  #run = 0;

  /** @param {import('../requests.js').Requests} requests */
  constructor(requests) {
    super();
    this.requests = requests;
  }

  /** Begins anew when this is another token. @param {string} accessToken */
  about(accessToken) {
    if (accessToken === this.#of) return;
    this.#of = accessToken;
    this.#run += 1;
    Object.assign(this, { busy: false, outcome: null, errorCode: null });
  }

  /** @param {import('../types.js').Environment} environment @param {string} accessToken */
  async exchange(environment, accessToken) {
    this.about(accessToken);
    this.#run += 1;
    const run = this.#run;
    this.#set({ busy: true, outcome: null, errorCode: null });
    /** @type {Partial<ExchangeJob>} */
    let came;
    try {
      came = { outcome: await this.requests.exchangeToken(environment, accessToken) };
    } catch (error) {
      came = { errorCode: codeOf(error) };
    }
    if (run === this.#run) this.#set({ busy: false, ...came });
  }

  /** An answer that the person pasted back. @param {ExchangeOutcome} outcome */
  accept(outcome) {
    this.#run += 1;
    this.#set({ busy: false, outcome, errorCode: null });
  }

  /** @param {Partial<ExchangeJob>} patch */
  #set(patch) {
    Object.assign(this, patch);
    this.dispatchEvent(new Event('change'));
  }
}
