/**
 * Calls over a MessagePort: a request has an id and gets one answer or one
 * failure; on the way it may report progress and may be cancelled. Either side
 * may also tell the other something (an event).
 *
 * A failure is plain data with a code, never a text for people.
 *
 * @typedef {{code: string, [value: string]: unknown}} Failure
 *
 * @typedef {object} Call
 * @property {(progress: any) => void} progress
 * @property {AbortSignal} signal
 *
 * @typedef {(params: any, call: Call) => unknown} Handler
 *
 * @typedef {(
 *   {kind: 'request', id: number, type: string, params: unknown} |
 *   {kind: 'answer', id: number, result: unknown} |
 *   {kind: 'failure', id: number, error: Failure} |
 *   {kind: 'progress', id: number, progress: unknown} |
 *   {kind: 'cancel', id: number} |
 *   {kind: 'event', type: string, detail: unknown}
 * )} Message
 */

/** What {@link Messenger.request} rejects with. */
export class CallError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.code);
    this.name = 'CallError';
    this.code = failure.code;
    this.failure = failure;
  }
}

export class Messenger {
  /**
   * @type {Map<number, {
   *   resolve: (value: any) => void,
   *   reject: (error: Error) => void,
   *   onProgress?: (progress: any) => void,
   *   over: AbortController,
   * }>}
   */
  #waiting = new Map();
  /** @type {Map<number, AbortController>} */
  #running = new Map();
  #lastId = 0;
  #port;
  #handlers;
  #onEvent;

  /**
   * @param {MessagePort} port
   * @param {Record<string, Handler>} handlers  what the other side may ask for; nothing else is answered
   * @param {(type: string, detail: any) => void} [onEvent]
   */
  constructor(port, handlers, onEvent = () => {}) {
    this.#port = port;
    this.#handlers = handlers;
    this.#onEvent = onEvent;
    port.onmessage = (event) => this.#receive(event.data);
  }

  /**
   * @param {string} type
   * @param {unknown} [params]
   * @param {{onProgress?: (progress: any) => void, signal?: AbortSignal, transfer?: Transferable[]}} [options]
   * @returns {Promise<any>}
   */
  request(type, params, { onProgress, signal, transfer = [] } = {}) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new CallError({ code: 'cancelled' }));
      const over = new AbortController();
      this.#waiting.set(id, { resolve, reject, onProgress, over });
      // Of one signal many requests may hang, one after the other.
      signal?.addEventListener('abort', () => this.#post({ kind: 'cancel', id }), { signal: over.signal });
      this.#post({ kind: 'request', id, type, params }, transfer);
    });
  }

  /** @param {string} type @param {unknown} [detail] */
  tell(type, detail) {
    this.#post({ kind: 'event', type, detail });
  }

  /** @param {Message} message @param {Transferable[]} [transfer] */
  #post(message, transfer = []) {
    this.#port.postMessage(message, transfer);
  }

  /** @param {Message} message */
  #receive(message) {
    switch (message?.kind) {
      case 'request': return void this.#serve(message.id, message.type, message.params);
      case 'cancel': return this.#running.get(message.id)?.abort();
      case 'event': return this.#onEvent(message.type, message.detail);
      case 'progress': return this.#waiting.get(message.id)?.onProgress?.(message.progress);
      case 'answer': return this.#settle(message.id)?.resolve(message.result);
      case 'failure': return this.#settle(message.id)?.reject(new CallError(message.error));
    }
  }

  /** @param {number} id @param {string} type @param {unknown} params */
  async #serve(id, type, params) {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      const handler = Object.hasOwn(this.#handlers, type) ? this.#handlers[type] : undefined;
      if (!handler) throw { code: 'unknown-request' };
      const progress = (/** @type {unknown} */ value) => this.#post({ kind: 'progress', id, progress: value });
      const result = await handler(params, { progress, signal: controller.signal });
      this.#post({ kind: 'answer', id, result }, result instanceof Uint8Array ? [result.buffer] : []);
    } catch (error) {
      this.#post({ kind: 'failure', id, error: asFailure(error) });
    } finally {
      this.#running.delete(id);
    }
  }

  /** @param {number} id */
  #settle(id) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.over.abort();
    return waiting;
  }
}

/**
 * What is not a failure of ours says nothing but that it happened: its text
 * might hold what was being worked on.
 *
 * @param {unknown} error
 * @returns {Failure}
 */
function asFailure(error) {
  if (error instanceof CallError) return error.failure;
  return isFailure(error) ? error : { code: 'internal' };
}

/** Ours, and not something that went wrong by itself. @param {unknown} error @returns {error is Failure} */
export function isFailure(error) {
  return (
    error !== null &&
    typeof error === 'object' &&
    'code' in error &&
    typeof error.code === 'string' &&
    !(error instanceof Error)
  );
}
