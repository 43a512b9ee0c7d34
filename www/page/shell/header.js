import { el, fill } from '../../shared/dom.js';
import { LANGUAGES } from '../language.js';
import { barChoice } from '../widgets/choice.js';
import { icon, mark } from '../widgets/icon.js';

/** @type {import('../types.js').Scheme[]} */
const SCHEMES = ['light', 'dark', 'auto'];
const SIGNS = /** @type {const} */ ({ light: 'sun', dark: 'moon', auto: 'auto' });

/**
 * The name, and the three choices that hold in every view.
 *
 * @param {import('../types.js').Context} context
 * @param {Element} host
 */
export function drawHeader(context, host) {
  const { t, state, environments } = context;
  const environment = barChoice({
    name: 'environment',
    legend: t('environment.legend'),
    options: environments.map(({ name }) => ({ value: name, label: t(`environment.${name}`) })),
    chosen: state.kept.environment,
    onchange: (name) => state.update({ environment: name }),
  });
  const language = barChoice({
    name: 'language',
    legend: t('language.legend'),
    variant: 'secondary',
    options: LANGUAGES.map(([value, label]) => ({ value, label, lang: value })),
    chosen: state.kept.locale,
    onchange: (locale) => state.update({ locale }),
  });
  const scheme = barChoice({
    name: 'scheme',
    legend: t('scheme.legend'),
    variant: 'secondary',
    options: SCHEMES.map((value) => ({ value, label: icon(SIGNS[value]), title: t(`scheme.${value}`) })),
    chosen: state.kept.scheme,
    onchange: (value) => state.update({ scheme: value }),
  });
  environment.classList.add('environment-choice');
  language.classList.add('small-choice');
  scheme.classList.add('small-choice');
  fill(
    host,
    el('div', { class: 'header-row' },
      el('a', { class: 'brand', href: '#veiviser' },
        mark(),
        el('span', { class: 'brand-words' },
          el('span', { class: 'brand-name' }, 'Nøkkelsmie'),
          el('span', { class: 'brand-line' }, t('brand.line')),
        ),
      ),
      environment,
      el('div', { class: 'tastes' }, language, scheme),
    ),
    el('div', { class: 'nav-row' }, el('nav', { id: 'views', 'aria-label': t('nav.label') })),
    el('div', { id: 'standing' }),
  );
}
