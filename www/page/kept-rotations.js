/**
 * Rotations survive a reload, each in a place of its own: of hundreds, one step writes one. All of
 * it is public; without the private key, which is in the vault or nowhere, a rotation begins anew.
 * `elsewhere`: another tab went on with one.
 *
 * @typedef {import('./types.js').Rotation} Rotation
 */
export class KeptRotations extends EventTarget {
  /**
   * @param {Storage|null} storage  null where the browser gives none
   * @param {(text: string) => boolean} isSecret  such text is never stored
   */
  constructor(storage, isSecret) {
    super();
    this.storage = storage;
    this.isSecret = isSecret;
    window.addEventListener('storage', ({ key }) => {
      const [, environment, clientId] = key?.match(PLACE) ?? [];
      const rotation = environment ? this.get(environment, clientId) : null;
      if (rotation) this.dispatchEvent(new CustomEvent('elsewhere', { detail: { environment, rotation } }));
    });
  }

  /** @param {string} environment @param {string} clientId @returns {Rotation|null} */
  get(environment, clientId) {
    try {
      const rotation = JSON.parse(this.storage?.getItem(place(environment, clientId)) ?? 'null');
      return rotation?.clientId === clientId && typeof rotation.phase === 'string' ? rotation : null;
    } catch {
      return null;
    }
  }

  /** @param {string} environment @param {Rotation} rotation */
  set(environment, rotation) {
    const text = JSON.stringify(rotation);
    if (this.isSecret(text)) return;
    try {
      this.storage?.setItem(place(environment, rotation.clientId), text);
    } catch {
      // A full or forbidden storage costs going on after a reload, nothing else.
    }
  }
}

const PLACE = /^nokkelsmie\/rotation\/([^/]+)\/(.+)$/;

/** @param {string} environment @param {string} clientId */
function place(environment, clientId) {
  return `nokkelsmie/rotation/${environment}/${clientId}`;
}
