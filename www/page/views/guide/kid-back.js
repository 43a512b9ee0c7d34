import { el } from '../../../shared/dom.js';
import { labels } from '../../portal-labels.js';
import { notePasted, pastedFormat } from '../../progress.js';
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
  const format = pastedFormat(context, card);
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
  const { t } = context;
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
      done: (kid) => notePortalKid(context, card, kid),
    },
  );
}

/**
 * The portal made this kid, and the key has it.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyCard} card
 * @param {string} kid
 */
export function notePortalKid(context, card, kid) {
  notePasted(context, card, { format: 'pem', kid });
  context.state.updateClient({ kid });
}
