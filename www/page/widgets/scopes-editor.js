import { el } from '../../shared/dom.js';
import { afterPress } from './after-press.js';
import { button } from './button.js';
import { copyButton } from './copy-button.js';
import { field, textInput } from './field.js';
import { icon } from './icon.js';
import { live } from './live.js';

/** What is written and not added yet stays, whichever way one goes. */
let draft = '';

/**
 * The client's scopes, one a row: add, copy, remove.
 *
 * @param {import('../types.js').Context} context
 * @param {AbortSignal} signal
 * @returns {HTMLElement}
 */
export function scopesEditor(context, signal) {
  const { t, state, portal, announce } = context;
  const common = portal.commonScopes();
  const known = common.map(({ scope }) => scope);
  const input = textInput({
    id: 'scope-new',
    value: draft,
    mono: true,
    list: 'scope-known',
    oninput: (value) => {
      draft = value;
    },
  });
  const add = () => {
    const scopes = wordsOf(input.value).filter((scope) => !state.client.scopes.includes(scope));
    if (scopes.length === 0) return;
    state.updateClient({ scopes: [...state.client.scopes, ...scopes] });
    announce(t('scopes.added', { scopes: scopes.join(' ') }));
    input.value = '';
    draft = '';
  };
  const addHere = () => { if (input.isConnected) add(); };
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); add(); } });
  input.addEventListener('change', () => { if (known.includes(input.value)) afterPress(addHere); });
  const rows = el('div', {});
  live(rows, signal, [[state, 'change']], () => [scopeList(context)]);
  return el(
    'div',
    { class: 'stack-tight', role: 'group', 'aria-label': t('scopes.label') },
    field(
      t,
      {
        label: t('scopes.new'),
        control: input,
        description: t('scopes.new.about'),
        beside: button(t('scopes.add'), add, { id: 'scope-add', variant: 'secondary', icon: 'add' }),
      },
    ),
    el(
      'datalist',
      { id: 'scope-known' },
      ...common.map(({ scope, key }) => el('option', { value: scope, label: t(key) })),
    ),
    rows,
  );
}

/** @param {import('../types.js').Context} context */
function scopeList(context) {
  const { t, state, portal } = context;
  const { scopes } = state.client;
  const texts = new Map(portal.commonScopes().map(({ scope, key }) => [scope, t(key)]));
  const words = (/** @type {string} */ scope) => (
    texts.has(scope) ? el('span', { class: 'said' }, texts.get(scope)) : null
  );
  if (scopes.length === 0) return el('p', { class: 'empty' }, t('scopes.empty'));
  return el(
    'ul',
    { class: 'rows' },
    ...scopes.map((scope) => el(
      'li',
      {},
      el('span', {}, el('span', { class: 'mono' }, scope), words(scope)),
      copyButton(context, t('copy'), () => scope, { variant: 'tertiary', what: scope }),
      removeButton(context, scope),
    )),
  );
}

/** @param {import('../types.js').Context} context @param {string} scope */
function removeButton({ t, state, announce }, scope) {
  const remove = () => {
    state.updateClient({ scopes: state.client.scopes.filter((other) => other !== scope) });
    announce(t('scopes.removed', { scope }));
    document.getElementById('scope-new')?.focus();
  };
  return el(
    'button',
    {
      type: 'button',
      class: 'ds-button',
      'data-variant': 'tertiary',
      'data-icon': true,
      'aria-label': `${t('scopes.remove')}: ${scope}`,
      onclick: remove,
    },
    icon('remove'),
  );
}

/**
 * Scopes hold no spaces (RFC 6749 §3.3): whatever was pasted, with commas or line breaks, is taken
 * apart there.
 *
 * @param {string} text
 */
export function wordsOf(text) {
  return [...new Set(text.split(/[\s,;"]+/).filter(Boolean))];
}
