import { codeOf } from '../error-code.js';
import { CANCELLED } from './errands.js';

/**
 * Which scopes the organisation was given, and which are open to all, as far as they were read: in
 * memory only. What the organisation was given is forgotten when one signs out; what is open to all
 * stays, for its environment. The administration says `scopes` at each change.
 *
 * @typedef {import('../types.js').Environment} Environment
 * @typedef {import('../types.js').ApiOutcome} ApiOutcome
 * @typedef {import('../types.js').ScopeAccess} ScopeAccess
 * @typedef {import('../types.js').OpenScope} OpenScope
 *
 * @typedef {{granted: ApiOutcome|null, open: ApiOutcome}} ReadScopes  what came of it; null: nobody is signed in
 */
export class ScopeLists {
  /** @type {ScopeAccess[]|null} */
  granted = null;
  /** @type {Map<string, OpenScope[]>} by environment */
  #open = new Map();
  /** @type {Promise<ReadScopes>|null} */
  #reading = null;
  #tried = false;

  /** @param {import('./administration.js').Administration} administration */
  constructor(administration) {
    this.administration = administration;
  }

  /** @param {Environment} environment @returns {OpenScope[]|null} */
  open({ name }) {
    return this.#open.get(name) ?? null;
  }

  /**
   * How much is known. Only when it is all, is it a fact that a scope is in neither list.
   *
   * @param {Environment} environment
   * @returns {'all'|'reading'|'failed'|'not-read'}
   */
  knowledge(environment) {
    if (this.#reading) return 'reading';
    if (this.granted && this.open(environment)) return 'all';
    return this.#tried ? 'failed' : 'not-read';
  }

  /** Reads what is not known, once for each sign-in, and not where the person would have to carry it. @param {Environment} environment */
  readOnce(environment) {
    const { session, way } = this.administration;
    if (!session || way === 'paste' || this.knowledge(environment) !== 'not-read') return;
    // Whoever shows the lists says that they could not be read.
    this.read(environment).catch(() => {});
  }

  /**
   * Reads both lists now; before signing in, the open one. What was known stays when there is no new answer.
   *
   * @param {Environment} environment
   * @returns {Promise<ReadScopes>}
   */
  read(environment) {
    if (this.#reading) return this.#reading;
    const reading = this.#readBoth(environment, () => this.#reading === reading);
    const end = () => {
      if (this.#reading !== reading) return;
      this.#reading = null;
      this.#changed();
    };
    this.#reading = reading;
    this.#tried = this.administration.session !== null;
    this.#changed();
    reading.then(end, (error) => {
      if (codeOf(error) === CANCELLED.code) this.#tried = false;
      end();
    });
    return reading;
  }

  /** Whoever signs in next may be of another organisation. */
  forget() {
    this.granted = null;
    this.#reading = null;
    this.#tried = false;
    this.#changed();
  }

  /**
   * @param {Environment} environment
   * @param {() => boolean} isWanted  false: somebody signed out meanwhile
   * @returns {Promise<ReadScopes>}
   */
  async #readBoth(environment, isWanted) {
    // So that whoever asked is known before there is an answer.
    await null;
    const granted = this.administration.session ? await this.administration.call({ kind: 'list-scope-access' }) : null;
    if (!isWanted()) throw CANCELLED;
    if (granted?.kind === 'scope-access') this.granted = granted.scopes;
    const open = await this.administration.callOpen(environment, { kind: 'list-open-scopes' });
    if (open.kind === 'open-scopes') this.#open.set(environment.name, open.scopes);
    return { granted, open };
  }

  #changed() {
    this.administration.dispatchEvent(new Event('scopes'));
  }
}
