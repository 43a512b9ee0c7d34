/**
 * What came of a call, seen from the session.
 *
 * @typedef {import('../types.js').ApiOutcome} ApiOutcome
 * @typedef {import('../types.js').TokenOutcome} TokenOutcome
 */

/** As the API says it. @type {ApiOutcome} */
export const SIGNED_OUT = {
  kind: 'refused',
  refusal: {
    code: 'token', status: 401, description: null, errors: [], correlationId: null, retry: false, retryAfterSeconds: null,
  },
};

/** @param {ApiOutcome} outcome */
export function isServerError(outcome) {
  return outcome.kind === 'refused' && outcome.refusal.code === 'server-error';
}

/** @param {ApiOutcome} outcome */
export function isAboutToken(outcome) {
  return outcome.kind === 'refused' && outcome.refusal.code === 'token';
}

/** No token came, so the call did not go: said as the API would have. @param {TokenOutcome} outcome @returns {ApiOutcome} */
export function asApiOutcome(outcome) {
  if (outcome.kind !== 'refused') return outcome.kind === 'unreachable' ? outcome : SIGNED_OUT;
  const { status, description, traceId, retry, retryAfterSeconds } = outcome.explanation;
  return {
    kind: 'refused',
    refusal: {
      code: retry ? 'server-error' : 'token', status, description, errors: [], correlationId: traceId, retry,
      retryAfterSeconds: retryAfterSeconds ?? null,
    },
  };
}
