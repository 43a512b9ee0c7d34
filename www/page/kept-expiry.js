/**
 * When the keys of clients end, as they were last read: so that the page can warn when it is
 * opened, before anybody has signed in. Client_ids, names and dates are all there is of it.
 *
 * @typedef {object} KeptClient
 * @property {string} name
 * @property {boolean} works  it had a key that had not ended
 * @property {number|null} first  Unix seconds: when the first of those that worked ends
 * @property {number|null} last  when the last of them does
 *
 * @typedef {Record<string, KeptClient>} KeptClients  by client_id
 */

/** More are not kept: those that end first are. */
const MOST = 2000;

/** Events: `change`. */
export class KeptExpiry extends EventTarget {
  /** @type {Map<string, KeptClients>} by environment */
  #known = new Map();
  /** Those that were known when the page was opened. @type {Map<string, Set<string>>} by environment */
  #before = new Map();
  /** @type {ReturnType<typeof setTimeout>|null} */
  #writing = null;

  /**
   * @param {Storage|null} storage  null where the browser gives none
   * @param {(text: string) => boolean} isSecret  such text is never stored
   */
  constructor(storage, isSecret) {
    super();
    this.storage = storage;
    this.isSecret = isSecret;
  }

  /** @param {string} environment @returns {KeptClients} */
  of(environment) {
    const known = this.#known.get(environment) ?? readClients(this.storage, environment);
    this.#known.set(environment, known);
    if (!this.#before.has(environment)) this.#before.set(environment, new Set(Object.keys(known)));
    return known;
  }

  /** Those of before, as they were last read: a line goes when what it says does. @param {string} environment @returns {KeptClient[]} */
  fromBefore(environment) {
    return Object.entries(this.of(environment)).flatMap(([id, client]) => (this.#before.get(environment)?.has(id) ? [client] : []));
  }

  /** @param {string} environment @param {string} clientId @param {KeptClient|null} client  null: it is no more */
  set(environment, clientId, client) {
    const clients = this.of(environment);
    if (client) clients[clientId] = client;
    else delete clients[clientId];
    // Hundreds are read in a row, and written once.
    this.#writing ??= setTimeout(() => this.#write(), 500);
  }

  /** For all environments: the person wants no warnings. */
  forget() {
    for (const environment of this.#known.keys()) this.#known.set(environment, {});
    this.#write();
  }

  #write() {
    this.#writing = null;
    for (const [environment, clients] of this.#known) {
      const text = JSON.stringify(Object.fromEntries(firstOf(clients).filter(([, client]) => !this.isSecret(client.name))));
      try {
        if (text === '{}') this.storage?.removeItem(place(environment));
        else this.storage?.setItem(place(environment), text);
      } catch {
        // A full or forbidden storage costs the warning, nothing else.
      }
    }
    this.dispatchEvent(new Event('change'));
  }
}

/** @param {KeptClients} clients */
function firstOf(clients) {
  return Object.entries(clients).sort(([, a], [, b]) => (a.first ?? 0) - (b.first ?? 0)).slice(0, MOST);
}

/** @param {Storage|null} storage @param {string} environment @returns {KeptClients} */
function readClients(storage, environment) {
  try {
    const stored = JSON.parse(storage?.getItem(place(environment)) ?? '{}');
    return Object.fromEntries(Object.entries(stored ?? {}).filter(([, client]) => isClient(client)));
  } catch {
    return {};
  }
}

/** @param {any} stored @returns {stored is KeptClient} */
function isClient(stored) {
  const isDate = (/** @type {unknown} */ value) => value === null || (Number.isInteger(value) && Number(value) > 0);
  return typeof stored?.name === 'string' && typeof stored.works === 'boolean' && isDate(stored.first) && isDate(stored.last);
}

/** @param {string} environment */
function place(environment) {
  return `nokkelsmie/expiry/${environment}`;
}
