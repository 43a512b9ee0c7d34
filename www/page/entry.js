import * as portal from 'nokkelsmie-portal';
import { binaryPart, hasPart, textPart } from '../shared/embedded.js';
import { start } from './main.js';
import { VaultClient } from './vault-client.js';

/** How long the vault may take to be ready, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Loads the two modules, from the document itself (the single file) or from
 * beside it (a web server), and starts the page.
 */
async function boot() {
  sayNotStarted(false);
  // Nobody is to lay something over the vault's buttons, or under them.
  if (window.top !== window) throw new Error('framed');
  const single = hasPart('vault');
  const html = single ? withStyle(textPart('vault')) : await (await part('vault.html')).text();
  const room = /** @type {HTMLElement} */ (document.getElementById('vault-room'));
  const vault = new VaultClient(room, html, room.getAttribute('aria-label') ?? '');
  watch(vault);
  const module = single ? await binaryPart('portal') : await (await part('portal.wasm')).arrayBuffer();
  portal.initSync({ module });
  const practised = document.documentElement.hasAttribute('data-practice');
  start({ vault, portal, origin: practised ? `${location.origin}/` : undefined });
}

/**
 * SHA-256 of the parts: the vault's own policy is in one of them. Set by the build.
 *
 * @type {{'vault.html': string, 'portal.wasm': string}}
 */
const INTEGRITY = /** @type {any} */ (globalThis).NOKKELSMIE_INTEGRITY;

/** A vault that fails or stays silent is told of; one that comes late is welcome still. @param {VaultClient} vault */
function watch(vault) {
  let late = false;
  const tooLate = () => { late = true; sayNotStarted(); };
  const timer = setTimeout(tooLate, PATIENCE);
  vault.addEventListener('failed', () => { clearTimeout(timer); sayNotStarted(); });
  vault.ready.then(() => {
    clearTimeout(timer);
    if (late) sayNotStarted(false);
  });
}

/**
 * A part that lies beside the page, as it was built with it.
 *
 * @param {keyof typeof INTEGRITY} name
 * @returns {Promise<Response>}
 */
async function part(name) {
  const response = await fetch(name, { integrity: INTEGRITY[name] });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

/**
 * Page and vault begin their styles alike. The single file holds that beginning once,
 * in the page's style; the vault's document gets it from there.
 *
 * @param {string} html
 */
function withStyle(html) {
  const css = document.querySelector('style')?.textContent ?? '';
  return html.replace(/%style:(\d+)%/, (_, length) => css.slice(0, length));
}

/**
 * Words that need no module and no language: they stand in the document, and until this
 * script runs, the style shows them by itself after a while (www/styles/layout.css).
 *
 * @param {boolean} [isSo]  false: it started, or may do so still
 */
function sayNotStarted(isSo = true) {
  const words = document.getElementById('not-started');
  if (!words) return;
  words.classList.remove('unless-started');
  words.hidden = !isSo;
}

boot().catch(() => sayNotStarted());
