/**
 * What the page's own room has held, as far as anything can know it: every text
 * and attribute that was ever in its document, every message that crossed the
 * port, what it stores, and what its engine keeps in memory.
 */

/** Run before the page's own script, in every document; watches the outermost only. */
export function watchPage() {
  if (window !== window.top) return;
  /** @type {Set<string>} */
  const held = new Set();
  Object.assign(window, { held });
  const keep = (/** @type {unknown} */ value) => { if (typeof value === 'string' && value) held.add(value); };

  new MutationObserver((changes) => {
    for (const { type, target, attributeName, addedNodes } of changes) {
      if (type === 'characterData') keep(target.nodeValue);
      if (type === 'attributes') keep(/** @type {Element} */ (target).getAttribute(String(attributeName)));
      for (const node of addedNodes) keep(node instanceof Element ? node.outerHTML : node.nodeValue);
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  const text = (/** @type {unknown} */ value) => JSON.stringify(value, (_, part) => {
    const octets = part instanceof ArrayBuffer ? new Uint8Array(part) : part;
    return octets instanceof Uint8Array ? String.fromCharCode(...octets) : part;
  });
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function post(/** @type {any[]} */ ...args) {
    keep(text(args[0]));
    return postMessage.apply(this, /** @type {any} */ (args));
  };
  const { set } = /** @type {{set: (handler: any) => void}} */ (
    Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage')
  );
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    set(handler) {
      set.call(this, (/** @type {MessageEvent} */ event) => { keep(text(event.data)); handler.call(this, event); });
    },
  });
  window.addEventListener('message', (event) => keep(text(event.data)));
}

/**
 * Every text that was ever in the document, and every message.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string>}
 */
export function everHeld(page) {
  return page.evaluate(() => [.../** @type {any} */ (window).held].join('\n'));
}

/**
 * What is there now: document, fields, address, storage.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string>}
 */
export function heldNow(page) {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea, select')].map(
      (field) => /** @type {HTMLInputElement} */ (field).value,
    );
    return JSON.stringify([
      fields,
      document.documentElement.outerHTML,
      document.title,
      location.href,
      history.state,
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      window.name,
      String(getSelection()),
      performance.getEntries().map(({ name }) => name),
    ]);
  });
}

/**
 * What lives in the process of a page or frame: the strings of its engine's heap,
 * and every WebAssembly memory.
 *
 * @param {import('playwright-core').BrowserContext} context
 * @param {import('playwright-core').Page|import('playwright-core').Frame} target
 * @returns {Promise<{strings: string, wasm: Buffer}>}
 */
export async function memoryOf(context, target) {
  const session = await context.newCDPSession(target);
  /** @type {string[]} */
  const chunks = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  const { strings } = JSON.parse(chunks.join(''));
  const wasm = await wasmMemories(session);
  await session.detach();
  return { strings: strings.join('\n'), wasm };
}

/** For the browser: strings in a snapshot are whole. */
export const WHOLE_STRINGS = '--js-flags=--heap-snapshot-string-limit=100000000';

/** @param {import('playwright-core').CDPSession} session */
async function wasmMemories(session) {
  const { result: prototype } = await session.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: String(prototype.objectId) });
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    returnByValue: true,
    functionDeclaration: `function () {
      const parts = [];
      for (const { buffer } of this) {
        const octets = new Uint8Array(buffer);
        for (let at = 0; at < octets.length; at += 0x8000) {
          parts.push(String.fromCharCode(...octets.subarray(at, at + 0x8000)));
        }
      }
      return btoa(parts.join(''));
    }`,
  });
  return Buffer.from(result.value, 'base64');
}
