import { bookmarkletAddress } from '../../shared/bookmarklet-address.js';
import { el, fill } from '../../shared/dom.js';
import { textPart } from '../../shared/embedded.js';
import nb from '../../locales/bookmarklet/nb.json';
import nn from '../../locales/bookmarklet/nn.json';
import en from '../../locales/bookmarklet/en.json';
import { p } from '../widgets/alert.js';
import { copyButton } from '../widgets/copy-button.js';
import { fold } from '../widgets/fold.js';
import { icon } from '../widgets/icon.js';
import { viewHeading } from './heading.js';

const TEXTS = { nb, nn, en };
const BROWSERS = ['chrome', 'firefox', 'safari', 'keyboard'];

/**
 * The bookmark that opens a panel in the portal: the link to drag, how it is installed, what it does.
 *
 * @type {import('../shell/shell.js').View}
 */
export function drawBookmark(context, host) {
  const { t, language } = context;
  const address = bookmarkletAddress(textPart('bookmarklet'), TEXTS[language.locale]);
  fill(
    host,
    viewHeading(t('nav.bokmerke'), t('bookmark.lead')),
    el('div', { class: 'stack' },
      dragLink(context, address),
      ...BROWSERS.map((name) => fold({ id: `bookmark-${name}`, summary: t(`bookmark.${name}`), open: name === 'chrome' }, p(t(`bookmark.${name}.how`)))),
      el('h2', { class: 'ds-heading', 'data-size': 'xs' }, t('bookmark.use')),
      list('ol', t('bookmark.use.how')),
      el('h2', { class: 'ds-heading', 'data-size': 'xs' }, t('bookmark.does')),
      list('ul', t('bookmark.does.how')),
      el('h2', { class: 'ds-heading', 'data-size': 'xs' }, t('bookmark.not')),
      list('ul', t('bookmark.not.how'))),
  );
}

/** A way to it, where the work in the portal begins. @param {import('../types.js').Context} context */
export function drawBookmarkHint({ t }) {
  return p(t('bookmark.hint'), ' ', el('a', { class: 'ds-link', href: '#bokmerke' }, t('panel.what')));
}

/** Here it is dragged, not followed: a click says so. @param {import('../types.js').Context} context @param {string} address */
function dragLink(context, address) {
  const { t } = context;
  const said = el('p', { class: 'ds-paragraph', role: 'status', id: 'bookmark-said' });
  const link = el('a', {
    id: 'bookmark-link', class: 'ds-button', 'data-variant': 'primary', href: address, draggable: 'true',
    'aria-describedby': 'bookmark-said',
    onclick: (/** @type {Event} */ event) => { event.preventDefault(); said.textContent = t('bookmark.drag'); },
  }, icon('bookmark'), el('span', {}, t('bookmark.name')));
  return el('div', { class: 'stack-tight' },
    el('div', { class: 'actions' }, link, copyButton(context, t('bookmark.copy'), () => address, { id: 'bookmark-copy' })),
    said);
}

/** One item a line. @param {'ol'|'ul'} tag @param {string} lines */
function list(tag, lines) {
  return el(tag, { class: 'ds-list' }, ...lines.split('\n').map((line) => el('li', {}, line)));
}
