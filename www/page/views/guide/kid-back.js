import { el } from '../../../shared/dom.js';
import { labels } from '../../portal-labels.js';
import { notePasted, pastedOf } from '../../progress.js';
import { listChoice } from '../../widgets/choice.js';
import { kidField } from '../../widgets/kid-field.js';
import { rich } from '../../widgets/rich.js';
import { hereCard } from './here-card.js';

/**
 * After a PEM the portal gives the key a kid of its own, which must come back to the private key:
 * otherwise no token is ever given.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyCard} card
 * @returns {HTMLElement}
 */
export function kidBack(context, card) {
  const { t, language, environment } = context;
  const format = pastedOf(context, card)?.format ?? null;
  const choice = listChoice({
    name: 'pasted',
    legend: t('pasted.legend'),
    options: [
      { value: 'jwk', label: t('pasted.jwk'), about: t(card.kid === null ? 'pasted.jwk.noKid' : 'pasted.jwk.about') },
      { value: 'pem', label: t('pasted.pem'), about: t('pasted.pem.about') },
    ],
    chosen: format,
    onchange: (pasted) => notePasted(context, card, { format: pasted }),
  });
  return hereCard(
    context,
    'kid-back',
    t('pasted.title'),
    choice,
    format === 'pem' ? kidForm(context, card) : null,
    el('p', { class: 'ds-paragraph quiet' }, ...rich(t('pasted.delay', labels(language.locale, environment().name)))),
  );
}

/** @param {import('../../types.js').Context} context @param {import('../../types.js').KeyCard} card */
function kidForm(context, card) {
  const { t, state } = context;
  const done = (/** @type {string} */ kid) => { notePasted(context, card, { kid }); state.updateClient({ kid }); };
  return kidField(
    context,
    card,
    {
      id: 'portal-kid',
      use: 'portal-kid-use',
      suggestion: '',
      label: t('pasted.kid'),
      about: t('pasted.kid.about'),
      empty: t('pasted.kid.empty'),
      button: t('pasted.kid.use'),
      done,
    },
  );
}
