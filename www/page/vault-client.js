import { withChanges } from '../shared/changes.js';
import { CallError, Messenger } from '../shared/messenger.js';
import { trusted } from '../shared/trusted.js';

/**
 * The page's side of the vault: makes its frame, hands it one port, and asks.
 * Nothing that comes through the port is private.
 *
 * Events: `keys` (the list changed; detail: what became of which), `signed` (detail: the journal's line), `handedOver` (to whom; detail: HandedOver), `broken` (it has stopped for good).
 *
 * @typedef {import('../shared/messages.js').KeyCard} KeyCard
 * @typedef {import('../shared/messages.js').SignedGrant} SignedGrant
 */
export class VaultClient extends EventTarget {
  /** What the vault holds, always current. @type {KeyCard[]} */
  keys = [];
  /** The vault has stopped, and holds nothing any more. */
  broken = false;
  /** Where one was when one was brought here. @type {{top: number, id: string}|null} */
  cameFrom = null;
  /** @type {Promise<{version: string}>} */
  ready;
  /** @type {Promise<Messenger>} */
  #messenger;
  #frame;

  /**
   * @param {HTMLElement} room  where the frame stands for good: moving it would empty the vault
   * @param {string} html  the vault's document
   * @param {string} title  names the frame for screen readers
   */
  constructor(room, html, title) {
    super();
    this.#frame = makeFrame(html, title);
    this.ready = new Promise((resolve) =>
      this.addEventListener('ready', (event) => resolve(/** @type {CustomEvent} */ (event).detail), { once: true }),
    );
    this.#messenger = meet(this.#frame).then(
      (port) => new Messenger(port, {}, (type, detail) => this.#hear(type, detail)),
    );
    room.append(this.#frame);
  }

  /**
   * @param {import('../shared/messages.js').GenerateSpec} spec
   * @param {(progress: import('../shared/messages.js').GenerationProgress) => void} [onProgress]
   * @param {AbortSignal} [signal]  cancels it; the promise then rejects with code `cancelled`
   * @returns {Promise<KeyCard>}
   */
  generate(spec, onProgress, signal) {
    return this.#ask('generate', spec, { onProgress, signal });
  }

  /**
   * Gives a key another kid or alg.
   *
   * @param {number} handle
   * @param {import('../shared/messages.js').Relabel} labels
   * @returns {Promise<KeyCard>}
   */
  relabel(handle, labels) {
    return this.#ask('relabel', { handle, ...labels });
  }

  /**
   * Writes a key anew, with what can be mended mended.
   *
   * @param {number} handle
   * @returns {Promise<KeyCard>}
   */
  repair(handle) {
    return this.#ask('repair', { handle });
  }

  /**
   * A grant, made and signed now: its 120 seconds run from here.
   *
   * @param {number} handle
   * @param {import('../shared/messages.js').Environment} environment
   * @param {import('../shared/messages.js').GrantRequest} request
   * @returns {Promise<SignedGrant>}
   */
  sign(handle, environment, request) {
    return this.#ask('sign', { handle, environment, request });
  }

  /** Brings the person to the vault. @param {'paste'|'key'} what @param {number} [handle] */
  show(what, handle) {
    return this.#bring({ what, handle });
  }

  /**
   * Brings the person to where many private keys are saved at once, behind one password. That they were
   * saved is heard as a change of `keys`.
   *
   * @param {number[]} handles
   * @param {string[]} [names]  what each is called here
   */
  showExport(handles, names) {
    return this.#bring({ what: 'export', handles, names });
  }

  /** @returns {Promise<import('../shared/messages.js').ReceiverFacts[]>} */
  receivers() {
    return this.#ask('receivers', {});
  }

  /**
   * How a private key comes to its receiver: commands, and the file without the key.
   *
   * @param {number} handle
   * @param {import('../shared/messages.js').HandOverOrder} order
   * @returns {Promise<import('../shared/messages.js').HandOverPlan>}
   */
  planHandOver(handle, order) {
    return this.#ask('planHandOver', { handle, order });
  }

  /**
   * Brings the person to where that file is saved, and what was stored is checked.
   *
   * @param {number} handle
   * @param {import('../shared/messages.js').HandOverOrder} order
   */
  showHandOver(handle, order) {
    return this.#bring({ what: 'hand-over', handle, order });
  }

  /** @param {Parameters<import('../shared/messages.js').VaultRequests['show']>[0]} params */
  #bring(params) {
    const from = document.activeElement;
    // Who is here already, or was told to come, came from elsewhere.
    if (from !== this.#frame && !from?.closest('#notice')) this.cameFrom = { top: window.scrollY, id: from?.id ?? '' };
    this.#frame.scrollIntoView({ block: 'nearest' });
    // WebKit scrolls for a focus later: past the part of the frame that is to be in sight.
    this.#frame.focus({ preventScroll: true });
    return this.#ask('show', params);
  }

  /** @param {import('../shared/messages.js').Settings} settings */
  settings(settings) {
    return this.#ask('settings', settings);
  }

  /**
   * A part of the frame: WebKit scrolls nothing around a frame without an origin.
   *
   * @param {{top: number, bottom: number}} place  in the frame, in CSS pixels
   */
  #bringIntoSight({ top, bottom }) {
    const part = document.createElement('span');
    part.className = 'vault-part';
    part.style.top = `${this.#frame.offsetTop + top}px`;
    part.style.height = `${bottom - top}px`;
    this.#frame.after(part);
    part.scrollIntoView({ block: 'nearest' });
    part.remove();
  }

  /** The frame's name for screen readers. @param {string} title */
  rename(title) {
    this.#frame.title = title;
  }

  /** @param {string} type @param {unknown} params @param {object} [options] */
  async #ask(type, params, options) {
    return (await this.#messenger).request(type, params, options);
  }

  /** @param {string} type @param {any} detail */
  #hear(type, detail) {
    if (type === 'keys') this.keys = withChanges(this.keys, detail);
    if (type === 'broken') this.broken = true;
    if (type === 'height') this.#frame.style.height = `${Math.ceil(Number(detail))}px`;
    if (type === 'sought') this.#bringIntoSight(detail);
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

export { CallError };

/** @param {string} html @param {string} title */
function makeFrame(html, title) {
  const frame = document.createElement('iframe');
  frame.title = title;
  frame.setAttribute('sandbox', 'allow-scripts allow-downloads');
  frame.setAttribute('allow', 'clipboard-write *');
  frame.srcdoc = trusted.createHTML(html);
  return frame;
}

/**
 * The frame says that it is there; it gets one end of a channel, once.
 *
 * @param {HTMLIFrameElement} frame
 * @returns {Promise<MessagePort>}
 */
function meet(frame) {
  return new Promise((resolve) => {
    window.addEventListener('message', function hello(event) {
      if (event.source !== frame.contentWindow || event.data !== 'nokkelsmie-vault') return;
      window.removeEventListener('message', hello);
      const { port1, port2 } = new MessageChannel();
      frame.contentWindow?.postMessage('nokkelsmie-page', '*', [port2]);
      resolve(port1);
    });
  });
}
