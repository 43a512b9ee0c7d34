/**
 * Rotations survive a reload, each in a place of its own: of hundreds, one step writes one. All of
 * it is public; without the private key, which is in the vault or nowhere, a rotation begins anew.
 * One that has not begun is not kept, so that the next takes away what is left of the last.
 * `elsewhere`: another tab went on with one.
 *
 * @typedef {import('./types.js').Rotation} Rotation
 */
export class KeptRotations extends EventTarget {
  /**
   * @param {Storage|null} storage  null where the browser gives none
   * @param {(text: string) => boolean} isSecret  such text is never stored
   * @param {(text: string) => Rotation|null} read  null for what cannot be gone on with
   */
  constructor(storage, isSecret, read) {
    super();
    this.storage = storage;
    this.isSecret = isSecret;
    this.read = read;
    globalThis.window?.addEventListener('storage', ({ key }) => {
      const [, environment, clientId] = key?.match(PLACE) ?? [];
      const rotation = environment ? this.get(environment, clientId) : null;
      if (rotation) this.dispatchEvent(new CustomEvent('elsewhere', { detail: { environment, rotation } }));
    });
  }

  /** @param {string} environment @param {string} clientId @returns {Rotation|null} */
  get(environment, clientId) {
    const rotation = this.read(this.#text(place(environment, clientId)));
    return rotation?.clientId === clientId ? rotation : null;
  }

  /** @param {string} environment @param {Rotation} rotation */
  set(environment, rotation) {
    const at = place(environment, rotation.clientId);
    const text = JSON.stringify(rotation, withoutWords);
    try {
      // Going on from an older step would be worse than from none.
      this.storage?.removeItem(at);
      if (rotation.phase !== 'planned' && !this.isSecret(text)) this.storage?.setItem(at, text);
    } catch {
      // A full or forbidden storage costs going on after a reload, nothing else.
    }
  }

  /** @param {string} at @returns {string} */
  #text(at) {
    try {
      return this.storage?.getItem(at) ?? '';
    } catch {
      return '';
    }
  }
}

/**
 * A server's own words may hold what was sent to it, a token or a grant: they are shown, and not stored.
 *
 * @param {string} member
 * @param {unknown} value
 */
function withoutWords(member, value) {
  if (member === 'description' || member === 'error') return null;
  if (member === 'errors' || member === 'scopes') return [];
  const isId = typeof value === 'string' && /^[\w.:-]{1,64}$/.test(value);
  return (member === 'correlationId' || member === 'traceId') && !isId ? null : value;
}

const PLACE = /^nokkelsmie\/rotation\/([^/]+)\/(.+)$/;

/** @param {string} environment @param {string} clientId */
function place(environment, clientId) {
  return `nokkelsmie/rotation/${environment}/${clientId}`;
}
