import { codeOf } from '../error-code.js';

/** So many are read at a time. */
const AT_ONCE = 4;

/** What does not answer is asked so often. */
const ATTEMPTS = 4;

/**
 * Reads the keys of many clients, so that one sees what ends when. What was read stays in
 * `administration.keys`; what is there already is not read again.
 */
export class ExpirySurvey extends EventTarget {
  running = false;
  total = 0;
  done = 0;
  /** What could not be read, by client_id. @type {Map<string, import('../types.js').ApiOutcome>} */
  failed = new Map();
  /** Nothing more can be read. @type {import('../types.js').ApiOutcome|null} */
  problem = null;
  #run = 0;

  /** @param {import('../self-service/administration.js').Administration} administration */
  constructor(administration) {
    super();
    this.administration = administration;
  }

  /** @param {string[]} ids  client_id */
  async read(ids) {
    const run = (this.#run += 1);
    const queue = ids.filter((id) => !this.administration.keys.has(id));
    Object.assign(this, { running: true, total: queue.length, done: 0, failed: new Map(), problem: null });
    this.#changed();
    const work = async () => {
      for (let id = queue.shift(); id !== undefined && run === this.#run; id = queue.shift()) await this.#readOne(id, run);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (run === this.#run) this.stop();
  }

  /** What has been read stays. */
  stop() {
    this.#run += 1;
    this.running = false;
    this.#changed();
  }

  /** @param {string} clientId @param {number} run */
  async #readOne(clientId, run) {
    const outcome = await this.#ask(clientId, run);
    if (run !== this.#run) return;
    if (outcome.kind === 'refused' && ENDS.has(outcome.refusal.code)) {
      this.problem = outcome;
      return this.stop();
    }
    if (!this.administration.keys.has(clientId)) this.failed.set(clientId, outcome);
    this.done += 1;
    this.#changed();
  }

  /** @param {string} clientId @param {number} run @returns {Promise<import('../types.js').ApiOutcome>} */
  async #ask(clientId, run) {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#call(clientId);
      if (attempt === ATTEMPTS || run !== this.#run || !mayPass(outcome)) return outcome;
      await new Promise((resolve) => { setTimeout(resolve, 500 * 2 ** attempt); });
    }
  }

  /** @param {string} clientId @returns {Promise<import('../types.js').ApiOutcome>} */
  async #call(clientId) {
    try {
      return await this.administration.call({ kind: 'read-keys', clientId });
    } catch (error) {
      return { kind: 'unreachable', code: /** @type {any} */ (codeOf(error)) };
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** The token does not reach so far: it will not for the next one either. */
const ENDS = new Set(['token', 'scope']);

/** @param {import('../types.js').ApiOutcome} outcome */
function mayPass(outcome) {
  return outcome.kind === 'unreachable' || (outcome.kind === 'refused' && outcome.refusal.retry);
}
