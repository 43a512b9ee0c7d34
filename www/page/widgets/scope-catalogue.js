import { el, fill } from '../../shared/dom.js';
import { button } from './button.js';
import { field, textInput } from './field.js';
import { fold } from './fold.js';

/**
 * Altinn's scopes that people ask for first: what each is for, and whom to ask for it.
 *
 * @param {import('../types.js').Context} context
 * @param {string} id  the beginning of the controls' ids
 * @param {(scope: string) => void} add
 */
export function scopeCatalogue(context, id, add) {
  const { t, portal } = context;
  const rows = portal.commonScopes().map(({ scope, key, whoGives }) => {
    const [means, give] = [t(key), t(`scope.give.${whoGives}`)];
    return { scope, means, give, searched: `${scope} ${means} ${give}`.toLowerCase() };
  });
  const list = el('ul', { class: 'rows', 'aria-label': t('catalogue.title') });
  const count = el('p', { class: 'ds-paragraph quiet', role: 'status' });
  const show = (/** @type {string} */ typed) => {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter(({ searched }) => words.every((word) => searched.includes(word)));
    fill(list, ...found.map(({ scope, means, give }) => {
      const look = { id: `${id}-catalogue-${scope}`, variant: /** @type {const} */ ('tertiary') };
      const adds = button(t('scopes.add'), () => add(scope), look);
      adds.setAttribute('aria-label', `${t('scopes.add')}: ${scope}`);
      return el('li', {},
        el('span', {},
          el('span', { class: 'mono' }, scope),
          el('span', { class: 'said' }, means),
          el('span', { class: 'said' }, give)),
        adds);
    }));
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
