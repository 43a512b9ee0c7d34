/** Which view the address names: `#veiviser/3` is step 3 of the guide. The part after # is never sent to a server. */

import { LAST_STEP } from './step-numbers.js';

/** @typedef {'veiviser'|'lag-nokkel'|'sjekk-nokkel'|'test-klienten'|'ta-i-bruk'|'klienter'|'bokmerke'} Route */

/** Those of the menu. @type {Route[]} */
export const ROUTES = ['veiviser', 'lag-nokkel', 'sjekk-nokkel', 'test-klienten', 'ta-i-bruk', 'klienter'];

/** How the bookmark for the portal is installed: linked to from where it is of use. @type {Route} */
const BOOKMARK = 'bokmerke';

/**
 * @typedef {object} Place
 * @property {Route} route
 * @property {number|null} step  of the guide
 * @property {string} detail  what follows the view's name: a client_id
 */

/** @param {string} hash @returns {Place} */
export function parseHash(hash) {
  const [name, step] = hash.replace(/^#/, '').split('/');
  const route = [...ROUTES, BOOKMARK].find((known) => known === name) ?? 'veiviser';
  const isStep = /^\d$/.test(step ?? '') && Number(step) <= LAST_STEP;
  return { route, step: isStep ? Number(step) : null, detail: /^[\w.-]+$/.test(step ?? '') ? step : '' };
}

/** @param {(place: Place) => void} arrive */
export function onNavigate(arrive) {
  window.addEventListener('hashchange', () => arrive(parseHash(location.hash)));
}
