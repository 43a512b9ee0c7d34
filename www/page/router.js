/** Which view the address names: `#veiviser/3` is step 3 of the guide. The part after # is never sent to a server. */

import { LAST_STEP } from './step-numbers.js';

/** @typedef {'veiviser'|'lag-nokkel'|'sjekk-nokkel'|'test-klienten'} Route */

/** @type {Route[]} */
export const ROUTES = ['veiviser', 'lag-nokkel', 'sjekk-nokkel', 'test-klienten'];

/** @param {string} hash @returns {{route: Route, step: number|null}} */
export function parseHash(hash) {
  const [name, step] = hash.replace(/^#/, '').split('/');
  const route = ROUTES.find((known) => known === name) ?? 'veiviser';
  return { route, step: /^\d$/.test(step ?? '') && Number(step) <= LAST_STEP ? Number(step) : null };
}

/** @param {(place: {route: Route, step: number|null}) => void} arrive */
export function onNavigate(arrive) {
  window.addEventListener('hashchange', () => arrive(parseHash(location.hash)));
}
