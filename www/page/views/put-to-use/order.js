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
