import { el } from '../../shared/dom.js';
import { afterPress } from './after-press.js';
import { button } from './button.js';
import { copyButton } from './copy-button.js';
import { field, setProblem, textInput } from './field.js';
import { icon } from './icon.js';
import { live } from './live.js';
import { scopeCatalogue } from './scope-catalogue.js';

/**
 * @typedef {object} Place  where scopes are kept, and what is known of them
 * @property {string} id  the beginning of the controls' ids
 * @property {() => string[]} scopes
 * @property {(scopes: string[]) => void} update
 * @property {{typed: string}} draft  what is written and not added yet
 * @property {[EventTarget, string][]} sources  say that scopes or marks are others
 * @property {[EventTarget, string][]} learns  say that there are other suggestions
 * @property {() => Suggestion[]} suggestions
 * @property {boolean} takesChosen  a suggestion that stands in the field when it is left is added
 * @property {(scope: string) => import('../../shared/dom.js').Child} mark  what there is to say of one
 *
 * @typedef {{scope: string, label: string}} Suggestion
 */

/**
 * Scopes, one a row: add, copy, remove. Without a place: those of the guide's client.
 *
 * @param {import('../types.js').Context} context
 * @param {AbortSignal} signal
 * @param {Place} [place]
 * @returns {HTMLElement}
 */
export function scopesEditor(context, signal, place = guidesPlace(context)) {
  const { t, announce } = context;
  const { id, draft } = place;
  const input = textInput({
    id: `${id}-new`,
    value: draft.typed,
    mono: true,
    list: `${id}-known`,
    oninput: (value) => {
      draft.typed = value;
      setProblem(`${id}-new`, null);
    },
  });
  const attach = (/** @type {string[]} */ wanted) => {
    const scopes = wanted.filter((scope) => !place.scopes().includes(scope));
    if (scopes.length === 0) return;
    place.update([...place.scopes(), ...scopes]);
    announce(t('scopes.added', { scopes: scopes.join(' ') }));
  };
  const add = () => {
    const scopes = wordsOf(input.value);
    input.value = '';
    draft.typed = '';
    setProblem(`${id}-new`, null);
    attach(scopes);
  };
  const addHere = () => { if (input.isConnected) add(); };
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); add(); } });
  input.addEventListener('change', () => {
    if (place.takesChosen && place.suggestions().some(({ scope }) => scope === input.value)) afterPress(addHere);
  });
  const suggested = el('datalist', { id: `${id}-known` });
  live(suggested, signal, place.learns, () =>
    place.suggestions().map(({ scope, label }) => el('option', { value: scope, label })));
  const rows = el('div', {});
  live(rows, signal, place.sources, () => [scopeList(context, place)]);
  return el(
    'div',
    { class: 'stack-tight', role: 'group', 'aria-label': t('scopes.label') },
    field(
      t,
      {
        label: t('scopes.new'),
        control: input,
        description: t('scopes.new.about'),
        word: 'scope',
        beside: button(t('scopes.add'), add, { id: `${id}-add`, variant: 'secondary', icon: 'add' }),
      },
    ),
    suggested,
    rows,
    scopeCatalogue(context, id, {
      add: (scope) => attach([scope]), has: (scope) => place.scopes().includes(scope), sources: place.sources,
    }, signal),
  );
}

/** Stays, whichever way one goes. */
const guidesDraft = { typed: '' };

/** The scopes of the client that the guide is about. @param {import('../types.js').Context} context @returns {Place} */
export function guidesPlace(context) {
  const { state } = context;
  return {
    id: 'scope',
    scopes: () => state.client.scopes,
    update: (scopes) => state.updateClient({ scopes }),
    draft: guidesDraft,
    sources: [[state, 'change']],
    learns: [],
    suggestions: () => commonSuggestions(context),
    takesChosen: true,
    mark: () => null,
  };
}

/** Those that people ask for first. @param {import('../types.js').Context} context @returns {Suggestion[]} */
export function commonSuggestions({ t, portal }) {
  return portal.commonScopes().map(({ scope, key }) => ({ scope, label: t(key) }));
}

/** @param {import('../types.js').Context} context @param {Place} place */
function scopeList(context, place) {
  const { t } = context;
  const scopes = place.scopes();
  if (scopes.length === 0) return el('p', { class: 'empty' }, t('scopes.empty'));
  const texts = new Map(commonSuggestions(context).map(({ scope, label }) => [scope, label]));
  return el('ul', { class: 'rows' }, ...scopes.map((scope) => el('li', {},
    scopeName(scope, texts.get(scope), place.mark(scope)),
    copyButton(context, t('copy'), () => scope, { id: `${place.id}-copy-${scope}`, variant: 'tertiary', what: scope }),
    removeButton(context, place, scope))));
}

/** A scope, what it is for, and what there is to say of it. @param {string} scope @param {string|null|undefined} about @param {import('../../shared/dom.js').Child} mark */
export function scopeName(scope, about, mark) {
  return el('span', {},
    el('span', { class: 'mono' }, scope),
    about ? el('span', { class: 'said' }, about) : null,
    mark);
}

/** @param {import('../types.js').Context} context @param {Place} place @param {string} scope */
function removeButton({ t, announce }, { id, scopes, update }, scope) {
  const remove = () => {
    update(scopes().filter((other) => other !== scope));
    announce(t('scopes.removed', { scope }));
    document.getElementById(`${id}-new`)?.focus();
  };
  return el(
    'button',
    {
      type: 'button',
      id: `${id}-remove-${scope}`,
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
