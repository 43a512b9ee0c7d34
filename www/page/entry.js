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
  const html = single ? withFont(textPart('vault')) : await (await fetch('vault.html')).text();
  const room = /** @type {HTMLElement} */ (document.getElementById('vault-room'));
  const vault = new VaultClient(room, html, room.getAttribute('aria-label') ?? '');
  const module = single ? await binaryPart('portal') : await (await fetch('portal.wasm')).arrayBuffer();
  portal.initSync({ module });
  vault.addEventListener('failed', sayNotStarted);
  const practised = document.documentElement.hasAttribute('data-practice');
  start({ vault, portal, origin: practised ? `${location.origin}/` : undefined });
}

/** The single file holds the font once, in the page's style; the vault's document gets it from there. @param {string} html */
function withFont(html) {
  const font = document.querySelector('style')?.textContent?.match(/data:font[^")]+/)?.[0] ?? '';
  return html.replace('%font%', font);
}

/** Words that need no module and no language: they stand in the document. */
function sayNotStarted() {
  const words = document.getElementById('not-started');
  if (words) words.hidden = false;
}

boot().catch(sayNotStarted);
