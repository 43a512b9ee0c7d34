import * as portal from 'nokkelsmie-portal';
import { binaryPart, hasPart, textPart } from '../shared/embedded.js';
import { start } from './main.js';
import { VaultClient } from './vault-client.js';

/**
 * Loads the two modules, from the document itself (the single file) or from
 * beside it (a web server), and starts the page.
 */
async function boot() {
  const single = hasPart('vault');
  const html = single ? withFont(textPart('vault')) : await (await part('vault.html')).text();
  const room = /** @type {HTMLElement} */ (document.getElementById('vault-room'));
  const vault = new VaultClient(room, html, room.getAttribute('aria-label') ?? '');
  vault.addEventListener('failed', () => sayNotStarted());
  waitFor(vault.ready);
  const module = single ? await binaryPart('portal') : await (await part('portal.wasm')).arrayBuffer();
  portal.initSync({ module });
  const practised = document.documentElement.hasAttribute('data-practice');
  start({ vault, portal, origin: practised ? `${location.origin}/` : undefined });
}

/** How long the vault may take to be ready, in milliseconds. */
const PATIENCE = 20_000;

/** A vault that comes late is welcome still. @param {Promise<unknown>} ready */
function waitFor(ready) {
  let late = false;
  const timer = setTimeout(() => { late = true; sayNotStarted(); }, PATIENCE);
  ready.then(() => {
    clearTimeout(timer);
    if (late) sayNotStarted(false);
  });
}

/** A part that lies beside the page. @param {string} name @returns {Promise<Response>} */
async function part(name) {
  const response = await fetch(name);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

/** The single file holds the font once, in the page's style; the vault's document gets it from there. @param {string} html */
function withFont(html) {
  const font = document.querySelector('style')?.textContent?.match(/data:font[^")]+/)?.[0] ?? '';
  return html.replace('%font%', font);
}

/** Words that need no module and no language: they stand in the document. @param {boolean} [isSo]  false: it started after all */
function sayNotStarted(isSo = true) {
  const words = document.getElementById('not-started');
  if (words) words.hidden = !isSo;
}

boot().catch(() => sayNotStarted());
