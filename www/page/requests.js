import { codeOf } from './error-code.js';

/**
 * The one place through which the page sends anything. Each request is written down before it goes,
 * so that the line "nothing has been sent" is always true.
 *
 * @typedef {import('./types.js').Environment} Environment
 * @typedef {import('./types.js').TokenOutcome} TokenOutcome
 *
 * @typedef {object} Entry
 * @property {Date} time
 * @property {string} host
 * @property {'token'|'metadata'|'api'|'open'|'altinn'} what  `open`: the API, without a token
 * @property {'waiting'|'token'|'refused'|'metadata'|'api'|'other'|'blocked-or-offline'|'timeout'} answer
 * @property {string} [code]  of a refusal
 */
export class Requests extends EventTarget {
  /** @param {import('./types.js').Portal} portal */
  constructor(portal) {
    super();
    this.portal = portal;
    /** @type {Entry[]} oldest first */
    this.entries = [];
  }

  /**
   * Sends a signed grant to the environment's token endpoint.
   *
   * @param {Environment} environment
   * @param {string} assertion
   * @param {string|null} [relay]  the origin whose server relays it
   * @returns {Promise<TokenOutcome>}
   */
  requestToken(environment, assertion, relay = null) {
    return this.#send(
      hostOf(environment.tokenEndpoint, relay),
      'token',
      () => this.portal.requestToken(environment, assertion, relay),
      (outcome, entry) => {
        if (outcome.kind === 'refused') entry.code = outcome.explanation.code;
        return outcome.kind === 'unreachable' ? unreachable(outcome.code) : outcome.kind;
      },
    );
  }

  /**
   * Fetches the environment's metadata, which are open to all.
   *
   * @param {Environment} environment
   * @param {string} day  today, YYYY-MM-DD
   * @param {string|null} [relay]  the origin whose server relays it
   * @returns {Promise<import('./types.js').Announced>}
   */
  async fetchMetadata(environment, day, relay = null) {
    const entry = this.#begin(hostOf(environment.metadata, relay), 'metadata');
    try {
      const announced = await this.portal.fetchMetadata(environment, day, relay);
      this.#finish(entry, 'metadata');
      return announced;
    } catch (error) {
      const code = codeOf(error);
      this.#finish(entry, code === 'blocked-or-offline' || code === 'timeout' ? code : 'other');
      throw error;
    }
  }

  /**
   * Whether the environment's server is there, though its answers may not be read.
   *
   * @param {Environment} environment
   */
  async reaches(environment) {
    const entry = this.#begin(hostOf(environment.metadata, null), 'metadata');
    const reached = await this.portal.reaches(environment);
    this.#finish(entry, reached ? 'other' : 'blocked-or-offline');
    return reached;
  }

  /**
   * Sends a call to the environment's self-service API.
   *
   * @param {Environment} environment
   * @param {string} token
   * @param {import('./types.js').ApiCall} call
   * @param {string|null} relay  the origin whose server relays it
   * @returns {Promise<import('./types.js').ApiOutcome>}
   */
  callApi(environment, token, call, relay) {
    return this.#send(
      hostOf(environment.selfServiceApi, relay),
      call.kind === 'list-open-scopes' ? 'open' : 'api',
      () => this.portal.callApi(environment, token, call, relay),
      (outcome) => {
        if (outcome.kind === 'unreachable') return unreachable(outcome.code);
        return outcome.kind === 'refused' ? 'refused' : 'api';
      },
    );
  }

  /**
   * Asks Altinn for its token in exchange for one of Maskinporten's.
   *
   * @param {Environment} environment
   * @param {string} accessToken
   * @returns {Promise<import('nokkelsmie-portal').ExchangeOutcome>}
   */
  exchangeToken(environment, accessToken) {
    return this.#send(
      hostOf(environment.altinnExchange, null),
      'altinn',
      () => this.portal.exchangeToken(environment, accessToken, null),
      (outcome) => (outcome.kind === 'unreachable' ? unreachable(outcome.code) : outcome.kind),
    );
  }

  /** How many requests went to each host, in the order they were first asked. @returns {[string, number][]} */
  byHost() {
    const counts = new Map();
    for (const { host } of this.entries) counts.set(host, (counts.get(host) ?? 0) + 1);
    return [...counts];
  }

  /**
   * Writes down what goes before it goes, and what comes of it.
   *
   * @template O
   * @param {string} host
   * @param {Entry['what']} what
   * @param {() => Promise<O>} send
   * @param {(outcome: O, entry: Entry) => Entry['answer']} answerOf
   * @returns {Promise<O>}
   */
  async #send(host, what, send, answerOf) {
    const entry = this.#begin(host, what);
    try {
      const outcome = await send();
      this.#finish(entry, answerOf(outcome, entry));
      return outcome;
    } catch (error) {
      if (NEVER_SENT.has(codeOf(error))) this.#strike(entry);
      else this.#finish(entry, 'blocked-or-offline');
      throw error;
    }
  }

  /** @param {string} host @param {Entry['what']} what @returns {Entry} */
  #begin(host, what) {
    /** @type {Entry} */
    const entry = { time: new Date(), host, what, answer: 'waiting' };
    this.entries.push(entry);
    this.dispatchEvent(new Event('change'));
    return entry;
  }

  /** It was refused before it went. @param {Entry} entry */
  #strike(entry) {
    this.entries = this.entries.filter((other) => other !== entry);
    this.dispatchEvent(new Event('change'));
  }

  /** @param {Entry} entry @param {Entry['answer']} answer */
  #finish(entry, answer) {
    entry.answer = answer;
    this.dispatchEvent(new Event('change'));
  }
}

/** Who gets it first. @param {string} url @param {string|null} relay */
function hostOf(url, relay) {
  return new URL(relay ?? url).host;
}

/** What the portal module throws before it asks the network. */
export const NEVER_SENT = new Set(['argument', 'private-material', 'assertion-malformed', 'unencodable']);

/**
 * What a terminal says more exactly, a page is told as one of two.
 *
 * @param {string} code
 * @returns {'timeout'|'blocked-or-offline'}
 */
function unreachable(code) {
  return code === 'timeout' ? 'timeout' : 'blocked-or-offline';
}
