import { el } from '../../../shared/dom.js';
import { labels } from '../../portal-labels.js';
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
  const { t, state, language } = context;
  const choice = listChoice({
    name: 'pasted',
    legend: t('pasted.legend'),
    options: [
      { value: 'jwk', label: t('pasted.jwk'), about: t(card.kid === null ? 'pasted.jwk.noKid' : 'pasted.jwk.about') },
      { value: 'pem', label: t('pasted.pem'), about: t('pasted.pem.about') },
    ],
    chosen: state.session.pasted,
    onchange: (pasted) => state.updateSession({ pasted }),
  });
  return hereCard(context, 'kid-back', t('pasted.title'), choice, state.session.pasted === 'pem' ? kidForm(context, card) : null, el('p', { class: 'ds-paragraph quiet' }, ...rich(t('pasted.delay', labels(language.locale)))));
}

/** @param {import('../../types.js').Context} context @param {import('../../types.js').KeyCard} card */
function kidForm(context, card) {
  const { t, state } = context;
  return kidField(context, card, { id: 'portal-kid', use: 'portal-kid-use', suggestion: '', label: t('pasted.kid'), about: t('pasted.kid.about'), button: t('pasted.kid.use'), done: (kid) => state.updateClient({ kid }) });
}
