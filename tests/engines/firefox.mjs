/**
 * Firefox as it is, over WebDriver BiDi. Playwright has a backend for that; what this version of
 * Firefox does not know yet, or says otherwise, is bridged on the wire between them.
 */
import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import path from 'node:path';
import { firefox } from 'playwright-core';

const PROGRAM = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

/** Nothing that it does for itself, and what a person would have allowed. */
const PREFERENCES = {
  // No command of BiDi's grants the reading of the clipboard to a document without an origin.
  'dom.events.testing.asyncClipboard': true,
  // The tests ask for reduced motion everywhere.
  'ui.prefersReducedMotion': 1,
  // The list of downloads opens by itself, takes the focus from the page, and the driver's clicks do not give it back.
  'browser.download.alwaysOpenPanel': false,
};
/** Its own window may be changed: see {@link chooseScheme}. */
const ARGUMENTS = ['--remote-allow-system-access'];

const toImpl = (/** @type {any} */ object) => /** @type {any} */ (firefox)._connection.toImpl(object);

const bidi = toImpl(firefox)._bidiFirefox;
const connect = bidi.connectToTransport.bind(bidi);
bidi.connectToTransport = async (/** @type {Wire} */ wire, /** @type {any} */ options) => {
  /** @type {any} */
  let browser;
  const mediumOf = (/** @type {string} */ id) => browser?._bidiPages.get(id)?._page.emulatedMedia().media;
  browser = await connect(bridge(wire, mediumOf), options);
  return browser;
};

/** @returns {Promise<import('playwright-core').Browser>} */
export async function launchFirefox() {
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: PROGRAM, args: ARGUMENTS, firefoxUserPrefs: PREFERENCES });
  keepDownloadsApart(toImpl(browser));
  endInTime(browser);
  return browser;
}

/** Now and then it does not end when it is asked to. */
const PATIENCE_WITH_ITS_END = 10_000;

/** @param {import('playwright-core').Browser} browser */
function endInTime(browser) {
  const { close } = browser;
  browser.close = async () => {
    const { browserProcess } = toImpl(browser).options;
    const ended = close.call(browser);
    const late = setTimeout(() => void browserProcess.kill(), PATIENCE_WITH_ITS_END);
    const given = new Promise((resolve) => { setTimeout(resolve, 2 * PATIENCE_WITH_ITS_END).unref(); });
    await Promise.race([ended, given]);
    clearTimeout(late);
  };
}

/**
 * @param {string} profile  a folder
 * @param {import('playwright-core').BrowserContextOptions} options
 * @returns {Promise<import('playwright-core').BrowserContext>}
 */
export async function launchFirefoxWithProfile(profile, options) {
  const context = await firefox.launchPersistentContext(profile, {
    channel: 'moz-firefox', executablePath: PROGRAM, args: ARGUMENTS, firefoxUserPrefs: PREFERENCES, ...options,
  });
  keepDownloadsApart(toImpl(context)._browser);
  return context;
}

/** Two files of one name are two files: see {@link namedDownloads}. @param {any} browser */
function keepDownloadsApart(browser) {
  const { downloadCreated } = browser;
  browser.downloadCreated = (/** @type {any} */ page, /** @type {string} */ id, /** @type {string} */ url, /** @type {string} */ name) =>
    downloadCreated.call(browser, page, id, url, name);
}

/**
 * @typedef {object} Wire
 * @property {(message: any) => void} send
 * @property {() => void} close
 * @property {(message: any) => void} [onmessage]
 * @property {(reason?: string) => void} [onclose]
 */

/**
 * @param {Wire} firefox
 * @param {(context: string) => string|undefined} mediumOf  what a page is to be shown on
 * @returns {Wire}
 */
