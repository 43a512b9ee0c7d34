import { el } from '../../shared/dom.js';
import { publicMembers, writeEnvelope } from '../../shared/envelope.js';
import { copyButton } from './copy-button.js';
import { chosenKey } from './key-choice.js';
import { chosenForPortal } from './public-formats.js';

/**
 * All that the portal is to be given, in one copy, for the panel that the bookmark opens there.
 *
 * @param {import('../types.js').Context} context
 * @returns {HTMLElement}
 */
export function panelCopy(context) {
  const { t } = context;
  return el('div', { class: 'actions' },
    copyButton(context, t('panel.copy'), () => envelopeOf(context), { id: 'panel-copy', variant: 'tertiary' }),
    el('a', { class: 'ds-link', href: '#bokmerke' }, t('panel.what')));
}

/** @param {import('../types.js').Context} context */
function envelopeOf(context) {
  const { name, description, scopes } = context.state.client;
  const environment = context.environment().name;
  return writeEnvelope({ environment, name, description, scopes, publicKey: publicKeyOf(context) });
}

/** In the form that was chosen for the portal; none where no key is chosen, or none that is any good. @param {import('../types.js').Context} context */
function publicKeyOf(context) {
  const card = chosenKey(context);
  if (!card?.public || card.verdict === 'refused') return null;
  return chosenForPortal() === 'pem' ? card.public.pem : publicMembers(JSON.parse(card.public.jwk));
}
