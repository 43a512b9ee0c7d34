import { receiverName } from '../../../shared/receiver-names.js';

/** @typedef {import('../../../shared/messages.js').HandedOver} HandedOver */

/** What the vault says of it counts wherever on the page one is. @param {import('../../types.js').Context} context */
export function hearOfHandOvers(context) {
  context.vault.addEventListener('handedOver', (event) =>
    noteHandOver(context, /** @type {CustomEvent<HandedOver>} */ (event).detail));
}

/** One that goes to the same place again is noted once. @param {import('../../types.js').Context} context @param {HandedOver} made */
export function noteHandOver({ state }, made) {
  const others = state.session.handedOver.filter((one) => idOf(one) !== idOf(made));
  state.updateSession({ handedOver: [...others, made] });
}

/** @param {HandedOver} made */
function idOf(made) {
  return JSON.stringify([made.handle, made.kid, made.order.environment.name, placeOf(made)]);
}

/**
 * Where this key went in this environment, as it is now: the file of another kid is another.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyCard} key
 */
export function placesOf({ state, environment }, key) {
  return state.session.handedOver
    .filter(({ handle, kid, order }) => handle === key.handle && kid === key.kid && order.environment.name === environment().name)
    .map(placeOf);
}

/** Azure Key Vault: kv-faktura, MaskinportenSettings--JwkBase64 @param {HandedOver} made */
function placeOf({ order: { receiver, values }, fileName, stays }) {
  const folder = stays ? values.find(({ field }) => field === 'folder')?.value.trim() : undefined;
  const file = receiver === 'env' ? '.env' : fileName;
  const path = folder && folder !== '.' ? `${folder.replace(/[/\\]+$/, '')}/${file}` : file;
  const named = values.filter(({ field }) => field !== 'folder').map(({ value }) => value.trim());
  const name = receiverName(receiver, '');
  const places = [...named, stays && path].filter((place) => place && place !== '.' && place !== name);
  return [name, places.join(', ')].filter(Boolean).join(': ');
}
