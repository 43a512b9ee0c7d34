import { readKept, writeKept } from './kept.js';

/**
 * What the page remembers: `kept` survives a reload and is public; `session` is gone with it
 * (a national identity number, which key is chosen).
 *
 * @typedef {object} Session
 * @property {number|null} keyHandle
 * @property {boolean} makeAnother  the form for a new key is wanted although there is a key
 * @property {number[]} savedByOwnWord  handles whose private part the person says is saved
 * @property {Record<number, Pasted>} pasted  by handle: what the person says was pasted in the portal
 * @property {string|null} kid  another kid than the key's own, for the test
 * @property {Record<string, string>} claims  optional claims, by the names of GrantRequest
 * @property {HandOverChoice} handOver  to whom the private key goes
 * @property {{clientId: string, name: string, scopes: string[]}|null} handOverFor  another client than the guide's
 * @property {Record<string, RecordNotes>} records  what the person says in the record of the client, by
 *   `environment/handle` (0: no key)
 * @property {import('../shared/messages.js').HandedOver[]} handedOver  to whom, in this visit
 *
 * @typedef {object} HandOverChoice
 * @property {import('../shared/messages.js').HandOverOrder['receiver']} receiver
 * @property {import('../shared/messages.js').HandOverOrder['form']} form
 * @property {boolean} exchange  Maskinporten's token for one of Altinn's
 * @property {Record<string, string>} values  by `receiver/field`
 *
 * @typedef {{made?: string, posted?: string, ends?: string, where?: string}} RecordNotes  dates: YYYY-MM-DD
 *
 * @typedef {object} Pasted
 * @property {'jwk'|'pem'} format
 * @property {string|null} kid  the kid that was given back after a PEM
 * @property {string} client  client_id of the client that got it; empty where it was not known
 */
export class State extends EventTarget {
  /** @type {Session} */
  session = {
    keyHandle: null, makeAnother: false, savedByOwnWord: [], pasted: {}, kid: null, claims: {},
    handOver: { receiver: 'altinn-app', form: 'base64-jwk', exchange: true, values: {} }, handOverFor: null, records: {}, handedOver: [],
  };

  /**
   * @param {Storage|null} storage  null where the browser gives none
   * @param {import('./kept.js').Start} start
   * @param {(text: string) => boolean} isSecret  such text is never stored
   */
  constructor(storage, start, isSecret) {
    super();
    this.storage = storage;
    this.isSecret = isSecret;
    this.kept = readKept(storage, start);
  }

  /** The client in the chosen environment. */
  get client() {
    return this.kept.clients[this.kept.environment];
  }

  /** How far the guide has come in the chosen environment. */
  get progress() {
    return this.kept.guides[this.kept.environment];
  }

  /** @param {Partial<import('./kept.js').Kept>} patch */
  update(patch) {
    Object.assign(this.kept, patch);
    this.#changed(Object.keys(patch));
  }

  /** @param {Partial<import('./kept.js').Client>} patch */
  updateClient(patch) {
    Object.assign(this.client, patch);
    this.#changed(['client']);
  }

  /** @param {Partial<import('./kept.js').Progress>} patch */
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
    writeKept(this.storage, this.kept, this.isSecret);
    this.dispatchEvent(new CustomEvent('change', { detail: names }));
  }
}

/** Where a key's notes are in {@link Session.records}. @param {string} environment @param {number} [handle] */
export function recordPlace(environment, handle = 0) {
  return `${environment}/${handle}`;
}
