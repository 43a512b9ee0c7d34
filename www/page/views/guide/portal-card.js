import { el } from '../../../shared/dom.js';
import { aliasesIn, labels, portalAddress, portalLanguage } from '../../portal-labels.js';
import { opensAnother, portalTab } from '../../portal-tab.js';
import { outLink } from '../../widgets/button.js';
import { icon } from '../../widgets/icon.js';
import { rich } from '../../widgets/rich.js';

/**
 * What is done in Digdir's portal, in its own words, with the way there.
 *
 * @param {import('../../types.js').Context} context
 * @param {string[]} keys  of the texts, one an action
 * @returns {HTMLElement}
 */
export function portalCard(context, keys) {
  const { t, language, environment } = context;
  const names = labels(language.locale, environment().name);
  const lang = language.locale === portalLanguage(language.locale) ? undefined : portalLanguage(language.locale);
  const rows = keys.map((key) => el('li', {}, ...rich(t(key, names), lang)));
  return el(
    'section',
    { class: 'place-card', 'aria-labelledby': 'there' },
    el('h2', { class: 'place-head', id: 'there' }, icon('external'), el('span', {}, t('guide.there'))),
    rows.length === 1
      ? el('p', { class: 'ds-paragraph place-one' }, ...rows[0].childNodes)
      : el('ol', { class: 'ds-list' }, ...rows),
    otherNames(context, keys),
    el(
      'p',
      { class: 'place-link' },
      outLink(
        t,
        t(`guide.open.${environment().name}`),
        portalAddress(environment(), language.locale),
        { id: 'portal-link', asButton: true, tab: portalTab(environment()) },
      ),
    ),
    opensAnother(environment()) ? el('p', { class: 'ds-paragraph quiet' }, t('guide.opened')) : null,
  );
}

/** @param {import('../../types.js').Context} context @param {string[]} keys */
function otherNames({ t, language }, keys) {
  const known = aliasesIn(keys.map((key) => language.raw(key)).join(' '), language.locale);
  if (known.length === 0) return null;
  const texts = known.map(({ name, aliases }) => t(
    'guide.alias',
    { name: `\`${name}\``, aliases: aliases.map((alias) => `\`${alias}\``).join(', ') },
  ));
  return el('p', { class: 'ds-paragraph quiet' }, ...rich(texts.join(' '), 'nb'));
}
