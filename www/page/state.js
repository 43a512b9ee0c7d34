/**
 * What the page remembers. Everything here is public: which step was reached, which environment,
 * a client's name and scopes. Keys are in the vault and never here.
 *
 * `kept` survives a reload; `session` does not (national identity numbers, which key is chosen).
 *
 * @typedef {import('./types.js').EnvironmentName} EnvironmentName
 *
 * @typedef {object} Client  one client as the person describes it; test and production are separate registries
 * @property {string} clientId
 * @property {string} name
 * @property {string} description
 * @property {string[]} scopes
 * @property {string} kid  the last kid that was used for this client
 * @property {string} keyPosted  YYYY-MM-DD, when the person said that the key was pasted in the portal
 *
 * @typedef {object} Progress
 * @property {number} step
 * @property {number[]} done
 * @property {string[]} ticks
 * @property {boolean} token  a token was received
 *
 * @typedef {object} Kept
 * @property {import('./types.js').Locale} locale
 * @property {import('./types.js').Scheme} scheme
 * @property {EnvironmentName} environment
 * @property {Record<EnvironmentName, Client>} clients
 * @property {Record<EnvironmentName, Progress>} guides
 *
 * @typedef {object} Session
 * @property {number|null} keyHandle
 * @property {boolean} makeAnother  the form for a new key is wanted although there is a key
 * @property {number[]} savedByOwnWord  handles whose private part the person says is saved
 * @property {'jwk'|'pem'|null} pasted  the format that was pasted in the portal
 * @property {string|null} kid  another kid than the key's own, for the test
 * @property {Record<string, string>} claims  optional claims, by the names of GrantRequest
 */

const PLACE = 'nokkelsmie';

export class State extends EventTarget {
  /**
   * @param {Storage|null} storage  null where the browser gives none
   * @param {{environment: EnvironmentName, locale: import('./types.js').Locale}} start
   * @param {(text: string) => boolean} isSecret  such text is never stored
   */
  constructor(storage, start, isSecret) {
    super();
    this.storage = storage;
    this.isSecret = isSecret;
    /** @type {Kept} */
    this.kept = { ...emptyKept(start), ...read(storage) };
    /** @type {Session} */
    this.session = emptySession();
  }

  /** The client in the chosen environment. */
  get client() {
    return this.kept.clients[this.kept.environment];
  }

  /** How far the guide has come in the chosen environment. */
  get progress() {
    return this.kept.guides[this.kept.environment];
  }

  /** @param {Partial<Kept>} patch */
  update(patch) {
    Object.assign(this.kept, patch);
    this.#changed(Object.keys(patch));
  }

  /** @param {Partial<Client>} patch */
  updateClient(patch) {
    Object.assign(this.client, patch);
    this.#changed(['client']);
  }

  /** @param {Partial<Progress>} patch */
  updateProgress(patch) {
    Object.assign(this.progress, patch);
    this.#changed(['progress']);
  }

  /** @param {Partial<Session>} patch */
  updateSession(patch) {
    Object.assign(this.session, patch);
    this.#changed(['session']);
  }

  /** @param {string[]} names */
  #changed(names) {
    write(this.storage, this.kept, this.isSecret);
    this.dispatchEvent(new CustomEvent('change', { detail: names }));
  }
}

/** @returns {Kept} @param {{environment: EnvironmentName, locale: import('./types.js').Locale}} start */
function emptyKept({ environment, locale }) {
  return {
    locale,
    scheme: 'auto',
    environment,
    clients: { test: emptyClient(), production: emptyClient(), practice: emptyClient() },
    guides: { test: emptyProgress(), production: emptyProgress(), practice: emptyProgress() },
  };
}

/** @returns {Client} */
function emptyClient() {
  return { clientId: '', name: '', description: '', scopes: [], kid: '', keyPosted: '' };
}

/** @returns {Progress} */
function emptyProgress() {
  return { step: 0, done: [], ticks: [], token: false };
}

/** @returns {Session} */
function emptySession() {
  return { keyHandle: null, makeAnother: false, savedByOwnWord: [], pasted: null, kid: null, claims: {} };
}

/** What was stored, as far as it has the form it should have. @param {Storage|null} storage @returns {Partial<Kept>} */
function read(storage) {
  try {
    const stored = JSON.parse(storage?.getItem(PLACE) ?? '{}');
    const whole = stored?.version === 1 && stored.kept?.clients?.test && stored.kept?.guides?.test;
    return whole ? stored.kept : {};
  } catch {
    return {};
  }
}

/** @param {Storage|null} storage @param {Kept} kept @param {(text: string) => boolean} isSecret */
function write(storage, kept, isSecret) {
  const publicOnly = (/** @type {string} */ _, /** @type {unknown} */ value) => (typeof value === 'string' && isSecret(value) ? '' : value);
  try {
    storage?.setItem(PLACE, JSON.stringify({ version: 1, kept }, publicOnly));
  } catch {
    // A full or forbidden storage costs the memory of the step, nothing else.
  }
}
