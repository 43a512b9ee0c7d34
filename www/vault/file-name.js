const EXTENSIONS = /** @type {Record<string, string>} */ ({
  jwk: 'jwk.json', 'jwk-array': 'jwk-array.json', 'jwk-set': 'jwks.json',
  'pkcs8-pem': 'pkcs8.pem', 'pkcs8-der': 'pkcs8.der', 'pkcs1-pem': 'pkcs1.pem', 'sec1-pem': 'sec1.pem',
  'base64-jwk': 'jwk.base64.txt', 'base64-pem': 'pem.base64.txt',
  'encrypted-pem': 'encrypted.pem', pkcs12: 'p12',
});

/** Of what comes before the extensions: file systems take 255 octets for all of it. */
const LONGEST = 200;

/**
 * min-klient.private.jwk.json: the kid, what it is, its form.
 *
 * @param {import('./panel.js').KeyCard} card
 * @param {string} format
 */
export function fileName(card, format) {
  const name = (card.kid ?? card.thumbprint.slice(0, 8)).replace(/[^\w.-]/g, '_').slice(0, LONGEST);
  return `${name}.private.${EXTENSIONS[format] ?? 'txt'}`;
}
