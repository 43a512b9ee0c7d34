/**
 * Where injected code is run: the vault's frame and its worker, or the same two
 * in a page that nothing protects.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { workerWith } from '../changed-vault.mjs';
import { ENGINE, ROOT, open } from '../harness.mjs';
import { FROM_WORKER, IN_REACH_OF_WORKER } from './attempts.mjs';

/**
 * @typedef {object} Rooms
 * @property {import('playwright-core').Page} page
 * @property {import('playwright-core').Frame} frame
 * @property {Pick<import('playwright-core').Worker, 'evaluate'>} worker
 */

/** Firefox lets nobody evaluate in a worker from outside: there it gets what it may be asked to do beforehand. */
const PREPARED = ENGINE === 'firefox' ? [...Object.values(FROM_WORKER), ...Object.values(IN_REACH_OF_WORKER)] : null;
/** Before the worker's own script: does what a message with a number asks for, and answers on the port that came along. */
const PRELUDE = PREPARED && `
  { const prepared = [${PREPARED.map((one) => `(${one})`).join(',\n')}];
    self.addEventListener('message', async (event) => {
      if (typeof event.data?.tryOut !== 'number') return;
      event.stopImmediatePropagation();
      try { event.ports[0].postMessage([String(await prepared[event.data.tryOut](event.data.given))]); }
      catch (error) { event.ports[0].postMessage([, error.message]); }
    });
  }`;
/** In every document: its workers can be found. */
const keepWorkers = () => {
  const all = /** @type {any} */ (window);
  all.keptWorkers = [];
  all.Worker = class extends Worker {
    constructor(/** @type {[any, any]} */ ...given) { super(...given); all.keptWorkers.push(this); }
  };
};
const preparedContexts = new WeakSet();

/** @param {import('playwright-core').BrowserContext} context */
async function prepare(context) {
  if (!PRELUDE || preparedContexts.has(context)) return;
  preparedContexts.add(context);
  await context.addInitScript(keepWorkers);
  await context.addInitScript(`if (window === window.top && window.trustedTypes) ${workerWith(PRELUDE.replaceAll('\n', ' '))}`);
}

/**
 * The page as it is, with its vault.
 *
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} url
 * @returns {Promise<Rooms>}
 */
export async function withVault(context, url) {
  await prepare(context);
  const { page } = await open(context, url);
  if (page.workers().length === 0) await page.waitForEvent('worker');
  return rooms(page);
}

/** A worker that looks for primes: they are begun after the one that holds the keys. @param {import('playwright-core').Page} page */
export async function searcherOf(page) {
  while (page.workers().length < 2) await page.waitForEvent('worker');
  return page.workers()[1];
}

/**
 * A document of the collector's with a frame and a worker, and no policy.
 *
 * @param {import('playwright-core').BrowserContext} context
 * @param {import('./collector.mjs').Collector} collector
 * @returns {Promise<Rooms>}
 */
export async function withoutPolicy(context, collector) {
  await prepare(context);
  const page = await context.newPage();
  const working = page.waitForEvent('worker');
  await page.goto(collector.serve(`<!doctype html><iframe srcdoc="<body></body>"></iframe>
    <script>new Worker(URL.createObjectURL(new Blob([${JSON.stringify(PRELUDE ?? '')}], { type: 'text/javascript' })))</script>`));
  await working;
  return rooms(page);
}

/** Asked by the page: whether it can look into the vault's frame. @type {Record<string, () => unknown>} */
export const INTO_THE_VAULT = {
  'content-document': () =>
    /** @type {HTMLIFrameElement} */ (document.querySelector('#vault-room iframe')).contentDocument ? 'open' : 'null',
  'window-document': () => {
    void window.frames[0].document.body;
    return 'open';
  },
  'window-function': () => {
    void (/** @type {any} */ (window.frames[0]).Worker);
    return 'open';
  },
  'window-address': () => {
    void window.frames[0].location.href;
    return 'open';
  },
  'window-storage': () => {
    void window.frames[0].localStorage;
    return 'open';
  },
  'svg-document': () =>
    /** @type {any} */ (document.querySelector('#vault-room iframe')).getSVGDocument() ? 'open' : 'null',
  'worker-by-blob': () => fetch('blob:null/x').then(() => 'open'),
};

