import { binaryPart, textPart } from '../shared/embedded.js';
import { Messenger } from '../shared/messenger.js';
import { trusted } from '../shared/trusted.js';
import { whatIsSought } from './in-sight.js';
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
 * @returns {Promise<{worker: Messenger, version: string, module: WebAssembly.Module, broken: Promise<void>}>}  `broken`: it has stopped for good
 */
async function startWorker() {
  const thread = newThread();
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => { thread.onerror = reject; });
  const { port1, port2 } = new MessageChannel();
  const events = new EventTarget();
  const broken = new Promise((/** @type {(value: void) => void} */ resolve) =>
    events.addEventListener('broken', () => resolve()));
  const worker = new Messenger(port1, {}, (type) => events.dispatchEvent(new Event(type)));
  const firstAnswer = async () => {
    const module = await WebAssembly.compile(await binaryPart('vault'));
    thread.postMessage({ module, port: port2 }, [port2]);
    return { module, version: await worker.request('version') };
  };
  const { module, version } = await Promise.race([firstAnswer(), failed]);
  return { worker, version, module, broken };
}

/** @type {string|undefined} */
let scriptAddress;

/** @returns {Worker} */
function newThread() {
  scriptAddress ??= URL.createObjectURL(new Blob([textPart('worker')], { type: 'text/javascript' }));
  return new Worker(trusted.createScriptURL(scriptAddress));
}

/** More would only wait for each other's memory. */
const MOST_SEARCHERS = 8;

/**
 * The workers that look for primes, one for each core, with a port each to the worker that makes keys of
 * them. With one core there is nobody to share the work with.
 *
 * @param {Messenger} worker
 * @param {WebAssembly.Module} module  with which they prove what they find
 */
async function startSearchers(worker, module) {
  const cores = navigator.hardwareConcurrency || 1;
  if (cores < 2) return;
  const fused = await binaryPart('search');
  for (let count = Math.min(cores, MOST_SEARCHERS); count > 0; count -= 1) {
    const { port1, port2 } = new MessageChannel();
    newThread().postMessage({ port: port1, fused, module }, [port1]);
    await worker.request('searcher', { port: port2 }, { transfer: [port2] });
  }
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
 * @param {Awaited<ReturnType<typeof startWorker>>} started
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
    void startSearchers(started.worker, started.module).catch(() => {});
  } catch {
    (await meeting).postMessage({ kind: 'event', type: 'failed' });
  }
}

void boot();
