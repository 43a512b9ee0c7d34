import { el } from '../../../shared/dom.js';
import { labels, portalLanguage } from '../../portal-labels.js';
import { tick } from '../../widgets/choice.js';
import { rich } from '../../widgets/rich.js';

const QUESTIONS = ['registry', 'terms', 'role', 'login', 'scope'];

/** What people stumble over, said before they start. @param {import('../../types.js').Context} context */
export function drawBefore(context) {
  const { t, state, language, environment } = context;
  const names = labels(language.locale, environment().name);
  const rows = QUESTIONS.map((name) => tick({
    id: `before-${name}`,
    label: t(`before.${name}`),
    about: el(
      'span',
      {},
      ...rich(t(`before.${name}.about`, names), portalLanguage(language.locale) === language.locale ? undefined : 'nb'),
    ),
    checked: state.progress.ticks.includes(name),
    onchange: (checked) => {
      const others = state.progress.ticks.filter((other) => other !== name);
      state.updateProgress({ ticks: checked ? [...others, name] : others });
    },
  }));
  return el(
    'fieldset',
    { class: 'ds-fieldset checklist' },
    el('legend', { class: 'ds-label' }, t('before.legend')),
    ...rows,
  );
}