/** @param {import('playwright-core').Page} page @returns {Rooms} */
function rooms(page) {
  const [frame] = page.frames().filter((one) => one !== page.mainFrame());
  const [worker] = page.workers();
  return { page, frame, worker: PREPARED ? askedToTry(page) : worker };
}

/** @param {import('playwright-core').Page} page @returns {any} */
function askedToTry(page) {
  return {
    evaluate: async (/** @type {any} */ attempt, /** @type {unknown} */ given) => {
      const tryOut = PREPARED?.indexOf(attempt) ?? -1;
      if (tryOut < 0) throw new Error('the worker was not prepared for this');
      // The page first: an attempt may have made other workers in the frame.
      for (const frame of page.frames()) {
        const answered = await frame.evaluate(({ tryOut, given }) => {
          const [worker] = /** @type {any} */ (window).keptWorkers ?? [];
          const { port1, port2 } = new MessageChannel();
          worker?.postMessage({ tryOut, given }, [port2]);
          return worker && new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
        }, { tryOut, given });
        if (answered?.[1]) throw new Error(answered[1]);
        if (answered) return answered[0];
      }
      throw new Error('there is no worker');
    },
  };
}

/**
 * Runs every attempt, whatever becomes of the one before.
 *
 * @param {import('playwright-core').Frame|import('playwright-core').Worker} where
 * @param {import('./attempts.mjs').Attempts} attempts
 * @param {(name: string) => string} address
 */
export async function tryAll(where, attempts, address) {
  for (const [name, attempt] of Object.entries(attempts)) {
    await settled(where.evaluate(/** @type {any} */ (attempt), address(name)));
  }
}

/**
 * What each question is answered.
 *
 * @param {import('playwright-core').Frame|import('playwright-core').Worker} where
 * @param {Record<string, () => unknown>} questions
 */
export async function askAll(where, questions) {
  /** @type {Record<string, string>} */
  const answers = {};
  for (const [name, question] of Object.entries(questions))
    answers[name] = await settled(where.evaluate(/** @type {any} */ (question)));
  return answers;
}

/**
 * An attempt that ends its own document never answers; the next one does not wait for it.
 *
 * @param {Promise<unknown>} answer
 * @returns {Promise<string>}
 */
async function settled(answer) {
  /** @type {NodeJS.Timeout|undefined} */
  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(() => resolve('no answer'), 3000); });
  const said = await Promise.race([answer, late]).then(String, (error) => error.message.split('\n')[0]);
  clearTimeout(timer);
  return said;
}

/**
 * dist/site from this process, each text changed by `patch`, so that a test can
 * show what a weaker build would let through.
 *
 * @param {(name: string, text: string) => string} patch
 * @returns {Promise<{url: string, requests: Set<string>, stop: () => Promise<void>}>}
 *   `requests`: attempts that arrived here
 */
export async function serveChanged(patch) {
  const built = async (/** @type {string} */ name) => readFile(path.join(ROOT, 'dist/site', name), 'utf8');
  const [index, script, vault] = await Promise.all(['index.html', 'page.js', 'vault.html'].map(built));
  const changed = patch('vault.html', vault);
  const page = rehashed(patch('page.js', script), vault, changed);
  const files = new Map(Object.entries({
    'vault.html': changed,
    'page.js': page,
    'index.html': rehashed(patch('index.html', index), script, page),
    'portal.wasm': await readFile(path.join(ROOT, 'dist/site/portal.wasm')),
  }));
  const requests = new Set();
  const server = http.createServer((request, response) => {
    const name = (request.url ?? '').slice(1) || 'index.html';
    if (!files.has(name)) requests.add(name.replace(/^way-out\//, ''));
    response.writeHead(files.has(name) ? 200 : 404, { 'content-type': types[path.extname(name)] ?? 'text/plain' });
    response.end(files.get(name));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    stop: async () => { server.closeAllConnections(); server.close(); await once(server, 'close'); },
  };
}

/** @type {Record<string, string>} */
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/**
 * The document names its script by its SHA-256, and the script the vault.
 *
 * @param {string} text
 * @param {string} before
 * @param {string} after
 */
function rehashed(text, before, after) {
  const hash = (/** @type {string} */ part) => createHash('sha256').update(part).digest('base64');
  return text.replaceAll(hash(before), hash(after));
}

/** A change that changes nothing would prove nothing. @param {string} text @param {string} from @param {string} to */
export function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`there is no ${from} to replace`);
  return text.replaceAll(from, to);
}
