import { CANCELLED } from '../self-service/errands.js';

/**
 * Carries out a change of a client's keys: the steps are decided in the portal module, which
 * reads, writes and reads again until the set is as it should be.
 *
 * @typedef {import('../types.js').KeyChangeReport} Report
 * @typedef {import('../types.js').KeyChangeProblem} Problem
 * @param {import('../self-service/administration.js').Administration} administration
 * @param {{clientId: string, add?: object[], renew?: string[], remove?: string[]}} request
 * @returns {Promise<{report: Report}|{problem: Problem}>}
 */
export async function changeKeys(administration, { clientId, add = [], renew = [], remove = [] }) {
  const { portal, visit } = administration;
  const now = () => Math.floor(Date.now() / 1000);
  let step = portal.stepKeyChange(
    portal.newKeyChange(/** @type {any} */ ({ clientId, add, renew, remove })),
    { kind: 'begin' },
    now(),
  );
  for (;;) {
    const { change, effect } = step;
    if (effect.kind === 'done') return { report: effect.report };
    if (effect.kind === 'failed') return { problem: effect.problem };
    /** @type {import('../types.js').KeyChangeEvent} */
    let event = { kind: 'ready' };
    if (effect.kind === 'call') event = { kind: 'answer', outcome: await administration.call(effect.call, visit) };
    else if (effect.kind === 'wait') await new Promise((resolve) => { setTimeout(resolve, effect.ms); });
    else await administration.renew();
    if (visit.aborted) throw CANCELLED;
    step = portal.stepKeyChange(change, event, now());
  }
}
