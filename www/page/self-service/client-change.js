/**
 * What a person wants to change on a client, and has not sent. It says `change` when its scopes do.
 *
 * @typedef {{client_name: string, description: string, scopes: string[]}} Members
 */
export class ClientChange extends EventTarget {
  /** What is written and not added yet. */
  typed = '';

  /** @param {Record<string, any>} client  as it was read */
  constructor(client) {
    super();
    this.given = membersOf(client);
    this.now = membersOf(client);
  }

  get added() {
    return this.now.scopes.filter((scope) => !this.given.scopes.includes(scope));
  }

  get removed() {
    return this.given.scopes.filter((scope) => !this.now.scopes.includes(scope));
  }

  /** @returns {('client_name'|'description')[]} */
  get rewritten() {
    return TEXTS.filter((member) => this.now[member] !== this.given[member]);
  }

  get isNone() {
    return this.added.length + this.removed.length + this.rewritten.length === 0;
  }

  /** @param {string[]} scopes */
  setScopes(scopes) {
    this.now.scopes = scopes;
    this.dispatchEvent(new Event('change'));
  }

  /** A scope that was to go stays, in its place. @param {string} scope */
  keep(scope) {
    const { given, now, added } = this;
    this.setScopes([...given.scopes.filter((one) => one === scope || now.scopes.includes(one)), ...added]);
  }

  /** Those that differ from what was read before. @param {Record<string, any>} client  read now */
  changedByOthers(client) {
    const fresh = membersOf(client);
    return MEMBERS.filter((member) => JSON.stringify(fresh[member]) !== JSON.stringify(this.given[member]));
  }

  /** The same change, of the client as it stands now. @param {Record<string, any>} client  read now */
  moveTo(client) {
    const fresh = membersOf(client);
    const { added, removed } = this;
    for (const member of TEXTS) if (!this.rewritten.includes(member)) this.now[member] = fresh[member];
    this.given = fresh;
    this.setScopes([
      ...fresh.scopes.filter((scope) => !removed.includes(scope)),
      ...added.filter((scope) => !fresh.scopes.includes(scope)),
    ]);
  }

  /** What was written while it was on its way is a change still. @param {Members} sent @param {Record<string, any>} client  as it came back */
  wasSent(sent, client) {
    this.given = sent;
    this.moveTo(client);
  }
}

/** Those of each client, until one signs out. */
export class ClientChanges {
  /** @type {Map<string, ClientChange>} */
  #changes = new Map();

  /** @param {Record<string, any>} client  as it was read last @returns {ClientChange} */
  of(client) {
    const begun = this.#changes.get(client.client_id);
    begun?.moveTo(client);
    const change = begun ?? new ClientChange(client);
    this.#changes.set(client.client_id, change);
    return change;
  }

  forget() {
    this.#changes.clear();
  }
}

/** @type {('client_name'|'description')[]} */
const TEXTS = ['client_name', 'description'];
/** @type {(keyof Members)[]} */
const MEMBERS = [...TEXTS, 'scopes'];

/** @param {Record<string, any>} client @returns {Members} */
function membersOf(client) {
  return {
    client_name: String(client.client_name ?? ''),
    description: String(client.description ?? ''),
    scopes: [...(client.scopes ?? [])],
  };
}
