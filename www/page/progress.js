import { KEY_STEP, SCOPES_STEP, TEST_STEP } from './step-numbers.js';
import { chosenKey } from './widgets/key-choice.js';
import { chosenForPortal } from './widgets/public-formats.js';

/**
 * What is done, by the person's own word or because a token came. From step 6 on that is about one
 * client and one key: with another of either it says nothing, until they are chosen again.
 *
 * @typedef {import('./types.js').Context} Context
 * @typedef {import('./types.js').KeyCard} KeyCard
 * @typedef {import('./kept.js').About} About
 */

/** The steps that are done, with the client and the key of now. @param {Context} context @returns {number[]} */
export function doneSteps(context) {
  const { done, about } = context.state.progress;
  return done.filter((step) => step < KEY_STEP || holds(context, step, about[step]));
}

/** The person says so, or takes it back. @param {Context} context @param {number} step @param {boolean} done */
export function markDone(context, step, done) {
  const { client, key } = now(context);
  write(context, step, done, { client, key: step === SCOPES_STEP ? '' : key });
}

/** A token came for this client with this key. @param {Context} context @returns {boolean} */
export function tokenCame(context) {
  const { token, about } = context.state.progress;
  return token && holds(context, TEST_STEP, about[TEST_STEP]);
}

/** Follows the answers, in every view. @param {Context} context */
export function followTokens(context) {
  const { tokenJob, vault, state } = context;
  tokenJob.addEventListener('change', () => {
    const { outcome, asked } = tokenJob;
    if (outcome?.kind !== 'token' || !asked || tokenCame(context)) return;
    const key = vault.keys.find(({ handle }) => handle === asked.handle)?.thumbprint ?? '';
    state.updateProgress({ token: true });
    write(context, TEST_STEP, true, { client: asked.request.clientId, key });
  });
}

/** What was done before the client_id was filled in was done with this client. @param {Context} context */
export function bindToClient({ state }) {
  const { clientId } = state.client;
  const bound = Object.entries(state.progress.about).map(([step, about]) => [
    step,
    about?.client ? about : { client: clientId, key: about?.key ?? '' },
  ]);
  state.updateProgress({ about: Object.fromEntries(bound) });
}

/**
 * Which format of this key was pasted for this client, by the person's word.
 *
 * @param {Context} context
 * @param {KeyCard} card
 * @returns {import('./state.js').Pasted|null}
 */
export function pastedOf({ state }, card) {
  const pasted = state.session.pasted[card.handle];
  return pasted && agree(pasted.client, state.client.clientId) ? pasted : null;
}

/**
 * The person's word, and until there is one, the format that was chosen to be copied.
 *
 * @param {Context} context
 * @param {KeyCard} card
 * @returns {'jwk'|'pem'|null}
 */
export function pastedFormat(context, card) {
  return pastedOf(context, card)?.format ?? chosenForPortal();
}

/** The portal made the kid that the key has, by the person's word. @param {Context} context @param {KeyCard} card */
export function hasPortalKid(context, card) {
  return card.kid !== null && pastedOf(context, card)?.kid === card.kid;
}

/** @param {Context} context @param {KeyCard} card @param {Partial<import('./state.js').Pasted>} patch */
export function notePasted(context, card, patch) {
  const { state } = context;
  const before = pastedOf(context, card) ?? { format: 'jwk', kid: null };
  state.updateSession({
    pasted: { ...state.session.pasted, [card.handle]: { ...before, ...patch, client: state.client.clientId } },
  });
}

/** @param {Context} context @param {number} step @param {boolean} done @param {About} about */
function write({ state }, step, done, about) {
  const others = state.progress.done.filter((other) => other !== step);
  state.updateProgress({
    done: done ? [...others, step].sort((a, b) => a - b) : others,
    about: { ...state.progress.about, [step]: about },
  });
}

/** @param {Context} context @returns {About} */
function now(context) {
  return { client: context.state.client.clientId, key: chosenKey(context)?.thumbprint ?? '' };
}

/**
 * Is it about the client and the key of now?
 *
 * @param {Context} context
 * @param {number} step
 * @param {About|undefined} about
 */
function holds(context, step, about) {
  const { client, key } = now(context);
  if (!agree(about?.client ?? '', client)) return false;
  // The scopes are the client's, whichever key it has.
  if (step === SCOPES_STEP) return true;
  // A key that was made here after the tick cannot have been meant by it.
  return about?.key ? agree(about.key, key) : chosenKey(context)?.origin !== 'generated';
}

/** What is not known contradicts nothing. @param {string} one @param {string} other */
function agree(one, other) {
  return one === '' || other === '' || one === other;
}
