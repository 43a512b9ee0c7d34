import { KEY_KINDS } from '../../key-kinds.js';
import { today } from '../../today.js';

/**
 * The form for a new key as it stands, kept while the page is open. The kid follows the client's name
 * and the environment until the person writes one.
 */
export class Draft {
  /** @param {import('../../types.js').Context} context */
  constructor(context) {
    this.context = context;
    /** @type {import('../../key-kinds.js').KeyKind} */
    this.kind = 'rsa-2048';
    this.algorithm = 'RS256';
    this.random = crypto.getRandomValues(new Uint8Array(5));
    /** @type {string|null} */
    this.ownKid = null;
  }

  get kid() {
    return this.ownKid ?? this.#suggestion();
  }

  /** @param {string} kid  in the person's own words */
  name(kid) {
    this.ownKid = kid;
  }

  /** Another suggestion. @returns {string} */
  renew() {
    this.random = crypto.getRandomValues(new Uint8Array(5));
    this.ownKid = null;
    return this.kid;
  }

  /** @param {import('../../key-kinds.js').KeyKind} kind */
  choose(kind) {
    this.kind = kind;
    this.algorithm = KEY_KINDS.find((row) => row.kind === kind)?.algorithms[0] ?? 'RS256';
  }

  #suggestion() {
    const { portal, state, environment } = this.context;
    return portal.suggestKid(state.client.name, environment().name, today(), this.random);
  }
}

/** @type {Draft|null} */
let draft = null;

/**
 * The one draft; a new one after each key that was made.
 *
 * @param {import('../../types.js').Context} context
 * @returns {Draft}
 */
export function makeDraft(context) {
  const used = draft && context.vault.keys.some(({ kid }) => kid === draft?.kid);
  if (!draft || used) draft = new Draft(context);
  return draft;
}
