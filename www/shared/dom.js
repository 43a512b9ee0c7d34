/**
 * Makes elements. Strings become text nodes and never markup, so the page needs no innerHTML.
 *
 * @typedef {Node|string|null|undefined|false} Child
 * @typedef {Record<string, any>} Props
 */

/**
 * `el('p', {class: 'lead', onclick: go}, 'Text', child)`.
 *
 * A prop that starts with `on` is a listener; `value`, `checked`, `disabled`, `selected` and `open`
 * are set as properties; the rest are attributes, left out when null, undefined or false.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  element.append(...present(children));
  return element;
}

/**
 * Everything at once: what was in `host` goes, `children` come.
 *
 * @param {Element} host
 * @param {...Child} children
 */
export function fill(host, ...children) {
  host.replaceChildren(...present(children));
}

const PROPERTIES = new Set(['value', 'checked', 'disabled', 'selected', 'open', 'hidden']);

/** @param {HTMLElement} element @param {string} name @param {any} value */
function setProp(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) /** @type {any} */ (element)[name] = value;
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** @param {Child[]} children @returns {(Node|string)[]} */
function present(children) {
  return /** @type {(Node|string)[]} */ (children.filter((child) => child || child === ''));
}

/**
 * As {@link fill}, and the focus stays on the control with the same id.
 *
 * @param {Element} host
 * @param {...Child} children
 */
export function refill(host, ...children) {
  const focused = host.contains(document.activeElement) ? document.activeElement?.id : '';
  fill(host, ...children);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
