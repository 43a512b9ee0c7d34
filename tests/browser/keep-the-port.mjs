/** Before the page's own script: keeps the page's end of the port and what comes through it. */
export function keepThePort() {
  if (window !== window.top) return;
  const all = /** @type {any} */ (window);
  all.heardFromVault = [];
  const waiting = new Map();
  const { set } = /** @type {{set: (handler: any) => void}} */ (
    Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage')
  );
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    set(handler) {
      all.port = this;
      set.call(this, (/** @type {MessageEvent} */ event) => {
        all.heardFromVault.push(event.data);
        if (waiting.has(event.data.id) && event.data.kind !== 'progress') waiting.get(event.data.id)(event.data);
        else handler.call(this, event);
      });
    },
  });
  let last = 1_000_000;
  all.askVault = (/** @type {string} */ type, /** @type {unknown} */ params) => new Promise((resolve) => {
    last += 1;
    waiting.set(last, resolve);
    all.port.postMessage({ kind: 'request', id: last, type, params });
  });
  // Other kinds get no answer; one that does tells that they have been taken in.
  all.tellVault = async (/** @type {object} */ message) => {
    all.port.postMessage(message);
    return [await all.askVault('', null)];
  };
}
