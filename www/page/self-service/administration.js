import { asApiOutcome, isAboutToken, isServerError, SIGNED_OUT } from './api-outcomes.js';
import { ClientChanges } from './client-change.js';
import { CANCELLED, Errands } from './errands.js';
import { KnownClients } from './known-clients.js';
import { ScopeLists } from './scope-lists.js';
import { findWay, relayOrigin } from './ways.js';

/**
 * Signed in to the self-service API as an organisation's administration client. Token and list
 * are in memory only. Events: `change` (who is signed in, the way, the token), `clients` (the
 * list), `keys` (those of a client), `scopes` (the lists of scopes), `errand` (something that the
 * person is to carry by a terminal), `left` (signed out: what is under way stops).
 *
 * @typedef {import('../types.js').Environment} Environment
 * @typedef {import('../types.js').TokenOutcome} TokenOutcome
 * @typedef {import('../types.js').ApiCall} ApiCall
 * @typedef {import('../types.js').ApiOutcome} ApiOutcome
 *
 * @typedef {object} Credential  who signs in, and with which key of the vault
 * @property {Environment} environment
 * @property {string} clientId
 * @property {string} scope
 * @property {number} handle
 * @property {string|null} kid  null with a certificate
 *
 * @typedef {object} Session
 * @property {Environment} environment
 * @property {Credential|null} credential  null: a token was pasted, and cannot be renewed here
 * @property {string} token
 * @property {number} expiresAt  Unix milliseconds
 * @property {string[]} scopes  those that the token has
 */
export class Administration extends EventTarget {
  /** @type {Session|null} */
  session = null;
  /** @type {import('./ways.js').Found|null} */
  way = null;
  scopes = new ScopeLists(this);
  changes = new ClientChanges();
  #errands = new Errands();
  /** @type {Promise<TokenOutcome>|null} */
  #renewing = null;
  /** The server asked for a pause until then. @type {Promise<unknown>|null} */
  #quietUntil = null;
  /** Ends when one signs out: what comes back later is not taken for the next one's. */
  #visit = new AbortController();

  /**
   * @param {import('../types.js').VaultClient} vault
   * @param {import('../requests.js').Requests} requests
   * @param {(environment: Environment) => Environment} atItsPlace  with the API where it stands
   */
  constructor(vault, requests, atItsPlace) {
    super();
    this.vault = vault;
    this.atItsPlace = atItsPlace;
    this.requests = requests;
    this.portal = requests.portal;
    this.known = new KnownClients(this.portal.keyFacts);
    this.#errands.addEventListener('change', () => this.dispatchEvent(new Event('errand')));
    this.known.addEventListener('clients', () => this.dispatchEvent(new Event('clients')));
    this.known.addEventListener('keys', (event) => {
      this.dispatchEvent(new CustomEvent('keys', { detail: /** @type {CustomEvent<string>} */ (event).detail }));
    });
  }

  /** The list as it was last read. */
  get clients() {
    return this.known.list;
  }

  /** The keys of each client as they were last read. */
  get keys() {
    return this.known.keys;
  }

  /** What the person is to carry now. */
  get errand() {
    return this.#errands.current;
  }

  /** Of this sign-in: aborted when one signs out. */
  get visit() {
    return this.#visit.signal;
  }

  /** @param {import('./ways.js').Way} way  by the person's choice */
  chooseWay(way) {
    this.way = way;
    this.#changed();
  }

  /**
   * @param {Credential} credential
   * @returns {Promise<TokenOutcome>}
   * @throws CANCELLED when one signed out or changed the environment meanwhile
   */
  async signIn(credential) {
    await this.#findWay(credential.environment);
    return this.#askForToken(credential);
  }

  /**
   * A token that was got elsewhere.
   *
   * @param {Environment} environment
   * @param {string} token
   * @param {{expiresAt: number, scopes: string[]}} facts
   */
  async takeToken(environment, token, { expiresAt, scopes }) {
    await this.#findWay(environment);
    this.session = { environment, credential: null, token, expiresAt, scopes };
    this.#changed();
  }

