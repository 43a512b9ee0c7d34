import { binaryPart, textPart } from '../shared/embedded.js';
import { Messenger } from '../shared/messenger.js';
import { trusted } from '../shared/trusted.js';
import { Panel } from './panel.js';

// Before anything else: the policy does not stop WebRTC, so it goes.
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel']) {
  Reflect.deleteProperty(window, name);
  Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false });
}

/** The worker, behind a port of its own, once it has answered. */
async function startWorker() {
  const module = await binaryPart('vault');
  const url = URL.createObjectURL(new Blob([textPart('worker')], { type: 'text/javascript' }));
  const worker = new Worker(trusted.createScriptURL(url));
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ module, port: port2 }, [module, port2]);
  const messenger = new Messenger(port1, {});
  const broken = new Promise((_, reject) => { worker.onerror = reject; });
  await Promise.race([messenger.request('version'), broken]);
  return messenger;
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

/** @param {Messenger} worker @param {MessagePort} port  to the page */
async function serve(worker, port) {
  const panel = new Panel(worker);

  /** All that the page may ask for: nothing here answers with a private part. */
  const page = new Messenger(port, {
    generate: async (spec, { progress, signal }) =>
      panel.changed(await worker.request('generate', spec, { onProgress: progress, signal })),
    relabel: async (params) => panel.changed(await worker.request('relabel', params)),
    sign: (params) => panel.sign(params),
    show: ({ what, handle }) => panel.show(what, handle),
    settings: (settings) => panel.settings(settings),
  });

  panel.addEventListener('keys', () => page.tell('keys', panel.cards));
  panel.addEventListener('signed', (event) => page.tell('signed', /** @type {CustomEvent} */ (event).detail));
  new ResizeObserver(() => page.tell('height', document.documentElement.offsetHeight)).observe(document.documentElement);
  page.tell('ready', { version: await worker.request('version') });
}

/** Whatever goes wrong, the page hears of it: this panel has no words before its worker has answered. */
async function boot() {
  const meeting = meetPage();
  try {
    const worker = await startWorker();
    await serve(worker, await meeting);
  } catch {
    (await meeting).postMessage({ kind: 'event', type: 'failed' });
  }
}

void boot();
