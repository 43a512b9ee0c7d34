import { binaryPart, textPart } from '../shared/embedded.js';
import { Messenger } from '../shared/messenger.js';
import { trusted } from '../shared/trusted.js';
import { Panel } from './panel.js';

// Before anything else: the policy does not stop WebRTC, so it goes.
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel']) {
  Reflect.deleteProperty(window, name);
  Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false });
}

/**
 * The worker, behind a port of its own, once it has answered. It starts while its
 * module is being unpacked.
 *
 * @returns {Promise<{worker: Messenger, version: string}>}
 */
async function startWorker() {
  const url = URL.createObjectURL(new Blob([textPart('worker')], { type: 'text/javascript' }));
  const thread = new Worker(trusted.createScriptURL(url));
  const broken = new Promise((_, reject) => { thread.onerror = reject; });
  const { port1, port2 } = new MessageChannel();
  const worker = new Messenger(port1, {});
  const firstAnswer = async () => {
    const module = await binaryPart('vault');
    thread.postMessage({ module, port: port2 }, [module, port2]);
    return worker.request('version');
  };
  return { worker, version: await Promise.race([firstAnswer(), broken]) };
}

/** The port that the page hands over, once; nobody else is listened to. @returns {Promise<MessagePort>} */
function meetPage() {
  return new Promise((resolve) => {
    window.addEventListener('message', function hand(event) {
      if (event.source !== window.parent || event.data !== 'nokkelsmie-page') return;
      window.removeEventListener('message', hand);
      resolve(event.ports[0]);
    });
    window.parent.postMessage('nokkelsmie-vault', '*');
  });
}

/**
 * @param {Messenger} worker
 * @param {string} version
 * @param {MessagePort} port  to the page
 */
function serve(worker, version, port) {
  const panel = new Panel(worker);

  /** All that the page may ask for: nothing here answers with a private part. */
  const page = new Messenger(port, {
    generate: async (spec, { progress, signal }) =>
      panel.changed(await worker.request('generate', spec, { onProgress: progress, signal })),
    relabel: async (params) => panel.changed(await worker.request('relabel', params)),
    repair: async ({ handle }) => panel.changed(await worker.request('repair', handle)),
    sign: (params) => panel.sign(params),
    show: ({ what, handle }) => panel.show(what, handle),
    settings: (settings) => panel.settings(settings),
  });

  panel.addEventListener('keys', () => page.tell('keys', panel.cards));
  panel.addEventListener('signed', (event) => page.tell('signed', /** @type {CustomEvent} */ (event).detail));
  new ResizeObserver(() => page.tell('height', document.documentElement.offsetHeight)).observe(
    document.documentElement,
  );
  page.tell('ready', { version });
}

/** Whatever goes wrong, the page hears of it: this panel has no words before its worker has answered. */
async function boot() {
  // Opened by its own address it would have the storage of its origin, and whoever framed it for a page.
  if (window.origin !== 'null') return;
  const meeting = meetPage();
  try {
    const { worker, version } = await startWorker();
    serve(worker, version, await meeting);
  } catch {
    (await meeting).postMessage({ kind: 'event', type: 'failed' });
  }
}

void boot();