  /** Token and list are forgotten; what was read is not kept. */
  signOut() {
    this.#visit.abort();
    this.#visit = new AbortController();
    this.#renewing = null;
    this.#quietUntil = null;
    this.session = null;
    this.known.forget();
    this.way = null;
    this.scopes.forget();
    this.changes.forget();
    this.dispatchEvent(new Event('left'));
    this.#changed();
  }

  /** May it change anything? */
  get writes() {
    return this.session?.scopes.some((scope) => scope === 'idporten:dcr.write' || scope === 'idporten:dcr.modify') ?? false;
  }

  /**
   * Sends a call with a token that lasts, or hands it to the person.
   *
   * @param {ApiCall} call
   * @param {AbortSignal} [signal]  whoever asks wants it no more: what has not gone does not go
   * @returns {Promise<ApiOutcome>}
   * @throws CANCELLED when the person did not carry it, or the signal came first
   */
  async call(call, signal = this.visit) {
    const { visit } = this;
    const stop = AbortSignal.any([visit, signal]);
    while (this.#quietUntil && !stop.aborted) await this.#quietUntil;
    if (!stop.aborted && this.session && this.session.expiresAt - Date.now() < MARGIN) {
      const renewed = await this.renew();
      if (renewed && renewed.kind !== 'token') return asApiOutcome(renewed);
    }
    if (visit.aborted || !this.session) return SIGNED_OUT;
    if (signal.aborted) throw CANCELLED;
    let outcome = await this.#pass(call, stop, this.session);
    // A token may be ended before its time; what was refused for it was not done.
    if (isAboutToken(outcome) && (await this.renew())?.kind === 'token' && !stop.aborted) outcome = await this.#pass(call, stop, this.session);
    if (!visit.aborted) this.known.takeNote(call, outcome);
    return call.kind === 'read-client' && isServerError(outcome) ? this.#findInList(call.clientId, outcome, signal) : outcome;
  }

  /** One deployment answers 500 for a single client: then it is found in the list. @param {string} clientId @param {ApiOutcome} failed @param {AbortSignal} signal @returns {Promise<ApiOutcome>} */
  async #findInList(clientId, failed, signal) {
    const all = await this.call({ kind: 'list-clients' }, signal);
    const client = all.kind === 'clients' && all.clients.find((one) => one.client_id === clientId);
    return client ? { kind: 'client', client } : failed;
  }

