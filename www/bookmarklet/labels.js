import { LABEL_NAMES } from '../shared/bookmarklet-address.js';
import { PORTAL_LABELS } from '../shared/portal-labels.js';

/**
 * What the portal's buttons and fields are called: bokmål, English, other names. The build puts the result into the
 * bookmark, and the numbers of LABEL_NAMES in the place of the names.
 *
 * @type {any}
 */
export const LABELS = LABEL_NAMES.map((name) => {
  const { nb, en, aliases = [], practice = [] } = PORTAL_LABELS[name];
  return [nb, en === nb ? 0 : en, ...aliases].concat(practice);
});
