import { el } from '../../../shared/dom.js';
import { labels } from '../../portal-labels.js';
import { button } from '../../widgets/button.js';
import { listChoice } from '../../widgets/choice.js';
import { field, setProblem, textInput } from '../../widgets/field.js';
import { rich } from '../../widgets/rich.js';
import { codeOf } from '../../jobs/make-job.js';
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
      { value: 'jwk', label: t('pasted.jwk'), about: t('pasted.jwk.about') },
      { value: 'pem', label: t('pasted.pem'), about: t('pasted.pem.about') },
    ],
    chosen: state.session.pasted,
    onchange: (pasted) => state.updateSession({ pasted }),
  });
  return hereCard(context, 'kid-back', t('pasted.title'), choice, state.session.pasted === 'pem' ? kidForm(context, card) : null, el('p', { class: 'ds-paragraph quiet' }, ...rich(t('pasted.delay', labels(language.locale)))));
}

/** @param {import('../../types.js').Context} context @param {import('../../types.js').KeyCard} card */
function kidForm(context, card) {
  const { t } = context;
  const input = textInput({ id: 'portal-kid', value: portalKid, mono: true, oninput: (value) => { portalKid = value; setProblem('portal-kid', null); } });
  const use = button(t('pasted.kid.use'), () => relabel(context, card, input.value.trim()), { id: 'portal-kid-use', variant: 'secondary' });
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter') use.click(); });
  return field(t, { label: t('pasted.kid'), control: input, required: true, description: t('pasted.kid.about'), beside: use });
}

/** What stands in the field while the card is drawn again. */
let portalKid = '';

/** @param {import('../../types.js').Context} context @param {import('../../types.js').KeyCard} card @param {string} kid */
async function relabel({ t, portal, vault, state, announce }, card, kid) {
  const problem = portal.checkKid(kid);
  if (problem) {
    setProblem('portal-kid', t(`kid.${problem}`));
    document.getElementById('portal-kid')?.focus();
    return;
  }
  try {
    await vault.relabel(card.handle, { kid });
    portalKid = kid;
    state.updateClient({ kid });
    state.updateSession({ savedByOwnWord: state.session.savedByOwnWord.filter((handle) => handle !== card.handle) });
    announce(t('pasted.kid.done', { kid }));
  } catch (error) {
    setProblem('portal-kid', t('work.failed', { code: codeOf(error) }));
  }
}
