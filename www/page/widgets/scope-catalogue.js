import { el, fill } from '../../shared/dom.js';
import { button } from './button.js';
import { field, textInput } from './field.js';
import { fold } from './fold.js';

/**
 * Altinn's scopes that people ask for first: what each is for, and whom to ask for it.
 *
 * @param {import('../types.js').Context} context
 * @param {string} id  the beginning of the controls' ids
 * @param {{add: (scope: string) => void, has: (scope: string) => boolean, sources: [EventTarget, string][]}} scopes
 *   `sources`: say that it has others
 * @param {AbortSignal} signal
 */
export function scopeCatalogue(context, id, { add, has, sources }, signal) {
  const { t, portal } = context;
  const rows = portal.commonScopes().map(({ scope, key, whoGives }) => {
    const [means, give] = [t(key), t(`scope.give.${whoGives}`)];
    return { scope, means, give, searched: `${scope} ${means} ${give}`.toLowerCase() };
  });
  const list = el('ul', { class: 'rows', 'aria-label': t('catalogue.title') });
  const count = el('p', { class: 'ds-paragraph quiet', role: 'status' });
  /** What each button says, which keeps the focus while it says another thing. @type {Map<string, () => void>} */
  const marks = new Map();
  const mark = () => marks.forEach((say) => say());
  for (const [target, type] of sources) target.addEventListener(type, mark, { signal });
  const show = (/** @type {string} */ typed) => {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter(({ searched }) => words.every((word) => searched.includes(word)));
    fill(list, ...found.map(({ scope, means, give }) => {
      const look = { id: `${id}-catalogue-${scope}`, variant: /** @type {const} */ ('tertiary') };
      const adds = button('', () => add(scope), look);
      marks.set(scope, () => {
        const word = t(has(scope) ? 'catalogue.added' : 'scopes.add');
        adds.textContent = word;
        adds.setAttribute('aria-label', `${word}: ${scope}`);
        adds.setAttribute('aria-disabled', String(has(scope)));
      });
      return el('li', {},
        el('span', {},
          el('span', { class: 'mono' }, scope),
          el('span', { class: 'said' }, means),
          el('span', { class: 'said' }, give)),
        adds);
    }));
    mark();
    count.textContent = t('catalogue.count', { found: found.length, all: rows.length });
  };
  show('');
  return fold(
    { id: `${id}-catalogue`, summary: t('catalogue.title') },
    el('div', { class: 'stack-tight' },
      field(t, {
        label: t('catalogue.search'),
        control: textInput({ id: `${id}-catalogue-search`, value: '', oninput: show }),
        description: t('catalogue.about'),
      }),
      count,
      list),
  );
}