function bridge(firefox, mediumOf) {
  const ask = questions(firefox);
  const downloads = namedDownloads();
  /** @type {Set<string>} */
  const contexts = new Set();
  /** @type {Wire} */
  const playwright = {
    send(message) {
      const { id, method, params } = message;
      if (method === 'emulation.setMediaFeaturesOverride') {
        const [page] = params.contexts ?? [];
        void chooseScheme(ask, params.features['prefers-color-scheme'])
          .then(() => page && chooseMedium(ask, page, mediumOf(page)))
          .then(() => ({ type: 'success', result: {} }), ({ message }) => ({ type: 'error', error: 'unknown error', message }))
          .then((answer) => playwright.onmessage?.({ ...answer, id }));
        return;
      }
      if (method === 'input.setFiles') {
        void chooseFiles(ask, params, contexts)
          .then((answer) => playwright.onmessage?.({ ...answer, id }));
        return;
      }
      if (method === 'script.evaluate' || method === 'script.callFunction') mendScripts(params);
      // Playwright returns what a script is; some are statements.
      if (method === 'script.addPreloadScript') {
        params.functionDeclaration = params.functionDeclaration.replace(/^\(\) => \{ return /, '() => { ');
      }
      firefox.send(message);
    },
    close: () => firefox.close(),
  };
  firefox.onmessage = (message) => {
    if (ask.answered(message)) return;
    if (message.method === 'browsingContext.contextCreated') contexts.add(message.params.context);
    if (message.method === 'browsingContext.contextDestroyed') contexts.delete(message.params.context);
    playwright.onmessage?.(downloads(message));
  };
  firefox.onclose = (reason) => playwright.onclose?.(reason);
  return playwright;
}

/**
 * Scripts of Playwright's that do otherwise here:
 * - Text that is put into a field counts as typed: a change is told when the field is left.
 * - Where two worlds of a document ask for the elements that name one, Firefox's process ends (ESR 153):
 *   the attribute says the same.
 *
 * @type {[string, string][]}
 */
const MENDED = [
  [
    '(text) => bidiInsertText(window, text)',
    "(text) => window.document.execCommand('insertText', false, text) || bidiInsertText(window, text)",
  ],
  ['element.ariaLabelledByElements || getIdRefs(', 'getIdRefs('],
];

/** @param {any} value  of a command, and what is in it */
function mendScripts(value) {
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === 'string') value[name] = MENDED.reduce((text, [theirs, ours]) => text.replace(theirs, ours), part);
    else if (part && typeof part === 'object') mendScripts(part);
  }
}

/**
 * Playwright names the page; a field in a frame is found in the frame only.
 *
 * @param {(method: string, params: object) => Promise<any>} ask
 * @param {{context: string}} params
 * @param {Set<string>} contexts
 */
async function chooseFiles(ask, params, contexts) {
  let answer;
  for (const context of [params.context, ...contexts]) {
    answer = await ask('input.setFiles', { ...params, context });
    if (answer.type === 'success') return answer;
  }
  return answer;
}

/** Commands of the bridge's own, beside Playwright's. @param {Wire} firefox */
function questions(firefox) {
  const waiting = new Map();
  let last = 2 ** 40;
  const ask = (/** @type {string} */ method, /** @type {object} */ params) => new Promise((resolve) => {
    last += 1;
    waiting.set(last, resolve);
    firefox.send({ id: last, method, params });
  });
  return Object.assign(ask, {
    answered(/** @type {any} */ message) {
      const known = waiting.get(message.id);
      waiting.delete(message.id);
      known?.(message);
      return known !== undefined;
    },
  });
}

/**
 * This version of Firefox has no command for it, but a preference, which its own window can change
 * (dark: 0, light: 1, as the machine has it: 2).
 *
 * @param {Ask} ask
 * @param {string|null} [scheme]
 */
async function chooseScheme(ask, scheme) {
  const value = scheme === 'dark' ? 0 : scheme === 'light' ? 1 : 2;
  await inItsWindow(ask, `Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', ${value})`);
}

/**
 * Neither has it one for paper.
 *
 * @param {Ask} ask
 * @param {string} page
 * @param {string} [medium]  'print', 'screen'
 */
async function chooseMedium(ask, page, medium) {
  await inItsWindow(ask, `{
    const { NavigableManager } = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs');
    NavigableManager.getBrowsingContextById('${page}').mediumOverride = '${medium === 'no-override' ? '' : medium ?? ''}';
  }`);
}

/** @typedef {(method: string, params: object) => Promise<any>} Ask */

/** @param {Ask} ask @param {string} expression */
async function inItsWindow(ask, expression) {
  const { result: { contexts: [window] } } = await ask('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const { result } = await ask('script.evaluate', { expression, target: { context: window.context }, awaitPromise: false });
  if (result?.type !== 'success') throw new Error(`Firefox: ${JSON.stringify(result?.exceptionDetails ?? 'no answer')}`);
}

/** Firefox gives downloads no name of their own, and saves them under the name that the page suggests. */
function namedDownloads() {
  /** @type {Map<string, string>} */
  const names = new Map();
  return (/** @type {any} */ message) => {
    const { method, params } = message;
    if (method === 'browsingContext.downloadWillBegin') {
      params.download = randomUUID();
      names.set(params.url, params.download);
    } else if (method === 'browsingContext.downloadEnd' && params.filepath) {
      params.download = names.get(params.url);
      names.delete(params.url);
      renameSync(params.filepath, path.join(path.dirname(params.filepath), params.download));
    }
    return message;
  };
}
