import { subject } from './subject.js';

/** @typedef {import('../../../shared/messages.js').ReceiverFacts} Facts */

/** Asked for once: it is the same for as long as the page is open. @type {Facts[]|null} */
let table = null;

/** Who takes private keys. @param {import('../../types.js').Context} context */
export async function receivers({ vault }) {
  table ??= await vault.receivers();
  return table;
}

/**
 * What is to be handed over, as it stands in the fields.
 *
 * @param {import('../../types.js').Context} context
 * @returns {import('../../../shared/messages.js').HandOverOrder}
 */
export function order(context) {
  const { receiver, form, exchange, values } = context.state.session.handOver;
  const { clientId, scopes } = subject(context);
  return {
    receiver,
    form,
    exchange,
    environment: context.environment(),
    clientId,
    scopes: scopes.join(' '),
    values: fieldsOf(receiver).map(({ field, usual }) => ({ field, value: values[`${receiver}/${field}`] ?? usual })),
  };
}

/** @param {Facts['receiver']} receiver */
function fieldsOf(receiver) {
  return table?.find((one) => one.receiver === receiver)?.fields ?? [];
}

/** What the code that fetches a token reads. */
const READ = { name: 'MASKINPORTEN_JWK_BASE64', form: 'base64-jwk' };

/**
 * What the chosen receiver calls the key and in which form it has it, where that is not what the code reads.
 *
 * @param {import('../../types.js').Context} context
 * @returns {{receiver: Facts['receiver'], name: string, form: Facts['forms'][number]}|null}  an empty name: a file
 */
export function storedOtherwise(context) {
  const { receiver, form, values } = order(context);
  const facts = table?.find((one) => one.receiver === receiver);
  if (!facts) return null;
  const name = facts.setting ?? values.find(({ field }) => field === 'variable' || field === 'secret')?.value.trim() ?? '';
  const stored = facts.forms.includes(form) && !isReadByName(context) ? form : facts.forms[0];
  return name === READ.name && stored === READ.form ? null : { receiver, name, form: stored };
}

/** What .NET's configuration reads out of Key Vault for the two libraries. */
export const SECRETS = ['MaskinportenSettings--JwkBase64', 'MaskinportenSettings--EncodedJwk'];

/** Then there is no choice of form. @param {import('../../types.js').Context} context */
export function isReadByName(context) {
  const { receiver, values } = order(context);
  return receiver === 'key-vault' && values.some(({ value }) => SECRETS.includes(value.trim()));
}
