/**
 * What the two lists say of a scope on a client.
 *
 * @typedef {import('../types.js').ScopeAccess} ScopeAccess
 * @typedef {import('../types.js').OpenScope} OpenScope
 *
 * @typedef {{kind: 'given'}
 *   | {kind: 'unknown'}
 *   | {kind: 'elsewhere'}
 *   | {kind: 'missing', state: string|null, otherTypes: string[]}} Standing
 *   `given`: the organisation has it, or everybody has; `unknown`: the lists were not both read;
 *   `elsewhere`: the client is another organisation's, and the lists say nothing of what that one has;
 *   `missing`: with the state of what was asked for, and with the types that it is open for
 *
 * @typedef {object} ClientKind
 * @property {string} type  `integration_type`
 * @property {string|null} orgno  `client_orgno`
 */

/** Every client of a login may ask for these (OpenID Connect Core 3.1.2.1 and 5.4); nobody gives them. */
const OF_LOGIN = new Set(['openid', 'profile']);
const LOGIN_TYPES = new Set(['idporten', 'ansattporten']);

/** @param {Record<string, any>} client  as the API gave it @returns {ClientKind} */
export function kindOf(client) {
  return { type: String(client.integration_type ?? ''), orgno: client.client_orgno ? String(client.client_orgno) : null };
}

/**
 * @param {{granted: ScopeAccess[]|null, open: OpenScope[]|null}} lists  null: not read
 * @param {string} scope
 * @param {ClientKind} client
 * @returns {Standing}
 */
export function standingOf({ granted, open }, scope, { type, orgno }) {
  const asked = (granted ? byName(granted, 'scope').get(scope) ?? [] : [])
    .filter(({ consumer_orgno: consumer }) => !orgno || !consumer || consumer === orgno);
  const [offered] = open ? byName(open, 'name').get(scope) ?? [] : [];
  const isOpen = offered && isFor(offered, type);
  if (asked.some(({ state }) => state === 'APPROVED') || isOpen) return { kind: 'given' };
  if (LOGIN_TYPES.has(type) && OF_LOGIN.has(scope)) return { kind: 'given' };
  if (!granted || !open) return { kind: 'unknown' };
  if (orgno && !granted.some(({ consumer_orgno: consumer }) => consumer === orgno)) return { kind: 'elsewhere' };
  const latest = asked.sort((a, b) => dateOf(b).localeCompare(dateOf(a)))[0];
  return { kind: 'missing', state: latest?.state || null, otherTypes: offered?.allowed_integration_types ?? [] };
}

/** Whether a client of this type may have a scope that is open to all. @param {OpenScope} scope @param {string} type */
export function isFor({ allowed_integration_types: types }, type) {
  return !types?.length || types.includes(type);
}

/** When the owner answered, or else when it was asked for; as the server writes it. @param {ScopeAccess} access */
export function dateOf(access) {
  return access.last_updated ?? access.created ?? '';
}

/** @type {WeakMap<object[], Map<string, any[]>>} a list that was read does not change any more */
const indexes = new WeakMap();

/**
 * @template {object} T
 * @param {T[]} list
 * @param {keyof T} member
 * @returns {Map<string, T[]>}
 */
function byName(list, member) {
  const known = indexes.get(list);
  if (known) return known;
  const made = new Map();
  for (const one of list) {
    const same = made.get(one[member]);
    if (same) same.push(one);
    else made.set(one[member], [one]);
  }
  indexes.set(list, made);
  return made;
}
