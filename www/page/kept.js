import { LOCALES } from '../shared/i18n.js';
import { KEY_KINDS } from './key-kinds.js';
import { LAST_STEP } from './step-numbers.js';

/**
 * What survives a reload, all of it public. Keys are in the vault and never here.
 *
 * @typedef {import('./types.js').EnvironmentName} EnvironmentName
 *
 * @typedef {object} Client  one client as the person describes it; test and production are separate registries
 * @property {string} clientId
 * @property {string} name
 * @property {string} description
 * @property {string[]} scopes
 * @property {string} kid  the last kid that was used for this client
 * @property {string} keyPosted  YYYY-MM-DD, when the person said that the key is in the portal
 *
 * @typedef {object} Progress
 * @property {number} step
 * @property {number[]} done
 * @property {string[]} ticks
 * @property {boolean} token  a token was received
 * @property {Record<number, About>} about  which client and key the ticks from step 6 on are about
 *
 * @typedef {object} About  each empty where it was not known
 * @property {string} client  client_id
 * @property {string} key  thumbprint
 *
 * @typedef {object} Kept
 * @property {import('./types.js').Locale} locale
 * @property {import('./types.js').Scheme} scheme
 * @property {EnvironmentName} environment
 * @property {Record<EnvironmentName, Client>} clients
 * @property {Record<EnvironmentName, Progress>} guides
 * @property {Record<EnvironmentName, import('./types.js').Announced|null>} announced
 *   by metadata that was read; null: none was
 * @property {Record<EnvironmentName, string>} administrators  client_id of the administration client
 * @property {Record<EnvironmentName, string>} apiPlaces  where the self-service API stands; empty: the usual place
 * @property {Record<string, string>} kids  by thumbprint: what private keys were called here
 *
 * @typedef {Pick<Kept, 'locale'|'environment'>} Start
 */

const PLACE = 'nokkelsmie';
/** @type {EnvironmentName[]} */
const ENVIRONMENTS = ['test', 'production', 'practice'];
/** @type {import('./types.js').Scheme[]} */
const SCHEMES = ['auto', 'light', 'dark'];

/**
 * What was kept, part for part as far as it has its form; for the rest, the beginning.
 *
 * @param {Storage|null} storage
 * @param {Start} start
 * @returns {Kept}
 */
export function readKept(storage, start) {
  const stored = parse(storage?.getItem(PLACE) ?? null);
  return {
    locale: oneOf(LOCALES, stored.locale) ?? start.locale,
    scheme: oneOf(SCHEMES, stored.scheme) ?? 'auto',
    environment: oneOf(ENVIRONMENTS, stored.environment) ?? start.environment,
    clients: eachEnvironment((name) =>
      likeIt({ clientId: '', name: '', description: '', scopes: [], kid: '', keyPosted: '' }, stored.clients?.[name]),
    ),
    guides: eachEnvironment((name) => guideIn(stored.guides?.[name])),
    announced: eachEnvironment((name) => announcedIn(stored.announced?.[name])),
    administrators: eachEnvironment((name) => likeIt({ [name]: '' }, stored.administrators)[name]),
    apiPlaces: eachEnvironment((name) => likeIt({ [name]: '' }, stored.apiPlaces)[name]),
    kids: kidsIn(stored.kids),
  };
}

/**
 * @param {Storage|null} storage
 * @param {Kept} kept
 * @param {(text: string) => boolean} isSecret  such text is left out
 */
export function writeKept(storage, kept, isSecret) {
  const publicOnly = (/** @type {string} */ _, /** @type {unknown} */ value) =>
    typeof value === 'string' && isSecret(value) ? '' : value;
  try {
    storage?.setItem(PLACE, JSON.stringify(kept, publicOnly));
  } catch {
    // A full or forbidden storage costs the memory of the step, nothing else.
  }
}

/** @param {string|null} text @returns {any} */
function parse(text) {
  try {
    return JSON.parse(text ?? '') ?? {};
  } catch {
    return {};
  }
}

/** @param {any} stored @returns {Progress} */
function guideIn(stored) {
  const guide = likeIt({ step: 0, done: [], ticks: [], token: false, about: {} }, stored);
  const isStep = Number.isInteger(guide.step) && guide.step >= 0 && guide.step <= LAST_STEP;
  return { ...guide, step: isStep ? guide.step : 0 };
}

const ALGORITHMS = new Set(KEY_KINDS.flatMap(({ algorithms }) => algorithms));

/** @param {any} stored @returns {import('./types.js').Announced|null} */
function announcedIn(stored) {
  if (!Array.isArray(stored?.algorithms) || !/^\d{4}-\d\d-\d\d$/.test(stored.asOf)) return null;
  const algorithms = stored.algorithms.filter(
    (/** @type {unknown} */ name) => typeof name === 'string' && ALGORITHMS.has(name),
  );
  return { algorithms, asOf: stored.asOf, source: 'metadata' };
}

/** @param {any} stored @returns {Record<string, string>} */
function kidsIn(stored) {
  const isOne = (/** @type {[string, unknown]} */ [key, kid]) =>
    /^[\w-]{43}$/.test(key) && typeof kid === 'string' && kid;
  return Object.fromEntries(Object.entries(stored ?? {}).filter(isOne));
}

/** @template T @param {T[]} known @param {unknown} value @returns {T|undefined} */
function oneOf(known, value) {
  return known.find((one) => one === value);
}

/** @template T @param {(name: EnvironmentName) => T} make @returns {Record<EnvironmentName, T>} */
function eachEnvironment(make) {
  return { test: make('test'), production: make('production'), practice: make('practice') };
}

/**
 * The members of `empty`, each taken from `stored` when it is of the same type there.
 *
 * @template {object} T
 * @param {T} empty
 * @param {any} stored
 * @returns {T}
 */
function likeIt(empty, stored) {
  const isLike = (/** @type {unknown} */ a, /** @type {unknown} */ b) =>
    b !== null && typeof a === typeof b && Array.isArray(a) === Array.isArray(b);
  const members = Object.entries(empty).map(([name, value]) => [
    name,
    isLike(value, stored?.[name]) ? stored[name] : value,
  ]);
  return Object.fromEntries(members);
}
