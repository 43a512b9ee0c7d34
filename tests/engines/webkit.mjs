/**
 * WebKitGTK, driven as the other engines are. Playwright knows how to talk to a WebKit that was not
 * made for it (its "web view": only the inspector's protocol); what that lacks comes from WebKit's
 * automation: real mouse and keyboard, tabs, the size of the window; and from the folder of downloads.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { webkit } from 'playwright-core';
import { MiniBrowser, startDisplay } from './minibrowser.mjs';

const toImpl = (/** @type {any} */ object) => /** @type {any} */ (webkit)._connection.toImpl(object);

/** @typedef {import('playwright-core').BrowserContext} BrowserContext */
/** @typedef {import('playwright-core').BrowserContextOptions} ContextOptions */

/**
 * @param {{args?: string[]}} [options]
 * @returns {Promise<import('playwright-core').Browser>}  as much of one as the tests use
 */
export async function launchWebKit({ args = [] } = {}) {
  /** @type {Set<BrowserContext>} */
  const contexts = new Set();
  const newContext = async (/** @type {ContextOptions} */ options = {}) => {
    const context = await startContext(options, args);
    contexts.add(context);
    context.once('close', () => contexts.delete(context));
    return context;
  };
  return /** @type {any} */ ({
    newContext,
    newPage: async (/** @type {ContextOptions} */ options) => (await newContext(options)).newPage(),
    contexts: () => [...contexts],
    version: () => 'WebKitGTK',
    close: async () => {
      await Promise.all([...contexts].map((context) => context.close()));
    },
  });
}

/**
 * Each context is a browser of its own on a display of its own: the keyboard is always its.
 *
 * @param {ContextOptions} options
 * @param {string[]} args
 * @returns {Promise<BrowserContext>}
 */
async function startContext(options, args) {
  const display = await startDisplay();
  const browser = await MiniBrowser.start(display.name, { locale: options.locale, args });
  const artifacts = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-artifacts-'));
  const tabs = new Tabs(browser);
  const first = await tabs.first();
  const client = await webkit.connectOverCDP(/** @type {any} */ (tabs.wire(first)), { artifactsDir: artifacts });
  const [context] = client.contexts();
  const impl = toImpl(context);
  teach(impl);
  impl.machine = { display, browser, tabs, artifacts, unused: impl.pages()[0], options };
  impl._options = { ...impl._options, acceptDownloads: 'accept', ...pick(options) };
  await context.addInitScript(speak, options.locale ?? 'nb-NO');
  tabs.adopt(impl, impl.pages()[0], first);
  await impl.pages()[0].delegate.updateEmulateMedia();
  if (options.viewport) await resize(impl.pages()[0], options.viewport);
  await impl.pages()[0].delegate.bringToFront();
  watchDownloads(impl);
  return context;
}

/** @param {ContextOptions} options */
function pick({ viewport, locale, reducedMotion, colorScheme }) {
  return { viewport: viewport ?? undefined, locale, reducedMotion, colorScheme };
}

/** The browser takes its language from locales that the machine may not have. @param {string} language */
function speak(language) {
  Object.defineProperty(Navigator.prototype, 'language', { get: () => language });
  Object.defineProperty(Navigator.prototype, 'languages', { get: () => [language] });
}

/** The pages of one browser: each has a target of the inspector and a handle of the automation. */
class Tabs {
  /** @type {Map<string, string>}  target → handle */
  #handles = new Map();
  /** By a page. @type {Set<string>} */
  #opened = new Set();
  /** One that is closed may be listed for a moment still. @type {Set<string>} */
  #met = new Set();
  /** @type {Map<string, any>}  target → wire */
  #wires = new Map();
  /** @type {Map<any, string>}  page → target */
  #targets = new Map();
  /** One after the other, so that a target and a handle that come together belong together. @type {Promise<any>} */
  #queue = Promise.resolve();
  /** @type {any} */
  #context;

