import { readEnvelope } from '../shared/envelope.js';
import { findPrivate } from './find-private.js';
import { keyText, places, write } from './fill.js';
import { guard } from './guard.js';
import css from './panel.css';
import { nextThing } from './steps.js';
import { labelOf, t } from './texts.js';
import { whereAreWe } from './where.js';

/** The element that holds the panel: a name that no page has. */
export const PANEL = 'nokkelsmie-panel';

/** How long the page is given to redraw before it is looked at, in milliseconds. */
const REST = 150;

/** How long two clicks at one place are one double click, in milliseconds. */
const DOUBLE = 500;

export function openPanel() {
  const focused = /** @type {any} */ (document.activeElement);
  const end = new AbortController();
  const host = document.createElement(PANEL);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const close = () => { end.abort(); host.remove(); focused.focus(); };
  const place = () => {
    // A dialog that makes the rest of the page inert has it inside.
    const home = document.querySelector('dialog:modal,[aria-modal=true]') || document.documentElement;
    if (host.parentNode !== home) home.append(host);
  };
  const heading = el('h2', { tabIndex: -1 }, 'Nøkkelsmie');
  const [environment, words] = whereAreWe();
  root.append(el('aside', { ariaLabel: t('name'), lang: t('lang'), onkeydown: (/** @type {KeyboardEvent} */ { key }) => { if (key === 'Escape') close(); } },
    el('header', { className: environment }, heading, environment && words, button(t('close'), close)),
    ...environment ? work(environment, end.signal, place) : [words]));
  place();
  heading.focus();
}

/**
 * @param {string} environment
 * @param {AbortSignal} signal
 * @param {() => void} place
 * @returns {HTMLElement[]}
 */
function work(environment, signal, place) {
  /** @type {import('../shared/envelope.js').Envelope|null} */
  let envelope = null;
  const step = el('p', { role: 'status' });
  const said = el('p', { role: 'status' });
  const stopped = el('div', { role: 'alert' });
  const values = el('div');
  const say = (/** @type {string} */ text) => { said.textContent = text; };
  const take = (/** @type {string} */ text) => {
    const read = readEnvelope(text);
    envelope = null;
    if (findPrivate(text)) say(t('stopped'));
    else if (read === 'not-envelope') say(t('notEnvelope'));
    else if (typeof read === 'string') say(t('refused'));
    else if (read.environment !== environment) say(t('otherEnvironment'));
    else { envelope = read; say(t('taken', read.name || '–')); }
    draw();
  };
  const pasted = el('textarea', { rows: 1, oninput: () => { const { value } = pasted; pasted.value = ''; if (value) take(value); } });
  const fill = button(t('fill'), () => {
    const found = places(/** @type {any} */ (envelope));
    for (const [, put] of found) put();
    setTimeout(() => {
      const names = (/** @type {boolean} */ stay) =>
        [...new Set(found.filter(([,, stays]) => stays() === stay).map(([name]) => labelOf(name)))].join(', ');
      say((names(true) && t('filled', names(true))) + (names(false) && t('notKept', names(false))));
    }, REST);
  });
  const copy = (/** @type {string} */ what, /** @type {string} */ text) => text
    ? button(t('copy', what), () => navigator.clipboard.writeText(text).then(() => say(t('copied')), () => say(text))) : '';
  const [lookForKeys, release] = guard(signal, (field, text, publicPart) => {
    const enough = () => { stopped.replaceChildren(); release(); field.focus?.(); };
    stopped.replaceChildren(
      text ? t('stopped') : t('file'), el('br'), text ? publicPart ? button(t('insert'), () => { write(field, /** @type {string} */ (publicPart)); enough(); }) : t('makeIt') : '',
      button(t('understood'), enough));
    stopped.scrollIntoView();
  }, take);
  const look = () => {
    place();
    lookForKeys();
    if (step.textContent !== nextThing()) step.textContent = nextThing();
    fill.hidden = !envelope || !places(envelope).length;
  };
  const draw = () => {
    values.replaceChildren(...envelope ? [
      fill,
      copy(labelOf('displayName'), envelope.name),
      copy(labelOf('description'), envelope.description),
      copy(labelOf('scopesField'), envelope.scopes.join('\n')),
      copy(t('publicKey'), keyText(envelope.publicKey))] : []);
    look();
  };
  let timer = 0;
  const observer = new MutationObserver(() => { timer = timer || setTimeout(() => { timer = 0; look(); }, REST); });
  observer.observe(document, { subtree: true, childList: true, attributes: true });
  signal.onabort = () => { observer.disconnect(); clearTimeout(timer); };
  look();
  return [
    stopped, step,
    button(t('fetch'), () => navigator.clipboard.readText().then(take, () => say(t('noClipboard')))),
    el('label', {}, t('paste'), pasted),
    values, said,
  ];
}

/** What was pressed last, when and where. */
let last = { text: '', timeStamp: 0, x: 0, y: 0 };

/**
 * The second click of a double one presses no other button: the panel has grown, with that one under the pointer.
 *
 * @param {string} text
 * @param {() => void} work
 */
function button(text, work) {
  return el('button', { onclick: (/** @type {MouseEvent} */ { detail, timeStamp, x, y }) => {
    const { text: other, timeStamp: before, x: left, y: top } = last;
    last = { text, timeStamp, x, y };
    // A press by the keyboard has no detail, and is nowhere.
    if (!detail || text === other || timeStamp - before > DOUBLE || Math.hypot(x - left, y - top) > 9) work();
  } }, text);
}

/** No markup: properties and text. @param {string} tag @param {object} [properties] @param {...(Node|string)} children @returns {any} */
function el(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
