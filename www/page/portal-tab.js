/**
 * The practice portal keeps one tab, which is left as it stands: a form may be half filled in.
 *
 * A tab can be found again only by a page it has access to (`window.opener`), and could then put another page in
 * the place of this one. The practice portal may: whoever serves it serves this page too. Digdir's portal and
 * what it leads through may not: with `noopener` each press opens another tab, and the page says so.
 *
 * @param {import('./types.js').Environment} environment
 * @returns {{target: string, rel: string, onclick: (event: MouseEvent) => void}}
 */
export function portalTab({ name, portal }) {
  if (!keepsTab({ name, portal })) {
    return { target: '_blank', rel: 'noopener noreferrer', onclick: () => { opened.add(name); } };
  }
  const target = 'nokkelsmie-practice';
  const reuse = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const tab = window.open('', target);
    if (!tab || !isAt(tab, portal)) return;
    event.preventDefault();
    tab.focus();
  };
  return { target, rel: '', onclick: reuse };
}

/** Whose tabs cannot be found again. @type {Set<string>} */
const opened = new Set();

/** It was opened before, and will be in yet another tab. @param {import('./types.js').Environment} environment */
export function opensAnother({ name }) {
  return opened.has(name);
}

/** @param {Pick<import('./types.js').Environment, 'name'|'portal'>} environment */
function keepsTab({ name, portal }) {
  return name === 'practice' && new URL(portal).origin === location.origin;
}

/** A tab that is new, or shows that nobody answered, is not there. @param {Window} tab @param {string} portal */
function isAt(tab, portal) {
  try {
    return tab.location.href.startsWith(portal);
  } catch {
    return false;
  }
}
