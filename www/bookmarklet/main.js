/**
 * What the bookmark runs: on the portal a panel, elsewhere a word. It loads nothing, keeps nothing and sends nothing;
 * closed, it leaves nothing behind. A second click finds the panel that is open.
 */
import { openPanel, PANEL } from './panel.js';

const open = document.querySelector(PANEL);
if (open) open.shadowRoot?.querySelector('h2')?.focus();
else openPanel();
