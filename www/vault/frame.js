import { Messenger } from '../shared/messenger.js';
import { whatIsSought } from './in-sight.js';
import { Panel } from './panel.js';
import { startSearchers, startWorker } from './threads.js';

// Before anything else: the policy does not stop WebRTC, so it goes.
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel']) {
  Reflect.deleteProperty(window, name);
  Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false });
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
 * @param {import('./threads.js').Started} started
 * @param {MessagePort} port  to the page
 */
function serve({ worker, version, broken }, port) {
  const panel = new Panel(worker);

  /**
   * All that the page may ask for: nothing here answers with a private part. What the page says is taken
   * apart here: a mistake of the page's is not to look like the worker's end.
   */
  const page = new Messenger(port, {
    generate: async (spec, { progress, signal }) =>
      panel.changed(await worker.request('generate', spec, { onProgress: progress, signal })),
    relabel: async ({ handle, kid, algorithm }) =>
      panel.changed(await worker.request('relabel', { handle, kid, algorithm })),
    repair: async ({ handle }) => panel.changed(await worker.request('repair', handle)),
    sign: ({ handle, environment, request }) => panel.sign({ handle, environment, request }),
    show: ({ what, handle, handles, names, order }) => panel.show(what, handle, { handles, names, order }),
    receivers: () => worker.request('receivers'),
    planHandOver: ({ handle, order }) => panel.planHandOver(handle, order),
    settings: (settings) => panel.settings(settings),
  });

  for (const type of ['keys', 'signed', 'handedOver'])
    panel.addEventListener(type, (event) => page.tell(type, /** @type {CustomEvent} */ (event).detail));
  const tellHeight = () => page.tell('height', document.documentElement.offsetHeight);
  new ResizeObserver(tellHeight).observe(document.documentElement);
  // First as high as it is now: the page cannot scroll to where the frame does not reach yet.
  whatIsSought((place) => { tellHeight(); page.tell('sought', place); });
  void broken.then(() => { page.tell('broken'); panel.stop(); });
  page.tell('ready', { version });
}

/** Whatever goes wrong, the page hears of it: this panel has no words before its worker has answered. */
async function boot() {
  // Opened by its own address it would have the storage of its origin, and whoever framed it for a page.
  if (window.origin !== 'null') return;
  const meeting = meetPage();
  try {
    const started = await startWorker();
    serve(started, await meeting);
    // After the page was told that it can begin. Without them keys are made all the same.
    void startSearchers(started).catch(() => {});
  } catch {
    (await meeting).postMessage({ kind: 'event', type: 'failed' });
  }
}

void boot();
