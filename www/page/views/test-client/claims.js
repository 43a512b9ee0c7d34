import { el } from '../../../shared/dom.js';
import { p } from '../../widgets/alert.js';
import { codeBlock } from '../../widgets/code-block.js';
import { field, textInput } from '../../widgets/field.js';
import { fold } from '../../widgets/fold.js';
import { live } from '../../widgets/live.js';
import { rich } from '../../widgets/rich.js';
import { grantRequest } from './grant-request.js';

/** The optional claims of a grant, by the names they have in the page's state. */
const CLAIMS = ['resource', 'consumerOrg', 'onBehalfOf', 'pid'];
/** Those that name a system user, which has more to it. */
const SYSTEM_USER = ['systemUserOrg', 'systemUserRef'];
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
 * @param {AbortSignal} signal
 */
export function claimFields(context, signal) {
  const { t, state } = context;
  return el(
    'div',
    { class: 'stack-tight' },
    fold(
      { id: 'test-claims', summary: t('test.claims'), open: CLAIMS.some((name) => state.session.claims[name]) },
      el('div', { class: 'stack' }, ...CLAIMS.map((name) => claimField(context, name))),
    ),
    fold(
      {
        id: 'test-system-user',
        summary: t('systemUser.title'),
        open: SYSTEM_USER.some((name) => state.session.claims[name]),
      },
      systemUser(context, signal),
    ),
  );
}

/** @param {import('../../types.js').Context} context @param {string} name */
function claimField({ t, state }, name) {
  const input = textInput({
    id: `claim-${name}`,
    value: state.session.claims[name] ?? '',
    mono: true,
    oninput: (value) => state.updateSession({ claims: { ...state.session.claims, [name]: value.trim() } }),
    inputmode: DIGITS.has(name) ? 'numeric' : undefined,
  });
  const label = `${t(`claim.${name}`)} (${WRITTEN[name]})`;
  return field(t, { label, control: input, required: false, description: t(`claim.${name}.about`) });
}

/**
 * What must be in place before a token for a system user comes, the two fields, and what the grant will say.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
function systemUser(context, signal) {
  const { t, state } = context;
  const steps = ['systemUser.step.register', 'systemUser.step.request', 'systemUser.step.approve', 'systemUser.step.ask'];
  const claim = el('div', {});
  const written = () => {
    const detail = context.portal.systemUser(grantRequest(context));
    return detail ? JSON.stringify([detail], null, 2) : '';
  };
  live(claim, signal, [[state, 'change']], () => {
    const text = written();
    return [text ? codeBlock('authorization_details', text, { id: 'system-user-claim' }) : null];
  }, written);
  return el(
    'div',
    { class: 'stack' },
    p(t('systemUser.about')),
    el('ol', { class: 'ds-list' }, ...steps.map((key) => el('li', {}, ...rich(t(key))))),
    ...SYSTEM_USER.map((name) => claimField(context, name)),
    claim,
  );
}
