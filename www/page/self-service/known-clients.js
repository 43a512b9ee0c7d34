/**
 * Clients and their keys as they were last read, until one signs out. Events: `clients` (the list),
 * `keys` (those of the client that `detail` names).
 *
 * @typedef {import('../types.js').ApiCall} ApiCall
 * @typedef {import('../types.js').ApiOutcome} ApiOutcome
 * @typedef {Record<string, any>} Client  as the API gave it
 */
export class KnownClients extends EventTarget {
  /** @type {Client[]|null} */
  list = null;
  /** So many in the list have a form that this page does not know. */
  leftOut = 0;
  /** @type {Map<string, import('../types.js').KeyFacts[]>} by client_id */
  keys = new Map();

  /** @param {(keys: Record<string, unknown>[]) => import('../types.js').KeyFacts[]} factsOf */
  constructor(factsOf) {
    super();
    this.factsOf = factsOf;
  }

  /** @param {string} clientId */
  find(clientId) {
    return this.list?.find((one) => one.client_id === clientId) ?? null;
  }

  /** @param {ApiCall} call @param {ApiOutcome} outcome */
  takeNote(call, outcome) {
    if (call.kind === 'read-keys') return this.#takeNoteOfKeys(call.clientId, outcome);
    if (outcome.kind === 'clients') {
      this.list = outcome.clients;
      this.leftOut = outcome.leftOut ?? 0;
    } else if (outcome.kind === 'client' && this.list) {
      const { client } = outcome;
      this.list = [...this.list.filter((one) => one.client_id !== client.client_id), client];
    } else return;
    this.dispatchEvent(new Event('clients'));
  }

  /** A client without keys may have no set at all. @param {string} clientId @param {ApiOutcome} outcome */
  #takeNoteOfKeys(clientId, outcome) {
    const isNone = outcome.kind === 'refused' && outcome.refusal.code === 'not-found';
    if (outcome.kind !== 'keys' && !isNone) return;
    this.keys.set(clientId, outcome.kind === 'keys' ? this.factsOf(outcome.keys.keys) : []);
    this.dispatchEvent(new CustomEvent('keys', { detail: clientId }));
  }

  forget() {
    this.list = null;
    this.leftOut = 0;
    this.keys = new Map();
  }
}