  /** @param {MiniBrowser} browser */
  constructor(browser) {
    this.browser = browser;
    browser.on('message', (target, message) => this.#wires.get(target)?.onmessage?.(message));
    browser.on('end', () => { for (const target of [...this.#wires.keys()]) this.#gone(target); });
  }

  /** The tab that the browser starts with. @returns {Promise<string>} its target */
  async first() {
    const { contexts: [{ handle }] } = await this.browser.automate('getBrowsingContexts');
    return this.#begin(this.#unknown()[0], handle);
  }

  /** @param {string} target @param {string} handle */
  #meet(target, handle) {
    this.#met.add(target);
    this.#handles.set(target, handle);
  }

  /** @returns {Promise<string>} its target */
  create() {
    return this.#inTurn(async () => {
      const { handle } = await this.browser.automate('createBrowsingContext', { presentationHint: 'Tab' });
      while (this.#unknown().length === 0) await once(this.browser, 'targets');
      return this.#begin(this.#unknown()[0], handle);
    });
  }

  /**
   * A tab that a page opened is closed: its name must be free again. Of another what it showed is gone,
   * and nobody hears of it any more: to close that can bring the whole browser down.
   *
   * @param {any} page
   */
  async close(page) {
    const target = /** @type {string} */ (this.#targets.get(page));
    if (this.#opened.has(target)) return void await this.browser.automate('closeBrowsingContext', { handle: this.handle(page) });
    await this.browser.automate('navigateBrowsingContext', { handle: this.handle(page), url: 'about:blank', pageLoadStrategy: 'None' });
    this.#gone(target);
  }

  /** Before its first document a tab has no process that could answer. @param {string} target @param {string} handle */
  async #begin(target, handle) {
    this.#meet(target, handle);
    await this.browser.automate('navigateBrowsingContext', { handle, url: 'about:blank' });
    return target;
  }

  #unknown() {
    return this.browser.targets.filter(({ id, type }) => type === 'WebPage' && !this.#met.has(id)).map(({ id }) => id);
  }

  /** From now on also tabs that a page opens are taken in. @param {any} context @param {any} page @param {string} target */
  adopt(context, page, target) {
    this.#context = context;
    this.#targets.set(page, target);
    this.browser.on('targets', () => {
      void this.#inTurn(() => this.#forget());
      if (this.#unknown().length > 0) void this.#inTurn(() => this.#takeIn());
    });
  }

  /** What is not listed may still be there: the list comes in more than one version. */
  async #forget() {
    const missing = [...this.#handles.keys()].filter((known) => !this.browser.targets.some(({ id }) => id === known));
    if (missing.length === 0) return;
    const { contexts } = await this.browser.automate('getBrowsingContexts');
    for (const known of missing)
      if (!contexts.some((/** @type {any} */ { handle }) => handle === this.#handles.get(known))) this.#gone(known);
  }

  async #takeIn() {
    for (const target of this.#unknown()) {
      const { contexts } = await this.browser.automate('getBrowsingContexts');
      const known = new Set(this.#handles.values());
      const handle = contexts.find((/** @type {any} */ one) => !known.has(one.handle))?.handle;
      if (!handle) return;
      this.#meet(target, handle);
      this.#opened.add(target);
      // One that goes elsewhere at once may be gone before it is known.
      void this.open(target).catch(() => {});
    }
  }

  /** @param {string} target @returns {Promise<any>} the page */
  async open(target) {
    const browser = this.#context._browser;
    await browser._attachTab(target, this.wire(target));
    const { page } = browser._tabs.get(target).page ? browser._tabs.get(target) : { page: undefined };
    this.#targets.set(page._page, target);
    return page._page;
  }

  /** @param {string} target */
  wire(target) {
    const wire = {
      open: () => this.browser.attach(target),
      send: (/** @type {any} */ message) => {
        // A file that is stopped on its way never goes on; requests of a network do.
        if (message.params?.message) message.params.message = message.params.message
          .replace('"url":".*"', '"url":"^https?:"')
          // Text that is put into a field counts as typed: a change is told when the field is left.
          .replaceAll(
            'this._insertText(this._deepActiveElement(), text)',
            "this._document.execCommand('insertText', false, text) || this._insertText(this._deepActiveElement(), text)",
          );
        this.browser.tell(target, message);
      },
      close: () => {},
    };
    this.#wires.set(target, wire);
    return wire;
  }

  /** @param {string} target */
  #gone(target) {
    const wire = this.#wires.get(target);
    this.#wires.delete(target);
    this.#handles.delete(target);
    wire?.onclose?.();
  }

  /** Shows it, where it is one of several in a window. @param {any} page */
  async turnTo(page) {
    const isHidden = () => run(page, '(done) => done(document.hidden)');
    for (let turns = 0; turns < this.#handles.size && await isHidden(); turns += 1) {
      await this.browser.nextTab();
      // The next one may be another.
      await run(page, `(done) => {
        document.addEventListener('visibilitychange', () => done(), { once: true });
        setTimeout(done, 500);
      }`);
    }
  }

  /** @param {any} page */
  handle(page) {
    return this.#handles.get(this.#targets.get(page) ?? '');
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  #inTurn(work) {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }
}

let taught = false;

/** What the "web view" cannot do, by WebKit's automation. @param {any} context */
function teach(context) {
  if (taught) return;
  taught = true;
  Object.assign(Object.getPrototypeOf(context), {
    async doCreateNewPage() {
      const { machine } = this;
      const { unused } = machine;
      machine.unused = undefined;
      if (unused) return unused;
      return machine.tabs.open(await machine.tabs.create());
    },
    async doClose() {
      const { machine } = this;
      machine.watcher?.close();
      await machine.browser.stop();
      await machine.display.stop();
      await this._browser.options.browserProcess.close();
    },
    async doGrantPermissions() {},
    /** Nothing gets to a network: what the page itself would see of a cut one. */
    async doUpdateOffline() {
      const cut = (this.machine.cut ??= (/** @type {any} */ route, /** @type {any} */ request) => {
        if (!/^https?:/.test(request.url())) return false;
        void route.abort('internetdisconnected');
        return true;
      });
      this.requestInterceptors = this.requestInterceptors.filter((/** @type {unknown} */ one) => one !== cut);
      if (this._options.offline) this.requestInterceptors.unshift(cut);
      await this.doUpdateRequestInterception();
    },
    async doUpdateDefaultEmulatedMedia() {
      for (const page of this.pages()) await page.delegate.updateEmulateMedia();
    },
  });
  const delegate = context.pages()[0].delegate;
  const created = Object.getPrototypeOf(delegate)._onTargetCreated;
  Object.assign(Object.getPrototypeOf(delegate), {
    async _onTargetCreated(/** @type {any} */ event) {
      // A window that a page opened may already be on its way when it is met.
      await created.call(this, event).catch(() =>
        this._outerSession.sendMayFail('Target.resume', { targetId: event.targetInfo.targetId }));
    },
    async updateEmulatedViewportSize() {
      const size = this._page.emulatedSize()?.viewport;
      if (size) await resize(this._page, size);
    },
    async bringToFront() {
      await this._page.browserContext.machine.browser.focus();
      await this._page.browserContext.machine.tabs.turnTo(this._page);
      await automate(this._page, 'switchToBrowsingContext', { browsingContextHandle: handleOf(this._page) });
    },
    async closePage() { await this._page.browserContext.machine.tabs.close(this._page); },
    async _navigateMainFrame(/** @type {any} */ frame, /** @type {string} */ url) {
      const [here, there] = [frame.url(), url].map((one) => one.split('#')[0]);
      // An address of the same document: there will be no other one to wait for.
      if (here === there && url.includes('#')) {
        await this._session.send('Runtime.evaluate', { expression: `location.href = ${JSON.stringify(url)}` });
        return {};
      }
      const loader = new Promise((resolve) => this._pendingMainFrameLoaderResolvers.set(frame._id, resolve));
      // By the browser, as from its address bar: a document may not lead to a file.
      await automate(this._page, 'navigateBrowsingContext', { handle: handleOf(this._page), url, pageLoadStrategy: 'None' });
      return { newDocumentId: await loader };
    },
    async updateFileChooserInterception() {},
    async setBackgroundColor() {},
    async setInputFilePaths(/** @type {any} */ _progress, /** @type {any} */ handle, /** @type {string[]} */ files) {
      const payloads = await Promise.all(files.map(async (file) => ({
        name: path.basename(file), mimeType: 'application/octet-stream', buffer: (await readFile(file)).toString('base64'),
      })));
      await handle.evaluateInUtility(
        (/** @type {any} */ [injected, node, files]) => injected.setInputFiles(node, files), payloads,
      );
    },
    async scrollRectIntoViewIfNeeded(/** @type {any} */ handle) {
      const inside = await handle.evaluateInUtility((/** @type {any} */ [, node]) => {
        if (!node.isConnected) return 'error:notconnected';
        if (!(node instanceof Element) || node.getClientRects().length === 0) return 'error:notvisible';
        node.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
        const { top, bottom } = node.getBoundingClientRect();
        return { top, bottom };
      }, null);
      if (typeof inside === 'string') return inside;
      // A frame without an origin does not scroll what is around it.
      if (handle._frame.parentFrame()) {
        const owner = await this.getFrameElement(handle._frame);
        await owner.evaluateInUtility(scrollAround, inside);
        owner.dispose();
      }
      return 'done';
    },
  });
  Object.assign(Object.getPrototypeOf(delegate.rawMouse), MOUSE);
  Object.assign(Object.getPrototypeOf(delegate.rawKeyboard), KEYBOARD);
}

/** Brings a part of a frame into view. @param {any} given */
function scrollAround([, frame, { top, bottom }]) {
  for (let box = frame.parentElement; box; box = box.parentElement) {
    const outermost = box === document.scrollingElement;
    if (!outermost && box.scrollHeight <= box.clientHeight) continue;
    const edge = outermost ? { top: 0, bottom: innerHeight } : box.getBoundingClientRect();
    const at = frame.getBoundingClientRect().top + frame.clientTop;
    const below = at + bottom - edge.bottom;
    const above = edge.top - at - top;
    if (below > 0) box.scrollTop += below;
    else if (above > 0) box.scrollTop -= above;
  }
}

/** @param {any} page @param {string} method @param {object} params */
function automate(page, method, params) {
  return page.browserContext.machine.browser.automate(method, params);
}

/** @param {any} page */
function handleOf(page) {
  return page.browserContext.machine.tabs.handle(page);
}

/** So that the page has this size, whatever stands around it. @param {any} page @param {{width: number, height: number}} size */
async function resize(page, size) {
  const handle = handleOf(page);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { context } = await automate(page, 'getBrowsingContext', { handle });
    const now = await run(page, '(done) => done({ width: innerWidth, height: innerHeight })');
    if (now.width === size.width && now.height === size.height) return;
    await automate(page, 'setWindowFrameOfBrowsingContext', {
      handle,
      size: {
        width: context.windowSize.width + size.width - now.width,
        height: context.windowSize.height + size.height - now.height,
      },
    });
    await run(page, '(done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))');
  }
}

/** @param {any} page @param {string} script  a function that is given what to call with its answer */
async function run(page, script) {
  const { result } = await automate(page, 'evaluateJavaScriptFunction', {
    browsingContextHandle: handleOf(page), function: script, arguments: [], expectsImplicitCallbackArgument: true,
  });
  return result ? JSON.parse(result) : undefined;
}

/** Playwright sends a whole click at once; WebKit wants one after the other. @param {any} page @param {string} method @param {object} params */
function inTurn(page, method, params) {
  const done = (page.input ?? Promise.resolve()).then(() => automate(page, method, params));
  page.input = done.catch(() => {});
  return done;
}

const BUTTONS = /** @type {Record<string, string>} */ ({ left: 'Left', right: 'Right', middle: 'Middle', none: 'None' });

const MOUSE = {
  /** @this {any} */
  async move(/** @type {any} */ _progress, /** @type {number} */ x, /** @type {number} */ y) {
    await mouse(this._page._page, 'Move', x, y, 'none');
  },
  /** @this {any} */
  async down(/** @type {any} */ _progress, /** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ button) {
    await mouse(this._page._page, 'Down', x, y, button);
  },
  /** @this {any} */
  async up(/** @type {any} */ _progress, /** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ button) {
    await mouse(this._page._page, 'Up', x, y, button);
  },
};

/** @param {any} page @param {string} interaction @param {number} x @param {number} y @param {string} button */
async function mouse(page, interaction, x, y, button) {
  await inTurn(page, 'performMouseInteraction', {
    handle: handleOf(page), position: { x, y }, button: BUTTONS[button] ?? 'None', interaction, modifiers: [],
  });
}

/** The names of keys that WebKit knows under another name, or that are no characters. */
const KEYS = /** @type {Record<string, string>} */ ({
  Control: 'Control', Shift: 'Shift', Alt: 'Alternate', Meta: 'Meta', Enter: 'Enter', Tab: 'Tab', Escape: 'Escape',
  Backspace: 'Backspace', Delete: 'Delete', Home: 'Home', End: 'End', PageUp: 'PageUp', PageDown: 'PageDown',
  ArrowLeft: 'LeftArrow', ArrowRight: 'RightArrow', ArrowUp: 'UpArrow', ArrowDown: 'DownArrow', ' ': 'Space',
});

const KEYBOARD = {
  /** @this {any} */
  async keydown(/** @type {any} */ _progress, /** @type {any} */ _modifiers, /** @type {string} */ _name, /** @type {{key: string}} */ { key }) {
    const pressed = (this.pressed ??= new Set());
    pressed.add(key);
    await press(this._page._page, pressed);
  },
  /** @this {any} */
  async keyup(/** @type {any} */ _progress, /** @type {any} */ _modifiers, /** @type {string} */ _name, /** @type {{key: string}} */ { key }) {
    const pressed = (this.pressed ??= new Set());
    pressed.delete(key);
    await press(this._page._page, pressed);
  },
};

/** Which keys are down now. @param {any} page @param {Set<string>} pressed */
async function press(page, pressed) {
  const character = [...pressed].find((key) => !KEYS[key]);
  await inTurn(page, 'performInteractionSequence', {
    handle: handleOf(page),
    inputSources: [{ sourceId: 'keyboard', sourceType: 'Keyboard' }],
    steps: [{ states: [{
      sourceId: 'keyboard',
      pressedVirtualKeys: [...pressed].filter((key) => KEYS[key]).map((key) => KEYS[key]),
      ...(character ? { pressedCharKey: character } : {}),
    }] }],
  });
}

/** A file that has got its name is there in full. @param {any} context */
function watchDownloads(context) {
  const { machine } = context;
  const browser = context._browser;
  const seen = new Set();
  machine.watcher = watch(machine.browser.downloads, async (_event, file) => {
    if (!file || file.endsWith('.wkdownload') || seen.has(file)) return;
    seen.add(file);
    const id = randomUUID();
    const moved = await rename(path.join(machine.browser.downloads, file), path.join(machine.artifacts, id)).then(() => true, () => false);
    seen.delete(file);
    if (!moved) return;
    browser.downloadCreated(context.pages()[0], id, '', file);
    browser.downloadFinished(id);
  });
}
