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
};

const toImpl = (/** @type {any} */ object) => /** @type {any} */ (firefox)._connection.toImpl(object);

const bidi = toImpl(firefox)._bidiFirefox;
const connect = bidi.connectToTransport.bind(bidi);
bidi.connectToTransport = (/** @type {Wire} */ wire, /** @type {any} */ options) => connect(bridge(wire), options);

/** @returns {Promise<import('playwright-core').Browser>} */
export async function launchFirefox() {
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: PROGRAM, firefoxUserPrefs: PREFERENCES });
  keepDownloadsApart(toImpl(browser));
  return browser;
}

/**
 * @param {string} profile  a folder
 * @param {import('playwright-core').BrowserContextOptions} options
 * @returns {Promise<import('playwright-core').BrowserContext>}
 */
export async function launchFirefoxWithProfile(profile, options) {
  const context = await firefox.launchPersistentContext(profile, {
    channel: 'moz-firefox', executablePath: PROGRAM, firefoxUserPrefs: PREFERENCES, ...options,
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

/** @param {Wire} firefox @returns {Wire} */
function bridge(firefox) {
  /** @type {Wire} */
  const playwright = {
    send(message) {
      // Playwright returns what a script is; some are statements.
      if (message.method === 'script.addPreloadScript') {
        const { params } = message;
        params.functionDeclaration = params.functionDeclaration.replace(/^\(\) => \{ return /, '() => { ');
      }
      const answer = INSTEAD[message.method];
      if (answer) queueMicrotask(() => playwright.onmessage?.({ type: 'success', id: message.id, result: answer(message.params) }));
      else firefox.send(message);
    },
    close: () => firefox.close(),
  };
  const downloads = namedDownloads();
  firefox.onmessage = (message) => playwright.onmessage?.(downloads(message));
  firefox.onclose = (reason) => playwright.onclose?.(reason);
  return playwright;
}

/** Commands that Firefox does not know. @type {Record<string, (params: any) => object>} */
const INSTEAD = {
  // Reduced motion is a preference, set from the start; the scheme has one too.
  'emulation.setMediaFeaturesOverride': () => ({}),
};

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
