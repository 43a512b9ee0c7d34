/** The numbers of a key, whatever it was written in: what the judges are compared by. */

/** @typedef {import('./python-peers.mjs').Numbers} Numbers */

const NUMBERS = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi', 'x', 'y'];
const PUBLIC = ['kty', 'crv', 'n', 'e', 'x', 'y'];

/** @param {Record<string, any>} jwk @returns {Numbers} */
export function numbersOf(jwk) {
  const named = { kty: jwk.kty, ...jwk.crv && { crv: jwk.crv } };
  const there = NUMBERS.filter((name) => name in jwk && !(name === 'y' && jwk.kty === 'OKP'));
  return Object.assign(named, Object.fromEntries(there.map((name) => [name, hex(jwk[name])])));
}

/** @param {Numbers} numbers @returns {Numbers} */
export function publicPart(numbers) {
  return /** @type {Numbers} */ (Object.fromEntries(Object.entries(numbers).filter(([name]) => PUBLIC.includes(name))));
}

/** As Python's hex(): without leading zeros. */
function hex(/** @type {string} */ base64url) {
  return `0x${BigInt(`0x${Buffer.from(base64url, 'base64url').toString('hex')}`).toString(16)}`;
}
