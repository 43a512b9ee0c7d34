import { el } from '../../../shared/dom.js';
import { field, textInput } from '../../widgets/field.js';
import { fold } from '../../widgets/fold.js';

/** The optional claims of a grant, by the names they have in the page's state. */
const CLAIMS = ['resource', 'consumerOrg', 'onBehalfOf', 'pid', 'systemUserOrg', 'systemUserRef'];
/** How each is written in the grant. @type {Record<string, string>} */
const WRITTEN = {
  resource: 'resource',
  consumerOrg: 'consumer_org',
  onBehalfOf: 'iss_onbehalfof',
  pid: 'pid',
  systemUserOrg: 'systemuser_org',
  systemUserRef: 'externalRef',
};
const DIGITS = new Set(['consumerOrg', 'pid', 'systemUserOrg']);

/**
 * Claims that few need, folded away; open when one of them is filled in.
 *
 * @param {import('../../types.js').Context} context
 */
export function claimFields({ t, state }) {
  const fields = CLAIMS.map((name) => {
    const oninput = (/** @type {string} */ value) => state.updateSession(
      { claims: { ...state.session.claims, [name]: value.trim() } },
    );
    const input = textInput({
      id: `claim-${name}`,
      value: state.session.claims[name] ?? '',
      mono: true,
      oninput,
      inputmode: DIGITS.has(name) ? 'numeric' : undefined,
    });
    const label = `${t(`claim.${name}`)} (${WRITTEN[name]})`;
    return field(t, { label, control: input, required: false, description: t(`claim.${name}.about`) });
  });
  return fold(
    { id: 'test-claims', summary: t('test.claims'), open: Object.values(state.session.claims).some(Boolean) },
    el('div', { class: 'stack' }, ...fields),
  );
}
