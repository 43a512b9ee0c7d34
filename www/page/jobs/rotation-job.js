import { codeOf } from '../error-code.js';
import { CANCELLED } from '../self-service/errands.js';
import { today } from '../today.js';
import { hold } from './held.js';

/** Taken by Maskinporten, by every library, and made in a second. */
const KIND = /** @type {const} */ ({ kind: 'rsa-2048', algorithm: 'RS256' });

/**
 * Carries out a rotation: what is to be done is decided in the portal module, step by step; here
 * the vault makes the key and signs, the network is asked, and time passes. The rotation itself
 * is public and is kept, so that it can go on after a reload.
 *
 * @typedef {import('../types.js').Rotation} Rotation
 * @typedef {import('../types.js').RotationEvent} RotationEvent
 */
export class RotationJob extends EventTarget {
  /** When the next attempt is made, Unix milliseconds; 0: now. */
  waitsUntil = 0;
  running = false;
  /** What kept a step from being done, by its code. @type {string|null} */
  trouble = null;
  /** The private part was saved while this page had it. */
  saved = false;
  #stop = new AbortController();
  /** The step under way: it is waited for although nobody wants it any more. @type {Promise<unknown>} */
  #flight = Promise.resolve();

  /**
   * @param {import('../types.js').Context} context
   * @param {Record<string, any>} client  as the API gave it
   * @param {Rotation} rotation
   * @param {{get: () => Rotation|null, set: (rotation: Rotation) => void}} kept  where it stands, for other tabs too
   */
  constructor(context, client, rotation, kept) {
    super();
    this.context = context;
    this.client = client;
    this.rotation = rotation;
    this.kept = kept;
    this.environment = context.environment();
  }

  /** The private part of the new key, if the vault has it. */
  get card() {
    const { newKey } = this.rotation;
    return this.context.vault.keys.find(({ private: own, thumbprint }) => own && thumbprint === newKey?.thumbprint) ?? null;
  }

  /** The person's word, or the vault's. @param {boolean} isSo */
  sayIsSaved(isSo) {
    if (this.saved === isSo) return;
    this.saved = isSo;
    this.#changed();
  }

  /** Begins, or goes on after a stop or a reload. */
  async go() {
    await this.run({ kind: 'continue', privateKey: this.card !== null });
  }

  /** What is under way is not waited for; `go` reads again how it stands. */
  pause() {
    this.#stop.abort();
    this.running = false;
    this.#changed();
  }

  /** Another one of the same client. @param {Rotation} rotation  that has not begun */
  restart(rotation) {
    this.rotation = rotation;
    this.saved = false;
    this.trouble = null;
    this.kept.set(this.rotation);
    this.#changed();
  }

  /** What another tab did, which has the same client. @param {Rotation} rotation */
  take(rotation) {
    if (this.running) return;
    this.rotation = rotation;
    this.#changed();
  }

  /** The person removed these keys of the client by another way: a rotation that read them does not put them back. @param {string[]} names */
  removedElsewhere(names) {
    const event = /** @type {RotationEvent} */ ({ kind: 'removed-elsewhere', keys: names });
    this.rotation = this.context.portal.stepRotation(this.rotation, event, Date.now() / 1000).rotation;
    this.kept.set(this.rotation);
  }

  /** @param {RotationEvent} event */
  async run(event) {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.running = true;
    this.trouble = null;
    this.#changed();
    try {
      // A write that was not waited for may still arrive: what comes next is to see it.
      await this.#flight;
      if (!(await this.#isMine())) throw { code: 'other-tab' };
      await this.#walk(event, signal);
    } catch (error) {
      // What the person did not carry, or the vault refused: it can be gone on with.
      if (!signal.aborted) this.trouble = codeOf(error);
    } finally {
      if (!signal.aborted) this.running = false;
      this.#changed();
    }
  }

  /** @param {RotationEvent} event @param {AbortSignal} signal */
  async #walk(event, signal) {
    /** @type {RotationEvent|null} */
    let next = event;
    while (next && !signal.aborted) {
      const { rotation, effect } = this.context.portal.stepRotation(this.rotation, next, Date.now() / 1000);
      this.rotation = rotation;
      this.kept.set(this.rotation);
      const step = this.#carryOut(effect, signal);
      this.#flight = step.catch(() => {});
      next = await step;
    }
  }

  /**
   * One tab has a client's rotation, from its first step until the page is closed: its vault has the key.
   * What another one did before is taken as it stands, and is not gone on with unseen.
   */
  async #isMine() {
    if (!(await hold(`${this.environment.name} ${this.rotation.clientId}`))) return false;
    const latest = this.kept.get();
    if (!latest || JSON.stringify(latest) === JSON.stringify(this.rotation) || this.rotation.phase !== 'planned') return true;
    this.rotation = latest;
    throw { code: 'done-elsewhere' };
  }

  /**
   * @param {import('../types.js').RotationEffect} effect
   * @param {AbortSignal} signal
   * @returns {Promise<RotationEvent|null>}
   */
  async #carryOut(effect, signal) {
    const { administration } = this.context;
    this.#changed();
    // What began in one environment is never sent to another.
    const where = administration.session?.environment.name;
    if (where && where !== this.environment.name) throw { code: 'other-environment' };
    switch (effect.kind) {
      case 'make-key':
        return this.#makeKey(signal);
      case 'call':
        return { kind: 'answer', outcome: await administration.call(effect.call, signal) };
      case 'prove':
        return this.#prove(effect.kid, signal);
      case 'need-token':
        await administration.renew();
        if (!administration.session) throw CANCELLED;
        return { kind: 'ready' };
      case 'wait':
        await this.#wait(effect.ms, signal);
        return { kind: 'ready' };
      default:
        return null;
    }
  }

  /** @param {AbortSignal} signal @returns {Promise<RotationEvent>} */
  async #makeKey(signal) {
    const { vault, portal } = this.context;
    const random = crypto.getRandomValues(new Uint8Array(5));
    const name = this.client.client_name || this.client.client_id;
    const kid = portal.suggestKid(name, this.environment.name, today(), random);
    try {
      const card = await vault.generate({ ...KIND, kid }, () => {}, signal);
      return { kind: 'key-made', jwk: JSON.parse(card.public?.jwk ?? '{}') };
    } catch (error) {
      return { kind: 'key-not-made', code: codeOf(error) };
    }
  }

  /** @param {string} kid @param {AbortSignal} signal @returns {Promise<RotationEvent>} */
  async #prove(kid, signal) {
    const { card } = this;
    if (!card) return { kind: 'continue', privateKey: false };
    // Any scope does: a refusal for the scope alone proves the key as well.
    const scope = this.client.scopes?.[0] ?? 'altinn:instances.read';
    const request = { clientId: this.client.client_id, kid, scope };
    const outcome = await this.context.administration.requestToken(this.environment, card.handle, request, signal);
    return { kind: 'proved', outcome };
  }

  /** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
  async #wait(ms, signal) {
    this.waitsUntil = Date.now() + ms;
    this.#changed();
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => { clearTimeout(timer); resolve(null); }, { once: true });
    });
    this.waitsUntil = 0;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