  /** @param {ApiCall} call @param {AbortSignal} stop @param {Session} session @returns {Promise<ApiOutcome>} */
  #pass(call, stop, session) {
    return this.way === 'paste' ? this.#carry(call, stop) : this.#send(call, session);
  }

  /** @param {ApiCall} call @param {Session} session */
  async #send(call, { environment, token }) {
    const outcome = await this.requests.callApi(this.atItsPlace(environment), token, call, this.#relay());
    if (outcome.kind === 'refused' && outcome.refusal.code === 'rate-limited') this.#keepQuiet(outcome.refusal);
    return outcome;
  }

  /**
   * Sends a call that takes no token, before signing in too, or hands it to the person.
   *
   * @param {Environment} environment
   * @param {ApiCall} call
   * @returns {Promise<ApiOutcome>}
   */
  async callOpen(environment, call) {
    await this.#findWay(environment);
    if (this.way !== 'paste') return this.requests.callApi(this.atItsPlace(environment), '', call, this.#relay());
    const text = await this.#errands.hand(call.kind, async () => ({
      curl: this.portal.apiCurlCommand(this.atItsPlace(environment), '', call),
      powershell: this.portal.apiPowershellCommand(this.atItsPlace(environment), '', call),
      expiresAt: null,
    }), this.visit);
    return this.portal.readApiAnswer(call, text);
  }

  /** All clients, read now. @returns {Promise<ApiOutcome>} */
  async list() {
    return this.call({ kind: 'list-clients' });
  }

  /**
   * Another token for the same credential; null when there is none to ask with. Until one comes, the
   * one that is there counts as ended.
   *
   * @returns {Promise<TokenOutcome|null>}
   */
  async renew() {
    const { session } = this;
    if (!session?.credential) return null;
    session.expiresAt = 0;
    if (!this.#renewing) {
      const renewing = this.#askForToken(session.credential).finally(() => {
        if (this.#renewing === renewing) this.#renewing = null;
      });
      this.#renewing = renewing;
    }
    return this.#renewing;
  }

  /**
   * Asks for a token by the way that was found: for signing in, and to prove a new key.
   *
   * @param {Environment} environment
   * @param {number} handle
   * @param {import('../types.js').GrantRequest} request
   * @param {AbortSignal} [signal]  whoever asks wants it no more
   * @returns {Promise<TokenOutcome>}
   */
  async requestToken(environment, handle, request, signal = this.visit) {
    const stop = AbortSignal.any([this.visit, signal]);
    const sign = () => this.vault.sign(handle, environment, request);
    if (this.way !== 'paste') {
      const { assertion } = await sign();
      if (stop.aborted) throw CANCELLED;
      return this.requests.requestToken(environment, assertion, this.#relay());
    }
    const text = await this.#errands.hand('token', async () => {
      const grant = await sign();
      return {
        curl: this.portal.curlCommand(environment, grant.assertion),
        powershell: this.portal.powershellCommand(environment, grant.assertion),
        expiresAt: grant.expiresAt * 1000,
      };
    }, stop);
    return this.portal.readAnswer(environment, 0, text);
  }

  /** @param {Credential} credential */
  async #askForToken(credential) {
    const { visit } = this;
    const { environment, clientId, scope, handle, kid } = credential;
    const outcome = await this.requestToken(environment, handle, { clientId, scope, kid, certificate: kid === null });
    if (visit.aborted) throw CANCELLED;
    if (outcome.kind === 'token') {
      const { accessToken, expiresIn } = outcome.token;
      const scopes = (outcome.token.scope || scope).split(/\s+/);
      this.session = { environment, credential, token: accessToken, expiresAt: Date.now() + expiresIn * 1000, scopes };
      this.#changed();
    }
    return outcome;
  }

  /** @param {ApiCall} call @param {AbortSignal} stop */
  async #carry(call, stop) {
    const text = await this.#errands.hand(call.kind, async () => {
      if (!this.session) throw CANCELLED;
      const { environment, token, expiresAt } = this.session;
      return {
        curl: this.portal.apiCurlCommand(this.atItsPlace(environment), token, call),
        powershell: this.portal.apiPowershellCommand(this.atItsPlace(environment), token, call),
        expiresAt,
      };
    }, stop);
    return this.portal.readApiAnswer(call, text);
  }

  /** One call is told to wait, and all do. @param {import('../types.js').ApiRefusal} refusal */
  #keepQuiet({ retryAfterSeconds }) {
    const seconds = Math.min(retryAfterSeconds ?? 2, 60);
    const quiet = new Promise((resolve) => { setTimeout(resolve, seconds * 1000); }).then(() => {
      if (this.#quietUntil === quiet) this.#quietUntil = null;
    });
    this.#quietUntil = quiet;
  }

  /** Asked for at the first click, and again while there was no way. @param {Environment} environment */
  async #findWay(environment) {
    if (this.way !== null && this.way !== 'offline') return;
    const { visit } = this;
    const way = await findWay(this.requests, this.atItsPlace(environment));
    if (visit.aborted) throw CANCELLED;
    this.way = way;
    this.#changed();
  }

  #relay() {
    return this.way === 'relay' ? relayOrigin() : null;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** Milliseconds: a token that ends sooner is renewed first. */
const MARGIN = 10_000;
