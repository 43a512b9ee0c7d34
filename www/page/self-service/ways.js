/**
 * How the calls get to Digdir's servers. Nobody has documented that they let a page of another
 * origin read their answers: where they do not, the server that serves this page may relay the
 * calls (www/server), and where there is none, the person carries them by a terminal.
 *
 * @typedef {'direct'|'relay'|'paste'} Way
 * @typedef {Way|'offline'} Found
 */

/**
 * Tries it out on what is open to all: the environment's metadata, and the scopes that the API lets
 * everybody read. They are two servers, each with rules of its own.
 *
 * @param {import('../requests.js').Requests} requests
 * @param {import('../types.js').Environment} environment
 * @returns {Promise<Found>}
 */
export async function findWay(requests, environment) {
  if (environment.name === 'practice') return 'direct';
  if (await answers(requests, environment, null)) return 'direct';
  if (relayOrigin() && (await answers(requests, environment, relayOrigin()))) return 'relay';
  return (await requests.reaches(environment)) ? 'paste' : 'offline';
}

/** The origin whose server may relay; null for a page without one, and where others could read what it relays. @returns {string|null} */
export function relayOrigin() {
  return location.protocol.startsWith('http') && window.isSecureContext ? location.origin : null;
}

/**
 * @param {import('../requests.js').Requests} requests
 * @param {import('../types.js').Environment} environment
 * @param {string|null} relay
 */
async function answers(requests, environment, relay) {
  try {
    await requests.fetchMetadata(environment, '1970-01-01', relay);
    return (await requests.callApi(environment, '', { kind: 'list-open-scopes' }, relay)).kind !== 'unreachable';
  } catch {
    return false;
  }
}
