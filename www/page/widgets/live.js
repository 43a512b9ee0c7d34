import { fill } from '../../shared/dom.js';

/**
 * Draws a part of a view now and again at each `change` of what it shows, until the view is left.
 * The focus stays on the same control when the drawing has one with the same id.
 *
 * @param {Element} host
 * @param {AbortSignal} signal  of the view
 * @param {[EventTarget, string][]} sources
 * @param {(signal: AbortSignal) => import('../../shared/dom.js').Child[]} draw  is given the signal of this one drawing
 * @param {() => unknown} [shows]  what the drawing depends on: while it stays the same, nothing is drawn again
 */
export function live(host, signal, sources, draw, shows) {
  let shown = '';
  let drawing = new AbortController();
  const redraw = () => {
    const now = JSON.stringify(shows?.());
    if (shows && now === shown) return;
    shown = now;
    drawing.abort();
    drawing = new AbortController();
    const focused = host.contains(document.activeElement) ? document.activeElement?.id : '';
    fill(host, ...draw(drawing.signal));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };
  for (const [target, type] of sources) target.addEventListener(type, redraw, { signal });
  signal.addEventListener('abort', () => drawing.abort(), { once: true });
  redraw();
}
