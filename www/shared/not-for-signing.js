/**
 * The certificate of the key says that the key does something else, as those of businesses that encrypt.
 *
 * @param {import('./messages.js').KeyCard} card
 */
export function notForSigning({ certificate, verdict }) {
  if (verdict === 'refused') return false;
  return certificate?.signs === false;
}
