import { followExpiry } from './follow-expiry.js';
import { ExpirySurvey } from './jobs/expiry-survey.js';
import { KeptExpiry } from './kept-expiry.js';
import { KeptRotations } from './kept-rotations.js';
import { Rotations } from './jobs/rotations.js';
import { Administration } from './self-service/administration.js';
import { ExchangeJob } from './jobs/exchange-job.js';
import { MakeJob } from './jobs/make-job.js';
import { TokenJob } from './jobs/token-job.js';
import { Language, preferredLocale } from './language.js';
import { warnBeforeLeaving } from './leave-guard.js';
import { followKids } from './known-kids.js';
import { guardPastes } from './paste-guard.js';
import { followTokens } from './progress.js';
import { Requests } from './requests.js';
import { onNavigate, parseHash } from './router.js';
import { tellAboutSecret } from './shell/notice.js';
import { Shell } from './shell/shell.js';
import { State } from './state.js';
import { followKeys } from './widgets/key-choice.js';
import { hearOfHandOvers } from './views/put-to-use/handed-over.js';

/**
 * Wires the page: what it remembers, what it shows, and who hears of what.
 *
 * @param {{
 *   vault: import('./types.js').VaultClient,
 *   portal: import('./types.js').Portal,
 *   origin: string|undefined,
 * }} parts  `origin`: base of the practice portal when it serves the page
 */
export function start({ vault, portal, origin }) {
  const context = makeContext(vault, portal, origin);
  const { state, tokenJob } = context;
  const shell = new Shell(context);

  state.addEventListener('change', (event) => {
    const names = /** @type {CustomEvent<string[]>} */ (event).detail;
    if (names.includes('locale')) context.language = new Language(state.kept.locale);
    if (names.includes('environment')) {
      tokenJob.reset();
      context.administration.signOut();
      state.updateSession({ kid: null, handOverFor: null });
    }
    if (names.some((name) => SETTINGS.includes(name))) shell.settingsChanged(names);
  });
  followKeys(context);
  context.administration.addEventListener('left', () => {
    context.rotations.pause();
    context.survey.stop();
  });
  followExpiry(context);
  followKids(context);
  followTokens(context);
  warnBeforeLeaving(context);
  guardPastes(portal, ({ kind }) => { if (!vault.broken) tellAboutSecret(context, kind); });
  vault.addEventListener('broken', () => shell.vaultStopped());
  hearOfHandOvers(context);
  onNavigate((place) => shell.goTo(place));
  shell.open(parseHash(location.hash));
}

/** What the vault is told of, and every view depends on. */
const SETTINGS = ['locale', 'environment', 'scheme', 'announced'];

/**
 * @param {import('./types.js').VaultClient} vault
 * @param {import('./types.js').Portal} portal
 * @param {string|undefined} origin
 * @returns {import('./types.js').Context}
 */
function makeContext(vault, portal, origin) {
  const environments = portal.environments(origin);
  const isSecret = (/** @type {string} */ text) => portal.findPrivateMaterial(text) !== undefined;
  const state = new State(
    storage(),
    { environment: origin ? 'practice' : 'test', locale: preferredLocale() },
    isSecret,
  );
  if (!environments.some(({ name }) => name === state.kept.environment)) state.kept.environment = environments[0].name;
  const requests = new Requests(portal);
  const administration = new Administration(vault, requests, (environment) => {
    const place = state.kept.apiPlaces[environment.name];
    return portal.apiPlaces(environment).includes(place) ? { ...environment, selfServiceApi: place } : environment;
  });
  /** @type {import('./types.js').Context} */
  const context = {
    rotations: /** @type {any} */ (null),
    vault,
    portal,
    state,
    requests,
    environments,
    makeJob: new MakeJob(vault),
    tokenJob: new TokenJob(vault, requests),
    exchangeJob: new ExchangeJob(requests),
    administration,
    survey: new ExpirySurvey(administration),
    keptExpiry: new KeptExpiry(storage(), isSecret),
    language: new Language(state.kept.locale),
    environment: () => environments.find(({ name }) => name === state.kept.environment) ?? environments[0],
    announced: () =>
      laterOf(portal.announced(context.environment().name), state.kept.announced[context.environment().name]),
    t: (/** @type {string} */ key, /** @type {Record<string, string|number>|undefined} */ values) =>
      context.language.t(key, values),
    announce,
    go: (/** @type {string} */ hash) => {
      location.hash = hash;
    },
  };
  context.rotations = new Rotations(context, new KeptRotations(storage(), isSecret, portal.readRotation));
  return context;
}

/**
 * A new version of the page may know more than metadata that was read long ago.
 *
 * @param {import('./types.js').Announced} table
 * @param {import('./types.js').Announced|null} read
 */
function laterOf(table, read) {
  return read && read.asOf >= table.asOf ? read : table;
}

/** @param {string} text */
function announce(text) {
  const announcer = document.getElementById('announcer');
  if (!announcer) return;
  announcer.textContent = '';
  setTimeout(() => { announcer.textContent = text; }, 50);
}

/** Some browsers give a page without a server no storage, and say so by an exception. @returns {Storage|null} */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
